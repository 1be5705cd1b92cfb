//! Why a body holds no task, in words that help.

use std::borrow::Cow;
use std::collections::HashSet;

use simdutf8::compat::Utf8Error as Damage;

use crate::dialect::Dialect;
use crate::error::{Error, ErrorCode};
use crate::place::Position;
use crate::repair;
use crate::scan::{Expected, Kind, ScanError, Scanner, Token};

const REPAIRABLE: &str = "which can be repaired";

/// The error of a body whose repair was tried, and came to a place that can be read in two ways or in none.
pub(super) fn beyond_repair(error: Error) -> Error {
    let stuck = "which was repaired, but what follows it can't be";
    match error.message.strip_suffix(REPAIRABLE) {
        Some(message) => Error { message: format!("{message}{stuck}"), ..error },
        None => error,
    }
}

/// What the grammar expected, and what stands there.
pub(super) fn syntax(text: &str, error: &ScanError) -> Error {
    let found = match text.get(error.offset..).unwrap_or_default().chars().next() {
        None => "the end of the body".to_owned(),
        Some(character) if character.is_ascii_graphic() => format!("`{character}`"),
        Some(character) => format!("{} (U+{:04X})", character.escape_unicode(), u32::from(character)),
    };
    let message = match error.code {
        ErrorCode::TooDeep => "nested more deeply than the limit".to_owned(),
        ErrorCode::TooLarge => match error.expected {
            Expected::FewerTasks => "more tasks than a body of this length has room for".to_owned(),
            Expected::FewerElements => {
                "more elements in a list than a body of this length has room for".to_owned()
            }
            _ => "more members in an object than the limit".to_owned(),
        },
        _ => format!("expected {}, found {found}", error.expected),
    };
    let message = match repair::diagnose(text, error) {
        Some(damage) => format!("{message}; this is `{damage}`, {REPAIRABLE}"),
        None => message,
    };
    at(text.as_bytes(), error.code, error.offset, message)
}

/// Bodies that aren't even meant to be JSON in UTF-8.
pub(super) fn no_json(body: &[u8]) -> Option<Error> {
    let begins = |with: &[u8]| body.starts_with(with);
    if begins(b"\x1f\x8b") {
        return Some(at(body, ErrorCode::NotAResponse, 0, "this is gzip; unpack it first"));
    }
    if begins(b"\xff\xfe") || begins(b"\xfe\xff") || begins(b"{\0") || begins(b"\0{") {
        return Some(at(body, ErrorCode::NotUtf8, 0, "expected UTF-8, found UTF-16"));
    }
    let start = if begins("\u{feff}".as_bytes()) { 3 } else { 0 };
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let Some(first) = body.iter().skip(start).position(|byte| !blank(byte)) else {
        return Some(at(body, ErrorCode::Empty, body.len(), "expected a JSON document, found nothing"));
    };
    let text = body.get(start + first..).filter(|text| text.starts_with(b"<"))?;
    let opening = String::from_utf8_lossy(text.get(..64).unwrap_or(text)).to_ascii_lowercase();
    let html = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| opening.starts_with(tag));
    let what = if html { "an HTML page, such as a login form or a proxy's message" } else { "XML" };
    Some(at(body, ErrorCode::NotAResponse, start + first, format!("expected a JSON document, found {what}")))
}

/// Why a body ends where it isn't UTF-8, if that error came of the text before it. A character that was cut in two is
/// no other encoding.
#[cold]
pub(super) fn damaged(body: &[u8], before: Option<Error>, damage: Damage) -> Error {
    let is_cut = match before {
        // A limit that was struck before the damage is why there are no more tasks.
        Some(error) if matches!(error.code, ErrorCode::TooDeep | ErrorCode::TooLarge) => return error,
        before => before.is_some_and(|error| error.code == ErrorCode::Truncated),
    };
    if is_cut && damage.valid_up_to() > 0 && damage.error_len().is_none() {
        let message = "expected the rest of a character, found the end of the body";
        return at(body, ErrorCode::Truncated, body.len(), message);
    }
    let offset = damage.valid_up_to();
    let found = body.get(offset).map_or_else(String::new, |byte| format!(", found the byte {byte:02X}"));
    at(body, ErrorCode::NotUtf8, offset, format!("expected UTF-8{found}"))
}

