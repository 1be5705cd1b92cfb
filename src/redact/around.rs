//! What stands around a place.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

pub(super) fn skip(bytes: &[u8], at: &mut usize, of: impl Fn(u8) -> bool) -> usize {
    let count = from(bytes, *at).iter().take_while(|byte| of(**byte)).count();
    *at = at.saturating_add(count);
    count
}

/// Past blanks, and those that a text of JSON spells with a backslash; how many bytes.
pub(super) fn blanks(bytes: &[u8], at: &mut usize) -> usize {
    let start = *at;
    loop {
        skip(bytes, at, is_blank);
        let [b'\\', b't' | b'n' | b'r', ..] = from(bytes, *at) else { break };
        *at = at.saturating_add(2);
    }
    at.saturating_sub(start)
}

/// Past blanks of every kind, and comments: what damage leaves between a name and its value.
pub(super) fn gaps(bytes: &[u8], at: &mut usize) -> usize {
    /// Nobody comments on a secret at length.
    const NEAR: usize = 256;
    let start = *at;
    loop {
        blanks(bytes, at);
        let rest = to(from(bytes, *at), NEAR);
        let length = match rest {
            [0 | 0x0B | 0x0C, ..] => 1,
            [0xC2, 0xA0, ..] => 2,
            [0xE2, 0x80, 0x80..=0x8F | 0xA8..=0xAF, ..] | [0xE3, 0x80, 0x80, ..] | [0xEF, 0xBB, 0xBF, ..] => 3,
            [b'/', b'*', ..] => memchr::memmem::find(rest, b"*/").map_or(0, |end| end.saturating_add(2)),
            [b'/', b'/', ..] => memchr::memchr(b'\n', rest).map_or(0, past),
            _ => 0,
        };
        if length == 0 {
            break;
        }
        *at = at.saturating_add(length);
    }
    at.saturating_sub(start)
}

/// How long the quote is that begins there, if it is one of those that word processors make of plain ones.
pub(super) fn smart_quote(bytes: &[u8], at: usize) -> Option<usize> {
    ["“", "”", "„", "‘", "’"]
        .iter()
        .find(|quote| from(bytes, at).starts_with(quote.as_bytes()))
        .map(|quote| quote.len())
}

/// How many backslashes the bytes end with.
pub(super) fn trailing_backslashes(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| **byte == b'\\').count()
}

/// What begins there: behind the end nothing does.
pub(super) fn from(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// What ends there, or at the end.
pub(super) fn to(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(..at).unwrap_or(bytes)
}

pub(super) fn past(at: usize) -> usize {
    at.saturating_add(1)
}

pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
