//! Secrets in statements of SQL.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, is_blank, is_quote, past, skip, to, trailing_backslashes};
use super::value::{in_text, quoted, word};

/// What follows the word `PASSWORD`: `'abc'`, `('abc')`, `E'abc'`, `$$abc$$`, `FOR somebody = 'abc'`.
pub(super) fn password(bytes: &[u8], at: usize, name: &[u8]) -> Option<Range<usize>> {
    let is_word = name.eq_ignore_ascii_case(b"password");
    match from(bytes, at) {
        [b'\'', ..] => Some(quoted(bytes, past(at), b'\'', 0)),
        [b'(', b'\'', ..] => Some(quoted(bytes, past(past(at)), b'\'', 0)),
        rest if is_prefixed(rest) => Some(quoted(bytes, past(past(at)), b'\'', 0)),
        [b'$', ..] if is_word => dollars(bytes, at),
        rest if is_word && rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"for ")) => {
            /// A user's name and host.
            const LONGEST: usize = 256;
            let user = to(rest, LONGEST);
            let is_set = |at: &usize| {
                let before = to(user, *at).trim_ascii_end();
                let before = before.strip_suffix(b"\\").unwrap_or(before).trim_ascii_end();
                before.ends_with(b"=")
                    || before.last_chunk().is_some_and(|word: &[u8; 3]| word.eq_ignore_ascii_case(b" to"))
            };
            let quote = memchr::memchr2_iter(b'\'', b'"', user).find(is_set)?;
            let sign = user.get(quote).copied()?;
            let slashes = usize::from(to(user, quote).ends_with(b"\\"));
            let opens = sign == b'\'' || slashes > 0;
            opens.then(|| quoted(bytes, past(at.saturating_add(quote)), sign, slashes))
        }
        _ => None,
    }
}

/// `N'abc'` of a national character set, `E'abc'` with escapes, `X'616263'`
pub(super) fn is_prefixed(value: &[u8]) -> bool {
    matches!(value, [b'E' | b'e' | b'N' | b'n' | b'X' | b'x', b'\'', ..])
}

/// `$$abc$$`, `$tag$abc$tag$`
fn dollars(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    const LONGEST_TAG: usize = 64;
    let rest = from(bytes, past(at));
    let tag = to(rest, LONGEST_TAG).iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')?;
    if rest.get(tag) != Some(&b'$') {
        return None;
    }
    let tag = bytes.get(at..at.saturating_add(tag).saturating_add(2))?;
    let start = at.saturating_add(tag.len());
    let rest = from(bytes, start);
    // What nothing closes was cut off, with its text or its line.
    let text = if in_text(to(bytes, at)) {
        memchr::memchr3(b'"', b'\n', b'\r', rest)
    } else {
        memchr::memchr2(b'\n', b'\r', rest)
    };
    let rest = to(rest, text.unwrap_or(rest.len()));
    let end =
        memchr::memmem::find(rest, tag).unwrap_or_else(|| rest.len().saturating_sub(trailing_backslashes(rest)));
    Some(start..start.saturating_add(end))
}

/// All that `IDENTIFIED` leads to: with `REPLACE 'abc'`, the old one too.
pub(super) fn identified(bytes: &[u8], end: usize) -> Vec<Range<usize>> {
    let value = identified_by(bytes, end);
    let replaced = value.as_ref().and_then(|value| replaced(bytes, value.end));
    value.into_iter().chain(replaced).collect()
}

/// The old password behind the new one: `PASSWORD 'abc' REPLACE 'def'`.
pub(super) fn replaced(bytes: &[u8], mut at: usize) -> Option<Range<usize>> {
    skip(bytes, &mut at, |byte| byte == b'\\' || is_quote(byte) || is_blank(byte));
    let (word, _) =
        from(bytes, at).split_at_checked(7).filter(|(word, _)| word.eq_ignore_ascii_case(b"replace"))?;
    identified_by(bytes, at.saturating_add(word.len()))
}

/// `IDENTIFIED BY 'abc'`, `IDENTIFIED WITH plugin AS 'abc'`: the next text in quotes, if a word or two lead to it.
fn identified_by(bytes: &[u8], end: usize) -> Option<Range<usize>> {
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
        // IDENTIFIED BY abc123; but "identified by its number"
        let bare = word(bytes, begin);
        let said = bytes.get(bare.clone()).unwrap_or_default();
        let is_statement = to(bytes, end).ends_with(b"IDENTIFIED") && last == b"BY";
        if slashes == 0 && is_statement && said.iter().any(u8::is_ascii_digit) {
            return Some(bare);
        }
        last = bytes.get(begin..at).unwrap_or_default();
    }
    None
}
