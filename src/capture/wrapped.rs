//! Documents that a terminal broke at its width.
//!
//! Seen in a Go SDK's error that was copied out of a terminal: each line is 80 characters long but
//! the last one, and texts and names are broken in the middle. Only what can't be anything else is
//! joined: all lines equally long, a grammar that is broken as it stands, and whole when joined.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use super::answer::text;
use super::desk::{Desk, Found, FoundText};
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};

/// Narrower ones may be anything.
const NARROWEST: usize = 40;
/// Nobody pastes more than this out of a terminal.
const LONGEST: usize = 1 << 20;

/// The damaged document at the front of the window, joined, if it is certain that it was broken so.
pub(super) fn joined<R: Read>(desk: &mut Desk<R>, mut end: usize) -> io::Result<Option<Found>> {
    let limit = desk.limits.body.min(LONGEST);
    if end > limit {
        return Ok(None);
    }
    // The brackets were counted with texts ending at each line, so the end is found anew.
    let (mut at, mut width) = (0, None);
    desk.make();
    let mut tracker = Tracker::new(desk.limits.nesting);
    loop {
        let Ok(line_end) = desk.source.line(at, limit)? else { return Ok(None) };
        let line = desk.source.window().get(at..line_end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (length, columns) = (line.len(), text(line).chars().count());
        desk.add(at..at.saturating_add(length));
        let last = line_end >= desk.source.window().len();
        match tracker.strict(&desk.made) {
            Extent::Closed(close) if width.is_some_and(|width| columns <= width) => {
                if !desk.made.iter().skip(close).all(u8::is_ascii_whitespace) {
                    return Ok(None);
                }
                desk.made.truncate(close);
                end = line_end;
                break;
            }
            Extent::Open if !last && columns >= NARROWEST && width.is_none_or(|width| width == columns) => {
                width = Some(columns);
            }
            _ => return Ok(None),
        }
        at = line_end.saturating_add(1);
        if at > limit {
            return Ok(None);
        }
    }
    if desk.made.len() > limit {
        return Ok(None);
    }
    let columns = width.unwrap_or_default();
    desk.notice(
        NoticeKind::Odd,
        0,
        format!("a terminal broke this document every {columns} columns; it was joined"),
    );
    desk.summary.format.get_or_insert(CaptureFormat::Json);
    Ok(Some(desk.lend_made(FoundText::Pieces, end)))
}
