//! Where the value of a secret begins and ends.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{blanks, from, is_blank, is_quote, past, skip, smart_quote, to, trailing_backslashes};
use super::members::{named_value, neighbour};
use super::{markup, statement};

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
    let name = bytes.get(start..end)?;
    let opened = to(bytes, start).last().copied().filter(|byte| is_quote(*byte));
    let mut at = end;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    let mut closed = bytes.get(at).copied().is_some_and(is_quote);
    let mut smart = false;
    // A name in quotes of its own, and no text of JSON that ends here.
    let plain = slashes == 0 && opened == Some(b'"') && bytes.get(at) == Some(&b'"');
    if closed {
        at = past(at);
    } else if let Some(length) = smart_quote(bytes, at) {
        (smart, at) = (true, at.saturating_add(length));
    } else if !matches!(bytes.get(at), Some(b'=' | b':')) {
        // In shells, and in texts of texts, a sign may have a backslash: `?token\=abc`
        at = at.saturating_sub(slashes);
        // A padded name: {"password ": "abc"}
        if let Some(padded) = opened.and_then(|quote| past_padding(bytes, at, quote)) {
            (closed, at) = (true, padded);
        }
    }
    let spaces = blanks(bytes, &mut at);
    if name.starts_with(b"--") && spaces > 0 {
        return argument(bytes, at);
    }
    if let Some(value) = markup::element(bytes, start, end) {
        return Some(value);
    }
    if !closed && let Some(value) = statement::password(bytes, at, name) {
        return Some(value);
    }
    match bytes.get(at)? {
        b':' => at = past(at),
        // The colon got lost. Two texts never follow each other in JSON.
        b'"' if plain && spaces > 0 && !is_value(bytes, start) => {}
        b'=' if bytes.get(past(at)) == Some(&b'>') => at = past(past(at)),
        b'=' => return Some(parameter(bytes, past(at), spaces > 0)),
        // A header as HAR writes it: {"name": "X-Auth-Token", "value": "…"}
        b',' if closed => match named_value(bytes, past(at)) {
            Some(value) => at = value,
            None => return neighbour(bytes, start, past(at)),
        },
        // <property name="password" value="abc"/>, <property name="password">abc</property>
        b'v' | b'V' if closed && markup::is_named(bytes, start) => {
            return Some(parameter(bytes, markup::attribute(bytes, at)?, false));
        }
        b'>' if closed && markup::is_named(bytes, start) => return markup::content(bytes, past(at)),
        // A header that lost its colon: "X-Auth-Token MIIF…"; nothing of "the X-Auth-Token header is missing".
        byte if at > end && byte.is_ascii_alphanumeric() && name.to_ascii_lowercase().ends_with(b"-token") => {
            let value = word(bytes, at);
            let said = bytes.get(value.clone()).unwrap_or_default();
            return (said.len() >= 8 && said.iter().any(u8::is_ascii_digit)).then_some(value);
        }
        // "ak LTAI5tDv… not exist", as an API gateway says it
        byte if name.len() == 2 && byte.is_ascii_alphanumeric() && at > end => {
            let value = word(bytes, at);
            return (value.len() >= 16).then_some(value);
        }
        _ => return None,
    }
    blanks(bytes, &mut at);
    // What is repaired isn't read yet: {"password": /* of the admin */ "abc"}
    if let Some(comment) = from(bytes, at).strip_prefix(b"/*")
        && let Some(length) = memchr::memmem::find(to(comment, NEAR), b"*/")
    {
        at = at.saturating_add(length).saturating_add(4);
        skip(bytes, &mut at, is_blank);
    }
    if let Some(length) = smart_quote(bytes, at) {
        return Some(smart_text(bytes, at.saturating_add(length)));
    }
    // Python's: {'password': b'abc'}
    if let Some([b'b' | b'B' | b'u' | b'r', b'\'', ..]) = bytes.get(at..) {
        at = past(at);
    }
    let value = at;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied() {
        // "bad token:" says none: the quote ends the text.
        Some(b'"') if !closed && slashes.is_multiple_of(2) && in_text(to(bytes, start)) => None,
        Some(quote) if is_quote(quote) && (closed || smart || opened.is_none() || !slashes.is_multiple_of(2)) => {
            Some(quoted(bytes, past(at), quote, slashes))
        }
        Some(b'[') if closed => {
            let mut first = past(at);
            skip(bytes, &mut first, is_blank);
            // A list of objects is gone through as one of them is.
            let is_object = bytes.get(first) == Some(&b'{');
            Some(if is_object { first..past(first) } else { list(bytes, at) })
        }
        Some(b'{') => Some(at..past(at)),
        // null, true and false say nothing; a number may.
        Some(byte) if closed && !byte.is_ascii_digit() && byte != b'-' => bare(bytes, value),
        _ if closed || smart => Some(word(bytes, value)),
        _ => Some(line(bytes, value, opened, name)),
    }
}

