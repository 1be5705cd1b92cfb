//! Where the value of a secret begins and ends.

use std::ops::Range;

use super::name::is_secret;

/// Masks a value. Line ends stay, and so do the quotes and escapes that hold it together.
pub(super) fn mask(value: &mut [u8]) {
    // A bare number stays one, so that the document around it still reads.
    let number =
        value.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let filler = if number { b'1' } else { b'*' };
    for byte in value {
        if !matches!(byte, b'\r' | b'\n') && (!number || byte.is_ascii_digit()) {
            *byte = filler;
        }
    }
}

/// The value after the name in `start..end`; `None` if the name is only mentioned.
pub(super) fn after(bytes: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let opened = before.filter(|byte| is_quote(*byte));
    let mut at = end;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    let closed = bytes.get(at).copied().is_some_and(is_quote);
    if closed {
        at += 1;
    } else {
        at -= slashes;
    }
    let blanks = skip(bytes, &mut at, is_blank);
    // `--password abc`
    if bytes[start..end].starts_with(b"--") && blanks > 0 && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return Some(word(bytes, at));
    }
    match bytes.get(at)? {
        // `PASSWORD 'abc'`, `PASSWORD('abc')`
        b'\'' if !closed => return Some(quoted(bytes, at + 1, b'\'', 0)),
        b'(' if !closed && bytes.get(at + 1) == Some(&b'\'') => return Some(quoted(bytes, at + 2, b'\'', 0)),
        b':' => at += 1,
        // The colon got lost. Two texts never follow each other in JSON.
        b'"' if closed && blanks > 0 => {}
        b'=' if bytes.get(at + 1) == Some(&b'>') => at += 2,
        b'=' => return Some(parameter(bytes, at + 1, blanks > 0)),
        // A header as HAR writes it: {"name": "X-Auth-Token", "value": "…"}
        b',' if closed => at = named_value(bytes, at + 1)?,
        // A header that lost its colon: "X-Auth-Token MIIF…"; nothing of "the X-Auth-Token header is missing".
        byte if at > end
            && byte.is_ascii_alphanumeric()
            && bytes[start..end].to_ascii_lowercase().ends_with(b"-token") =>
        {
            let value = word(bytes, at);
            let said = bytes.get(value.clone()).unwrap_or_default();
            return (said.len() >= 8 && said.iter().any(u8::is_ascii_digit)).then_some(value);
        }
        // "ak LTAI5tDv… not exist", as an API gateway says it
        byte if end - start == 2 && byte.is_ascii_alphanumeric() && at > end => {
            let value = word(bytes, at);
            return (value.len() >= 16).then_some(value);
        }
        _ => return None,
    }
    skip(bytes, &mut at, is_blank);
    let value = at;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied() {
        // "bad token:" says none: the quote ends the text.
        Some(b'"') if !closed && slashes == 0 && in_text(&bytes[..start]) => None,
        Some(quote) if is_quote(quote) && (closed || opened.is_none()) => {
            Some(quoted(bytes, at + 1, quote, slashes))
        }
        Some(b'[') if closed => Some(list(bytes, at)),
        Some(b'{') => Some(at..at + 1),
        // null, true and false say nothing; a number may.
        Some(byte) if closed && !byte.is_ascii_digit() && byte != b'-' => bare(bytes, value),
        _ if closed => Some(word(bytes, value)),
        _ => Some(line(bytes, value, opened, &bytes[start..end])),
    }
}

/// More than anybody writes about one secret.
const REACH: usize = 4096;

/// The texts in an object of a secret's name that say it: `"password": {"value": "…", "expires": "…"}`.
pub(super) fn inside(bytes: &[u8], open: usize) -> Vec<Range<usize>> {
    const SAY_IT: [&[u8]; 10] =
        [b"value", b"id", b"data", b"secret", b"key", b"text", b"content", b"plaintext", b"plain", b"raw"];
    let says_it = |name: &[u8]| SAY_IT.iter().any(|known| name.eq_ignore_ascii_case(known)) || is_secret(name);
    texts_of(bytes, open, REACH, says_it)
}

/// The text beside the one in `start..end`, which is a secret's name: `{"key": "password", "value": "…"}`, with the
/// members in any order.
pub(super) fn beside(bytes: &[u8], start: usize, end: usize) -> Vec<Range<usize>> {
    /// A pair has little else in it.
    const NEAR: usize = 512;
    let around = |byte: &u8| matches!(byte, b'{' | b'}');
    let mut before = bytes[..start].iter().rev().skip_while(|byte| is_quote(**byte) || **byte == b'\\');
    let mut behind = bytes[end..].iter().skip_while(|byte| is_quote(**byte) || **byte == b'\\');
    // As a value of some member; what follows is the next one, or the object's end.
    let is_value = before.find(|byte| !is_blank(**byte)) == Some(&b':')
        && behind.find(|byte| !is_blank(**byte)).is_some_and(|byte| matches!(byte, b',' | b'}'));
    if !is_value {
        return Vec::new();
    }
    let near = &bytes[start.saturating_sub(NEAR)..start];
    let Some(open) = near.iter().rposition(around).filter(|at| near[*at] == b'{') else { return Vec::new() };
    texts_of(bytes, start - near.len() + open, NEAR, |name| name.eq_ignore_ascii_case(b"value"))
}

