//! Statuses: `Running`, `Completed`, `Failed`.
//!
//! Seen: `"Complete"` (RDS SQL Server), `"Pending"` (TaurusDB), `"SUC CES S"` (IMS): kept as text, and
//! neither terminal nor a success. A look-alike with a Cyrillic or a zero-width letter is no status.

use std::borrow::Cow;

use super::{Lenient, scalar::with_modules, word};
use crate::deviation::Code;
use crate::task::Status;

/// The documented words.
pub const WORDS: [&str; 3] = ["Running", "Completed", "Failed"];

/// Whether the text is one of the documented words.
pub fn is_documented(text: &str) -> bool {
    WORDS.contains(&text)
}

/// Reads a text; the documented words in any case, padded, or with blanks inside.
pub fn read(text: Cow<'_, str>) -> Lenient<Status<'_>> {
    word(text, &WORDS).map(Status::from_text)
}

/// Reads one of the words that a dialect has for statuses.
pub(crate) fn word<'a, W: AsRef<str>>(text: Cow<'a, str>, words: &[W]) -> Lenient<Cow<'a, str>> {
    let read = word::read(text, words);
    let odd = read.odd.map(|odd| if odd == Code::UnknownWord { Code::UnknownStatus } else { odd });
    Lenient { odd, ..read }
}

/// Reads a number as its digits, which no status is.
pub fn read_number(text: Cow<'_, str>) -> Lenient<Status<'_>> {
    Lenient::odd(Status::Other(text), Code::UnknownStatus)
}

with_modules!(
    Status<'static>,
    "a status",
    |text| read(text.into()).map(Status::into_owned),
    |text| read_number(text.into()).map(Status::into_owned),
    |status: &Status<'static>| status.to_string()
);