/// Whether what begins there is the value of a member, and not its name.
fn is_value(bytes: &[u8], start: usize) -> bool {
    let before = to(bytes, start).iter().rev();
    before.skip_while(|byte| is_quote(**byte)).find(|byte| !is_blank(**byte)) == Some(&b':')
}

/// As far as anything is looked for that nobody writes at length.
const NEAR: usize = 256;

/// What a command is given: `--password abc`.
fn argument(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let mut value = at;
    let slashes = skip(bytes, &mut value, |byte| byte == b'\\');
    match bytes.get(value).copied()? {
        quote if is_quote(quote) => {
            // "without --password " has none: the quote ends the text.
            let ends = quote == b'"' && slashes.is_multiple_of(2) && in_text(to(bytes, at));
            (!ends).then(|| quoted(bytes, past(value), quote, slashes))
        }
        byte => {
            let is_word = byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'!' | b'$' | b'%' | b'^' | b'~');
            (slashes == 0 && is_word).then(|| word(bytes, at))
        }
    }
}

/// Up to the next quote of the kind that word processors make of plain ones, or where any text ends.
fn smart_text(bytes: &[u8], start: usize) -> Range<usize> {
    let end = (start..bytes.len())
        .find(|at| smart_quote(bytes, *at).is_some() || matches!(bytes.get(*at), Some(b'"' | b'\n' | b'\r')));
    start..end.unwrap_or(bytes.len())
}

/// Past the blanks in a name and its closing quote, if a colon follows.
fn past_padding(bytes: &[u8], end: usize, quote: u8) -> Option<usize> {
    let mut at = end;
    if skip(bytes, &mut at, is_blank) == 0 || bytes.get(at) != Some(&quote) {
        return None;
    }
    let (closed, mut colon) = (past(at), past(at));
    skip(bytes, &mut colon, is_blank);
    (bytes.get(colon) == Some(&b':')).then_some(closed)
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
    let sign = memchr::memrchr(b'@', to(authority, end))?;
    Some(at..at.saturating_add(sign))
}

