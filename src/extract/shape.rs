//! Where the release stands on a page, told by the page's shape alone.
//!
//! Blocks of prose count for the elements around them, links and scraps count against them. From
//! the root the way leads down to where most of that is, and up again as long as what is around
//! adds enough: the text of one release often stands in several boxes, with others between.
//! The headline is the heading before it that the page's head repeats. The content region
//! is the smallest element around both.

use std::collections::HashSet;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use html5ever::local_name;
use scraper::{ElementRef, Html};

use super::furniture::{self, Furniture};
use super::text::{self, Block, Kind, OfNodes, Omit, Shown};
use super::{attribute, clean};
use crate::record::akin::are_akin;

/// The parts of a page.
pub(crate) struct Shape<'a> {
    /// The printed headline.
    pub heading: Option<ElementRef<'a>>,
    /// The element with the text.
    pub body: Option<ElementRef<'a>>,
    /// What stands around releases on every page, and apart from their texts.
    pub furniture: Furniture,
    /// Around headline and body.
    pub content: ElementRef<'a>,
}

/// A paragraph shorter than this is no prose.
const PROSE: usize = 40;

/// Tells the parts of a page, given what its head calls it.
pub(crate) fn of<'a>(document: &'a Html, titles: &[&str]) -> Shape<'a> {
    let root = document.root_element();
    let furniture = furniture::with_apart(root);
    let headings = headings(root, &furniture.around, titles);
    let mut omit = furniture.around.clone();
    omit.extend(&furniture.apart);
    let named = headings
        .iter()
        .rfind(|heading| heading.repeated > Said::Nothing);
    let body = most_prose(root, &omit, named.map(|heading| heading.element));
    let heading = headline(&headings, body);
    let content = match (body, heading) {
        (Some(body), Some(heading)) => around(body, heading),
        (Some(body), None) => body,
        (None, _) => root,
    };
    Shape {
        heading,
        body,
        furniture,
        content,
    }
}

/// The element with the text of the release, which is not above the headline.
pub(crate) fn most_prose<'a>(
    region: ElementRef<'a>,
    omit: &Omit,
    headline: Option<ElementRef<'a>>,
) -> Option<ElementRef<'a>> {
    let weights = Weights::of(region, &text::blocks(region, omit), headline);
    let way = weights.way_down(region);
    weights.far_enough_up(&way)
}

/// What the blocks in each element weigh.
struct Weights {
    held: OfNodes<i64>,
    /// Elements around the headline, and itself.
    around_headline: Omit,
    /// The element that says that it is the body.
    marked: Option<NodeId>,
}

