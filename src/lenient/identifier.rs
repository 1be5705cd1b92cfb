//! Identifiers, of tasks, instances and resources: never a blank.
//!
//! Seen: `"31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886"` (RDS), `" b912fb4a4c464b568ecfca1071b21b10"`
//! (IMS), 104 (DLI); masked ones such as `"1eb697c0-...-f562d038****"` are kept as they stand.

use std::borrow::Cow;

use super::{Lenient, scalar::with_modules, trim, trim_cow, without_blanks};
use crate::deviation::Code;

/// Whether the text is spelled as documented: letters, digits, and `.`, `_`, `-` between them.
pub fn is_documented(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at_ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    at_ends(bytes.first())
        && at_ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// Reads a text; blanks around and inside of it are dropped.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    unblanked(text, is_documented)
}

/// Reads a number as its digits.
pub fn read_number(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    Lenient::odd(text, Code::NumberForText)
}

with_modules!(
    String,
    "an identifier",
    |text| read(text.into()).map(Cow::into_owned),
    |text| read_number(text.into()).map(Cow::into_owned),
    |text: &String| text.clone()
);

/// Reads a text in which no blank belongs.
pub(super) fn unblanked(text: Cow<'_, str>, is_documented: fn(&str) -> bool) -> Lenient<Cow<'_, str>> {
    if is_documented(&text) {
        return Lenient::plain(text);
    }
    let trimmed = trim(&text);
    if trimmed.is_empty() {
        return Lenient::none(Some(Code::BlankText));
    }
    if is_documented(trimmed) {
        return Lenient::odd(trim_cow(text), Code::PaddedValue);
    }
    let bare = without_blanks(&text);
    if is_documented(&bare) {
        return Lenient::odd(Cow::Owned(bare.into_owned()), Code::BlanksInside);
    }
    Lenient::odd(text, Code::OddCharacters)
}
