//! Texts for people, such as `fail_reason`, in which nothing is odd but their absence.
//!
//! null, "" and nothing but blanks say the same: nothing. Seen: 500000 (GaussDB).

use std::borrow::Cow;

use super::{Lenient, scalar::text_form, trim};
use crate::deviation::Code;

/// Reads a text. `None` without oddity for "", with one for blanks alone.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    if text.is_empty() {
        Lenient::none(None)
    } else if trim(&text).is_empty() {
        Lenient::none(Some(Code::BlankText))
    } else {
        Lenient::plain(text)
    }
}

text_form!("a text");
