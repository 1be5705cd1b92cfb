//! Where the value of a secret begins and ends.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{blanks, from, gaps, is_blank, is_quote, past, skip, smart_quote, to, trailing_backslashes};
use super::members::{named_value, neighbour};
use super::{markup, statement};

/// Masks a value. Line ends stay, and so do the quotes and escapes that hold it together.
pub(super) fn mask(bytes: &mut [u8], range: Range<usize>) {
    // A bare number stays one, so that the document around it still reads; in a text nobody could tell it from others.
    let part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    let before = to(bytes, range.start).trim_ascii_end();
    let is_member = before.strip_suffix(b":").is_some_and(|name| name.trim_ascii_end().ends_with(b"\""));
    let value = super::place(bytes, range);
    let number = is_member && value.iter().all(part);
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
    } else if let Some(padded) = past_padding(bytes, at.saturating_sub(slashes)) {
        // {" password ": "abc"}, {"[password]": "abc"}
        (closed, at) = (true, padded);
    } else if !matches!(bytes.get(at), Some(b'=' | b':')) {
        // In shells, and in texts of texts, a sign may have a backslash: `?token\=abc`
        at = at.saturating_sub(slashes);
    }
    let spaces = if closed { gaps(bytes, &mut at) } else { blanks(bytes, &mut at) };
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
        // A colon as wide as a Chinese character, and a slip of the finger.
        0xEF if closed && from(bytes, at).starts_with("：".as_bytes()) => at = at.saturating_add("：".len()),
        b';' if closed && bytes.get(past(at)).copied().is_some_and(is_quote) => at = past(at),
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
            let is_key = value.len() >= 16 || from(bytes, value.end).starts_with(b" not exist");
            return is_key.then_some(value);
        }
        _ => return None,
    }
    blanks(bytes, &mut at);
    if closed {
        // What is repaired isn't read yet: {"password": /* of the admin */ "abc"}, {"password":: "abc"}
        gaps(bytes, &mut at);
        if bytes.get(at) == Some(&b':') {
            at = past(at);
            gaps(bytes, &mut at);
        } else if bytes.get(at) == Some(&b',') && bytes.get(past(at)) == Some(&b'"') {
            at = past(at);
        }
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
        // "bad token:" says none: the quote ends the text. In `{"password:"abc"}` it begins one.
        Some(b'"')
            if !closed
                && slashes.is_multiple_of(2)
                && !bytes.get(past(at)).is_some_and(u8::is_ascii_alphanumeric)
                && in_text(to(bytes, start)) =>
        {
            None
        }
        // MySQL's: "Access denied for user 'root'@'host' (using password: YES)"
        Some(b'Y' | b'N')
            if !closed && matches!(from(bytes, at), [b'Y', b'E', b'S', b')', ..] | [b'N', b'O', b')', ..]) =>
        {
            None
        }
        Some(quote) if is_quote(quote) && (closed || smart || opened.is_none() || !slashes.is_multiple_of(2)) => {
            Some(quoted_on(bytes, past(at), quote, slashes))
        }
        Some(b'"') if opened == Some(b'"') && !closed => Some(quoted(bytes, past(at), b'"', slashes)),
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

/// Past what else stands in a name that ends there, and its closing quote, if a colon follows.
fn past_padding(bytes: &[u8], end: usize) -> Option<usize> {
    /// Blanks, brackets, characters that nobody sees.
    const LONGEST: usize = 12;
    let mut at = end;
    while !bytes.get(at).copied().is_some_and(is_quote) {
        at = match from(bytes, at) {
            [b'\\', b't' | b'n' | b'r', ..] => at.saturating_add(2),
            [b'\n' | b'\r', ..] | [] => return None,
            [byte, ..] if byte.is_ascii_alphanumeric() || matches!(byte, b'{' | b'}' | b',') => return None,
            _ => past(at),
        };
        if at > end.saturating_add(LONGEST) {
            return None;
        }
    }
    let mut colon = past(at);
    gaps(bytes, &mut colon);
    let is_name = at > end && bytes.get(colon) == Some(&b':');
    is_name.then_some(past(at))
}

/// The same as [`quoted`], and what goes on behind it where a quote is too many: `"password": "a"bc"`, `""abc""`.
fn quoted_on(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> Range<usize> {
    let value = quoted(bytes, start, quote, slashes);
    let close = value.end.saturating_add(slashes);
    let goes_on = slashes == 0
        && bytes.get(close) == Some(&quote)
        && bytes.get(past(close)).is_some_and(u8::is_ascii_alphanumeric)
        && !from(bytes, past(close)).starts_with(b"is ");
    if !goes_on {
        return value;
    }
    let line = to(from(bytes, past(close)), NEAR);
    let ends = |byte: &u8| *byte == quote || matches!(byte, b',' | b'{' | b'}' | b'[' | b'\n' | b'\r');
    value.start..past(close).saturating_add(line.iter().position(ends).unwrap_or(line.len()))
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
        // SQL's way to have one in a text, which a text of JSON spells with two: 'it\\'s'
        if in_text && slashes == 0 && before % 4 == 2 && bytes.get(close) == Some(&quote) {
            at = past(close);
            continue;
        }
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
            return start..wrapped(bytes, start, start.saturating_add(at));
        }
        at = at.saturating_add(2);
    }
    start..bytes.len()
}

/// Where a word ends that is no more than what a programming language has before a text: `b"abc"`, `Some("abc")`.
fn wrapped(bytes: &[u8], start: usize, end: usize) -> usize {
    const LONGEST_WRAPPER: usize = 16;
    let quote = bytes.get(end).copied().filter(|byte| is_quote(*byte));
    let wraps = match bytes.get(start..end) {
        Some([b'b' | b'B' | b'u' | b'U' | b'r' | b'R' | b'@']) => true,
        Some([_, .., b'(']) => end.saturating_sub(start) <= LONGEST_WRAPPER,
        _ => false,
    };
    match quote {
        Some(quote) if wraps && bytes.get(past(end)).is_some_and(|byte| !matches!(byte, b',' | b'}' | b']')) => {
            quoted(bytes, past(end), quote, 0).end
        }
        _ => end,
    }
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
