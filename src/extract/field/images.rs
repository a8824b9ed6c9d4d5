//! Pictures of a release, with caption; not icons, logos and counters.
//!
//! After the profile's rules come the pictures in the body and those in figures around it, in the
//! page's order, each by its largest file. What the head names (`og:image`) is left out: often a picture of the site.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use url::Url;

use super::attachments::{is_omitted, media_type};
use crate::extract::body::Body;
use crate::extract::reading::{LONGEST_LINE, Reading, generic};
use crate::extract::rule::{Expect, Tried};

use crate::extract::{attribute, clean, text};
use crate::record::{Found, Image, Origin};

/// The most pictures of one release.
const MOST: usize = 100;
/// A picture with a side of so many pixels or less is an icon.
const ICON: u32 = 48;

/// Reads the pictures.
pub(crate) fn images(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<Image>>> {
    reading.first(
        "images",
        &[&|| by_rules(reading), &|| by_shape(reading, body)],
    )
}

fn by_rules(reading: &Reading<'_>) -> Option<Found<Vec<Image>>> {
    reading.by_rules("images", |rule| {
        let Tried::Found(read) = reading.try_rule(rule, Expect::Url) else {
            return None;
        };
        let mut images = Vec::new();
        for element in &read.elements {
            let itself = element.value().name() == "img";
            let inner = element.select(&PICTURES).filter(|_| !itself);
            for picture in itself.then_some(*element).into_iter().chain(inner) {
                take(&mut images, reading, picture);
            }
        }
        (!images.is_empty()).then(|| Found {
            value: images,
            evidence: reading.evidence_of(rule),
        })
    })
}

/// Pictures in the body, and in figures around it.
fn by_shape(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<Image>>> {
    if !reading.is_generic() {
        return None;
    }
    let omit = reading.furniture();
    let mut images = Vec::new();
    for picture in reading.content.select(&PICTURES).take(MOST * 10) {
        let in_figure = figure(picture).is_some();
        let in_body = body.is_some_and(|body| {
            picture
                .ancestors()
                .any(|node| node.id() == body.container.id())
        });
        if !(in_figure || in_body) || is_omitted(picture, omit) || is_icon(picture) {
            continue;
        }
        let before = images.len();
        take(&mut images, reading, picture);
        let is_furniture = images
            .get(before)
            .is_some_and(|image| image.caption.is_none() && is_decoration(reading, picture, image));
        images.truncate(before + usize::from(!is_furniture));
        if before == 0 && !images.is_empty() {
            reading.stands_at(Some(picture.id()));
        }
    }
    (!images.is_empty()).then(|| Found {
        value: images,
        evidence: generic(Origin::Field, "page shape: pictures"),
    })
}

fn is_icon(picture: ElementRef<'_>) -> bool {
    let small = |name: &str| {
        attribute::of(picture.value(), name)
            .and_then(|size| size.trim_end_matches("px").trim().parse::<u32>().ok())
            .is_some_and(|size| size <= ICON)
    };
    small("width") || small("height")
}

/// Whether a picture without a caption is one of the site's own: by the words of its class, its
/// file's name and its text, or because it is a link to another site.
fn is_decoration(reading: &Reading<'_>, picture: ElementRef<'_>, image: &Image) -> bool {
    let value = picture.value();
    let known = |text: &str| {
        let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| DECORATION.contains(&word.to_ascii_lowercase().as_str()))
    };
    let file = image.url.path().rsplit('/').next().unwrap_or_default();
    let around = picture.ancestors().take(3).filter_map(ElementRef::wrap);
    let mut classes = value
        .classes()
        .chain(around.flat_map(|around| around.value().classes()));
    // The text of a picture is long where it says what is seen.
    let alt = image
        .alt
        .as_deref()
        .filter(|alt| alt.split_whitespace().count() <= 3);
    let named = |text: &str| {
        let mut words = text.split(['-', '_']);
        known(text) || words.any(|word| CLASSES.contains(&word.to_ascii_lowercase().as_str()))
    };
    let mut of_file = file.split(|c: char| !c.is_ascii_alphabetic());
    let is_standin = of_file.any(|word| STANDINS.contains(&word.to_ascii_lowercase().as_str()));
    is_standin
        || known(file)
        || alt.is_some_and(known)
        || classes.any(named)
        || leads_away(reading, picture)
}

/// Words of what is no picture of a release.
const DECORATION: &[&str] = &[
    "avatar", "emoji", "favicon", "gravatar", "icon", "icons", "logo", "logos", "pfeil", "smiley",
    "smilies", "sprite",
];
/// Words that say so in the name of a file; in a class they say how it is loaded.
const STANDINS: &[&str] = &[
    "blank",
    "loader",
    "loading",
    "pixel",
    "placeholder",
    "spacer",
    "spinner",
];
/// Words that say so in a class; in the name of a file they may be what is seen.
const CLASSES: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "author",
    "badge",
    "banner",
    "bio",
    "flag",
    "promo",
    "sponsor",
    "werbung",
];

