//! Reading values of a profile, with a finding for each that is not what it should be.
//!
//! A value that is wrong reads as `None` and the reading goes on: `min_rows = "five"` costs
//! one finding and hides no other.

use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;

use super::finding::{Finding, Severity};
use super::tree::{Node, Place, Value};

/// Findings beyond this many are only counted.
const MOST_FINDINGS: usize = 100;
/// Selectors and patterns of one profile. Each is bounded; so must be all of them.
const MOST_COMPILED: usize = 2_000;
/// Items of one list.
const MOST_ITEMS: usize = 500;
/// The offending text that a finding repeats, in characters.
const LONGEST_EXCERPT: usize = 80;

/// A file that is being read: the profile's own or a base's.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// The files being read and what was found in them so far.
pub(super) struct Reader {
    files: Vec<SourceFile>,
    findings: Vec<Finding>,
    unlisted: usize,
    errors: usize,
    compiled: usize,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            files: Vec::new(),
            findings: Vec::new(),
            unlisted: 0,
            errors: 0,
            compiled: 0,
        }
    }

    /// The index of the file that is added next.
    pub(super) fn next_file(&self) -> usize {
        self.files.len()
    }

    /// The bytes of all files, the profile's own first, each after a NUL but the first.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let texts: Vec<&[u8]> = self.files.iter().map(|file| file.text.as_bytes()).collect();
        texts.join(&0)
    }

    /// Adds a file and gives its index.
    pub(super) fn add_file(&mut self, path: PathBuf, text: String) -> usize {
        self.files.push(SourceFile { path, text });
        self.files.len() - 1
    }

    /// The files and their findings, in the order of the text.
    pub(super) fn finish(mut self) -> (Vec<SourceFile>, Vec<Finding>) {
        if self.unlisted > 0 {
            let message = format!("and {} more findings", self.unlisted);
            self.unlisted = 0;
            let finding = self.finding(Severity::Error, &start_of(0), message, None);
            self.findings.push(finding);
        }
        let order = |finding: &Finding| {
            let file = self.files.iter().position(|file| file.path == finding.path);
            (file, finding.span.start, finding.span.end)
        };
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort_by_key(order);
        (self.files, findings)
    }

    /// Whether nothing so far forbids using the profile.
    pub(super) fn is_sound(&self) -> bool {
        self.errors == 0
    }

    /// Whether further findings are only counted.
    pub(super) fn is_full(&self) -> bool {
        self.findings.len() >= MOST_FINDINGS
    }

    /// The line of a place, from 1.
    pub(super) fn line(&self, at: &Place) -> usize {
        let before = self.text(&Place {
            file: at.file,
            span: 0..at.span.start,
        });
        before.bytes().filter(|&byte| byte == b'\n').count() + 1
    }

    /// Something that forbids using the profile.
    pub(super) fn error(&mut self, at: &Place, message: impl Into<String>, help: Help<'_>) {
        self.errors += 1;
        self.note(Severity::Error, at, message.into(), help);
    }

    /// Something that is likely to break or to mislead.
    pub(super) fn warning(&mut self, at: &Place, message: impl Into<String>, help: Help<'_>) {
        self.note(Severity::Warning, at, message.into(), help);
    }

    /// Counts a selector or pattern; `false`, with a finding the first time, when there are
    /// too many.
    pub(super) fn may_compile(&mut self, at: &Place) -> bool {
        self.compiled += 1;
        if self.compiled == MOST_COMPILED + 1 {
            let message = format!("more than {MOST_COMPILED} selectors and patterns");
            self.error(at, message, None);
        }
        self.compiled <= MOST_COMPILED
    }

    /// The place of a part of a text value, where the file has the text to the letter; else
    /// the whole value.
    pub(super) fn within(&self, node: &Node, part: Range<usize>) -> Place {
        let Value::Text(text) = &node.value else {
            return node.at.clone();
        };
        let raw = self.text(&node.at);
        let quote = ["'''", "\"\"\"", "'", "\""]
            .into_iter()
            .find(|quote| raw.starts_with(quote))
            .map_or(0, str::len);
        if raw.get(quote..raw.len().saturating_sub(quote)) != Some(text) {
            return node.at.clone();
        }
        let start = node.at.span.start + quote;
        Place {
            file: node.at.file,
            span: start + part.start..start + part.end,
        }
    }

    fn text(&self, at: &Place) -> &str {
        let file = self.files.get(at.file).map_or("", |file| &*file.text);
        file.get(at.span.clone()).unwrap_or_default()
    }

    fn note(&mut self, severity: Severity, at: &Place, message: String, help: Help<'_>) {
        if self.is_full() {
            self.unlisted += 1;
        } else {
            let finding = self.finding(severity, at, message, help.map(str::to_owned));
            self.findings.push(finding);
        }
    }

    fn finding(
        &self,
        severity: Severity,
        at: &Place,
        message: String,
        help: Option<String>,
    ) -> Finding {
        let before = self.text(&Place {
            file: at.file,
            span: 0..at.span.start,
        });
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[line_start..].trim_start_matches('\u{feff}');
        let offending = self.text(at).lines().next().unwrap_or_default();
        Finding {
            severity,
            path: self
                .files
                .get(at.file)
                .map(|file| file.path.clone())
                .unwrap_or_default(),
            line: self.line(at),
            column: column.chars().count() + 1,
            offending: offending.chars().take(LONGEST_EXCERPT).collect(),
            message,
            help,
            span: at.span.clone(),
        }
    }
}

