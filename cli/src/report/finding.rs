//! A finding: something about a body that a reader of the report should look at.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use anstyle::{AnsiColor, Style};
use taskcenter::{Deviation, Position, Severity};

use crate::bodies::Seen;
use crate::judge::Mark;

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
    /// Its number among those of its body.
    pub index: usize,
    pub code: &'static str,
    pub grade: Grade,
    /// Whether it makes the run fail.
    pub denied: bool,
    /// Whether the baseline has it; `None` without a baseline.
    pub known: Option<bool>,
    pub message: &'f str,
    /// Where it begins in the source.
    pub position: Position,
    /// Where it begins and ends in the body.
    pub span: std::ops::Range<usize>,
}

/// Everything that was found about a body, in its order; the error comes last.
pub fn findings<'f>(seen: &'f Seen<'_>) -> impl Iterator<Item = Finding<'f>> {
    let finding = |index, code, grade, message, span: std::ops::Range<usize>| {
        let Mark { denied, known } = seen.judgement.mark(index);
        let position = seen.locate(span.start).0;
        Finding { index, code, grade, denied, known, message, position, span }
    };
    let listed = seen.reading.deviations();
    let deviations = listed.iter().enumerate().map(move |(index, deviation)| {
        let span = deviation.span.offset..deviation.span.end();
        finding(index, deviation.code.as_str(), deviation.severity.into(), &*deviation.message, span)
    });
    let error = seen.reading.error().map(|error| {
        let span = error.offset..error.offset;
        finding(listed.len(), error.code.as_str(), Grade::Rejected, &*error.message, span)
    });
    deviations.chain(error)
}

impl Finding<'_> {
    /// Whether a report shows it among what is new: not what a baseline has, nor, if those are left
    /// out, notes that don't make the run fail.
    pub fn is_shown(&self, quiet: bool) -> bool {
        self.known != Some(true) && (!quiet || self.grade != Grade::Note || self.denied)
    }

    /// The deviation that it is; `None` for an error.
    pub fn deviation<'s>(&self, seen: &'s Seen<'_>) -> Option<&'s Deviation<'s>> {
        seen.reading.deviations().get(self.index)
    }
}
