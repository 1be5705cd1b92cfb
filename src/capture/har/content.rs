//! The body of a HAR's entry out of the text that says it: its escapes, base64 and gzip undone.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::Read;

use super::base64;
use super::entry::Entry;
use crate::capture::answer::text;
use crate::capture::desk::{Desk, FoundText};
use crate::capture::gzip::{self, Stopped};
use crate::capture::summary::NoticeKind;
use crate::scan::Scanner;

/// Why a body that is there can't be had.
pub(super) enum Lost {
    Base64,
    Gzip(Stopped),
    TooLarge,
}

impl Lost {
    pub(super) fn why(self, limit: usize) -> (NoticeKind, String) {
        match self {
            Lost::Base64 => {
                (NoticeKind::Damage, "this entry's body isn't base64, though the HAR says so".to_owned())
            }
            Lost::Gzip(stopped) => {
                let (kind, message) = stopped.why();
                (kind, format!("this entry's body {message}"))
            }
            Lost::TooLarge => {
                (NoticeKind::Limit, format!("this entry's body is longer than the limit of {limit} bytes"))
            }
        }
    }
}

/// Makes the body of the entry that the window begins with; `None` if it has none.
pub(super) fn make<R: Read>(desk: &mut Desk<R>, entry: &Entry) -> Result<Option<FoundText>, Lost> {
    let Some(range) = entry.quoted.clone() else { return Ok(None) };
    desk.make();
    let mut odd = entry
        .strange
        .then_some("the HAR says an encoding of this body that isn't base64; it was read as it stands");
    let Desk { source, made, .. } = desk;
    let quoted = source.window().get(range.clone()).unwrap_or_default();
    let Some(inside) = quoted.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
        return Ok(None);
    };
    if entry.base64 {
        *made = base64::decode(inside).ok_or(Lost::Base64)?;
    } else if inside.contains(&b'\\') {
        if std::str::from_utf8(quoted).is_err() {
            odd = Some("this entry's body isn't UTF-8; whatever isn't ASCII in it was read as `?`");
        }
        let (said, halves) = decoded(&text(quoted));
        if halves {
            odd = Some("there is half a surrogate pair in this entry's body; it was read as U+FFFD");
        }
        made.extend_from_slice(said.as_bytes());
    } else {
        // As it stands in the source, also where that isn't UTF-8.
        made.extend_from_slice(inside);
    }
    if made.is_empty() {
        return Ok(None);
    }
    let start = range.start.saturating_add(1);
    if let Some(message) = odd {
        desk.notice(NoticeKind::Odd, start, message);
    }
    if desk.made.len() > desk.limits.body {
        return Err(Lost::TooLarge);
    }
    if !entry.base64 {
        return Ok(Some(FoundText::Escaped(start..range.end.saturating_sub(1))));
    }
    if desk.made.starts_with(gzip::MAGIC) {
        unpack(desk)?;
        if desk.made.starts_with(gzip::MAGIC) {
            // `Content-Encoding: gzip, gzip`; whoever packs it a third time has something else in mind.
            unpack(desk)?;
            let message =
                "this body is gzip inside of gzip; two layers were unpacked, and there are no more to be";
            desk.notice(NoticeKind::Odd, start, message);
        }
    } else if entry.packed {
        desk.notice(NoticeKind::Odd, start, "the response says gzip, and its body is none");
    }
    Ok(Some(FoundText::Packed(desk.source.place())))
}

/// Takes a layer of gzip off.
fn unpack<R: Read>(desk: &mut Desk<R>) -> Result<(), Lost> {
    desk.made = gzip::unpack(&desk.made, &desk.limits).map_err(Lost::Gzip)?;
    Ok(())
}

/// What a text says, and whether it has half a surrogate pair.
fn decoded(quoted: &str) -> (String, bool) {
    let mut scan = Scanner::new(quoted, 1);
    let Ok(token) = scan.value() else { return Default::default() };
    let (said, halves) = scan.text_of(token).decode_checked();
    (said.into_owned(), halves)
}