impl Weights {
    fn of(region: ElementRef<'_>, blocks: &[Block], headline: Option<ElementRef<'_>>) -> Self {
        let mut own: OfNodes<i64> = OfNodes::default();
        let mut held: OfNodes<i64> = OfNodes::default();
        let holders: Vec<Option<NodeId>> = blocks
            .iter()
            .map(|block| holder(region, block.first))
            .collect();
        for (block, holder) in blocks.iter().zip(&holders) {
            if let Some(holder) = holder {
                *own.entry(*holder).or_default() += weight(block);
            }
        }
        // A paragraph by itself under a link speaks of another page; not where boxes that are
        // called the same hold text without a link.
        let called = |holder: &Option<NodeId>| {
            let holder = region.tree().get((*holder)?)?.value().as_element()?;
            Some((
                holder.name(),
                attribute::named(holder, &local_name!("class")),
            ))
        };
        let under_link =
            std::iter::once(false).chain(blocks.iter().map(|block| weight(block) < -5));
        let all = || blocks.iter().zip(&holders).zip(under_link.clone());
        let of_text: HashSet<_> = all()
            .filter(|((block, _), under_link)| !under_link && weight(block) > 0)
            .filter_map(|((_, holder), _)| called(holder))
            .collect();
        for ((block, holder), under_link) in all() {
            let weight = weight(block);
            if let Some(held) = holder.and_then(|holder| own.get_mut(&holder))
                && under_link
                && weight > 0
                && block.text.len() < LONGEST_TEASER
                && *held <= weight
                && called(holder).is_some_and(|called| !of_text.contains(&called))
            {
                *held = 0;
            }
        }
        let around_headline: Omit = headline
            .into_iter()
            .flat_map(|headline| std::iter::once(*headline).chain(headline.ancestors()))
            .map(|node| node.id())
            .collect();
        // What stands above the headline counts less for the text.
        let mut above = headline.is_some();
        let mut open: Vec<i64> = Vec::new();
        let mut marked: Option<(i64, NodeId)> = None;
        for edge in region.traverse() {
            match edge {
                Edge::Open(node) if node.value().is_element() => {
                    above &= headline.is_some_and(|headline| headline.id() != node.id());
                    let weight = own.get(&node.id()).copied().unwrap_or(0);
                    // Elements around the headline hold what is below it too.
                    let all_above = above && !around_headline.contains(&node.id());
                    open.push(if all_above {
                        weight.min(weight / 4)
                    } else {
                        weight
                    });
                }
                Edge::Close(node) if node.value().is_element() => {
                    let weight = open.pop().unwrap_or(0);
                    if weight != 0 {
                        held.insert(node.id(), weight);
                    }
                    if weight > marked.map_or(LEAST_MARKED, |(most, _)| most)
                        && node.value().as_element().is_some_and(|element| {
                            attribute::named(element, &local_name!("itemprop"))
                                == Some("articleBody")
                        })
                    {
                        marked = Some((weight, node.id()));
                    }
                    if let Some(outer) = open.last_mut() {
                        *outer += weight;
                    }
                }
                Edge::Open(_) | Edge::Close(_) => {}
            }
        }
        Self {
            held,
            around_headline,
            marked: marked.map(|(_, id)| id),
        }
    }

    fn weight(&self, element: ElementRef<'_>) -> i64 {
        self.held.get(&element.id()).copied().unwrap_or(0)
    }

    /// From an element to the innermost one of the heaviest.
    fn way_down<'a>(&self, region: ElementRef<'a>) -> Vec<ElementRef<'a>> {
        let mut way = vec![region];
        let mut at = region;
        if let Some(body) = self.marked.and_then(|id| region.tree().get(id)) {
            let ancestors: Vec<_> = body
                .ancestors()
                .take_while(|node| node.id() != region.id())
                .filter_map(ElementRef::wrap)
                .collect();
            way.extend(ancestors.into_iter().rev());
            if let Some(body) = ElementRef::wrap(body)
                && body.id() != region.id()
            {
                way.push(body);
                at = body;
            }
        }
        loop {
            // The first of equals, so that every reading finds the same.
            let heaviest = at
                .child_elements()
                .map(|child| (self.weight(child), child))
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((most, heaviest)) = heaviest.filter(|(most, _)| *most > 0) else {
                return way;
            };
            // Pages that go on with other articles begin with the one they are named for.
            let named = at.child_elements().find(|child| {
                self.around_headline.contains(&child.id()) && self.weight(*child) * 3 > most
            });
            let first = || {
                (heaviest.value().name() == "article").then(|| {
                    at.child_elements().find(|child| {
                        child.value().name() == "article" && self.weight(*child) * 2 > most
                    })
                })?
            };
            at = named.or_else(first).unwrap_or(heaviest);
            way.push(at);
        }
    }

    /// Back on the way as long as it adds enough.
    fn far_enough_up<'a>(&self, way: &[ElementRef<'a>]) -> Option<ElementRef<'a>> {
        let (mut best, rest) = way.split_last()?;
        if self.weight(*best) <= 0 {
            return None;
        }
        // What an element must add to be worth more than the one in it, in percent.
        let mut hurdle = GAIN.max(to_leave(*best));
        for (index, outer) in rest.iter().enumerate().rev() {
            let inside = way.get(index + 1).copied().unwrap_or(*outer);
            hurdle = if self.is_split(inside, *outer) {
                GAIN
            } else {
                hurdle.max(to_leave(inside))
            };
            if self.is_one_of_several(inside, *outer) {
                break;
            }
            let (most, weight) = (self.weight(*best), self.weight(*outer));
            let whole_page = matches!(outer.value().name(), "body" | "html");
            let hurdle_here = hurdle.max(if whole_page { WHOLE_PAGE } else { 0 });
            if weight * 100 > most * (100 + hurdle_here) + LEAST_GAIN * 100 {
                best = outer;
                hurdle = GAIN;
            }
        }
        Some(*best)
    }

    /// Whether an element is one of several that are called the same and hold text: the parts
    /// of one text.
    fn is_split(&self, part: ElementRef<'_>, whole: ElementRef<'_>) -> bool {
        let class = attribute::named(part.value(), &local_name!("class"));
        class.is_some()
            && part.value().name() != "article"
            && whole.child_elements().any(|child| {
                child.id() != part.id()
                    && attribute::named(child.value(), &local_name!("class")) == class
                    && self.weight(child) > 0
            })
    }

    /// Whether an element is the article that the page is named for, beside other articles.
    fn is_one_of_several(&self, article: ElementRef<'_>, among: ElementRef<'_>) -> bool {
        article.value().name() == "article"
            && self.around_headline.contains(&article.id())
            && among
                .child_elements()
                .any(|child| child.id() != article.id() && child.value().name() == "article")
    }
}

