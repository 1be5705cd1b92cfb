//! Secrets in texts whose signs are spelled by their numbers: `password\\u003dabc`.
//!
//! Some writers of JSON spell so what HTML gives a meaning, and those are the signs that stand around secrets.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, past, to};
use super::name::LONGEST;
use super::value::in_text;

/// `\\u003d`
const LENGTH: usize = 6;

/// How much is respelled at a time, longer than any token.
const WINDOW: usize = 32 << 10;

/// How much of what stands before a sign is.
const BEFORE: usize = 1 << 10;

/// The sign that is spelled there, as it may stand in a text: an apostrophe stands for a quote, too.
fn sign(bytes: &[u8], at: usize) -> Option<u8> {
    let digits = from(bytes, at).strip_prefix(b"\\u00")?.first_chunk::<2>()?;
    let code = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    match code {
        b'"' => Some(b'\''),
        sign if sign.is_ascii_punctuation() && sign != b'\\' => Some(sign),
        _ => None,
    }
}

/// Where the first sign is in the run of escapes that begins there, or where the run ends without one.
pub(super) fn sign_in_run(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
    while from(bytes, at).starts_with(b"\\u") {
        if sign(bytes, at).is_some() {
            return Ok(at);
        }
        at = at.saturating_add(LENGTH);
    }
    Err(at)
}

/// Searches what has such signs once more, respelled; `first` is where the first one stands.
pub(super) fn search(bytes: &[u8], first: usize, mut found: impl FnMut(Range<usize>)) {
    let mut next = Some(first);
    let mut window = WINDOW;
    while let Some(sign) = next {
        // The name stands before its sign, and what holds them before the name.
        let start = sign.saturating_sub(BEFORE);
        let end = start.saturating_add(window).min(bytes.len());
        let respelled = Respelled::of(bytes, start..end);
        let mut goes_on = false;
        let mut values = Vec::new();
        super::search_plain(&respelled.text, |value| {
            goes_on |= value.end >= respelled.text.len();
            values.push(respelled.original(value.start)..respelled.original(value.end));
        });
        if goes_on && end < bytes.len() {
            // What is longer than the window is looked at in a larger one.
            window = window.saturating_mul(2);
            continue;
        }
        values.into_iter().for_each(&mut found);
        window = WINDOW;
        // A name at the end of the window has its value behind it.
        next = next_sign(bytes, end.saturating_sub(LONGEST.saturating_mul(2)).max(past(sign)));
    }
}

fn next_sign(bytes: &[u8], at: usize) -> Option<usize> {
    let found = memchr::memmem::find_iter(from(bytes, at), b"\\u00").map(|found| at.saturating_add(found));
    found.into_iter().find(|at| sign(bytes, *at).is_some())
}

/// A part of the bytes with its signs as they are.
struct Respelled {
    text: Vec<u8>,
    /// Where each sign stands in the text.
    signs: Vec<usize>,
    start: usize,
    /// How many bytes of the text stand nowhere.
    lead: usize,
}

impl Respelled {
    fn of(bytes: &[u8], part: Range<usize>) -> Respelled {
        let Range { start, end } = part;
        // A part of a text begins as one.
        let lead: &[u8] = if in_text(to(bytes, start)) { b":\"" } else { b"" };
        let (mut text, mut signs, mut at) = (lead.to_vec(), Vec::new(), start);
        while let Some(next) = next_sign(to(bytes, end), at) {
            text.extend_from_slice(bytes.get(at..next).unwrap_or_default());
            signs.push(text.len());
            text.extend(sign(bytes, next));
            at = next.saturating_add(LENGTH);
        }
        text.extend_from_slice(bytes.get(at..end).unwrap_or_default());
        Respelled { text, signs, start, lead: lead.len() }
    }

    /// Where a byte of the text stands in the bytes.
    fn original(&self, at: usize) -> usize {
        let before = self.signs.partition_point(|sign| *sign < at);
        let longer = before.saturating_mul(LENGTH.saturating_sub(1));
        self.start.saturating_add(at.saturating_sub(self.lead)).saturating_add(longer)
    }
}
