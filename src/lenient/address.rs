//! Addresses, of instances and elastic IPs: never a blank.
//!
//! Seen: `"192.168 .1 .203: 3306"` and `"10.154 .218 .254"` (RDS).

use std::borrow::Cow;

use super::{Lenient, identifier::unblanked, scalar::with_modules};
use crate::deviation::Code;

/// Whether the text is spelled as documented: letters, digits, and `.`, `:`, `_`, `-`, `[`, `]`.
pub fn is_documented(text: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b".:_-[]".contains(&byte);
    !text.is_empty() && text.bytes().all(belongs)
}

/// Reads a text; blanks around and inside of it are dropped.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    unblanked(text, is_documented)
}

/// Reads a number as its digits, though no address is one.
pub fn read_number(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    Lenient::odd(text, Code::NumberForText)
}

with_modules!(
    String,
    "an address",
    |text| read(text.into()).map(Cow::into_owned),
    |text| read_number(text.into()).map(Cow::into_owned),
    |text: &String| text.clone()
);
