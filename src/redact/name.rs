//! Names of secrets, and where their values begin.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::{around, key, members, statement, value};

/// The longest name that is looked at. Longer runs of letters are no names.
pub(super) const LONGEST: usize = 128;

/// What a clue led to.
#[derive(Debug, Default)]
pub(super) struct Led {
    /// The values to mask; none, if the clue is no part of a secret's name, nor of user information in a URL.
    pub(super) values: Vec<Range<usize>>,
    /// Behind the name: up to here nothing needs to be looked at again.
    pub(super) next: usize,
}

impl Led {
    fn nowhere(next: usize) -> Self {
        Led { values: Vec::new(), next }
    }

    /// To one value, if there is one, or nowhere.
    fn to(value: Option<Range<usize>>, next: usize) -> Self {
        Led { values: value.into_iter().collect(), next }
    }
}

/// The values of the name of which the clue at this byte is a part.
pub(super) fn values_of(bytes: &[u8], at: usize) -> Led {
    let Some((before, ahead)) = bytes.split_at_checked(at) else { return Led::nowhere(bytes.len()) };
    let next = at.saturating_add(1);
    match ahead {
        [b':', b'/', b'/', ..] => return Led::to(value::user_information(bytes, next.saturating_add(2)), next),
        [b'\\', ..] => return escaped_name(bytes, at),
        [b':', ..] => return Led::nowhere(next),
        _ => {}
    }
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let start = at.saturating_sub(before.iter().rev().take(LONGEST).take_while(part).count());
    let end = at.saturating_add(ahead.iter().take(LONGEST).take_while(part).count());
    let name = bytes.get(start..end).unwrap_or_default();
    if name.eq_ignore_ascii_case(b"identified") {
        return Led { values: statement::identified(bytes, end), next: end };
    }
    if let Some(behind) = name.strip_prefix(b"KEY-----") {
        let begin = end.saturating_sub(behind.len());
        return Led::to(Some(key::private_key(bytes, begin)), begin);
    }
    // The letter of an escape belongs to no name: "see\nsk: abc"
    match (before.get(..start), name) {
        (Some([.., b'\\']), [b'n' | b't' | b'r', rest @ ..]) if !is_secret(name) => {
            values(bytes, start.saturating_add(1), end, rest)
        }
        _ => values(bytes, start, end, name),
    }
}

fn values(bytes: &[u8], start: usize, end: usize, name: &[u8]) -> Led {
    if !is_secret(name) {
        return Led::nowhere(end);
    }
    let values = match value::after(bytes, start, end) {
        // An object, and not a text that says no more: "Unexpected token: '{'"
        Some(value)
            if bytes.get(value.start) == Some(&b'{') && value.len() == 1 && !is_quoted(bytes, value.start) =>
        {
            let (values, next) = members::inside(bytes, value.start, name);
            return Led { values, next: next.max(end) };
        }
        Some(value) => {
            let replaced = statement::replaced(bytes, value.end);
            [Some(key::with_key(bytes, value)), replaced].into_iter().flatten().collect()
        }
        None => members::beside(bytes, start, end),
    };
    Led { values, next: end }
}

fn is_quoted(bytes: &[u8], at: usize) -> bool {
    around::to(bytes, at).last().copied().is_some_and(around::is_quote)
}

/// A member's name with escapes, such as `"pass\u0077ord"`.
fn escaped_name(bytes: &[u8], at: usize) -> Led {
    let Some((before, behind)) = bytes.split_at_checked(at) else { return Led::nowhere(bytes.len()) };
    // Past this run of escapes and no further: a quote far behind it may be another text's, and what stands
    // between them a header.
    let is_escape =
        |six: &&[u8]| matches!(six, [b'\\', b'u', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit));
    let escapes = behind.chunks(6).take(LONGEST / 6).take_while(is_escape).count();
    let past = at.saturating_add(escapes.saturating_mul(6).max(2)).min(bytes.len());
    // No name goes on in another line: a header that stands there is none of its letters.
    let in_line = |byte: &&u8| !matches!(byte, b'\n' | b'\r');
    let ahead = behind.iter().take(LONGEST).take_while(in_line).position(|byte| *byte == b'"');
    let back = before.iter().rev().take(LONGEST).take_while(in_line).position(|byte| *byte == b'"');
    let (Some(ahead), Some(back)) = (ahead, back) else { return Led::nowhere(past) };
    let (start, end) = (at.saturating_sub(back), at.saturating_add(ahead));
    let mut name = Vec::new();
    let mut rest = bytes.get(start..end).unwrap_or_default();
    while let Some((first, others)) = rest.split_first() {
        let digits = others.strip_prefix(b"u").and_then(|others| others.split_first_chunk::<4>());
        let code = digits.filter(|_| *first == b'\\').and_then(|(digits, others)| {
            let digits = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, others))
        });
        let (letter, others) = code.unwrap_or((*first, others));
        name.push(letter);
        rest = others;
    }
    // The rest of the name is looked at, too: a header may stand in it.
    Led { next: past, ..values(bytes, start, end, &name) }
}

/// Whether what is called so authenticates somebody.
pub(super) fn is_secret(name: &[u8]) -> bool {
    // What is longer is no name.
    let mut plain = [0u8; LONGEST * 2];
    if name.len() > plain.len() {
        return false;
    }
    let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let length = plain.iter_mut().zip(letters).map(|(to, byte)| *to = byte.to_ascii_lowercase()).count();
    let plain = plain.get(..length).unwrap_or_default();
    // By the first letter, which most don't begin with: searching for each would take longer.
    let begins =
        |text: &[u8], part: &str| text.first() == part.as_bytes().first() && text.starts_with(part.as_bytes());
    let holds = |part: &str| plain.windows(part.len()).any(|text| begins(text, part));
    // How many there are, or how long they last, lets nobody in; a header's value in the name isn't its end.
    if !name.contains(&b':')
        && [
            "count", "limit", "ttl", "size", "length", "lifetime", "bucket", "version", "policy", "expiry",
            "expires",
        ]
        .iter()
        .chain(&["expiration", "expiresat", "expiredat", "createdat", "updatedat", "enabled", "tokenizer"])
        .any(|end| plain.ends_with(end.as_bytes()))
    {
        return false;
    }
    let whole = ["ak", "sk", "access", "pass", "auth"].iter().any(|word| plain == word.as_bytes());
    // `obs_ak`, `user-sk`, `userAk`; but `task`
    let part = |part: &[u8]| part.eq_ignore_ascii_case(b"ak") || part.eq_ignore_ascii_case(b"sk");
    let camel = |name: &[u8]| matches!(name, [.., b'a'..=b'z', b'A' | b'S', b'k' | b'K']);
    whole
        || camel(name)
        || name.split(|byte| !byte.is_ascii_alphanumeric()).any(part)
        || ["token", "secret", "password", "passwd", "pwd", "adminpass", "userpass", "authorization"]
            .iter()
            .any(|part| holds(part))
        || ["cookie", "signature", "credential", "passphrase", "passcode"].iter().any(|part| holds(part))
        || ["accesskey", "privatekey", "apikey", "authkey", "encryptionkey", "masterkey", "sshkey"]
            .iter()
            .any(|part| holds(part))
}
