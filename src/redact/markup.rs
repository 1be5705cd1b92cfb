//! Secrets in XML and HTML.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::around::{from, is_blank, is_quote, past, skip, to};
use super::value::in_text;

/// No tag is longer.
const LONGEST_TAG: usize = 512;

/// No token is.
const LONGEST_CONTENT: usize = 32 << 10;

/// What the element of that name holds: `<password id="1">abc</password>`.
pub(super) fn element(bytes: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let prefix = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b':';
    let opened = to(bytes, start).iter().rev().take(LONGEST_TAG).find(|byte| !prefix(byte));
    if opened != Some(&b'<') {
        return None;
    }
    let tag = to(from(bytes, end), LONGEST_TAG);
    let close = tag.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let attributes = to(tag, close);
    let is_tag = attributes.first().is_none_or(|byte| is_blank(*byte)) && !attributes.ends_with(b"/");
    if !is_tag || tag.get(close) != Some(&b'>') {
        return None;
    }
    content(bytes, past(end.saturating_add(close)))
}

/// Whether what begins there, or behind its quote, is what a tag says it is about.
pub(super) fn is_named(bytes: &[u8], start: usize) -> bool {
    let quotes = to(bytes, start).iter().rev().take_while(|byte| is_quote(**byte) || **byte == b'\\').count();
    let before = to(bytes, start.saturating_sub(quotes)).strip_suffix(b"=");
    before.is_some_and(|before| [&b"name"[..], b"key", b"id"].iter().any(|known| before.ends_with(known)))
}

/// Up to the tag that closes the element. A tag that nothing closes is a word of a sentence.
pub(super) fn content(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    const PLAIN: &[u8] = b"<![CDATA[";
    let in_text = in_text(to(bytes, start));
    let start = if from(bytes, start).starts_with(PLAIN) { start.saturating_add(PLAIN.len()) } else { start };
    let near = to(from(bytes, start), LONGEST_CONTENT);
    let mut escaped = false;
    let end = near.iter().position(|byte| {
        let ends = *byte == b'<' || in_text && *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })?;
    let inside = to(near, end);
    let closed = from(near, end);
    let end = inside.strip_suffix(b"]]>").map_or(end, <[u8]>::len);
    closed.starts_with(b"</").then(|| start..start.saturating_add(end))
}

/// Past `value=`, which follows a name in a tag.
pub(super) fn attribute(bytes: &[u8], mut at: usize) -> Option<usize> {
    let (name, _) = from(bytes, at).split_at_checked(5).filter(|(name, _)| name.eq_ignore_ascii_case(b"value"))?;
    at = at.saturating_add(name.len());
    skip(bytes, &mut at, is_blank);
    (bytes.get(at) == Some(&b'=')).then_some(past(at))
}
