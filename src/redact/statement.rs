//! Secrets in statements of SQL.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, is_blank, is_quote, past, skip, to};
use super::value::{in_text, quoted};

/// What follows the word `PASSWORD`: `'abc'`, `('abc')`, `E'abc'`, `$$abc$$`, `FOR somebody = 'abc'`.
pub(super) fn password(bytes: &[u8], at: usize, name: &[u8]) -> Option<Range<usize>> {
    let is_word = name.eq_ignore_ascii_case(b"password");
    match from(bytes, at) {
        [b'\'', ..] => Some(quoted(bytes, past(at), b'\'', 0)),
        // `N'abc'` of a national character set, `E'abc'` with escapes, `X'616263'`
        [b'(' | b'E' | b'e' | b'N' | b'n' | b'X' | b'x', b'\'', ..] => {
            Some(quoted(bytes, past(past(at)), b'\'', 0))
        }
        [b'$', ..] if is_word => dollars(bytes, at),
        rest if is_word && rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"for ")) => {
            /// A user's name and host.
            const LONGEST: usize = 256;
            let user = to(rest, LONGEST);
            let is_set = |at: &usize| {
                let before = to(user, *at).trim_ascii_end();
                before.ends_with(b"=")
                    || before.last_chunk().is_some_and(|word: &[u8; 3]| word.eq_ignore_ascii_case(b" to"))
            };
            let quote = memchr::memchr_iter(b'\'', user).find(is_set)?;
            Some(quoted(bytes, past(at.saturating_add(quote)), b'\'', 0))
        }
        _ => None,
    }
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
    let rest =
        if in_text(to(bytes, at)) { to(rest, memchr::memchr(b'"', rest).unwrap_or(rest.len())) } else { rest };
    let end = memchr::memmem::find(rest, tag).unwrap_or(rest.len());
    Some(start..start.saturating_add(end))
}

/// All that `IDENTIFIED` leads to: with `REPLACE 'abc'`, the old one too.
pub(super) fn identified(bytes: &[u8], end: usize) -> Vec<Range<usize>> {
    let Some(value) = identified_by(bytes, end) else { return Vec::new() };
    let mut at = value.end;
    skip(bytes, &mut at, |byte| byte == b'\\' || is_quote(byte) || is_blank(byte));
    let replaced = from(bytes, at)
        .split_at_checked(7)
        .filter(|(word, _)| word.eq_ignore_ascii_case(b"replace"))
        .and_then(|(word, _)| identified_by(bytes, at.saturating_add(word.len())));
    [Some(value), replaced].into_iter().flatten().collect()
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
        last = bytes.get(begin..at).unwrap_or_default();
    }
    None
}
