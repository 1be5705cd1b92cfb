//! Secrets in another member than the one of their name.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, is_blank, is_quote, past, skip, to, trailing_backslashes};
use super::name::is_secret;
use super::value::{quoted, word};

/// More than anybody writes about one secret.
const REACH: usize = 4096;

/// No token is longer. What turns out to be no secret was looked at in vain.
const LONGEST_NEIGHBOUR: usize = 32 << 10;

/// The texts in an object of a secret's name that say it: `"token": {"value": "…", "expires": "…"}`. Of a password all
/// of them do, `{"old": "…", "new": "…"}`, but what is said about it.
///
/// Also gives up to where nothing needs to be looked at again.
pub(super) fn inside(bytes: &[u8], open: usize, owner: &[u8]) -> (Vec<Range<usize>>, usize) {
    const SAY_IT: [&[u8]; 10] =
        [b"value", b"id", b"data", b"secret", b"key", b"text", b"content", b"plaintext", b"plain", b"raw"];
    const ABOUT_IT: [&[u8]; 14] = [
        b"expires",
        b"issued",
        b"created",
        b"updated",
        b"changed",
        b"type",
        b"kind",
        b"name",
        b"version",
        b"status",
        b"user",
        b"policy",
        b"length",
        b"metadata",
    ];
    // And not `reset_password`, which is something that is done.
    const PASSWORDS: [&[u8]; 8] = [
        b"password",
        b"passwd",
        b"pwd",
        b"secret",
        b"passphrase",
        b"admin_pass",
        b"db_password",
        b"client_secret",
    ];
    let is_password = PASSWORDS.iter().any(|known| owner.eq_ignore_ascii_case(known));
    let says_it = |name: &[u8]| {
        let is_called = |known: &&[u8]| name.eq_ignore_ascii_case(known);
        let begins =
            |known: &&[u8]| name.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
        let is_said = SAY_IT.iter().any(is_called) || is_secret(name) || name.iter().all(u8::is_ascii_digit);
        is_said || is_password && !ABOUT_IT.iter().any(begins)
    };
    let (values, end) =
        texts_of(bytes, open, REACH, says_it, if is_password { Nested::Same } else { Nested::Listed });
    (values, if is_password { end } else { open })
}

/// The text beside the one in `start..end`, which is a secret's name: `{"key": "password", "value": "…"}`, with the
/// members in any order.
pub(super) fn beside(bytes: &[u8], start: usize, end: usize) -> Vec<Range<usize>> {
    /// A pair has little else in it.
    const NEAR: usize = 512;
    let is_around = |byte: &u8| matches!(byte, b'{' | b'}');
    if let Some(value) = next_line(bytes, start, end) {
        return vec![value];
    }
    let ends_text = |byte: &&u8| is_quote(**byte) || **byte == b'\\';
    let mut before = to(bytes, start).iter().rev().skip_while(ends_text);
    let mut behind = from(bytes, end).iter().skip_while(ends_text);
    // As a value of some member; what follows is the next one, or the object's end.
    let is_value = before.find(|byte| !is_blank(**byte)) == Some(&b':')
        && behind.find(|byte| !is_blank(**byte)).is_some_and(|byte| matches!(byte, b',' | b'}'));
    if !is_value {
        return Vec::new();
    }
    let first = start.saturating_sub(NEAR);
    let near = from(to(bytes, start), first);
    let Some(open) = near.iter().rposition(is_around).filter(|at| near.get(*at) == Some(&b'{')) else {
        return Vec::new();
    };
    texts_of(
        bytes,
        first.saturating_add(open),
        NEAR,
        |name| [&b"value"[..], b"val"].iter().any(|known| name.eq_ignore_ascii_case(known)),
        Nested::None,
    )
    .0
}

/// Which objects are gone through besides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nested {
    None,
    /// Those behind it in a list.
    Listed,
    /// Those, and all inside of them.
    Same,
}

