//! A finding: something about a body that a reader of the report should look at.

use anstyle::{AnsiColor, Style};
use taskcenter::{Position, Severity};

use crate::bodies::Seen;

/// How grave a finding is: the severity of a deviation, or that there was nothing to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Note,
    Tolerated,
    Unread,
    Rejected,
}

impl From<Severity> for Grade {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Grade::Note,
            Severity::Tolerated => Grade::Tolerated,
            // Whatever comes to be above: nobody knows what it means.
            _ => Grade::Unread,
        }
    }
}

impl Grade {
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::Note => Severity::Note.as_str(),
            Grade::Tolerated => Severity::Tolerated.as_str(),
            Grade::Unread => Severity::Unread.as_str(),
            Grade::Rejected => "rejected",
        }
    }

    pub const fn style(self) -> Style {
        match self {
            Grade::Note => AnsiColor::Cyan.on_default(),
            Grade::Tolerated => AnsiColor::Yellow.on_default(),
            Grade::Unread => AnsiColor::Magenta.on_default(),
            Grade::Rejected => AnsiColor::Red.on_default(),
        }
    }
}

/// A deviation or an error, with its place in the source.
pub struct Finding<'f> {
    pub code: &'static str,
    pub grade: Grade,
    /// Whether `--deny` names it.
    pub denied: bool,
    pub message: &'f str,
    /// Where it begins in the source.
    pub position: Position,
    /// Where it begins and ends in the body.
    pub span: std::ops::Range<usize>,
}

/// Everything that was found about a body, in its order; the error comes last.
pub fn findings<'f>(seen: &'f Seen<'_>) -> impl Iterator<Item = Finding<'f>> {
    let deviations = seen.reading.deviations().iter().map(|deviation| Finding {
        code: deviation.code.as_str(),
        grade: deviation.severity.into(),
        denied: seen.denied.has(deviation),
        message: &deviation.message,
        position: seen.locate(deviation.span.offset).0,
        span: deviation.span.offset..deviation.span.end(),
    });
    let error = seen.reading.error().map(|error| Finding {
        code: error.code.as_str(),
        grade: Grade::Rejected,
        denied: false,
        message: &error.message,
        position: seen.locate(error.offset).0,
        span: error.offset..error.offset,
    });
    deviations.chain(error)
}
