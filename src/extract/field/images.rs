//! Pictures of a release, with caption; not icons, logos and counters.
//!
//! After the profile's rules come the pictures in the body and those in figures around it, in the
//! page's order. What the head names (`og:image`) is left out: often a picture of the site.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};

use super::attachments::is_omitted;
use crate::extract::body::Body;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};

use crate::extract::{clean, text};
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
        if (in_figure || in_body) && !is_omitted(picture, omit) && !is_icon(picture) {
            if images.is_empty() {
                reading.stands_at(Some(picture.id()));
            }
            take(&mut images, reading, picture);
        }
    }
    (!images.is_empty()).then(|| Found {
        value: images,
        evidence: generic(Origin::Field, "page shape: pictures"),
    })
}

fn is_icon(picture: ElementRef<'_>) -> bool {
    let small = |name: &str| {
        picture
            .value()
            .attr(name)
            .and_then(|size| size.trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|size| size <= ICON)
    };
    small("width") || small("height")
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
    // Lazy loading leaves a placeholder in `src`.
    let address = ["data-src", "data-lazy-src", "data-original", "src"]
        .into_iter()
        .filter_map(|name| picture.value().attr(name))
        .find_map(|written| reading.link(written));
    let Some(url) = address else { return };
    if images.len() >= MOST || images.iter().any(|known| known.url == url) {
        return;
    }
    let caption = figure(picture).and_then(|figure| {
        let caption = figure
            .descendent_elements()
            .find(|element| element.value().name() == "figcaption")?;
        clean::some(&text::line(caption))
    });
    images.push(Image {
        url,
        alt: picture.value().attr("alt").and_then(clean::some),
        caption,
    });
}
