//! Where the value of a secret begins and ends.

use std::ops::Range;

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
    skip(bytes, &mut at, is_blank);
    match bytes.get(at)? {
        b':' => at += 1,
        b'=' if bytes.get(at + 1) == Some(&b'>') => at += 2,
        b'=' => return Some(parameter(bytes, at + 1)),
        // A header as HAR writes it: {"name": "X-Auth-Token", "value": "…"}
        b',' if closed => at = named_value(bytes, at + 1)?,
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
        Some(quote) if is_quote(quote) && (closed || opened.is_none()) => {
            Some(quoted(bytes, at + 1, quote, slashes))
        }
        Some(b'[') if closed => Some(list(bytes, at)),
        Some(b'{') => None,
        // null, true and false say nothing; a number may.
        Some(byte) if closed && !byte.is_ascii_digit() && byte != b'-' => bare(bytes, value),
        _ if closed => Some(word(bytes, value)),
        _ => Some(line(bytes, value, opened, &bytes[start..end])),
    }
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
    let end = memchr::memchr2(b']', b'}', &bytes[start..]).map_or(bytes.len(), |end| start + end);
    let inside = &bytes[start..end];
    match (memchr::memchr(b'"', inside), memchr::memrchr(b'"', inside)) {
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

/// What a parameter is set to: `password=abc`, `password="abc def"`, and in a JSON text `password=\"abc\"`.
fn parameter(bytes: &[u8], start: usize) -> Range<usize> {
    let mut at = start;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied().filter(|byte| slashes > 0 && is_quote(*byte)) {
        Some(quote) => quoted(bytes, at + 1, quote, slashes),
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
    at += bytes.get(at..)?.strip_prefix(b"value").map(|_| 5)?;
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
