//! A list of bodies, as `jq -s` makes one of many: `[{"job": …}, {"job": …}]`. Each of them is lent by itself.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use super::answer::Answers;
use super::desk::{Desk, Found, is_blank, trim};
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use crate::scan::BYTE_ORDER_MARK;

#[derive(Debug, Default)]
pub(super) struct List {
    told: bool,
    open: bool,
    /// What was seen last in the list.
    last: Last,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    #[default]
    Bracket,
    Body,
    Comma,
}

impl List {
    /// Whether an opening is that of a list whose first element is an answer.
    pub(super) fn begins(text: &[u8], answers: &Answers) -> bool {
        let Some(first) = text.strip_prefix(b"[").map(<[u8]>::trim_ascii_start) else { return false };
        match answers.tracker().strict(first) {
            Extent::Closed(end) => first.get(..end).is_some_and(|first| answers.have(first)),
            Extent::Open | Extent::Broken(_) => first.starts_with(b"{") && answers.may_begin(first),
        }
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        if !std::mem::replace(&mut self.told, true) {
            desk.summary.format = Some(CaptureFormat::Documents);
            if desk.source.window().starts_with(BYTE_ORDER_MARK.encode_utf8(&mut [0; 4]).as_bytes()) {
                desk.notice(NoticeKind::Odd, 0, "a byte order mark stands before the list");
                desk.source.consume(BYTE_ORDER_MARK.len_utf8());
            }
            desk.notice(NoticeKind::Odd, 0, "these bodies stand in a list: each of them was read by itself");
        }
        while desk.skip_blanks()? {
            match (desk.source.byte(0)?, self.open, self.last) {
                (Some(b'['), false, _) => (self.open, self.last) = (true, Last::Bracket),
                (Some(b']'), true, Last::Bracket | Last::Body) => self.open = false,
                (Some(b','), true, Last::Body) => self.last = Last::Comma,
                (_, open, last) => {
                    if !open {
                        desk.notice(NoticeKind::Odd, 0, "this stands behind the list");
                    } else if last == Last::Body {
                        desk.notice(NoticeKind::Odd, 0, "no comma stands before this element of the list");
                    }
                    self.last = Last::Body;
                    return element(desk);
                }
            }
            desk.source.consume(1);
        }
        if std::mem::take(&mut self.open) {
            desk.notice(NoticeKind::Damage, 0, "the list of bodies is cut off here");
        }
        Ok(None)
    }
}

/// The element that begins here, whatever it is.
fn element<R: Read>(desk: &mut Desk<R>) -> io::Result<Option<Found>> {
    let limit = desk.limits.body;
    let mut tracker = Tracker::new(desk.limits.nesting);
    let is_container = matches!(desk.source.byte(0)?, Some(b'{' | b'['));
    loop {
        let window = desk.source.window();
        let extent = if is_container { tracker.loose(window) } else { tracker.strict(window) };
        let end = match extent {
            Extent::Closed(end) => Some(end),
            Extent::Open => None,
            // `nil`, `}`, a comma too many
            Extent::Broken(_) => {
                let ends = |byte: &u8| is_blank(*byte) || matches!(byte, b',' | b']' | b'}');
                window.iter().position(ends).map(|end| end.max(1))
            }
        };
        let end = match end {
            Some(end) if end <= limit => end,
            None if window.len() <= limit && desk.source.more()? => continue,
            None if desk.source.window().len() <= limit => desk.source.window().len(),
            _ => {
                let message = format!(
                    "this element of the list is longer than the limit of {limit} bytes: the rest was passed over"
                );
                desk.lose(NoticeKind::Limit, 0, message);
                desk.source.pass_to(|_| None)?;
                return Ok(None);
            }
        };
        let body = trim(desk.source.window(), 0..end);
        return Ok(Some(desk.lend(body, end)));
    }
}