/// A body that is marked as such and weighs less is but its beginning.
const LEAST_MARKED: i64 = 400;
/// A longer paragraph under a link is no teaser.
const LONGEST_TEASER: usize = 400;

/// What an element around another must add to its weight, in percent.
const GAIN: i64 = 6;
const LEAST_GAIN: i64 = 60;
/// As [`GAIN`], for what is around everything, the page's foot too.
const WHOLE_PAGE: i64 = 30;

/// What must be gained to go beyond an element that says that it is the text.
fn to_leave(element: ElementRef<'_>) -> i64 {
    let value = element.value();
    match value.name() {
        "article" => return 40,
        "main" => return 60,
        _ => {}
    }
    if attribute::named(value, &local_name!("itemprop")) == Some("articleBody") {
        return 200;
    }
    let names = ["class", "id"].map(|name| attribute::of(value, name));
    let is_text = names
        .into_iter()
        .flatten()
        .flat_map(str::split_ascii_whitespace)
        .any(|name| {
            let name: String = name
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|letter| letter.to_ascii_lowercase())
                .collect();
            TEXT_NAMES.iter().any(|known| name.contains(known))
        });
    if is_text { 50 } else { 0 }
}

/// What the element of the text is called on many sites.
const TEXT_NAMES: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "bodycopy",
    "bodytext",
    "contentbody",
    "entrycontent",
    "newsbody",
    "newscontent",
    "newstext",
    "postbody",
    "postcontent",
    "pressrelease",
    "releasebody",
    "storybody",
    "storycontent",
    "storytext",
];

/// What a block says for the element that holds it.
fn weight(block: &Block) -> i64 {
    let length = block.text.len();
    let linked = block.linked.min(length);
    let own = length - linked;
    let signed = |length: usize| i64::try_from(length).unwrap_or(i64::MAX / 1_000_000);
    if linked * 2 > length {
        let lines = block.text.lines().count();
        let heading = if block.kind == Kind::Heading { 60 } else { 0 };
        return -(signed(linked) + signed(lines) * 20 + heading);
    }
    match block.kind {
        Kind::Paragraph if own >= PROSE => signed(own),
        Kind::Paragraph => -5,
        Kind::Heading => 0,
        Kind::List => {
            let lines = block.text.lines().filter(|line| line.len() >= PROSE);
            signed(lines.map(str::len).sum::<usize>().saturating_sub(linked))
        }
        Kind::Table => signed(own) / 3,
    }
}

