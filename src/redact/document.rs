//! A document stays one: what is masked in it never takes its quotes and brackets along.
//!
//! Where a value ends is found without knowing any syntax, because captures needn't have one. Where there is one, this
//! is the net below.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{to, trailing_backslashes};
use super::value;
use crate::scan::{Kind, Scanner};

/// The same values, but where masking them would break a document of JSON each by itself within its own text.
pub(super) fn kept(bytes: &[u8], found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let is_container = bytes.trim_ascii_start().first().is_some_and(|byte| matches!(byte, b'{' | b'['));
    if found.is_empty() || !is_container || !is_document(bytes) {
        return found;
    }
    let stays_one = |values: &[Range<usize>]| {
        let mut masked = bytes.to_vec();
        values.iter().for_each(|range| value::mask(&mut masked, range.clone()));
        is_document(&masked)
    };
    if stays_one(&found) {
        return found;
    }
    let within = within_texts(bytes, found.clone());
    if stays_one(&within) { within } else { found }
}

fn is_document(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut scan = Scanner::new(text, usize::MAX);
    let whole = scan.value().and_then(|token| scan.skip(token)).and_then(|_| scan.finish());
    whole.is_ok()
}

/// What of each value stands in the text in which it begins, or in the number.
fn within_texts(bytes: &[u8], mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|range| range.start);
    let mut within = Vec::new();
    let mut next = found.into_iter().peekable();
    let mut keep = |start: usize, end: usize| {
        while let Some(range) = next.next_if(|range| range.start < end) {
            if range.start >= start {
                let end = range.end.min(end);
                // Half an escape isn't masked: the other half would be one of its own.
                let odd = trailing_backslashes(to(bytes, end)) % 2;
                within.push(range.start..end.saturating_sub(odd).max(range.start));
            }
        }
    };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut scan = Scanner::new(text, usize::MAX);
    let mut open: Vec<(Kind, bool)> = Vec::new();
    let mut walk = || {
        let mut token = scan.value()?;
        loop {
            match token.kind {
                Kind::Object | Kind::Array => open.push((token.kind, true)),
                Kind::Text => keep(token.start.saturating_add(1), token.end.saturating_sub(1)),
                _ => keep(token.start, token.end),
            }
            loop {
                let Some((kind, first)) = open.last_mut() else { return Ok(()) };
                let first = std::mem::take(first);
                let more = if *kind == Kind::Object {
                    let name = scan.member(first)?;
                    if let Some(name) = &name {
                        keep(name.start().saturating_add(1), name.end().saturating_sub(1));
                    }
                    name.is_some()
                } else {
                    scan.element(first)?
                };
                if more {
                    break;
                }
                open.pop();
            }
            token = scan.value()?;
        }
    };
    let walked: Result<(), crate::scan::ScanError> = walk();
    debug_assert!(walked.is_ok(), "it is a document");
    within
}
