//! Whether a document is of these services' business.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;

use crate::scan::{Kind, ScanError, Scanner};

const ENVELOPES: [&str; 3] = ["job", "jobs", "tasks"];
const CODES: [&str; 8] =
    ["error_code", "errCode", "errorCode", "err_code", "code", "request_id", "requestId", "request-id"];
const MESSAGES: [&str; 7] =
    ["error_msg", "externalMessage", "errMsg", "errorMessage", "err_msg", "message", "ternalMessage"];

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

fn answers(text: &str, depth_limit: usize) -> Result<bool, ScanError> {
    let mut scan = Scanner::new(text, depth_limit);
    if scan.value()?.kind != Kind::Object {
        return Ok(false);
    }
    let (mut members, mut envelope, mut code, mut message, mut wrapped) = (0usize, false, false, false, false);
    while let Some(name) = scan.member(members == 0)? {
        members = members.saturating_add(1);
        let name = name.decode();
        let name = name.trim();
        let token = scan.value()?;
        envelope |= ENVELOPES.iter().any(|known| name.eq_ignore_ascii_case(known));
        code |= CODES.contains(&name);
        message |= MESSAGES.contains(&name);
        let end = scan.skip(token)?;
        if token.kind == Kind::Object {
            // {"error": {…}}, {"itemNotFound": {…}}
            wrapped |= text.get(token.start..end).is_some_and(is_error) && (members == 1 || name == "error");
        }
    }
    scan.finish()?;
    Ok(envelope || (code && message) || wrapped)
}

/// Whether an object has a code and a message.
fn is_error(object: &str) -> bool {
    let names = || {
        let mut scan = Scanner::new(object, usize::MAX);
        scan.value()?;
        let (mut first, mut code, mut message) = (true, false, false);
        while let Some(name) = scan.member(first)? {
            first = false;
            code |= CODES.contains(&&*name.decode());
            message |= MESSAGES.contains(&&*name.decode());
            let token = scan.value()?;
            scan.skip(token)?;
        }
        Ok::<_, ScanError>(code && message)
    };
    names().unwrap_or(false)
}
