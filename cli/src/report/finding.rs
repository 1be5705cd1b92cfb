//! A finding: something about a body that a reader of the report should look at.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use taskcenter::{Code, Deviation, Position};

use super::Seen;
use crate::grade::Grade;
use crate::judge::Mark;

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

    /// Whether it is told beside tasks that are counted or printed: it says why there is none, or makes the run fail.
    pub fn is_told_aside(&self) -> bool {
        self.denied || self.grade == Grade::Rejected || self.code == Code::ApiError.as_str()
    }

    /// The deviation that it is; `None` for an error.
    pub fn deviation<'s>(&self, seen: &'s Seen<'_>) -> Option<&'s Deviation<'s>> {
        seen.reading.deviations().get(self.index)
    }
}
