//! What stands at a brace of a log: a document, its beginning, or nothing.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};
use std::ops::Range;

use crate::capture::answer::{Answers, Form};
use crate::capture::desk::{Desk, is_blank};
use crate::capture::inside::{self, Inside};
use crate::capture::summary::NoticeKind;
use crate::capture::tracker::{Extent, Tracker};

/// A brace whose document breaks this soon is tried again from the next byte; otherwise from where
/// it broke, so that soup of braces takes linear time.
const SHORT: usize = 256;

/// In so many bytes a body says what it is.
const BEGINNING: usize = 512;

/// How many bytes more than there were may be looked at for the ends of damaged bodies that have none.
const MOST_FOLLOWED: u64 = 4 << 20;

/// What stands at a brace.
pub(super) enum At {
    Body(usize),
    /// One that a text says, which is made.
    Inside(Range<usize>),
    /// Nothing of these services; go on there.
    Other(usize),
    /// Nothing; go on there, and don't count it.
    Nothing(usize),
}

/// The braces of a text that documents can begin with: what stands before each of them, what from it on, and how
/// far its document goes. Those inside of longer documents are left out.
pub(super) fn documents<'t>(
    text: &'t [u8],
    answers: &Answers,
) -> impl Iterator<Item = (&'t [u8], &'t [u8], Extent)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let brace = next_brace(text, at)?;
        let (before, rest) = text.split_at_checked(brace)?;
        let extent = answers.tracker().strict(rest);
        at = match extent {
            Extent::Open => text.len(),
            Extent::Closed(end) | Extent::Broken(end) => behind(brace, end),
        };
        Some((before, rest, extent))
    })
}

/// Where to look again behind a brace whose document ended, or broke, after so many bytes.
fn behind(brace: usize, length: usize) -> usize {
    brace.saturating_add(if length <= SHORT { 1 } else { length })
}

/// The next brace that an object can begin with.
pub(super) fn next_brace(text: &[u8], from: usize) -> Option<usize> {
    braces(text, from).find(|brace| {
        let inside = text.get(brace.saturating_add(1)..).unwrap_or_default();
        matches!(inside.iter().find(|byte| !is_blank(**byte)), Some(b'"' | b'}') | None)
            || inside::begins(rest_from(text, *brace))
    })
}

/// All braces that open.
pub(super) fn braces(text: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let rest = text.get(from..).unwrap_or_default();
    memchr::memchr_iter(b'{', rest).map(move |found| from.saturating_add(found))
}

/// Follows the document at a brace of the window.
pub(super) fn look<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<At> {
    let limit = desk.limits.body;
    if inside::begins(from_brace(desk, brace)) {
        return Ok(match inside::look(desk, brace)? {
            Inside::Answer(range) => At::Inside(range),
            Inside::Nothing => At::Nothing(brace.saturating_add(1)),
            Inside::TooLong(end) => {
                too_long(desk, brace);
                At::Nothing(end)
            }
        });
    }
    let mut tracker = desk.answers.tracker();
    let extent = loop {
        let rest = from_brace(desk, brace);
        let (extent, length) = (tracker.strict(rest), rest.len());
        if extent != Extent::Open || length > limit || !desk.source.more()? {
            break extent;
        }
    };
    match extent {
        Extent::Closed(length) if length <= limit => {
            let document = from_brace(desk, brace).get(..length).unwrap_or_default();
            let end = brace.saturating_add(length);
            if desk.answers.have(document) {
                return Ok(At::Body(end));
            }
            let Some(inner) = member_with_answer(document, &desk.answers) else {
                return Ok(if length > 2 { At::Other(end) } else { At::Nothing(end) });
            };
            Ok(match desk.answers.form(document) {
                // A record of a structured log, that has the body as a member.
                None => At::Nothing(brace.saturating_add(inner)),
                // What a flat answer quotes is its own.
                Some(Form::Flat) => At::Other(end),
                Some(Form::Wrapped) => At::Body(end),
            })
        }
        Extent::Closed(length) => {
            too_long(desk, brace);
            Ok(At::Nothing(brace.saturating_add(length)))
        }
        Extent::Open if from_brace(desk, brace).len() > limit => {
            too_long(desk, brace);
            Ok(At::Nothing(desk.source.window().len()))
        }
        Extent::Open | Extent::Broken(_) => {
            if desk.answers.may_begin(from_brace(desk, brace)) {
                damaged(desk, brace, tracker)
            } else {
                Ok(At::Nothing(behind(brace, tracker.at())))
            }
        }
    }
}

