//! Addresses, of instances and elastic IPs: never a blank.
//!
//! Seen: `"192.168 .1 .203: 3306"` and `"10.154 .218 .254"` (RDS).

use std::borrow::Cow;

use super::{Lenient, scalar::text_form, unblanked};
use crate::bytes::{alphanumeric, between, equal, run};
use crate::deviation::Code;

/// Whether the text is spelled as documented: letters, digits, and `.`, `:`, `_`, `-`, `[`, `]`.
pub fn is_documented(text: &str) -> bool {
    leading(text.as_bytes()) == Some(text.len())
}

/// How many bytes the address has that the bytes begin with, up to one that belongs to none.
#[inline]
pub(crate) fn leading(bytes: &[u8]) -> Option<usize> {
    let marks = |bytes| between(bytes, b'-', b'.') | equal(bytes, b':') | equal(bytes, b'_');
    let brackets = |bytes| equal(bytes, b'[') | equal(bytes, b']');
    let length = run(bytes, |bytes| alphanumeric(bytes) | marks(bytes) | brackets(bytes));
    Some(length).filter(|length| *length > 0)
}

/// Reads a text; blanks around and inside of it are dropped.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    unblanked(text, is_documented)
}

text_form!("an address");
