//! Progress in percent: `"60%"`, documented as "" when there is nothing to say.
//!
//! Seen: `"60 % "` and `"60% "` (RDS), `"50"` (RDS SQL Server), `"100.00"` and 100 (other services),
//! `"first progress"` (MRS, where it stays unread).

use super::{Lenient, scalar::with_modules, trim, without_blanks};
use crate::deviation::Code;

/// Whether the text is spelled as documented: "" or a whole number from 0 to 100 and `%`.
pub fn is_documented(text: &str) -> bool {
    text.is_empty() || documented(text).is_some()
}

/// Whether the text is a whole number from 0 to 100 alone.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.ends_with('%') && documented(&format!("{text}%")).is_some()
}

/// Reads a text. `None` without oddity for "".
pub fn read(text: &str) -> Lenient<u8> {
    if let Some(percent) = documented(text) {
        return Lenient::plain(percent);
    }
    if text.is_empty() {
        return Lenient::none(None);
    }
    let trimmed = trim(text);
    if trimmed.is_empty() {
        return Lenient::none(Some(Code::BlankText));
    }
    if let Some(percent) = documented(trimmed) {
        // "60 % " is one spelling, not two oddities; but "60% " is the documented one, padded.
        return Lenient::odd(percent, Code::PaddedValue);
    }
    let bare = without_blanks(trimmed);
    match whole(bare.strip_suffix('%').unwrap_or(&bare)) {
        Some(percent) => Lenient::odd(percent, Code::PercentSpelling),
        None => Lenient::none(Some(Code::UnreadProgress)),
    }
}

/// Reads a number, by its text: 60 and 60.0.
pub fn read_number(text: &str) -> Lenient<u8> {
    match super::count::read_number(text).value.and_then(|count| u8::try_from(count).ok()) {
        Some(percent @ ..=100) => Lenient::odd(percent, Code::NumberForText),
        _ => Lenient::none(Some(Code::UnreadProgress)),
    }
}

with_modules!(u8, "a progress from 0 to 100 percent", read, read_number, |percent: &u8| format!("{percent}%"));

/// `0%` to `100%`, without a superfluous zero.
fn documented(text: &str) -> Option<u8> {
    leading(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(percent, _)| percent)
}

/// The percentage as documented at the beginning of the bytes, and how many of them it takes.
#[inline]
pub(crate) fn leading(bytes: &[u8]) -> Option<(u8, usize)> {
    match *bytes {
        [ones @ b'0'..=b'9', b'%', ..] => Some((ones - b'0', 2)),
        [tens @ b'1'..=b'9', ones @ b'0'..=b'9', b'%', ..] => Some(((tens - b'0') * 10 + (ones - b'0'), 3)),
        [b'1', b'0', b'0', b'%', ..] => Some((100, 4)),
        _ => None,
    }
}

/// Up to three digits, and possibly a fraction of nothing.
fn whole(text: &str) -> Option<u8> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    let percent = digits.parse().ok().filter(|percent| *percent <= 100);
    if is_number && is_whole { percent } else { None }
}