/// What to do about a finding.
pub(super) type Help<'h> = Option<&'h str>;

/// The first character of a file.
pub(super) fn start_of(file: usize) -> Place {
    Place { file, span: 0..0 }
}

/// Values by type. `what` names the value in findings: `name`, `[source.row] date` …
impl Reader {
    fn expected(&mut self, node: &Node, what: &str, kind: &str) {
        let message = format!("{what} is {}; it should be {kind}", node.is_a());
        self.error(&node.at, message, None);
    }

    /// A text that is not blank.
    pub(super) fn words<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let Value::Text(text) = &node.value else {
            self.expected(node, what, "a text");
            return None;
        };
        if text.trim().is_empty() {
            self.error(&node.at, format!("{what} is empty"), None);
            return None;
        }
        Some(text)
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        known: &[(&str, T)],
    ) -> Option<T> {
        let text = self.words(node, what)?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let help = super::suggest::help(text, &words);
            self.error(&node.at, format!("unknown {what} `{text}`"), Some(&help));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn flag(&mut self, node: &Node, what: &str) -> Option<bool> {
        let Value::Flag(flag) = node.value else {
            self.expected(node, what, "true or false");
            return None;
        };
        Some(flag)
    }

    pub(super) fn whole(&mut self, node: &Node, what: &str) -> Option<i64> {
        let Value::Integer(number) = node.value else {
            self.expected(node, what, "a whole number");
            return None;
        };
        Some(number)
    }

    /// A whole number within bounds.
    pub(super) fn count(
        &mut self,
        node: &Node,
        what: &str,
        allowed: RangeInclusive<u32>,
    ) -> Option<u32> {
        let number = self.whole(node, what)?;
        let count = u32::try_from(number)
            .ok()
            .filter(|count| allowed.contains(count));
        if count.is_none() {
            let message = match *allowed.end() {
                u32::MAX => format!("{what} must be at least {}", allowed.start()),
                most => format!("{what} must be from {} to {most}", allowed.start()),
            };
            self.error(&node.at, message, None);
        }
        count
    }

    /// The items of a list; a single value is a list of one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        if items.len() > MOST_ITEMS {
            let message = format!("{what} has more than {MOST_ITEMS} items");
            self.error(&node.at, message, None);
            return &[];
        }
        items
    }

    /// The items of what must be a list.
    pub(super) fn list<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        kind: &str,
    ) -> Option<&'n [Node]> {
        if !matches!(node.value, Value::List(_)) {
            self.expected(node, what, kind);
            return None;
        }
        Some(self.items(node, what))
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        self.items(node, what)
            .iter()
            .filter_map(|item| self.words(item, what).map(str::to_owned))
            .collect()
    }
}
