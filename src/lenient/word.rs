//! Words out of a documented few, such as `Single`, `Ha`, `Replica`.
//!
//! Seen: `"replica"` (RDS), `"Cluster"` (TaurusDB, where no document lists it).

use std::borrow::Cow;

use super::{Lenient, trim, without_blanks};
use crate::deviation::Code;

/// Reads a text as one of the words: in any case, padded, or with blanks inside.
/// Another word is kept as it stands.
pub fn read<'a, W: AsRef<str>>(text: Cow<'a, str>, words: &[W]) -> Lenient<Cow<'a, str>> {
    let same = |wanted: &str| words.iter().map(AsRef::as_ref).find(|word| *word == wanted);
    if same(&text).is_some() {
        return Lenient::plain(text);
    }
    let trimmed = trim(&text);
    if trimmed.is_empty() {
        return Lenient::none(Some(Code::BlankText));
    }
    let folded = |wanted: &str| words.iter().map(AsRef::as_ref).find(|word| word.eq_ignore_ascii_case(wanted));
    let found = match same(trimmed) {
        Some(word) => Some((word, Code::PaddedValue)),
        None => match folded(trimmed) {
            Some(word) => Some((word, Code::OtherCase)),
            None => folded(&without_blanks(trimmed)).map(|word| (word, Code::BlanksInside)),
        },
    };
    match found {
        Some((word, odd)) => Lenient::odd(Cow::Owned(word.to_owned()), odd),
        None => Lenient::odd(text, Code::UnknownWord),
    }
}