/// Up to the closing quote, which has as many backslashes before it as the opening one; to the end if it was cut off.
/// It never goes on behind the text of JSON that it stands in: what holds the document together isn't masked.
pub(super) fn quoted(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> Range<usize> {
    let in_text = quote == b'\'' && in_text(to(bytes, start.saturating_sub(1)));
    let mut at = start;
    loop {
        let rest = from(bytes, at);
        let found = if in_text { memchr::memchr2(quote, b'"', rest) } else { memchr::memchr(quote, rest) };
        let Some(found) = found else {
            // SQL and shells alone have these, a line each.
            let line = if quote == b'\'' { memchr::memchr2(b'\n', b'\r', from(bytes, start)) } else { None };
            return start..line.map_or(bytes.len(), |line| start.saturating_add(line));
        };
        let close = at.saturating_add(found);
        let before = trailing_backslashes(from(to(bytes, close), start));
        // An even number of backslashes are backslashes, and the quote ends the text. One with fewer of them ends
        // the text around this one.
        let is_outer = bytes.get(close) != Some(&quote);
        // SQL's way to have one in a text: 'it''s'
        if quote == b'\'' && slashes == 0 && close > start && bytes.get(past(close)) == Some(&quote) {
            at = past(past(close));
            continue;
        }
        if before.is_multiple_of(2) || !is_outer && before <= slashes {
            return start..if slashes == 0 && !is_outer { close } else { close.saturating_sub(before) };
        }
        at = past(close);
    }
}

/// All texts of a list.
fn list(bytes: &[u8], start: usize) -> Range<usize> {
    let rest = from(bytes, start);
    let closed = memchr::memchr2(b']', b'}', rest);
    let inside = to(rest, closed.unwrap_or(rest.len()));
    let first = inside.iter().copied().enumerate().find(|(_, byte)| matches!(byte, b'"' | b'\''));
    // Where it was cut off, the last quote can be one that opens.
    let last = first.filter(|_| closed.is_some()).and_then(|(_, quote)| memchr::memrchr(quote, inside));
    let place = |at: usize| start.saturating_add(at);
    match (first, last) {
        (Some((first, _)), Some(last)) if first < last => {
            // In a text of JSON the quote has backslashes.
            place(past(first))..place(last.saturating_sub(trailing_backslashes(to(inside, last))))
        }
        (Some((first, _)), _) => place(past(first))..place(inside.len()),
        _ => start..start,
    }
}

fn bare(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let value = word(bytes, start);
    let literal = matches!(bytes.get(value.clone())?, b"null" | b"true" | b"false");
    (!literal).then_some(value)
}

/// One word of a URL, a list of parameters or a text.
pub(super) fn word(bytes: &[u8], start: usize) -> Range<usize> {
    if let Some(quote) = bytes.get(start).copied().filter(|byte| is_quote(*byte)) {
        return quoted(bytes, past(start), quote, 0);
    }
    let ends = |byte: &u8| {
        matches!(byte, b'&' | b'"' | b'\'' | b'\\' | b',' | b';' | b')' | b'}' | b']' | b'|' | b'<')
            || byte.is_ascii_whitespace()
    };
    let rest = from(bytes, start);
    let mut at = 0usize;
    while let Some(end) = rest.get(at..).and_then(|rest| rest.iter().position(ends)) {
        at = at.saturating_add(end);
        // PHP writes a solidus so.
        if !from(rest, at).starts_with(br"\/") {
            return start..start.saturating_add(at);
        }
        at = at.saturating_add(2);
    }
    start..bytes.len()
}

/// What a parameter is set to: `password=abc`, `password="abc def"`, in a JSON text `password=\"abc\"`; and
/// `password = abc`, where the blank before the sign says that what is behind the other one is meant.
fn parameter(bytes: &[u8], mut start: usize, spaced: bool) -> Range<usize> {
    let mut at = start;
    let mut blanks = skip(bytes, &mut at, |byte| matches!(byte, b' ' | b'\t'));
    while from(bytes, at).starts_with(br"\t") {
        at = at.saturating_add(2);
        blanks = past(blanks);
    }
    if spaced || blanks > 0 && bytes.get(at).copied().is_some_and(is_quote) {
        start = at;
    }
    at = start;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied().filter(|byte| !slashes.is_multiple_of(2) && is_quote(*byte)) {
        Some(quote) => quoted(bytes, past(at), quote, slashes),
        // PASSWORD = N'abc'
        None if statement::is_prefixed(from(bytes, at)) => quoted(bytes, past(past(at)), b'\'', 0),
        // "the password=" says none: the quote ends the text.
        None if bytes.get(at) == Some(&b'"') && in_text(to(bytes, start)) => start..start,
        // Java's: {Authorization=[Bearer abc], …}
        None if bytes.get(at) == Some(&b'[') => {
            let ends = |byte: &u8| matches!(byte, b']' | b'"' | b'\n' | b'\r');
            let rest = from(bytes, at);
            past(at)..at.saturating_add(rest.iter().position(ends).unwrap_or(rest.len()))
        }
        None => {
            let scheme = word(bytes, start);
            let said = bytes.get(scheme.clone()).unwrap_or_default();
            let is_scheme = [&b"basic"[..], b"bearer", b"digest"].iter().any(|one| said.eq_ignore_ascii_case(one));
            // Authorization=Basic abc
            if is_scheme && bytes.get(scheme.end) == Some(&b' ') {
                start..word(bytes, past(scheme.end)).end
            } else {
                scheme
            }
        }
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
    if in_text(to(bytes, start)) {
        // "request with Authorization: Basic abc was refused": the document around it has to stay one.
        return quoted(bytes, start, b'"', 0);
    }
    let mut at = start;
    loop {
        let end = memchr::memchr2(b'\n', b'\r', from(bytes, at)).map_or(bytes.len(), |end| at.saturating_add(end));
        let mut next = end;
        if bytes.get(next) == Some(&b'\r') {
            next = past(next);
        }
        if bytes.get(next) == Some(&b'\n') {
            next = past(next);
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
pub(super) fn in_text(before: &[u8]) -> bool {
    /// As far as a text can reach back; further than any message of an error.
    const REACH: usize = 16 << 10;
    /// So many quotes with backslashes stand nowhere else.
    const MOST_ESCAPED: usize = 256;
    let near = from(before, before.len().saturating_sub(REACH));
    let line = from(near, memchr::memrchr2(b'\n', b'\r', near).map_or(0, past));
    let mut escaped = 0usize;
    let mut quotes = memchr::memrchr_iter(b'"', line).map(|at| to(line, at)).take(MOST_ESCAPED);
    let unescaped = quotes.find(|before| {
        escaped = past(escaped);
        !before.ends_with(b"\\")
    });
    let Some(before) = unescaped else {
        // So long a line without a quote is within one.
        return escaped == MOST_ESCAPED || line.len() == REACH;
    };
    let opening = before.iter().rev().find(|byte| !is_blank(**byte));
    // What a line begins with opens, too.
    opening.is_none_or(|byte| matches!(byte, b':' | b',' | b'[' | b'{'))
}