/// The element that holds a paragraph beside others: the parent of a `<p>`, or the `<div>`
/// whose text is parted by line breaks.
pub(crate) fn holder(region: ElementRef<'_>, text_parent: NodeId) -> Option<NodeId> {
    let mut at = region.tree().get(text_parent)?;
    while let Some(element) = at.value().as_element() {
        let shown = text::shown(element.name());
        let inline = matches!(shown, Shown::Inline | Shown::Link);
        let paragraph = matches!(
            element.name(),
            "p" | "blockquote" | "li" | "dd" | "dt" | "pre"
        );
        if at.id() == region.id() || !(inline || paragraph) {
            return Some(at.id());
        }
        at = at.parent()?;
    }
    None
}

/// A title that a heading with a kicker ends in is longer.
const LEAST_ENDING: usize = 20;

/// How much of a title is compared with every heading and every node of linked data, in bytes: a
/// page can have many of them, and a title without end.
pub(crate) const LONGEST_TITLE: usize = 2_000;

/// A heading that can be the headline.
struct Heading<'a> {
    element: ElementRef<'a>,
    /// Whether the page's title repeats it.
    repeated: Said,
    /// Whether it is one of the second or third rank.
    lower: bool,
}

/// What a title says of a heading: not its words, a part of the title, or most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Nothing,
    Part,
    Most,
}

/// The headings of the first rank, in reading order; where no title says anything like one of
/// them, those of the next two ranks as well that are most of a title, or end in one.
fn headings<'a>(root: ElementRef<'a>, omit: &Omit, titles: &[&str]) -> Vec<Heading<'a>> {
    let titles = titles.iter().map(|title| clean::cut(title, LONGEST_TITLE));
    let titles: Vec<String> = titles.map(clean::folded).collect();
    let mut headings = Vec::new();
    let mut named = false;
    let mut skip: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                if skip.is_some() {
                    continue;
                }
                if omit.contains(&node.id()) {
                    skip = Some(node.id());
                    continue;
                }
                let Some(element) = ElementRef::wrap(node) else {
                    continue;
                };
                if furniture::is_way_through_site(element) {
                    skip = Some(node.id());
                    continue;
                }
                let value = element.value();
                let is_named =
                    || attribute::named(value, &local_name!("itemprop")) == Some("headline");
                let lower = matches!(value.name(), "h2" | "h3");
                if !matches!(value.name(), "h1" | "h2" | "h3") && !is_named() {
                    continue;
                }
                let words = clean::folded(&text::line(element));
                if words.is_empty() {
                    continue;
                }
                let says = |title: &String| match title.contains(&words) {
                    false => Said::Nothing,
                    true if words.len() * 2 < title.len() => Said::Part,
                    true => Said::Most,
                };
                let repeated = titles.iter().map(says).max().unwrap_or(Said::Nothing);
                let is_title = |title: &String| {
                    (title.contains(&words) && words.len() * 2 >= title.len())
                        || (title.len() >= LEAST_ENDING && words.ends_with(title.as_str()))
                };
                if !lower || titles.iter().any(is_title) {
                    let is_named =
                        |title: &String| are_akin(title, &words) && !is_name_behind(title, &words);
                    named |= !lower && titles.iter().any(is_named);
                    headings.push(Heading {
                        element,
                        repeated,
                        lower,
                    });
                }
            }
            Edge::Close(node) => {
                if skip == Some(node.id()) {
                    skip = None;
                }
            }
        }
    }
    if named {
        headings.retain(|heading: &Heading<'_>| !heading.lower);
    }
    headings
}

/// Whether words are but the last part of a title, where sites put their names.
fn is_name_behind(title: &str, words: &str) -> bool {
    let before = title.strip_suffix(words).map(str::trim_end);
    words.len() * 2 < title.len()
        && before.is_some_and(|before| before.ends_with(['|', '-', '–', '—', '·', '»', '•', '«']))
}

