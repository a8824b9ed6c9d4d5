//! What follows the name of a town in a title, and not in the news from there:
//! `JERUSALEM: A history of the city`, `Wien. Die Stadt an der Donau`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::WINDOW;
use super::gazetteer::set;
use crate::extract::date::Tokens;

/// Whether a text goes on like a title: it has no end, it asks or promises (`What to see`), it
/// calls itself a work (`A history of`), or it says what the town is (`Die Stadt an der`).
///
/// News begins with articles too, and with the town itself: `The city recorded`,
/// `Die Stadt baut`, `A study of 500 patients`.
pub(super) fn is_title(tokens: &Tokens<'_>, at: usize) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(Words::read);
    let known = &*KNOWN;
    let is = |at: usize, words: &HashSet<&str>| {
        let word = tokens.word(at).map(str::to_lowercase);
        word.is_some_and(|word| words.contains(word.as_str()))
    };
    let is_work = || {
        let mut near = at + 1..=at + FAR;
        near.any(|at| is(at, &known.works) && is(at + 1, &known.of_works))
    };
    let more = |words| is(at + 1, &known.towns) && is(at + 2, words);
    let is_town = |article| match article {
        "a" | "an" | "one" => more(&known.more),
        "the" => more(&known.clause),
        "der" | "die" | "das" | "ein" | "eine" => {
            is(at + 1, &known.orte) && (is(at + 2, &known.mehr) || tokens.is_mark(at + 2, ','))
        }
        _ => false,
    };
    let first = tokens.word(at).map(str::to_lowercase).unwrap_or_default();
    let has_article = matches!(
        first.as_str(),
        "a" | "an" | "one" | "the" | "der" | "die" | "das" | "ein" | "eine"
    );
    !is_ended(tokens.text)
        || known.asks.contains(first.as_str())
        || (has_article && (is_work() || is_town(first.as_str())))
}

/// Whether a text ends like a sentence, as far as it can be seen.
fn is_ended(text: &str) -> bool {
    // A character of the text behind the window may take so many bytes.
    let is_cut = text.len() + 3 >= WINDOW;
    let closing = |c: char| c.is_whitespace() || "\"'”’“‘»«›)]".contains(c);
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '।' | '。');
    is_cut || text.trim_end_matches(closing).ends_with(ends)
}

/// Words between the article and what the text calls itself: `A very short history of`.
const FAR: usize = 4;

/// Words of titles, in lower case.
struct Words {
    asks: HashSet<&'static str>,
    works: HashSet<&'static str>,
    of_works: HashSet<&'static str>,
    towns: HashSet<&'static str>,
    /// What says more of `a city`.
    more: HashSet<&'static str>,
    /// What says more of `the city`.
    clause: HashSet<&'static str>,
    orte: HashSet<&'static str>,
    /// What says more of `die Stadt`.
    mehr: HashSet<&'static str>,
}

impl Words {
    fn read() -> Self {
        Self {
            asks: set("\
here, how, my, our, welcome, what, where, why, your, hier, mein, meine, unser, unsere, weshalb
wieso, willkommen, wo"),
            works: set("\
anthology, biography, chronicle, guide, guidebook, handbook, history, memoir, primer, story, tale
timeline, travelogue, biografie, bildband, chronik, geschichte, handbuch, reiseführer, rundgang
streifzug"),
            of_works: set("\
about, of, through, to, aus, der, des, durch, einer, eines, vom, von, zu, zum, zur, über"),
            towns: set("capital, city, metropolis, place, port, town, village"),
            more: set(
                "at, between, by, for, from, in, like, of, on, that, to, where, with, without",
            ),
            clause: set("that, where, whose"),
            orte: set("\
dorf, hafenstadt, hansestadt, hauptstadt, kulturhauptstadt, landeshauptstadt, metropole, ort, stadt
weltstadt"),
            mehr: set("\
am, an, auf, aus, bei, der, des, für, im, in, mit, ohne, unter, vom, von, voller, zwischen"),
        }
    }
}
