//! Answers inside of texts: `{"log": "got {\"job\": …} in 31 ms"}`, as container runtimes and collections of
//! requests have them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};
use std::ops::Range;

use super::answer::Answers;
use super::body::{escaped_length, lengths};
use super::desk::Desk;
use super::summary::NoticeKind;
use super::tracker::Extent;

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

/// Whether that may be an answer with tasks. An error may as well be what a task gives for its reason.
pub(super) fn may_be_answer(object: &[u8], answers: &Answers) -> bool {
    begins(object) && answers.may_hold_tasks(&beginning(object))
}

/// Looks at such a brace of the window.
pub(super) fn look<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<Inside> {
    let rest = desk.source.window().get(brace..).unwrap_or_default();
    if !may_be_answer(rest, &desk.answers) {
        return Ok(Inside::Nothing);
    }
    let mut tracker = desk.answers.tracker();
    desk.make();
    let mut at = brace;
    // No more of the text is taken than the document goes: there may be thousands of them in it.
    let closed = loop {
        let ended = take(desk, &mut at)?;
        match tracker.loose(&desk.made) {
            Extent::Closed(length) => break Some(length),
            _ if ended => break None,
            _ if desk.made.len() > desk.limits.body => return Ok(Inside::TooLong(at)),
            _ => {}
        }
    };
    let length = closed.unwrap_or(desk.made.len());
    if length > desk.limits.body {
        return Ok(Inside::TooLong(at));
    }
    let spelled = desk.source.window().get(brace..at).unwrap_or_default();
    let range = brace..brace.saturating_add(escaped_length(spelled, length));
    let damage = tracker.damage().or(closed.is_none().then_some(length));
    if let Some(damage) = damage {
        let at = brace.saturating_add(escaped_length(spelled, damage));
        desk.notice(NoticeKind::Damage, at, "the body in this text is damaged or cut off here");
    } else if !desk.made.get(..length).is_some_and(|document| desk.answers.have(document)) {
        return Ok(Inside::Nothing);
    }
    desk.made.truncate(length);
    Ok(Inside::Answer(range))
}

/// Makes more of what the text says, from there on; whether it ends: with its quote, its line or the capture.
fn take<R: Read>(desk: &mut Desk<R>, at: &mut usize) -> io::Result<bool> {
    const MOST: usize = 4 << 10;
    /// Half a surrogate pair may be the first half of one.
    const LONGEST_ESCAPE: usize = 12;
    while desk.source.window().len() < at.saturating_add(MOST) && desk.source.more()? {}
    let Desk { source, made, .. } = desk;
    let window = source.window();
    let until = at.saturating_add(MOST).min(window.len());
    while *at < until {
        let rest = window.get(*at..).unwrap_or_default();
        match rest {
            [b'"' | b'\n', ..] | [b'\\'] => return Ok(true),
            [b'\\', ..] => {
                let spelled = rest.get(..LONGEST_ESCAPE).unwrap_or(rest);
                let (length, character) = escape(spelled);
                made.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                *at = at.saturating_add(length);
            }
            [byte, ..] => {
                made.push(*byte);
                *at = at.saturating_add(1);
            }
            [] => return Ok(true),
        }
    }
    Ok(*at >= window.len())
}

/// How long the escape is that begins there, and what it says.
fn escape(spelled: &[u8]) -> (usize, char) {
    let (length, _) = lengths(spelled);
    let length = length.min(spelled.len());
    let unit = |at: usize| {
        let digits = spelled.get(at..at.saturating_add(4))?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let character = match spelled {
        [b'\\', b'u', ..] => {
            let units = [unit(2), unit(8).filter(|_| length == 12)];
            let character = char::decode_utf16(units.into_iter().flatten()).next();
            character.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        [b'\\', b'n', ..] => '\n',
        [b'\\', b't', ..] => '\t',
        [b'\\', b'r', ..] => '\r',
        [b'\\', b'b', ..] => '\u{8}',
        [b'\\', b'f', ..] => '\u{c}',
        [_, sign, ..] if sign.is_ascii() => char::from(*sign),
        _ => char::REPLACEMENT_CHARACTER,
    };
    (length.max(1), character)
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