/// The texts of those members of an object whose names are so.
fn texts_of(bytes: &[u8], open: usize, reach: usize, says_it: impl Fn(&[u8]) -> bool) -> Vec<Range<usize>> {
    let near = &bytes[..bytes.len().min(open + reach)];
    let mut values = Vec::new();
    let mut at = open + 1;
    while let Some(found) =
        near.get(at..).and_then(|rest| rest.iter().position(|byte| is_quote(*byte) || matches!(byte, b'{' | b'}')))
    {
        at += found;
        // What is nested has names of its own.
        let quote = near[at];
        if !is_quote(quote) {
            break;
        }
        // In a text of JSON, every quote has as many backslashes before it.
        let slashes = near[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        let name = quoted(near, at + 1, quote, slashes);
        let mut next = (name.end + slashes + 1).min(near.len());
        at = next;
        skip(near, &mut next, is_blank);
        match near.get(next) {
            Some(b':') => next += 1,
            // The colon got lost.
            Some(b'"' | b'\\') => {}
            _ => continue,
        }
        skip(near, &mut next, is_blank);
        let slashes = skip(near, &mut next, |byte| byte == b'\\');
        if let Some(quote) = near.get(next).copied().filter(|byte| is_quote(*byte)) {
            let value = quoted(bytes, next + 1, quote, slashes);
            at = value.end + slashes + 1;
            if says_it(&near[name]) {
                values.push(value);
            }
        }
    }
    values
}

/// `IDENTIFIED BY 'abc'`, `IDENTIFIED WITH plugin AS 'abc'`: the next text in quotes, if a word or two lead to it.
pub(super) fn identified_by(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let mut at = end;
    for _ in 0..4 {
        skip(bytes, &mut at, is_blank);
        let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
        if let Some(quote) = bytes.get(at).copied().filter(|byte| is_quote(*byte)) {
            // The end of the text that all of this stands in is no beginning.
            let opens = quote == b'\'' || slashes > 0;
            return opens.then(|| quoted(bytes, at + 1, quote, slashes));
        }
        if skip(bytes, &mut at, |byte| byte.is_ascii_alphanumeric() || byte == b'_') == 0 {
            return None;
        }
    }
    None
}

/// A value, and what follows it where a private key begins in it: a mask hides the heading that would tell.
pub(super) fn with_key(bytes: &[u8], value: Range<usize>) -> Range<usize> {
    const HEADING: &[u8] = b"KEY-----";
    let masked = bytes.get(value.clone()).unwrap_or_default();
    let key =
        memchr::memmem::rfind(masked, HEADING).map(|at| private_key(bytes, value.start + at + HEADING.len()));
    value.start..key.map_or(value.end, |key| key.end.max(value.end))
}

/// The lines of a private key in PEM, if the heading before them says so; nothing of a public one.
pub(super) fn private_key(bytes: &[u8], begin: usize) -> Range<usize> {
    let rest = &bytes[begin..];
    let begins = bytes[..begin].ends_with(b"PRIVATE KEY-----");
    let line = bytes[..begin].iter().rev().take(64).take_while(|byte| !matches!(byte, b'\n' | b'\r'));
    let mut words: Vec<u8> = line.copied().collect();
    words.reverse();
    if !begins || memchr::memmem::rfind(&words, b"-----BEGIN").is_none() {
        return begin..begin;
    }
    let end = memchr::memmem::find(rest, b"-----END")
        .unwrap_or_else(|| memchr::memchr(b'"', rest).unwrap_or(rest.len()));
    begin..begin + end
}

/// What stands before the host: `https://user:password@host`.
pub(super) fn user_information(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let authority = bytes.get(at..)?;
    let end = authority
        .iter()
        .take(1024)
        .position(|byte| {
            matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>') || byte.is_ascii_whitespace()
        })
        .unwrap_or(authority.len().min(1024));
    let sign = memchr::memrchr(b'@', &authority[..end])?;
    Some(at..at + sign)
}

/// Up to the closing quote, which has as many backslashes before it as the opening one; to the end
/// if it was cut off.
fn quoted(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> Range<usize> {
    let mut at = start;
    while let Some(found) = memchr::memchr(quote, &bytes[at..]) {
        let close = at + found;
        let before = bytes[start..close].iter().rev().take_while(|byte| **byte == b'\\').count();
        if before <= slashes && (before == slashes || slashes == 0 || before % 2 == slashes % 2) {
            return start..close - before;
        }
        // An even number of backslashes are backslashes, and the quote ends the text.
        if slashes == 0 && before.is_multiple_of(2) {
            return start..close;
        }
        at = close + 1;
    }
    start..bytes.len()
}

/// All texts of a list.
fn list(bytes: &[u8], start: usize) -> Range<usize> {
    let closed = memchr::memchr2(b']', b'}', &bytes[start..]).map(|end| start + end);
    let end = closed.unwrap_or(bytes.len());
    let inside = &bytes[start..end];
    let first = memchr::memchr2(b'"', b'\'', inside);
    // Where it was cut off, the last quote can be one that opens.
    let last = first.filter(|_| closed.is_some()).and_then(|first| memchr::memrchr(inside[first], inside));
    match (first, last) {
        (Some(first), Some(last)) if first < last => start + first + 1..start + last,
        (Some(first), _) => start + first + 1..end,
        _ => start..start,
    }
}

fn bare(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let value = word(bytes, start);
    let literal = [&b"null"[..], b"true", b"false"].contains(&&bytes[value.clone()]);
    (!literal).then_some(value)
}

/// One word of a URL, a list of parameters or a text.
fn word(bytes: &[u8], mut start: usize) -> Range<usize> {
    if let Some(quote) = bytes.get(start).copied().filter(|byte| is_quote(*byte)) {
        start += 1;
        return quoted(bytes, start, quote, 0);
    }
    let ends = |byte: &u8| {
        matches!(byte, b'&' | b'"' | b'\'' | b'\\' | b',' | b';' | b')' | b'}' | b']' | b'|' | b'<')
            || byte.is_ascii_whitespace()
    };
    let length = bytes[start..].iter().position(ends).unwrap_or(bytes.len() - start);
    start..start + length
}

/// What a parameter is set to: `password=abc`, `password="abc def"`, in a JSON text `password=\"abc\"`; and
/// `password = abc`, where the blank before the sign says that what is behind the other one is meant.
fn parameter(bytes: &[u8], mut start: usize, spaced: bool) -> Range<usize> {
    let mut at = start;
    let blanks = skip(bytes, &mut at, |byte| matches!(byte, b' ' | b'\t'));
    if spaced || blanks > 0 && bytes.get(at).copied().is_some_and(is_quote) {
        start = at;
    }
    at = start;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied().filter(|byte| slashes > 0 && is_quote(*byte)) {
        Some(quote) => quoted(bytes, at + 1, quote, slashes),
        // "the password=" says none: the quote ends the text.
        None if bytes.get(at) == Some(&b'"') && in_text(&bytes[..start]) => start..start,
        None => word(bytes, start),
    }
}

/// A header's value: to the end of the line and of the lines that continue it; in quotes, as after
/// curl's `-H` or anywhere in a text of JSON, up to their end. After a short word, such as `ak:`, one word.
fn line(bytes: &[u8], start: usize, opened: Option<u8>, name: &[u8]) -> Range<usize> {
    if name.len() <= 6 && !name.eq_ignore_ascii_case(b"cookie") {
        return word(bytes, start);
    }
    if let Some(quote) = opened {
        return quoted(bytes, start, quote, 0);
    }
    if in_text(&bytes[..start]) {
        // "request with Authorization: Basic abc was refused": the document around it has to stay one.
        return quoted(bytes, start, b'"', 0);
    }
    let mut at = start;
    loop {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        let mut next = end;
        if bytes.get(next) == Some(&b'\r') {
            next += 1;
        }
        if bytes.get(next) == Some(&b'\n') {
            next += 1;
        }
        // Markers of `curl -v` come before the blank that folds.
        let folded = match bytes.get(next..) {
            Some([b' ' | b'\t', after, ..]) => !matches!(after, b'\r' | b'\n'),
            Some([b'<' | b'>', b' ', b' ' | b'\t', ..]) => true,
            _ => false,
        };
        if next == end || !folded {
            return start..end;
        }
        at = next;
    }
}

/// Whether what ends here is inside of a JSON text: whether the last quote before it opened one.
fn in_text(before: &[u8]) -> bool {
    /// As far as a text can reach back; further than any message of an error.
    const REACH: usize = 4096;
    let near = &before[before.len().saturating_sub(REACH)..];
    let line = &near[memchr::memrchr2(b'\n', b'\r', near).map_or(0, |end| end + 1)..];
    let quotes = memchr::memrchr_iter(b'"', line).find(|at| !line[..*at].ends_with(b"\\"));
    let opening = quotes.and_then(|at| line[..at].iter().rev().find(|byte| !is_blank(**byte)));
    opening.is_some_and(|byte| matches!(byte, b':' | b',' | b'[' | b'{'))
}

/// Past `"value":`, which follows a name in a list of headers.
fn named_value(bytes: &[u8], mut at: usize) -> Option<usize> {
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    at += bytes.get(at..at + 5).filter(|name| name.eq_ignore_ascii_case(b"value")).map(<[u8]>::len)?;
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    (bytes.get(at) == Some(&b':')).then_some(at + 1)
}

fn skip(bytes: &[u8], at: &mut usize, of: impl Fn(u8) -> bool) -> usize {
    let count = bytes[*at..].iter().take_while(|byte| of(**byte)).count();
    *at += count;
    count
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
