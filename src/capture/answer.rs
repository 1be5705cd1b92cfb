//! Whether a document is of these services' business.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::dialect::Dialect;
use crate::read::api_error;
use crate::scan::{Kind, ScanError, Scanner};

/// The names under which some dialect's body holds its tasks.
static ENVELOPES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut names: Vec<_> = Dialect::all().iter().filter_map(Dialect::envelope).collect();
    names.sort_unstable();
    names.dedup();
    names
});

/// Whether these bytes are a whole document with an envelope, or with the members of an API error.
pub(super) fn is_answer(bytes: &[u8], depth_limit: usize) -> bool {
    answers(&text(bytes), depth_limit).unwrap_or(false)
}

/// Bytes as text, of the same length: what isn't UTF-8 doesn't matter for what a document is.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let ascii = bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' });
    Cow::Owned(ascii.collect())
}

/// Whether an object's first name is that of an envelope, or one that errors of an API alone begin with.
pub(super) fn opens_answer(object: &[u8]) -> bool {
    const OF_ERRORS: [&[u8]; 3] = [b"error_code", b"error_msg", b"errCode"];
    opens_envelope(object) || first_name(object).is_some_and(|name| OF_ERRORS.contains(&name))
}

/// Whether an object's first name is that of an envelope.
pub(super) fn opens_envelope(object: &[u8]) -> bool {
    first_name(object).is_some_and(|name| ENVELOPES.iter().any(|known| known.as_bytes() == name))
}

/// The name with which an object begins, as it stands.
fn first_name(object: &[u8]) -> Option<&[u8]> {
    let inside = object.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    inside.get(..memchr::memchr(b'"', inside)?)
}

/// Which parts of an answer an object's members were.
#[derive(Default)]
struct Parts {
    envelope: bool,
    /// A code, or a request's id.
    code: bool,
    message: bool,
}

impl Parts {
    fn see(&mut self, name: &str) {
        let name = name.trim();
        self.envelope |= ENVELOPES.iter().any(|known| name.eq_ignore_ascii_case(known));
        self.code |= api_error::CODE.contains(&name) || api_error::REQUEST_ID.contains(&name);
        self.message |= api_error::MESSAGE.contains(&name);
    }

    fn are_an_error(&self) -> bool {
        self.code && self.message
    }
}

fn answers(text: &str, depth_limit: usize) -> Result<bool, ScanError> {
    let mut scan = Scanner::new(text, depth_limit);
    if scan.value()?.kind != Kind::Object {
        return Ok(false);
    }
    let (mut parts, mut members, mut wrapped) = (Parts::default(), 0usize, false);
    while let Some(name) = scan.member(members == 0)? {
        members = members.saturating_add(1);
        let name = name.decode();
        parts.see(&name);
        let token = scan.value()?;
        let end = scan.skip(token)?;
        if token.kind == Kind::Object {
            // {"error": {…}}, {"itemNotFound": {…}}
            let named = members == 1 || name.trim() == "error";
            wrapped |= named && text.get(token.start..end).is_some_and(is_error);
        }
    }
    scan.finish()?;
    Ok(parts.envelope || parts.are_an_error() || wrapped)
}

/// Whether an object has a code and a message.
fn is_error(object: &str) -> bool {
    let parts = || {
        let mut scan = Scanner::new(object, usize::MAX);
        scan.value()?;
        let (mut parts, mut first) = (Parts::default(), true);
        while let Some(name) = scan.member(first)? {
            first = false;
            parts.see(&name.decode());
            let token = scan.value()?;
            scan.skip(token)?;
        }
        Ok::<_, ScanError>(parts)
    };
    parts().is_ok_and(|parts| parts.are_an_error())
}