/// A picture of so many pixels is none of an advertisement beside the text.
const LARGE: u32 = 400;

/// Whether a picture is a link to a page of another site: an advertisement or a badge.
fn leads_away(reading: &Reading<'_>, picture: ElementRef<'_>) -> bool {
    let around = picture.ancestors().take(4).filter_map(ElementRef::wrap);
    let mut links = around.filter(|around| around.value().name() == "a");
    let address = links
        .next()
        .and_then(|link| reading.link(attribute::of(link.value(), "href")?));
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let own = reading.page.url.as_ref().map(host);
    let width = attribute::of(picture.value(), "width").and_then(|width| width.parse::<u32>().ok());
    let is_large = width.is_some_and(|width| width >= LARGE);
    address.is_some_and(|url| {
        let is_file = media_type(&url).is_some();
        own.is_some_and(|own| own != host(&url)) && !is_file && !is_large
    })
}

static PICTURES: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("img").expect("a fixed selector is well formed"));

fn figure(picture: ElementRef<'_>) -> Option<ElementRef<'_>> {
    picture
        .ancestors()
        .take(6)
        .filter_map(ElementRef::wrap)
        .find(|element| element.value().name() == "figure")
}

fn take(images: &mut Vec<Image>, reading: &Reading<'_>, picture: ElementRef<'_>) {
    let Some(url) = address(reading, picture) else {
        return;
    };
    if images.len() >= MOST || images.iter().any(|known| known.url == url) {
        return;
    }
    images.push(Image {
        url,
        alt: attribute::of(picture.value(), "alt")
            .and_then(clean::some)
            .filter(|alt| alt.len() <= LONGEST_LINE),
        caption: caption(reading, picture),
    });
}

/// The address of the largest file of a picture. Lazy loading leaves a placeholder in `src`.
fn address(reading: &Reading<'_>, picture: ElementRef<'_>) -> Option<Url> {
    let value = picture.value();
    let link = |written: &str| {
        // Templates fill in the width.
        let is_template =
            written.contains(['{', '}']) || written.contains("%7B") || written.trim().is_empty();
        let is_data = written.trim_start().starts_with("data:");
        (!is_template && !is_data).then(|| reading.link(written))?
    };
    let sources = picture
        .parent()
        .and_then(ElementRef::wrap)
        .filter(|parent| parent.value().name() == "picture")
        .into_iter()
        .flat_map(|parent| parent.child_elements())
        .filter(|source| source.value().name() == "source");
    let sets = std::iter::once(picture).chain(sources).flat_map(|element| {
        let names = ["data-srcset", "data-lazy-srcset", "srcset"].into_iter();
        names.filter_map(move |name| attribute::of(element.value(), name))
    });
    let files = sets.flat_map(largest);
    // The first of equals.
    let mut best: Option<(u32, Url)> = None;
    for (size, written) in files {
        let Some(url) = link(written) else { continue };
        if best.as_ref().is_none_or(|(known, _)| size > *known) {
            best = Some((size, url));
        }
    }
    let single = ["data-src", "data-lazy-src", "data-original", "src"]
        .into_iter()
        .filter_map(|name| attribute::of(value, name))
        .find_map(link);
    match best {
        Some((size, url)) if size >= LEAST_LARGER || single.is_none() => Some(url),
        _ => single,
    }
}

/// A file of a set is taken before the picture's own from so many pixels on.
const LEAST_LARGER: u32 = 300;

/// The largest file of a set: `a.jpg 480w, b.jpg 960w`, `a.jpg, b.jpg 2x`; its width where it is
/// stated.
fn largest(set: &str) -> Option<(u32, &str)> {
    let mut best: Option<(u32, u32, &str)> = None;
    let mut rest = set.trim();
    while !rest.is_empty() {
        // A comma ends a file only behind white space or its size: addresses have commas too.
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (written, behind) = rest.split_at(end);
        let (size, others) = match written.strip_suffix(',') {
            Some(_) => ("", behind),
            None => behind.split_once(',').unwrap_or((behind, "")),
        };
        let size = size.trim();
        let number = |suffix: char| size.strip_suffix(suffix)?.parse::<f32>().ok();
        let width = number('w')
            .filter(|width| (0.0..1e5).contains(width))
            .unwrap_or(0.0) as u32;
        let density = number('x')
            .filter(|density| (0.0..100.0).contains(density))
            .unwrap_or(1.0) as u32;
        let written = written.trim_end_matches(',');
        if !written.is_empty() && best.is_none_or(|known| (width, density) > (known.0, known.1)) {
            best = Some((width, density, written));
        }
        rest = others.trim_start();
    }
    best.map(|(width, _, written)| (width, written))
}

/// What stands under a picture: in its figure, in what it says describes it, or in the element
/// beside it that is called a caption.
fn caption(reading: &Reading<'_>, picture: ElementRef<'_>) -> Option<String> {
    // Of a text that nobody closed the whole would be a caption.
    let in_bounds = |caption: &String| caption.len() <= LONGEST_LINE;
    let in_figure = figure(picture).and_then(|figure| {
        let caption = figure
            .descendent_elements()
            .find(|element| element.value().name() == "figcaption")?;
        clean::some(&text::line(caption))
    });
    in_figure
        .filter(in_bounds)
        .or_else(|| described(reading, picture).filter(in_bounds))
        .or_else(|| beside(picture).filter(in_bounds))
}

fn described(reading: &Reading<'_>, picture: ElementRef<'_>) -> Option<String> {
    let wanted = attribute::of(picture.value(), "aria-describedby")?;
    let mut elements = reading.content.descendent_elements();
    let element = elements.find(|element| attribute::of(element.value(), "id") == Some(wanted))?;
    clean::some(&text::line_up_to(element, LONGEST_CAPTION))
}

fn beside(picture: ElementRef<'_>) -> Option<String> {
    let stated = attribute::of(picture.value(), "data-caption");
    if let Some(caption) = stated
        .filter(|stated| !stated.contains('<'))
        .and_then(clean::some)
    {
        return Some(caption);
    }
    let around = picture.ancestors().take(4).filter_map(ElementRef::wrap);
    for around in around {
        let mut pictures = 0;
        let mut caption = None;
        for element in around.descendent_elements().skip(1).take(MOST_BESIDE) {
            pictures += u32::from(element.value().name() == "img");
            let is_caption = || {
                element.value().classes().any(|class| {
                    let mut words = class.split(['-', '_']);
                    words.any(|word| CAPTIONS.contains(&word.to_ascii_lowercase().as_str()))
                })
            };
            // The frame around picture and caption may be called so too.
            if caption.is_none() && is_caption() && element.select(&PICTURES).next().is_none() {
                caption = clean::some(&text::line_up_to(element, LONGEST_CAPTION));
            }
        }
        if pictures > 1 {
            return None;
        }
        if caption.is_some() {
            return caption;
        }
    }
    None
}

/// Elements that are looked at for a caption.
const MOST_BESIDE: usize = 30;
/// In bytes.
const LONGEST_CAPTION: usize = 600;

/// Words of class names for what stands under a picture.
const CAPTIONS: &[&str] = &[
    "bildunterschrift",
    "bildtext",
    "caption",
    "captions",
    "didascalia",
    "imgcaption",
    "legend",
    "legende",
    "imagecaption",
    "photocaption",
    "pie",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::fetch::saved_page;
    use crate::profile::Profile;

    #[test]
    fn the_largest_file_of_a_set_is_taken() {
        for (set, expected) in [
            ("a.jpg 480w, b.jpg 960w", Some((960, "b.jpg"))),
            ("b.jpg 960w,a.jpg 480w", Some((960, "b.jpg"))),
            ("a.jpg, b.jpg 2x", Some((0, "b.jpg"))),
            ("a.jpg", Some((0, "a.jpg"))),
            (
                "/w_1,h_2/a.jpg 100w, /w_2,h_3/b.jpg 200w",
                Some((200, "/w_2,h_3/b.jpg")),
            ),
            ("", None),
            (" , ", None),
        ] {
            assert_eq!(largest(set), expected, "{set}");
        }
    }

    /// Path, text and caption.
    type Facts<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

    /// Path, text and caption of the pictures of a page with this markup in its text.
    fn images_of(markup: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let text = format!(
            "<html lang=en><body><main><h1>Night boats sail again</h1><p>The first boats leave at \
            eleven and carry no cars at all, said the Board.</p>{markup}<p>The second boats leave \
            at twelve, when the moon is up.</p></main>"
        );
        let page = saved_page(
            text.as_bytes(),
            "https://www.board.example/news/1".parse().ok(),
            jiff::Timestamp::UNIX_EPOCH,
            Some("text/html; charset=utf-8"),
        );
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a draft");
        let images = draft.images.map(|found| found.value).unwrap_or_default();
        let facts = images.into_iter().map(|image| {
            let url = image.url.as_str().replace("https://www.board.example", "");
            (url, image.alt, image.caption)
        });
        facts.collect()
    }

    #[test]
    fn pictures_are_told_from_decoration() {
        let boat = Some("A boat at night");
        #[rustfmt::skip]
        let cases: &[(&str, Option<Facts<'_>>)] = &[
            ("<figure><img src=/a.jpg alt='A boat at night'><figcaption>The first boat. Photo: Ann Lee</figcaption></figure>", Some(("/a.jpg", boat, Some("The first boat. Photo: Ann Lee")))),
            ("<img src=/a.jpg alt='A boat at night' aria-describedby=c><p id=c>The boat</p>", Some(("/a.jpg", boat, Some("The boat")))),
            ("<div class=wp-caption><img src=/a.jpg alt='A boat at night'><p class=wp-caption-text>The boat</p></div>", Some(("/a.jpg", boat, Some("The boat")))),
            ("<div><a href=/a.jpg><img src=/a.jpg></a><div class=image-caption>Das Boot</div></div>", Some(("/a.jpg", None, Some("Das Boot")))),
            ("<img src=data:image/gif;base64,R0 data-src=/a.jpg>", Some(("/a.jpg", None, None))),
            ("<img src=/s.jpg srcset='/s.jpg 320w, /l.jpg 1280w'>", Some(("/l.jpg", None, None))),
            ("<picture><source srcset='/l.webp 1280w, /m.webp 640w'><img src=/a.jpg></picture>", Some(("/l.webp", None, None))),
            ("<img src='/a-{width}.jpg' data-src='/a-{width}.jpg' srcset='/a-640.jpg 640w'>", Some(("/a-640.jpg", None, None))),
            ("<img src=/a.jpg width=40>", None),
            ("<img src=/t.gif width=1 height=1>", None),
            ("<div class=with-spinner__loading><img class=lazy-loading src=/a.jpg></div>", Some(("/a.jpg", None, None))),
            ("<a href=https://film.example/watch?v=1><img src=/a.jpg width=700></a>", Some(("/a.jpg", None, None))),
            ("<img src=/img/spinner2.gif>", None),
            ("<img src=/img/logo.png>", None),
            ("<img src=/a.png class=avatar>", None),
            ("<img src=/a.png alt='Board Logo'>", None),
            ("<a href=https://shop.example/><img src=/a.png></a>", None),
            ("<img src='%7B%22d%22:1%7D' data-src='{&quot;d&quot;:1}'>", None),
        ];
        for (markup, expected) in cases {
            let found = images_of(markup);
            let found: Vec<_> = found
                .iter()
                .map(|(url, alt, caption)| (url.as_str(), alt.as_deref(), caption.as_deref()))
                .collect();
            assert_eq!(
                found,
                expected.iter().copied().collect::<Vec<_>>(),
                "{markup}"
            );
        }
    }
}
