//! Damage of pasted documents, and how it is read over.
//!
//! The scanner says where a body breaks the grammar and what it expected there. For a few kinds of damage,
//! each seen in a published document, that leaves one way to read on: then the place is mended in a copy,
//! and scanned again. What could be read in two ways is left alone, and stays an error.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod rules;

use crate::deviation::Code;
use crate::place::Span;
use crate::scan::{ScanError, Scanner};

/// More damage than a slip of the pen; each repair costs one more scan.
const MOST_REPAIRS: usize = 64;

/// A body that was mended, and how its bytes relate to those of the original.
#[derive(Debug)]
pub(crate) struct Repaired {
    pub(crate) text: String,
    /// In the order of the body.
    pub(crate) repairs: Vec<Repair>,
    edits: Vec<Edit>,
}

/// One place that was mended.
#[derive(Debug, Clone)]
pub(crate) struct Repair {
    pub(crate) code: Code,
    /// What stands there in the original.
    pub(crate) span: Span,
}

/// A replacement of some bytes of the text as it was before.
#[derive(Debug, Clone)]
struct Edit {
    start: usize,
    end: usize,
    with: String,
}

/// Mends a body that isn't JSON. `None` if it is, or if some of the damage can't be read over.
pub(crate) fn repair(body: &str, depth_limit: usize) -> Option<Repaired> {
    let mut repaired = Repaired { text: body.to_owned(), repairs: Vec::new(), edits: Vec::new() };
    while let Err(error) = scan(&repaired.text, depth_limit) {
        if repaired.repairs.len() == MOST_REPAIRS {
            return None;
        }
        let (code, edits) = rules::mend(&repaired.text, &error)?;
        repaired.apply(code, edits);
    }
    repaired.repairs.sort_by_key(|repair| repair.span);
    (!repaired.repairs.is_empty()).then_some(repaired)
}

/// The name of the damage at which a scan stopped, if it could be read over.
pub(crate) fn diagnose(body: &str, error: &ScanError) -> Option<Code> {
    rules::mend(body, error).map(|(code, _)| code)
}

fn scan(text: &str, depth_limit: usize) -> Result<(), ScanError> {
    let mut scan = Scanner::new(text, depth_limit);
    let token = scan.value()?;
    scan.skip(token)?;
    scan.finish()
}

impl Repaired {
    /// The byte of the original that a byte of the mended text stands for.
    pub(crate) fn original(&self, mut offset: usize) -> usize {
        for edit in self.edits.iter().rev() {
            let new_end = edit.start.saturating_add(edit.with.len());
            offset = if offset >= new_end {
                offset.saturating_sub(new_end).saturating_add(edit.end)
            } else if offset > edit.start {
                // Blanks stand where the damage stood, byte for byte. What was put there otherwise isn't in the
                // original, which goes as far as its beginning.
                if edit.with.trim().is_empty() { offset } else { edit.start }
            } else {
                offset
            };
        }
        offset
    }

    /// The same part of the original as that of the mended text, if it was left as it is.
    pub(crate) fn lent<'a>(&self, body: &'a str, part: &str) -> Option<&'a str> {
        let offset = part.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let start = self.original(offset);
        body.get(start..start.saturating_add(part.len())).filter(|lent| *lent == part)
    }

    /// The edits must come in the order of the text.
    fn apply(&mut self, code: Code, edits: Vec<Edit>) {
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return };
        let span = Span::new(self.original(first.start), self.original(last.end));
        self.repairs.push(Repair { code, span });
        // From the end, so that the places of the others stay.
        for edit in edits.into_iter().rev() {
            self.text.replace_range(edit.start..edit.end, &edit.with);
            self.edits.push(edit);
        }
    }
}
