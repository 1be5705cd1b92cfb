//! What is known of a body beside its bytes.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;

use super::Reading;
use crate::deviation::{Code, Deviation, Severity};
use crate::place::{Position, Span};

impl Reading<'_> {
    /// Counts one more of a code; the counts are to be sorted when all are counted.
    pub(super) fn count(&mut self, code: Code) {
        match self.counts.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.counts.push((code, 1)),
        }
    }

    /// Puts notes about the whole body before everything else.
    pub(crate) fn note_first(&mut self, notes: Vec<(Code, String)>) {
        for (code, _) in &notes {
            self.count(*code);
        }
        self.counts.sort();
        self.worst = self.worst.max(Some(Severity::Note));
        let deviation = |(code, message)| Deviation {
            code,
            severity: Severity::Note,
            task: None,
            pointer: String::new(),
            span: Span::new(0, 0),
            position: Position::START,
            found: Cow::Borrowed(""),
            read_as: None,
            message,
        };
        self.deviations.splice(..0, notes.into_iter().map(deviation));
    }
}
