//! A mistake in a profile: what, where, and what to write instead.
//!
//! ```text
//! error: unknown key `titel` in [fields]
//!   --> selectors/osce.toml:41:1
//!    |
//! 41 | titel = "h1"
//!    | ^^^^^
//!    |
//!    = help: did you mean `title`?
//! ```

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// One remark on a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether the profile can be used all the same.
    pub severity: Severity,
    /// The file: the profile's own, or that of a base it extends.
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The text that is wrong, as it stands in the file; empty where something is missing.
    pub offending: String,
    /// What is wrong.
    pub message: String,
    /// What to do, or what was probably meant.
    pub help: Option<String>,
    /// The place in bytes of the file.
    pub span: Range<usize>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The profile cannot be used.
    Error,
    /// Likely to break or to mislead; the profile works.
    Warning,
}

impl Finding {
    /// The finding with its line of `source`, the text of the file at `path`; without colour.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let path = self.path.display().to_string();
        let title = level.primary_title(&*self.message);
        let mut group = match line_of(source, &self.span) {
            Some((line, within)) => title.element(
                Snippet::source(line)
                    .path(&*path)
                    .line_start(self.line)
                    .annotation(AnnotationKind::Primary.span(within)),
            ),
            None => title.element(
                Origin::path(&*path)
                    .line(self.line)
                    .char_column(self.column),
            ),
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(&**help));
        }
        Renderer::plain()
            .decor_style(DecorStyle::Ascii)
            .render(&[group])
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let path = self.path.display();
        let (line, column, message) = (self.line, self.column, &self.message);
        write!(f, "{path}:{line}:{column}: {severity}: {message}")?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// The line that a span begins in, and the part of the span that lies in it. Only this line
/// is drawn, so that drawing costs the same in a short file and in a hostile one.
fn line_of<'s>(source: &'s str, span: &Range<usize>) -> Option<(&'s str, Range<usize>)> {
    let before = source.get(..span.start)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = &source[start..];
    let line = rest.lines().next().unwrap_or_default();
    if line.len() > LONGEST_LINE {
        return None;
    }
    let from = (span.start - start).min(line.len());
    let mut to = span.end.saturating_sub(start).clamp(from, line.len());
    while !line.is_char_boundary(to) {
        to += 1;
    }
    Some((line, from..to))
}

/// Longer lines are named by their number only, in bytes.
const LONGEST_LINE: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(span: Range<usize>) -> Finding {
        Finding {
            severity: Severity::Error,
            path: PathBuf::from("selectors/osce.toml"),
            line: 2,
            column: 1,
            offending: "titel".to_owned(),
            message: "unknown key `titel` in [fields]".to_owned(),
            help: Some("did you mean `title`?".to_owned()),
            span,
        }
    }

    #[test]
    fn shows_the_line_and_the_suggestion() {
        let drawn = finding(9..14).render("[fields]\ntitel = \"h1\"\n");
        assert_eq!(
            drawn,
            "error: unknown key `titel` in [fields]\n \
             --> selectors/osce.toml:2:1\n  \
             |\n\
             2 | titel = \"h1\"\n  \
             | ^^^^^\n  \
             |\n  \
             = help: did you mean `title`?"
        );
    }

    #[test]
    fn survives_a_source_that_is_not_its_own() {
        for source in ["", "short", "é", "ééééééééé", "a\r\nb\r\n"] {
            for span in [0..0, 1..3, 9..14, 5..5, 90..99] {
                let drawn = finding(span.clone()).render(source);
                assert!(drawn.contains("osce.toml"), "{source:?} {span:?}: {drawn}");
            }
        }
    }
}