/// The headline: of the first-rank headings the one that the title repeats, and most of it,
/// else the last before the body, for a logo can be a heading too, and stands above.
fn headline<'a>(headings: &[Heading<'a>], body: Option<ElementRef<'a>>) -> Option<ElementRef<'a>> {
    let mut best: Option<&Heading<'a>> = None;
    for heading in headings {
        // Ids grow as the page is read.
        let in_body = body.is_some_and(|body| body.id() <= heading.element.id());
        let better = match best {
            None => true,
            Some(known) if in_body => heading.repeated > known.repeated,
            Some(known) => heading.repeated >= known.repeated,
        };
        if better {
            best = Some(heading);
        }
    }
    best.map(|heading| heading.element)
}

/// The smallest element around two; but if that is the whole page, what is around the body
/// alone.
fn around<'a>(body: ElementRef<'a>, heading: ElementRef<'a>) -> ElementRef<'a> {
    let above: Vec<NodeId> = std::iter::once(heading.id())
        .chain(heading.ancestors().map(|node| node.id()))
        .collect();
    let mut main = None;
    for node in std::iter::once(*body).chain(body.ancestors()) {
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let name = element.value().name();
        if matches!(name, "body" | "html") {
            break;
        }
        if matches!(name, "main" | "article") {
            main = Some(element);
        }
        if above.contains(&node.id()) {
            return element;
        }
    }
    main.unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<title>Bridge opens | River Board</title><body>
        <div id=top><h1>River Board</h1></div>
        <ul class=menu><li><a href=a>All about the rivers and lakes of the north</a></li></ul>
        <div id=wrap><div id=head><h1>Bridge opens</h1><p>3 May 2024</p></div>
        <div id=text><p>The bridge at the mill was opened this morning by two children.</p>
        <p>It took four years to build and is wide enough for two carts and a dog.</p></div></div>
        <div id=foot><p>The River Board looks after the rivers of the north. All rights are reserved.</p></div>"##;

    fn id_of(element: ElementRef<'_>) -> &str {
        element.value().attr("id").unwrap_or(element.value().name())
    }

    #[test]
    fn finds_headline_and_region() {
        let document = Html::parse_document(PAGE);
        let shape = of(&document, &["Bridge opens | River Board"]);
        assert_eq!(
            shape.heading.map(text::line).as_deref(),
            Some("Bridge opens")
        );
        assert_eq!(id_of(shape.content), "wrap");
        let body = most_prose(shape.content, &Omit::new(), None);
        assert_eq!(body.map(id_of), Some("text"));
    }

    #[test]
    fn a_heading_of_a_lower_rank_is_the_headline_where_the_title_says_so() {
        let text = "<p>A sentence that is long enough to count as prose, and then some.</p>";
        for (title, headings, expected) in [
            (
                "Bridge opens | River Board",
                "<h1>River Board</h1><h2>Bridge opens</h2>",
                "River Board",
            ),
            (
                "Bridge opens at last | Board",
                "<h1>River people</h1><h2>Bridge opens at last</h2>",
                "Bridge opens at last",
            ),
            (
                "Bridge opens at last",
                "<h1>The bridge opens</h1><h2>Bridge opens at last</h2>",
                "The bridge opens",
            ),
            (
                "All about the bridge that opens at last | Board",
                "<h1>News</h1><h2>The bridge</h2>",
                "News",
            ),
            // So far behind in a title nothing is looked for.
            (
                &format!("{}The bridge opens", "Dams and mills. ".repeat(200)),
                "<h1>River people</h1><h1>The bridge opens</h1>",
                "River people",
            ),
        ] {
            let document = Html::parse_document(&format!("<body>{headings}{text}"));
            let shape = of(&document, &[title]);
            assert_eq!(
                shape.heading.map(text::line).as_deref(),
                Some(expected),
                "{title}"
            );
        }
    }

    #[test]
    fn finds_text_parted_by_line_breaks() {
        let text = "A sentence that is long enough to count as prose.<br><br>".repeat(3);
        let document = Html::parse_document(&format!("<div id=a><div id=b>{text}</div></div>"));
        let body = most_prose(document.root_element(), &Omit::new(), None);
        assert_eq!(body.map(id_of), Some("b"));
        assert!(
            most_prose(
                Html::parse_document("<p>x").root_element(),
                &Omit::new(),
                None
            )
            .is_none()
        );
    }
}
