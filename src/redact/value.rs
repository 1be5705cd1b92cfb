//! Where the value of a secret begins and ends.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

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
    let name = bytes.get(start..end)?;
    let opened = to(bytes, start).last().copied().filter(|byte| is_quote(*byte));
    let mut at = end;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    let mut closed = bytes.get(at).copied().is_some_and(is_quote);
    if closed {
        at = past(at);
    } else {
        at = at.saturating_sub(slashes);
        // A padded name: {"password ": "abc"}
        if let Some(padded) = opened.and_then(|quote| past_padding(bytes, at, quote)) {
            (closed, at) = (true, padded);
        }
    }
    let blanks = skip(bytes, &mut at, is_blank);
    // `--password abc`
    if name.starts_with(b"--") && blanks > 0 && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return Some(word(bytes, at));
    }
    match bytes.get(at)? {
        // `PASSWORD 'abc'`, `PASSWORD('abc')`
        b'\'' if !closed => return Some(quoted(bytes, past(at), b'\'', 0)),
        b'(' if !closed && bytes.get(past(at)) == Some(&b'\'') => {
            return Some(quoted(bytes, past(past(at)), b'\'', 0));
        }
        b':' => at = past(at),
        // The colon got lost. Two texts never follow each other in JSON.
        b'"' if closed && blanks > 0 => {}
        b'=' if bytes.get(past(at)) == Some(&b'>') => at = past(past(at)),
        b'=' => return Some(parameter(bytes, past(at), blanks > 0)),
        // A header as HAR writes it: {"name": "X-Auth-Token", "value": "…"}
        b',' if closed => at = named_value(bytes, past(at))?,
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
    skip(bytes, &mut at, is_blank);
    // Python's: {'password': b'abc'}
    if let Some([b'b' | b'B' | b'u' | b'r', b'\'', ..]) = bytes.get(at..) {
        at = past(at);
    }
    let value = at;
    let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
    match bytes.get(at).copied() {
        // "bad token:" says none: the quote ends the text.
        Some(b'"') if !closed && slashes.is_multiple_of(2) && in_text(to(bytes, start)) => None,
        Some(quote) if is_quote(quote) && (closed || opened.is_none()) => {
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
        _ if closed => Some(word(bytes, value)),
        _ => Some(line(bytes, value, opened, name)),
    }
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

/// More than anybody writes about one secret.
const REACH: usize = 4096;

/// The texts in an object of a secret's name that say it: `"password": {"value": "…", "expires": "…"}`.
pub(super) fn inside(bytes: &[u8], open: usize) -> Vec<Range<usize>> {
    const SAY_IT: [&[u8]; 10] =
        [b"value", b"id", b"data", b"secret", b"key", b"text", b"content", b"plaintext", b"plain", b"raw"];
    let says_it = |name: &[u8]| SAY_IT.iter().any(|known| name.eq_ignore_ascii_case(known)) || is_secret(name);
    texts_of(bytes, open, REACH, says_it, true)
}

/// The text beside the one in `start..end`, which is a secret's name: `{"key": "password", "value": "…"}`, with the
/// members in any order.
pub(super) fn beside(bytes: &[u8], start: usize, end: usize) -> Vec<Range<usize>> {
    /// A pair has little else in it.
    const NEAR: usize = 512;
    let is_around = |byte: &u8| matches!(byte, b'{' | b'}');
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
    texts_of(bytes, first.saturating_add(open), NEAR, |name| name.eq_ignore_ascii_case(b"value"), false)
}

/// The texts of those members of an object whose names are so; and of the objects behind it in a list, if they are
/// asked for.
fn texts_of(
    bytes: &[u8],
    open: usize,
    reach: usize,
    says_it: impl Fn(&[u8]) -> bool,
    listed: bool,
) -> Vec<Range<usize>> {
    let near = to(bytes, open.saturating_add(reach));
    let mut values = Vec::new();
    let mut at = past(open);
    let is_mark = |byte: &u8| is_quote(*byte) || matches!(byte, b'{' | b'}');
    while let Some(found) = near.get(at..).and_then(|rest| rest.iter().position(is_mark)) {
        at = at.saturating_add(found);
        let Some(quote) = near.get(at).copied().filter(|byte| is_quote(*byte)) else {
            // What is nested has names of its own; the next object of a list has these.
            let rest = near.get(at..).filter(|_| listed);
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
            _ => continue,
        }
        skip(near, &mut next, is_blank);
        let slashes = skip(near, &mut next, |byte| byte == b'\\');
        if let Some(quote) = near.get(next).copied().filter(|byte| is_quote(*byte)) {
            let value = quoted(bytes, past(next), quote, slashes);
            at = past(value.end.saturating_add(slashes));
            if says_it(near.get(name).unwrap_or_default()) {
                values.push(value);
            }
        }
    }
    values
}

/// `IDENTIFIED BY 'abc'`, `IDENTIFIED WITH plugin AS 'abc'`: the next text in quotes, if a word or two lead to it.
pub(super) fn identified_by(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let mut at = end;
    let mut last: &[u8] = b"";
    for _ in 0..5 {
        skip(bytes, &mut at, is_blank);
        let slashes = skip(bytes, &mut at, |byte| byte == b'\\');
        if let Some(quote) = bytes.get(at).copied().filter(|byte| is_quote(*byte)) {
            // The end of the text that all of this stands in is no beginning.
            let opens = quote == b'\'' || slashes > 0;
            let value = opens.then(|| quoted(bytes, past(at), quote, slashes))?;
            if !last.eq_ignore_ascii_case(b"with") {
                return Some(value);
            }
            // The plugin, as SHOW CREATE USER prints it: IDENTIFIED WITH 'caching_sha2_password' AS '…'
            at = past(value.end.saturating_add(slashes));
            last = b"";
            continue;
        }
        let begin = at;
        if skip(bytes, &mut at, |byte| byte.is_ascii_alphanumeric() || byte == b'_') == 0 {
            return None;
        }
        last = bytes.get(begin..at).unwrap_or_default();
    }
    None
}

/// A value, and what follows it where a private key begins in it: a mask hides the heading that would tell.
pub(super) fn with_key(bytes: &[u8], value: Range<usize>) -> Range<usize> {
    const HEADING: &[u8] = b"KEY-----";
    let masked = bytes.get(value.clone()).unwrap_or_default();
    let begin = memchr::memmem::rfind(masked, HEADING)
        .map(|at| value.start.saturating_add(at).saturating_add(HEADING.len()));
    let key = begin.map(|begin| private_key(bytes, begin));
    value.start..key.map_or(value.end, |key| key.end.max(value.end))
}

/// The lines of a private key in PEM, if the heading before them says so; nothing of a public one.
pub(super) fn private_key(bytes: &[u8], begin: usize) -> Range<usize> {
    /// Longer than any key. Each of many headings without an end would have all of the rest searched for one.
    const LONGEST_KEY: usize = 16 << 10;
    let (before, rest) = (to(bytes, begin), from(bytes, begin));
    let begins = before.ends_with(b"PRIVATE KEY-----");
    let line = before.iter().rev().take(64).take_while(|byte| !matches!(byte, b'\n' | b'\r'));
    let mut words: Vec<u8> = line.copied().collect();
    words.reverse();
    if !begins || memchr::memmem::rfind(&words, b"-----BEGIN").is_none() {
        return begin..begin;
    }
    let end = memchr::memmem::find(to(rest, LONGEST_KEY), b"-----END")
        .unwrap_or_else(|| memchr::memchr(b'"', rest).unwrap_or(rest.len()));
    begin..begin.saturating_add(end)
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
fn quoted(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> Range<usize> {
    let in_text = quote == b'\'' && in_text(to(bytes, start.saturating_sub(1)));
    let mut at = start;
    loop {
        let rest = from(bytes, at);
        let found = if in_text { memchr::memchr2(quote, b'"', rest) } else { memchr::memchr(quote, rest) };
        let Some(found) = found else { return start..bytes.len() };
        let close = at.saturating_add(found);
        let before = trailing_backslashes(from(to(bytes, close), start));
        // An even number of backslashes are backslashes, and the quote ends the text. One with fewer of them ends
        // the text around this one.
        let is_outer = bytes.get(close) != Some(&quote);
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
fn word(bytes: &[u8], start: usize) -> Range<usize> {
    if let Some(quote) = bytes.get(start).copied().filter(|byte| is_quote(*byte)) {
        return quoted(bytes, past(start), quote, 0);
    }
    let ends = |byte: &u8| {
        matches!(byte, b'&' | b'"' | b'\'' | b'\\' | b',' | b';' | b')' | b'}' | b']' | b'|' | b'<')
            || byte.is_ascii_whitespace()
    };
    let rest = from(bytes, start);
    start..start.saturating_add(rest.iter().position(ends).unwrap_or(rest.len()))
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
    match bytes.get(at).copied().filter(|byte| !slashes.is_multiple_of(2) && is_quote(*byte)) {
        Some(quote) => quoted(bytes, past(at), quote, slashes),
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
fn in_text(before: &[u8]) -> bool {
    /// As far as a text can reach back; further than any message of an error.
    const REACH: usize = 16 << 10;
    let near = from(before, before.len().saturating_sub(REACH));
    let line = from(near, memchr::memrchr2(b'\n', b'\r', near).map_or(0, past));
    let mut quotes = memchr::memrchr_iter(b'"', line).map(|at| to(line, at));
    let Some(before) = quotes.find(|before| !before.ends_with(b"\\")) else { return false };
    let opening = before.iter().rev().find(|byte| !is_blank(**byte));
    // What a line begins with opens, too.
    opening.is_none_or(|byte| matches!(byte, b':' | b',' | b'[' | b'{'))
}

/// Past `"value":`, which follows a name in a list of headers.
fn named_value(bytes: &[u8], mut at: usize) -> Option<usize> {
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    let (name, _) = from(bytes, at).split_at_checked(5).filter(|(name, _)| name.eq_ignore_ascii_case(b"value"))?;
    at = at.saturating_add(name.len());
    skip(bytes, &mut at, |byte| is_blank(byte) || is_quote(byte) || byte == b'\\');
    (bytes.get(at) == Some(&b':')).then_some(past(at))
}

fn skip(bytes: &[u8], at: &mut usize, of: impl Fn(u8) -> bool) -> usize {
    let count = from(bytes, *at).iter().take_while(|byte| of(**byte)).count();
    *at = at.saturating_add(count);
    count
}

/// How many backslashes the bytes end with.
fn trailing_backslashes(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| **byte == b'\\').count()
}

/// What begins there: behind the end nothing does.
fn from(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// What ends there, or at the end.
fn to(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(..at).unwrap_or(bytes)
}

fn past(at: usize) -> usize {
    at.saturating_add(1)
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
