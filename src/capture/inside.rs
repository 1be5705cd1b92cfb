//! Answers inside of texts: `{"log": "got {\"job\": …} in 31 ms"}`, as container runtimes and collections of
//! requests have them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};
use std::ops::Range;

use super::answer::Answers;
use super::body::escaped_length;
use super::desk::Desk;
use super::summary::NoticeKind;
use super::tracker::Extent;
use crate::scan::Scanner;

/// How much of a text shows what begins in it.
const BEGINNING: usize = 320;

/// What a brace in a text begins.
pub(super) enum Inside {
    /// An answer, which is made; where it stands, with its escapes.
    Answer(Range<usize>),
    /// One that is longer than a body may be, up to there.
    TooLong(usize),
    Nothing,
}

/// Whether an object begins here as a text spells it: `{\"job\"`.
pub(super) fn begins(object: &[u8]) -> bool {
    let mut inside = object.strip_prefix(b"{").unwrap_or_default();
    loop {
        inside = match inside {
            [b' ', rest @ ..] | [b'\\', b'n' | b't' | b'r', rest @ ..] => rest,
            _ => return inside.starts_with(br#"\""#),
        };
    }
}

/// Whether that may be an answer.
pub(super) fn may_be_answer(object: &[u8], answers: &Answers) -> bool {
    begins(object) && answers.may_begin(&beginning(object))
}

/// Looks at such a brace of the window.
pub(super) fn look<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<Inside> {
    let rest = desk.source.window().get(brace..).unwrap_or_default();
    if !may_be_answer(rest, &desk.answers) {
        return Ok(Inside::Nothing);
    }
    let Some(end) = end(desk, brace)? else { return Ok(Inside::Nothing) };
    let spelled = desk.source.window().get(brace..end).unwrap_or_default();
    let Some(said) = said(spelled) else { return Ok(Inside::Nothing) };
    let mut tracker = desk.answers.tracker();
    let (extent, broken) = (tracker.strict(said.as_bytes()), tracker.at());
    let length = match extent {
        Extent::Closed(length) => length,
        Extent::Open | Extent::Broken(_) => said.len(),
    };
    let range = brace..brace.saturating_add(escaped_length(spelled, length));
    if length > desk.limits.body {
        return Ok(Inside::TooLong(range.end));
    }
    if !matches!(extent, Extent::Closed(_)) {
        let at = brace.saturating_add(escaped_length(spelled, broken));
        desk.notice(NoticeKind::Damage, at, "the body in this text is damaged or cut off here");
    }
    desk.make();
    desk.made.extend_from_slice(said.as_bytes().get(..length).unwrap_or_default());
    Ok(Inside::Answer(range))
}

/// Where the text ends in which that brace stands; `None` if it isn't closed.
fn end<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<Option<usize>> {
    // Every byte can be an escape of two.
    let limit = desk.limits.body.saturating_mul(2).saturating_add(brace);
    let mut at = brace;
    loop {
        let window = desk.source.window();
        let found = window.get(at..).and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest));
        match found.map(|found| at.saturating_add(found)) {
            Some(found) if window.get(found) == Some(&b'"') => return Ok(Some(found)),
            Some(found) if window.get(found) == Some(&b'\n') => return Ok(None),
            // With what it escapes.
            Some(found) if found.saturating_add(1) < window.len() => at = found.saturating_add(2),
            Some(_) | None if window.len() > limit => return Ok(None),
            found => {
                at = found.unwrap_or(window.len());
                if !desk.source.more()? {
                    return Ok(None);
                }
            }
        }
    }
}

/// What the content of a text says.
fn said(spelled: &[u8]) -> Option<String> {
    let quoted = format!("\"{}\"", std::str::from_utf8(spelled).ok()?);
    let mut scan = Scanner::new(&quoted, 1);
    let token = scan.value().ok()?;
    Some(scan.text_of(token).decode().into_owned())
}

/// What a text begins with, but for letters that are spelled by their numbers.
fn beginning(spelled: &[u8]) -> Vec<u8> {
    let mut said = Vec::new();
    let mut rest = spelled.get(..BEGINNING).unwrap_or(spelled);
    loop {
        rest = match rest {
            [b'"' | b'\n', ..] | [] | [b'\\'] => return said,
            [b'\\', b'n' | b't' | b'r', rest @ ..] => {
                said.push(b' ');
                rest
            }
            [b'\\', b'u', _, _, _, _, rest @ ..] => {
                said.push(b'?');
                rest
            }
            [b'\\', sign, rest @ ..] | [sign, rest @ ..] => {
                said.push(*sign);
                rest
            }
        };
    }
}
