//! Private keys in PEM, which their heading names.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, to, trailing_backslashes};
use super::value::in_text;

/// A value, and what follows it where a private key begins in it: a mask hides the heading that would tell.
pub(super) fn with_key(bytes: &[u8], value: Range<usize>) -> Range<usize> {
    const HEADING: &[u8] = b"KEY-----";
    let masked = bytes.get(value.clone()).unwrap_or_default();
    let begin = memchr::memmem::rfind(masked, HEADING)
        .map(|at| value.start.saturating_add(at).saturating_add(HEADING.len()));
    let key = begin.map(|begin| private_key(bytes, begin));
    value.start..key.map_or(value.end, |key| key.end.max(value.end))
}

/// The lines of a private key in PEM, if the heading before them says so; nothing of a public one.
pub(super) fn private_key(bytes: &[u8], begin: usize) -> Range<usize> {
    /// Longer than any key. Each of many headings without an end would have all of the rest searched for one.
    const LONGEST_KEY: usize = 16 << 10;
    let (before, rest) = (to(bytes, begin), from(bytes, begin));
    let begins = before.ends_with(b"PRIVATE KEY-----");
    let line = before.iter().rev().take(64).take_while(|byte| !matches!(byte, b'\n' | b'\r'));
    let mut words: Vec<u8> = line.copied().collect();
    words.reverse();
    if !begins || memchr::memmem::rfind(&words, b"-----BEGIN").is_none() {
        return begin..begin;
    }
    // In a text of JSON it ends with that at the latest.
    let text = memchr::memchr(b'"', rest).filter(|_| in_text(before)).map(|end| to(rest, end));
    let text = text.map_or(rest, |text| to(text, text.len().saturating_sub(trailing_backslashes(text))));
    let end = memchr::memmem::find(to(text, LONGEST_KEY), b"-----END")
        .unwrap_or_else(|| memchr::memchr(b'"', text).unwrap_or(text.len()));
    begin..begin.saturating_add(end)
}