/// Where the body ends that begins at a brace of the window and is damaged, or cut off.
fn damaged<R: Read>(desk: &mut Desk<R>, brace: usize, mut tracker: Tracker) -> io::Result<At> {
    let broken = brace.saturating_add(tracker.at());
    let line = match desk.source.line(broken, desk.limits.body)? {
        Ok(end) | Err(end) => end,
    };
    let rest = from_brace(desk, brace);
    // The next record of the log isn't part of it.
    let before = rest.get(..tracker.at()).unwrap_or(rest);
    let last = memchr::memrchr(desk.source.line_end(), before).and_then(|last| rest.split_at_checked(last));
    let length = match last.filter(|(_, next)| begins_with_time(next)) {
        Some((body, _)) => body.len(),
        None => closed(desk, brace, line, &mut tracker)?.saturating_sub(brace),
    };
    let end = brace.saturating_add(length);
    if length > desk.limits.body {
        too_long(desk, brace);
        return Ok(At::Nothing(end));
    }
    desk.notice(NoticeKind::Damage, broken, "the body in this log is damaged or cut off here");
    Ok(At::Body(end))
}

/// Where the brackets of a damaged body are closed: in the line that ends there, or in those behind it that go on
/// with it, which are indented or begin with a bracket that closes.
fn closed<R: Read>(desk: &mut Desk<R>, brace: usize, first: usize, tracker: &mut Tracker) -> io::Result<usize> {
    let limit = desk.limits.body;
    let mut line = first;
    // Of bodies that are open inside of each other, each would be followed to the end.
    if desk.followed > desk.source.place().offset.saturating_add(MOST_FOLLOWED) {
        return Ok(first);
    }
    let in_vain = |desk: &mut Desk<R>, line: usize| {
        desk.followed = desk.followed.saturating_add(line.saturating_sub(first) as u64);
        Ok(first)
    };
    loop {
        let body = from_brace(desk, brace);
        let body = body.get(..line.saturating_sub(brace)).unwrap_or(body);
        if let Extent::Closed(length) = tracker.loose(body) {
            return Ok(brace.saturating_add(length));
        }
        let next = line.saturating_add(1);
        let indented = matches!(desk.source.byte(next)?, Some(b' ' | b'\t' | b'}' | b']'));
        let end = match desk.source.line(next, limit)? {
            Ok(end) if indented && end.saturating_sub(brace) <= limit => end,
            // It was cut off: the lines behind it are the log's.
            _ => return in_vain(desk, line),
        };
        // Logs can be indented as a whole. A name may stand in the line below its brace.
        desk.source.fill(end.saturating_add(BEGINNING))?;
        let behind = desk.source.window();
        let behind = behind.get(next..end.saturating_add(BEGINNING)).unwrap_or(rest_from(behind, next));
        let begins = braces(behind, 0)
            .take_while(|brace| next.saturating_add(*brace) < end)
            .any(|brace| desk.answers.may_begin(rest_from(behind, brace)));
        if begins {
            return in_vain(desk, line);
        }
        line = end;
    }
}

fn too_long<R: Read>(desk: &mut Desk<R>, brace: usize) {
    let limit = desk.limits.body;
    let message = format!("this body is longer than the limit of {limit} bytes; it was passed over");
    desk.lose(NoticeKind::Limit, brace, message);
}

/// What there is of the window from a brace on.
fn from_brace<R: Read>(desk: &Desk<R>, brace: usize) -> &[u8] {
    desk.source.window().get(brace..).unwrap_or_default()
}

/// Where the document at a brace ends, or breaks.
pub(super) fn look_end<R: Read>(desk: &Desk<R>, brace: usize) -> usize {
    let mut tracker = Tracker::new(desk.limits.nesting);
    tracker.strict(from_brace(desk, brace));
    brace.saturating_add(tracker.at().max(1))
}

pub(super) fn rest_from(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// Where an object with an envelope begins, inside of another one that has none.
pub(super) fn member_with_answer(document: &[u8], answers: &Answers) -> Option<usize> {
    braces(document, 1).find(|brace| {
        let object = rest_from(document, *brace);
        answers.envelope_begins(object) || inside::may_be_answer(object, answers)
    })
}

/// Whether text begins with a year, a month and a day, or with them in brackets.
pub(super) fn begins_with_time(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"[").unwrap_or(text);
    match text.get(..10) {
        Some([a, b, c, d, b'-' | b'/', e, f, b'-' | b'/', g, h]) => {
            [a, b, c, d, e, f, g, h].iter().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    }
}