/// The texts of those members of an object whose names are so, and of other objects, if they are asked for; and up to
/// where they were looked for.
fn texts_of(
    bytes: &[u8],
    open: usize,
    reach: usize,
    says_it: impl Fn(&[u8]) -> bool,
    nested: Nested,
) -> (Vec<Range<usize>>, usize) {
    let near = to(bytes, open.saturating_add(reach));
    let mut values = Vec::new();
    let (mut at, mut depth) = (past(open), 0usize);
    let is_mark = |byte: &u8| is_quote(*byte) || matches!(byte, b'{' | b'}');
    while let Some(found) = near.get(at..).and_then(|rest| rest.iter().position(is_mark)) {
        at = at.saturating_add(found);
        let Some(quote) = near.get(at).copied().filter(|byte| is_quote(*byte)) else {
            // Everything inside of a secret is one.
            if nested == Nested::Same && (depth > 0 || near.get(at) == Some(&b'{')) {
                depth = if near.get(at) == Some(&b'{') { past(depth) } else { depth.saturating_sub(1) };
                at = past(at);
                continue;
            }
            // What is nested has names of its own; the next object of a list has these.
            let rest = near.get(at..).filter(|_| nested != Nested::None);
            let next = rest.and_then(|rest| rest.strip_prefix(b"}")).map(<[u8]>::trim_ascii_start);
            let next = next.and_then(|rest| rest.strip_prefix(b",")).map(<[u8]>::trim_ascii_start);
            let Some(inside) = next.and_then(|rest| rest.strip_prefix(b"{")) else { break };
            at = near.len().saturating_sub(inside.len());
            continue;
        };
        // In a text of JSON, every quote has as many backslashes before it.
        let slashes = trailing_backslashes(to(near, at));
        let name = quoted(near, past(at), quote, slashes);
        let mut next = past(name.end.saturating_add(slashes)).min(near.len());
        at = next;
        skip(near, &mut next, is_blank);
        match near.get(next) {
            Some(b':') => next = past(next),
            // The colon got lost.
            Some(b'"' | b'\\') => {}
            _ => {
                // An element of a list.
                if nested == Nested::Same {
                    values.push(name);
                }
                continue;
            }
        }
        skip(near, &mut next, is_blank);
        let slashes = skip(near, &mut next, |byte| byte == b'\\');
        let is_said = says_it(near.get(name).unwrap_or_default());
        if nested == Nested::Same
            && is_said
            && near.get(next).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-')
        {
            values.push(word(bytes, next));
        }
        if let Some(quote) = near.get(next).copied().filter(|byte| is_quote(*byte)) {
            // Far from here, what nobody asked for isn't looked at.
            let value = quoted(if is_said { bytes } else { near }, past(next), quote, slashes);
            at = past(value.end.saturating_add(slashes));
            // What is said about a secret may be another one, or hold it.
            if is_said || nested == Nested::Same && super::next_clue(to(bytes, value.end), value.start).is_some() {
                values.push(value);
            }
        }
    }
    (values, at.min(bytes.len()))
}

/// Past `"value":`, which follows a name in a list of headers.
pub(super) fn named_value(bytes: &[u8], mut at: usize) -> Option<usize> {
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    let (name, _) = from(bytes, at).split_at_checked(5).filter(|(name, _)| name.eq_ignore_ascii_case(b"value"))?;
    at = at.saturating_add(name.len());
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    (bytes.get(at) == Some(&b':')).then_some(past(at))
}

/// The text behind that of a secret's name, in a list of both: `["X-Auth-Token", "abc123"]`; if it looks like a
/// secret more than like another name.
pub(super) fn neighbour(bytes: &[u8], start: usize, mut at: usize) -> Option<Range<usize>> {
    let before =
        to(bytes, start).iter().rev().find(|byte| !is_quote(**byte) && !is_blank(**byte) && **byte != b'\\');
    skip(bytes, &mut at, is_blank);
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    let quote =
        bytes.get(at).copied().filter(|byte| is_quote(*byte) && matches!(before, Some(b'[' | b'(' | b',')))?;
    let bytes = to(bytes, at.saturating_add(LONGEST_NEIGHBOUR));
    let value = quoted(bytes, past(at), quote, slashes);
    let said = bytes.get(value.clone()).unwrap_or_default();
    let mut next = past(value.end.saturating_add(slashes)).min(bytes.len());
    skip(bytes, &mut next, is_blank);
    let is_last = matches!(bytes.get(next), None | Some(b']' | b')' | b','));
    (is_last && said.len() >= 8 && said.iter().any(u8::is_ascii_digit)).then_some(value)
}

/// The value in the line below that of its name: YAML's `- name: password`, and `value: abc` below it.
fn next_line(bytes: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let before = to(bytes, start).iter().rev().find(|byte| !is_quote(**byte) && !matches!(byte, b' ' | b'\t'));
    let rest = from(bytes, end);
    let line = memchr::memchr(b'\n', to(rest, 16)).filter(|_| before == Some(&b':'))?;
    if !to(rest, line).iter().all(|byte| is_quote(*byte) || is_blank(*byte)) {
        return None;
    }
    let mut at = past(end.saturating_add(line));
    skip(bytes, &mut at, |byte| matches!(byte, b' ' | b'\t'));
    let (name, behind) = from(bytes, at).split_at_checked(6)?;
    if !name.eq_ignore_ascii_case(b"value:") || !behind.first().is_none_or(|byte| is_blank(*byte)) {
        return None;
    }
    at = at.saturating_add(name.len());
    skip(bytes, &mut at, |byte| matches!(byte, b' ' | b'\t'));
    let end = memchr::memchr2(b'\r', b'\n', from(bytes, at)).map_or(bytes.len(), |end| at.saturating_add(end));
    Some(at..end)
}
