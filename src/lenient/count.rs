//! Counts: whole numbers from 0 up, such as `total_count`.
//!
//! JSON Schema's integer includes `1.0` and `1E0`, so these are as documented. Seen: `"4"` (DMS).

use std::borrow::Cow;

use super::{Lenient, scalar::with_modules, trim};
use crate::deviation::Code;

/// Reads a number, by its text; never through a float.
pub fn read_number(text: &str) -> Lenient<u64> {
    if let Some((count, length)) = leading(text.as_bytes())
        && length == text.len()
    {
        return Lenient::plain(count);
    }
    match whole(text) {
        Some(Whole { negative: false, digits, zeros }) => match scaled(&digits, zeros) {
            Some(count) => Lenient::plain(count),
            None => Lenient::none(Some(Code::UnreadNumber)),
        },
        _ => Lenient::none(Some(Code::UnreadNumber)),
    }
}

/// Reads a text: digits, possibly padded.
pub fn read(text: &str) -> Lenient<u64> {
    let digits = trim(text);
    if digits.is_empty() {
        return Lenient::none(Some(Code::BlankText));
    }
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(count) if is_number => Lenient::odd(count, Code::TextForNumber),
        _ => Lenient::none(Some(Code::UnreadNumber)),
    }
}

/// The digits of a count at the beginning of the bytes, and how many of them there are; none of more than
/// sixteen, which need a closer look, and none behind a superfluous zero.
#[inline]
pub(crate) fn leading(bytes: &[u8]) -> Option<(u64, usize)> {
    let length = bytes.iter().take(17).take_while(|byte| byte.is_ascii_digit()).count();
    let digits = bytes.get(..length).filter(|digits| (1..=16).contains(&digits.len()))?;
    let spelled = length == 1 || digits.first() != Some(&b'0');
    spelled.then(|| (digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')), length))
}

with_modules!(u64, "a count", read, read_number, |count: &u64| *count);

/// A whole number: digits without leading zeros, and how many zeros follow them.
pub(crate) struct Whole<'t> {
    pub(crate) negative: bool,
    digits: Cow<'t, str>,
    zeros: u64,
}

/// Takes a JSON number apart, if it is a whole one: `100`, `1E2`, `1.0`, `-0`.
pub(crate) fn whole(text: &str) -> Option<Whole<'_>> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = if fraction.is_empty() { Cow::Borrowed(whole) } else { Cow::Owned(format!("{whole}{fraction}")) };
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(Whole { negative: false, digits: "".into(), zeros: 0 });
    }
    let trimmed = significant.trim_end_matches('0');
    // An exponent that no i64 holds decides by its sign alone.
    let exponent = exponent.trim_start_matches('+').parse().unwrap_or(match exponent.starts_with('-') {
        true => i64::MIN / 4,
        false => i64::MAX / 4,
    });
    let behind = (significant.len() - trimmed.len()) as i64 - fraction.len() as i64;
    let zeros = u64::try_from(exponent.checked_add(behind)?).ok()?;
    let start = digits.len() - significant.len();
    let range = start..start + trimmed.len();
    let digits = match &digits {
        Cow::Borrowed(digits) => Cow::Borrowed(digits.get(range)?),
        Cow::Owned(digits) => Cow::Owned(digits.get(range)?.to_owned()),
    };
    Some(Whole { negative, digits, zeros })
}

fn scaled(digits: &str, zeros: u64) -> Option<u64> {
    if digits.is_empty() {
        return Some(0);
    }
    let power = 10u64.checked_pow(u32::try_from(zeros).ok()?)?;
    digits.parse::<u64>().ok()?.checked_mul(power)
}
