//! Patterns: from text to compiled, bounded, and able to match at all.
//!
//! `^press/\d+$` can't match the path of an address, which begins with `/`; `a^b` can't
//! match anything.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::reader::Reader;
use super::tree::Node;

/// In bytes.
const LONGEST: usize = 2_000;
/// What a compiled pattern may take, in bytes.
const LARGEST: usize = 1 << 20;
/// Groups within groups.
const DEEPEST: u32 = 50;

/// Compiles a pattern.
pub(super) fn pattern(reader: &mut Reader, node: &Node, what: &str) -> Option<Regex> {
    compile(reader, node, what).map(|(regex, _)| regex)
}

/// Compiles a pattern that is searched in path and query of an address.
pub(super) fn url_pattern(reader: &mut Reader, node: &Node, what: &str) -> Option<Regex> {
    let (regex, parsed) = compile(reader, node, what)?;
    if !may_begin_with_slash(&parsed) {
        let message = "pattern can't match: path and query begin with `/`";
        let help = "leave scheme and host out: '^/press/'";
        reader.error(&node.at, message, Some(help));
        return None;
    }
    if !regex.as_str().contains(['^', '$']) {
        let message = "pattern has neither `^` nor `$`: it matches anywhere in path and query";
        let help = format!("write '^{}' or '{}$'", regex.as_str(), regex.as_str());
        reader.warning(&node.at, message, Some(&help));
    }
    Some(regex)
}

fn compile(reader: &mut Reader, node: &Node, what: &str) -> Option<(Regex, Hir)> {
    let text = reader.words(node, what)?;
    if !reader.may_compile(&node.at) {
        return None;
    }
    if text.len() > LONGEST {
        let message = format!("pattern of more than {LONGEST} bytes");
        reader.error(&node.at, message, None);
        return None;
    }
    let parsed = regex_syntax::ParserBuilder::new()
        .nest_limit(DEEPEST)
        .build()
        .parse(text);
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let (message, span) = match &error {
                regex_syntax::Error::Parse(e) => (e.kind().to_string(), Some(e.span())),
                regex_syntax::Error::Translate(e) => (e.kind().to_string(), Some(e.span())),
                other => (other.to_string(), None),
            };
            let at = match span {
                Some(span) => reader.within(node, span.start.offset..span.end.offset),
                None => node.at.clone(),
            };
            reader.error(&at, format!("pattern: {message}"), unsupported(text));
            return None;
        }
    };
    if cannot_match(&parsed) {
        let message = "pattern can't match any text";
        reader.error(&node.at, message, None);
        return None;
    }
    let compiled = RegexBuilder::new(text)
        .nest_limit(DEEPEST)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build();
    match compiled {
        Ok(regex) => Some((regex, parsed)),
        Err(error) => {
            let message = match error {
                regex::Error::CompiledTooBig(_) => "pattern is too large: repeat less".to_owned(),
                other => format!("pattern: {other}"),
            };
            reader.error(&node.at, message, None);
            None
        }
    }
}

fn unsupported(text: &str) -> Option<&'static str> {
    ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .any(|look| text.contains(look))
        .then_some("patterns run in linear time and so have no look-around")
}

/// Whether no text matches: an empty class, `^` after or `$` before something.
fn cannot_match(hir: &Hir) -> bool {
    let Some(_) = hir.properties().minimum_len() else {
        return true;
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
        HirKind::Repetition(repetition) => repetition.min > 0 && cannot_match(&repetition.sub),
        HirKind::Capture(capture) => cannot_match(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().all(cannot_match),
        HirKind::Concat(parts) => {
            let takes = |part: &Hir| part.properties().minimum_len().is_some_and(|len| len > 0);
            let is = |part: &Hir, look: Look| matches!(part.kind(), HirKind::Look(l) if *l == look);
            let first = parts.iter().position(takes).unwrap_or(parts.len());
            let last = parts.iter().rposition(takes).unwrap_or(0);
            parts.iter().any(cannot_match)
                || parts.iter().skip(first).any(|part| is(part, Look::Start))
                || parts.iter().take(last).any(|part| is(part, Look::End))
        }
    }
}

/// Whether a match that must begin at the start of the text may begin with a slash.
fn may_begin_with_slash(hir: &Hir) -> bool {
    fn first_may_be_slash(hir: &Hir) -> Option<bool> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => None,
            HirKind::Literal(literal) => Some(literal.0.first() == Some(&b'/')),
            HirKind::Class(Class::Unicode(class)) => Some(
                class
                    .ranges()
                    .iter()
                    .any(|r| r.start() <= '/' && '/' <= r.end()),
            ),
            HirKind::Class(Class::Bytes(class)) => Some(
                class
                    .ranges()
                    .iter()
                    .any(|r| r.start() <= b'/' && b'/' <= r.end()),
            ),
            HirKind::Repetition(repetition) => match first_may_be_slash(&repetition.sub) {
                Some(false) if repetition.min == 0 => None,
                first => first,
            },
            HirKind::Capture(capture) => first_may_be_slash(&capture.sub),
            HirKind::Concat(parts) => parts.iter().find_map(first_may_be_slash),
            HirKind::Alternation(branches) => {
                let firsts: Vec<_> = branches.iter().map(first_may_be_slash).collect();
                if firsts.contains(&Some(true)) {
                    Some(true)
                } else if firsts.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }
    match hir.kind() {
        HirKind::Capture(capture) => may_begin_with_slash(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().any(may_begin_with_slash),
        _ => {
            let anchored = hir.properties().look_set_prefix().contains(Look::Start);
            !anchored || first_may_be_slash(hir) != Some(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Hir {
        regex_syntax::parse(text).expect("a valid pattern")
    }

    #[test]
    fn knows_patterns_that_match_nothing() {
        for (pattern, nothing) in [
            ("a^b", true),
            ("a$b", true),
            (r"[^\s\S]", true),
            (r"x[a&&b]", true),
            ("(a$b|c^d)", true),
            ("(a$b|cd)", false),
            ("(?m)a$\n^b", false),
            ("(a$b)?", false),
            ("^a$", false),
            ("(^|/)a", false),
            ("a($|/)", false),
            ("a*^b", false),
            ("", false),
        ] {
            assert_eq!(cannot_match(&parsed(pattern)), nothing, "{pattern}");
        }
    }

    #[test]
    fn knows_patterns_that_match_no_path() {
        for (pattern, may) in [
            ("^/press", true),
            ("^(?:/en)?/press", true),
            ("^.*press", true),
            ("^(/de|/en)/", true),
            ("press", true),
            (r"\d+$", true),
            ("^$", true),
            ("^[/]x", true),
            ("^press|^/x", true),
            ("^press", false),
            ("^https?://", false),
            ("(^press)", false),
            (r"^\d+", false),
            ("^(?:en)?(?:press)", false),
            ("^de/|^en/", false),
        ] {
            assert_eq!(may_begin_with_slash(&parsed(pattern)), may, "{pattern}");
        }
    }
}
