//! Identifiers, of tasks, instances and resources: never a blank.
//!
//! Seen: `"31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886"` (RDS), `" b912fb4a4c464b568ecfca1071b21b10"`
//! (IMS), 104 (DLI); masked ones such as `"1eb697c0-...-f562d038****"` are kept as they stand.

use std::borrow::Cow;

use super::{Lenient, scalar::text_form, unblanked};
use crate::bytes::{alphanumeric, between, equal, run};
use crate::deviation::Code;

/// Whether the text is spelled as documented: letters, digits, and `.`, `_`, `-` between them.
pub fn is_documented(text: &str) -> bool {
    leading(text.as_bytes()) == Some(text.len())
}

/// How many bytes the identifier has that the bytes begin with, up to one that belongs to none.
#[inline(always)]
pub(crate) fn leading(bytes: &[u8]) -> Option<usize> {
    let length = run(bytes, |bytes| alphanumeric(bytes) | between(bytes, b'-', b'.') | equal(bytes, b'_'));
    let ends = [bytes.first()?, bytes.get(length.checked_sub(1)?)?];
    ends.iter().all(|byte| byte.is_ascii_alphanumeric()).then_some(length)
}

/// Reads a text; blanks around and inside of it are dropped.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    unblanked(text, is_documented)
}

text_form!("an identifier");