pub(super) fn too_large(body: &[u8], limit: usize) -> Error {
    let message = format!("the body has {} bytes, the limit is {limit}", body.len());
    at(body, ErrorCode::TooLarge, limit, message)
}

pub(super) fn too_long(beginning: &[u8], limit: usize) -> Error {
    at(beginning, ErrorCode::TooLarge, limit, format!("this line is longer than the limit of {limit} bytes"))
}

/// Good JSON, but no answer of a task center, as these dialects have it: says what it is instead.
pub(super) fn not_a_response(text: &str, start: Token, dialects: &[Dialect]) -> Error {
    let mut envelopes: Vec<_> = dialects.iter().filter_map(Dialect::envelope).collect();
    let mut seen = HashSet::new();
    envelopes.retain(|name| seen.insert(*name));
    let what = match start.kind {
        Kind::Object => object(text, &envelopes),
        kind => format!("found {}", kind.noun()),
    };
    let message = format!("expected {}, {what}", wanted(dialects, &envelopes));
    at(text.as_bytes(), ErrorCode::NotAResponse, start.start, message)
}

/// What a body of one of these dialects is.
fn wanted(dialects: &[Dialect], envelopes: &[&str]) -> String {
    let names: Vec<_> = envelopes.iter().map(|name| format!("`{name}`")).collect();
    match (&names[..], dialects) {
        ([], [only]) => format!("a body of {}", only.name()),
        ([], _) => "a body of one of the dialects".to_owned(),
        ([only], _) => format!("an object with {only}"),
        ([others @ .., last], _) => format!("an object with {} or {last}", others.join(", ")),
    }
}

/// What an object says of itself by its first members. Names alone: values can be secrets.
fn object(text: &str, envelopes: &[&str]) -> String {
    const MOST: usize = 4;
    let mut names = Vec::new();
    let mut envelope: Option<(Cow<'_, str>, Kind)> = None;
    let mut scan = Scanner::new(text, usize::MAX);
    let mut collect = || {
        scan.value()?;
        while let Some(name) = scan.member(names.is_empty())? {
            let name = name.decode();
            let token = scan.value()?;
            // Of one that stands twice, the last counts.
            let is_it = |(known, _): &(Cow<'_, str>, Kind)| *known == name;
            if envelope.as_ref().map_or(names.is_empty() && envelopes.contains(&&*name), is_it) {
                envelope = Some((name.clone(), token.kind));
            }
            if names.len() <= MOST {
                names.push(name);
            } else if envelope.is_none() {
                break;
            }
            scan.skip(token)?;
        }
        Ok(())
    };
    let collected: Result<(), ScanError> = collect();
    if let Some((name, kind)) = envelope.filter(|_| collected.is_ok()) {
        return format!("but `{name}` holds {}", kind.noun());
    }
    // Where the id is all that is wanted, it is the id that is wrong.
    if !envelopes.is_empty() && names.iter().any(|name| name == "job_id") {
        return "found the answer to a request that started a task; ask the task center about its `job_id`"
            .to_owned();
    }
    if names.is_empty() {
        return "found an empty object".to_owned();
    }
    let listed: Vec<_> =
        names.iter().take(MOST).map(|name| format!("`{}`", name.chars().take(40).collect::<String>())).collect();
    let more = if names.len() > MOST { " and more" } else { "" };
    format!("found one with {}{more}", listed.join(", "))
}

fn at(body: &[u8], code: ErrorCode, offset: usize, message: impl Into<String>) -> Error {
    Error { code, message: message.into(), offset, position: Position::of(body, offset) }
}
