//! What a profile's reading carries along: the files, and everything found in them so far.
//!
//! Findings are collected, not returned, so that one mistake hides no other.

use std::ops::Range;
use std::path::PathBuf;

use super::finding::{Finding, Severity};
use super::tree::{Node, Place, Value};

/// Findings beyond this many are only counted.
const MOST_FINDINGS: usize = 100;
/// What compiling a profile's selectors and patterns may cost. Each is bounded, and so must
/// all of them be: a line of text can cost what a second of crawling does.
const BUDGET: usize = 2_500;
/// What a selector takes of the budget.
pub(super) const SELECTOR: usize = 1;
/// What a pattern takes of the budget.
pub(super) const PATTERN: usize = 10;
/// The offending text that a finding repeats, in characters.
const LONGEST_EXCERPT: usize = 80;
/// A message or a help, in characters: they repeat what the file says.
const LONGEST_MESSAGE: usize = 400;

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
    spent: usize,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            files: Vec::new(),
            findings: Vec::new(),
            unlisted: 0,
            errors: 0,
            spent: 0,
        }
    }

    /// The index of the file that is added next.
    pub(super) fn next_file(&self) -> usize {
        self.files.len()
    }

    /// Adds a file and gives its index.
    pub(super) fn add_file(&mut self, path: PathBuf, text: String) -> usize {
        self.files.push(SourceFile { path, text });
        self.files.len() - 1
    }

    /// The files and their findings, in the order of the text.
    pub(super) fn finish(mut self) -> (Vec<SourceFile>, Vec<Finding>) {
        let order = |finding: &Finding| {
            let file = (self.files.iter()).position(|file| file.path == finding.path);
            (file, finding.span.start, finding.span.end)
        };
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort_by_key(order);
        if self.unlisted > 0 {
            let severity = match self.errors {
                0 => Severity::Warning,
                _ => Severity::Error,
            };
            let message = format!("and {} more findings", self.unlisted);
            findings.push(self.finding(severity, &start_of(0), message, None));
        }
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

    /// Takes `cost` from the budget; `false`, with a finding the first time, when it is spent.
    pub(super) fn may_compile(&mut self, at: &Place, cost: usize) -> bool {
        let was_spent = self.spent > BUDGET;
        self.spent += cost;
        let is_spent = self.spent > BUDGET;
        if is_spent && !was_spent {
            self.error(
                at,
                "more selectors and patterns than a profile may have",
                None,
            );
        }
        !is_spent
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
            offending: clipped(offending, LONGEST_EXCERPT),
            message: clipped(&message, LONGEST_MESSAGE),
            help: help.map(|help| clipped(&help, LONGEST_MESSAGE)),
            span: at.span.clone(),
        }
    }
}

fn clipped(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What to do about a finding.
pub(super) type Help<'h> = Option<&'h str>;

/// The first character of a file.
pub(super) fn start_of(file: usize) -> Place {
    Place { file, span: 0..0 }
}
