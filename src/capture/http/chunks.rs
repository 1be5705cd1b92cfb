//! Bodies that come in chunks.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use super::Step;
use crate::capture::desk::{Desk, FoundText};
use crate::capture::gzip;
use crate::capture::summary::NoticeKind;

/// The line with a chunk's size and extensions is no longer than this.
const LONGEST: usize = 1024;

/// The size that a chunk begins with.
pub(super) fn size(line: &[u8]) -> Option<usize> {
    if line.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(line).ok()?;
    let digits = text.split(';').next()?.trim();
    usize::from_str_radix(digits, 16).ok().filter(|_| !digits.is_empty() && digits.len() <= 8)
}

/// The body whose first chunk begins here, put together.
pub(super) fn body<R: Read>(desk: &mut Desk<R>) -> io::Result<Step> {
    desk.make();
    let mut at = 0;
    while let Ok(line_end) = desk.source.line(at, LONGEST)? {
        let Some(size) = size(desk.source.window().get(at..line_end).unwrap_or_default()) else {
            desk.notice(NoticeKind::Damage, at, "expected the size of a chunk; the body ends here");
            break;
        };
        at = desk.source.behind_line(line_end);
        if size == 0 {
            break;
        }
        let limit = desk.limits.body;
        if desk.made.len().saturating_add(size) > limit || desk.is_in_crumbs() {
            let message = if desk.is_in_crumbs() {
                "this body is cut into more chunks of a few bytes than the limit; it was passed over".to_owned()
            } else {
                format!("the chunks make a body longer than the limit of {limit} bytes; it was passed over")
            };
            desk.lose(NoticeKind::Limit, at, message);
            desk.source.consume(at);
            pass(desk, size)?;
            return Ok(Step::Elsewhere);
        }
        let end = at.saturating_add(size);
        let whole = desk.source.fill(end)?;
        let there = end.min(desk.source.window().len());
        desk.add(at..there);
        at = there;
        if !whole {
            desk.notice(NoticeKind::Cut, at, "the body is cut off inside of a chunk");
            break;
        }
        for line_end in [b'\r', b'\n'] {
            at = at.saturating_add(usize::from(desk.source.byte(at)? == Some(line_end)));
        }
    }
    let mut text = FoundText::Pieces;
    if desk.made.starts_with(gzip::MAGIC) {
        match gzip::unpack(&desk.made, &desk.limits) {
            Ok(unpacked) => {
                desk.made = unpacked;
                text = FoundText::Packed(desk.source.place());
            }
            Err(stopped) => {
                let (kind, message) = stopped.why();
                desk.notice(kind, 0, format!("this body {message}"));
            }
        }
    }
    Ok(Step::Found(desk.lend_made(text, at).answered()))
}

/// Past a chunk of that size, which begins here, and all that follow it.
fn pass<R: Read>(desk: &mut Desk<R>, mut left: usize) -> io::Result<()> {
    while left > 0 {
        while left > 0 && (!desk.source.window().is_empty() || desk.source.more()?) {
            let passed = left.min(desk.source.window().len());
            desk.source.consume(passed);
            left = left.saturating_sub(passed);
        }
        for line_end in [b'\r', b'\n'] {
            if desk.source.byte(0)? == Some(line_end) {
                desk.source.consume(1);
            }
        }
        // What is no size of a chunk is no part of the body.
        let Ok(line_end) = desk.source.line(0, LONGEST)? else { return Ok(()) };
        let Some(next) = size(desk.source.window().get(..line_end).unwrap_or_default()) else { return Ok(()) };
        desk.source.consume(desk.source.behind_line(line_end));
        left = next;
    }
    Ok(())
}
