//! The hand-written lenient deserializers, one file a form.
//!
//! Each form has
//!
//! - a recogniser `is_documented`, which is the form's `pattern` in `task.schema.json`, in Rust;
//! - a pure function `read`, from text to the value and what was odd about it;
//! - a module for `#[serde(with = "…")]` in anybody's own struct, and its `option` variant, which
//!   takes null, empty texts and absent members (with `#[serde(default)]`) for `None`.
//!
//! A struct of one's own has no list of deviations. So the `with` modules accept every spelling
//! that has one meaning, and refuse, with an error that names it, what nobody understands: they
//! never turn it into `None`, 0 or now.
//!
//! ```
//! use chrono::{DateTime, FixedOffset};
//! use taskcenter::lenient;
//!
//! #[derive(serde::Deserialize)]
//! struct Job {
//!     #[serde(with = "lenient::identifier")]
//!     id: String,
//!     #[serde(with = "lenient::timestamp")]
//!     created: DateTime<FixedOffset>,
//!     #[serde(with = "lenient::progress::option", default)]
//!     process: Option<u8>,
//! }
//!
//! let job: Job = serde_json::from_str(
//!     r#"{"id": "31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886",
//!         "created": "2018-08-06 10:41:14+0000", "process": "60 % "}"#,
//! )?;
//! assert_eq!(job.id, "31b8ae23-c687-4d80-b7b4-42a66c9bb886");
//! assert_eq!(job.created.timestamp(), 1_533_552_074);
//! assert_eq!(job.process, Some(60));
//! # Ok::<(), serde_json::Error>(())
//! ```
#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod address;
pub mod count;
pub mod identifier;
pub mod name;
pub mod one_or_many;
pub mod progress;
mod scalar;
pub mod status;
pub mod text;
pub mod timestamp;
pub mod word;

use std::borrow::Cow;

use crate::deviation::Code;

/// A value and what was odd about the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lenient<T> {
    /// The value; `None` where the text says that there is none, or nobody can read it.
    pub value: Option<T>,
    /// What was odd; `None` for a text as it is documented.
    pub odd: Option<Code>,
}

impl<T> Lenient<T> {
    pub(crate) fn plain(value: T) -> Self {
        Lenient { value: Some(value), odd: None }
    }

    pub(crate) fn odd(value: T, odd: Code) -> Self {
        Lenient { value: Some(value), odd: Some(odd) }
    }

    pub(crate) fn none(odd: Option<Code>) -> Self {
        Lenient { value: None, odd }
    }

    /// Whether nobody can read it, which is something else than a text that says nothing.
    pub fn is_unread(&self) -> bool {
        self.value.is_none() && self.odd.is_some_and(Code::is_unread)
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Lenient<U> {
        Lenient { value: self.value.map(change), odd: self.odd }
    }
}

/// The blanks that the grammar of JSON knows. Others (no-break, ideographic, zero-width) are
/// never dropped: a word with one of them isn't that word.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// The text without blanks around it.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    let bare = ends.iter().all(|end| end.is_some_and(|byte| !is_blank(char::from(*byte))));
    if bare { text } else { text.trim_matches(is_blank) }
}

/// The text without any blank.
pub(crate) fn without_blanks(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| is_blank(char::from(byte))) {
        let mut bare = String::with_capacity(text.len());
        bare.extend(text.split(is_blank));
        bare.into()
    } else {
        Cow::Borrowed(text)
    }
}

/// The same, without a copy where the blanks stand around the text alone.
pub(crate) fn trim_cow(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}

/// Reads a text in which no blank belongs: an identifier, an address.
fn unblanked(text: Cow<'_, str>, is_documented: fn(&str) -> bool) -> Lenient<Cow<'_, str>> {
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
