//! Names, which have no blanks around them.
//!
//! Seen: `" CreateMysqlReplicaInstance"` and `" RestartMysqlInstance"` (RDS), `"wordcount "` (MRS).

use std::borrow::Cow;

use super::{Lenient, is_blank, scalar::text_form, trim_cow};
use crate::deviation::Code;

/// Whether the text is spelled as documented: not empty, and no blank at either end.
pub fn is_documented(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(is_blank) && !text.ends_with(is_blank)
}

/// Reads a text; blanks around it are dropped.
pub fn read(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
    if is_documented(&text) {
        return Lenient::plain(text);
    }
    let trimmed = trim_cow(text);
    if trimmed.is_empty() {
        Lenient::none(Some(Code::BlankText))
    } else {
        Lenient::odd(trimmed, Code::PaddedValue)
    }
}

text_form!("a name");
