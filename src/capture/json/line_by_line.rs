//! JSON Lines: each line is a document of its own, and is lent as it is.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use super::seen;
use crate::capture::desk::{Desk, Found, is_blank};
use crate::capture::lines::Lines;
use crate::capture::log::{begins_with_name, holds_others};
use crate::capture::source::OPENING;
use crate::capture::summary::CaptureFormat;

/// What is known of the lines that come.
#[derive(Debug, Default)]
pub(super) struct LineByLine {
    /// It is known that each line is a document.
    known: bool,
    /// Up to this byte, whatever is damaged ends with its line.
    one_by_one: u64,
    /// Where one document follows another on a line next, without and with a blank between them; or up to where it
    /// was looked for.
    seams: [u64; 2],
}

/// What a line in a run of documents looks like.
pub(super) enum Line {
    /// A document, or whatever it is to be taken as one.
    Found(Found),
    /// Part of a document, or several of them.
    Doubtful,
    TooLong,
}

impl LineByLine {
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// Each line is a document from now on.
    pub(super) fn begin<R: Read>(&mut self, desk: &mut Desk<R>) {
        self.known = true;
        seen(desk, CaptureFormat::JsonLines);
    }

    /// Each line is a document, and up to this byte of the window whatever is none as well.
    pub(super) fn begin_with<R: Read>(&mut self, desk: &mut Desk<R>, end: usize) {
        self.one_by_one = desk.source.place().offset.saturating_add(end as u64);
        self.begin(desk);
    }

    /// Takes the next lines, as far as each is a document of its own and all of it is at hand.
    pub(super) fn take<R: Read>(&mut self, desk: &mut Desk<R>, lines: &mut Lines) -> io::Result<bool> {
        if !self.known || desk.source.line_end() != b'\n' || !desk.skip_blanks()? {
            return Ok(false);
        }
        let place = desk.source.place();
        if place.offset < self.one_by_one {
            return Ok(false);
        }
        while memchr::memrchr(b'\n', desk.source.window()).is_none() {
            // Long lines are no matter of many at once.
            if desk.source.window().len() >= OPENING || !desk.source.more()? {
                return Ok(false);
            }
        }
        let limit = desk.limits.line.min(desk.limits.body);
        let (window, answers) = (desk.source.window(), &desk.answers);
        let taken = lines.fill(window, place, |at, line| {
            let document = without_blanks_behind(line);
            let rest = window.get(at..).unwrap_or_default();
            line.len() <= limit
                && is_whole(document)
                && answers.begins_plainly(document)
                && self.is_alone(rest, place.offset.saturating_add(at as u64), document.len())
        });
        desk.source.consume(taken);
        Ok(taken > 0)
    }

    /// The next line as it is, if it has the looks of a document, or is to be taken by itself.
    #[inline]
    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Line> {
        let limit = desk.limits.line.min(desk.limits.body);
        let Ok(end) = desk.source.line(0, limit)? else { return Ok(Line::TooLong) };
        let offset = desk.source.place().offset;
        let window = desk.source.window();
        let document = without_blanks_behind(window.get(..end).unwrap_or_default());
        let length = document.len();
        let is_one = || is_whole(document) && !holds_others(document, &desk.answers);
        if offset >= self.one_by_one && !(is_one() && self.is_alone(window, offset, length)) {
            return Ok(Line::Doubtful);
        }
        Ok(Line::Found(desk.lend_line(0..length, end)))
    }

    /// Whether there is no `}{` or `} {` in the line, which is the next one. The whole window is
    /// searched at once: a search a line costs more than reading it.
    #[inline]
    fn is_alone(&mut self, window: &[u8], offset: u64, end: usize) -> bool {
        let line_end = offset.saturating_add(end as u64);
        for (at, seam) in self.seams.iter_mut().zip([&b"}{"[..], b"} {"]) {
            if *at < line_end {
                // There is none before this; here may be one, or only the end of what was at hand.
                let from = (at.saturating_sub(offset) as usize).saturating_sub(seam.len());
                let rest = window.get(from..).unwrap_or_default();
                let found =
                    memchr::memmem::find(rest, seam).map(|found| from.saturating_add(found).saturating_add(1));
                *at = offset.saturating_add(found.unwrap_or(window.len()) as u64);
            }
        }
        self.seams.iter().all(|seam| *seam >= line_end)
    }
}

/// Whether a line has the looks of a document from its first byte to its last.
fn is_whole(line: &[u8]) -> bool {
    matches!(line, [b'{', .., b'}'] | [b'[', .., b']']) && !begins_with_name(line)
}

#[inline]
fn without_blanks_behind(line: &[u8]) -> &[u8] {
    let blanks = line.iter().rev().take_while(|byte| is_blank(**byte)).count();
    line.get(..line.len().saturating_sub(blanks)).unwrap_or_default()
}
