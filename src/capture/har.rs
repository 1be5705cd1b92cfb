//! HAR 1.2, as browsers and proxies export it: the response bodies of its entries.
//!
//! The list of entries is found in the stream, and one entry is held at a time. A HAR inside of a
//! body is passed over, and said.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod base64;
mod content;
mod entry;

use std::io::{self, Read};

use super::answer::text;
use super::desk::{Desk, Found, is_blank};
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use entry::Entry;

#[derive(Debug, Default)]
pub(super) struct Har {
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Opening,
    Entries,
    Ended,
}

impl Har {
    /// Whether a document's opening is that of a HAR.
    pub(super) fn begins(opening: &[u8]) -> bool {
        let mut rest = opening;
        for wanted in [&b"{"[..], b"\"log\"", b":", b"{"] {
            rest = rest.trim_ascii_start();
            let Some(after) = rest.strip_prefix(wanted) else { return false };
            rest = after;
        }
        let rest = rest.trim_ascii_start();
        [&b"\"version\""[..], b"\"creator\"", b"\"browser\"", b"\"pages\"", b"\"entries\"", b"\"comment\""]
            .iter()
            .any(|name| rest.starts_with(name))
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format = Some(CaptureFormat::Har);
        if self.state == State::Opening {
            self.state = if find_entries(desk)? { State::Entries } else { State::Ended };
        }
        while self.state == State::Entries {
            if !self.next_entry(desk)? {
                self.state = State::Ended;
                break;
            }
            if let Some(found) = self.entry(desk)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// To the next entry's first byte.
    fn next_entry<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<bool> {
        loop {
            if !desk.skip_blanks()? {
                desk.notice(NoticeKind::Cut, 0, "the HAR ends inside of its entries: it was cut off");
                return Ok(false);
            }
            match desk.source.window().first() {
                Some(b',') => desk.source.consume(1),
                Some(b'{') => return Ok(true),
                Some(b']') => {
                    desk.source.consume(1);
                    if !closes(desk)? {
                        desk.notice(NoticeKind::Cut, 0, "the HAR isn't closed behind its entries: it was cut off");
                    }
                    return Ok(false);
                }
                _ => {
                    desk.notice(
                        NoticeKind::Damage,
                        0,
                        "expected an entry of the HAR; what follows was passed over",
                    );
                    // On to where an entry may begin; at most to the end of the list.
                    desk.source.pass_to(|window| memchr::memchr2(b'{', b']', window))?;
                }
            }
        }
    }

    /// The body of the entry that begins here, if it has one of these services.
    fn entry<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        let mut tracker = Tracker::new(desk.limits.nesting);
        let end = loop {
            match tracker.loose(desk.source.window()) {
                Extent::Closed(end) if end <= entry_limit(desk) => break end,
                _ if desk.source.window().len() > entry_limit(desk) => {
                    let limit = entry_limit(desk);
                    desk.lose(
                        NoticeKind::Limit,
                        0,
                        format!("this entry is longer than the limit of {limit} bytes; it was passed over"),
                    );
                    pass(desk, Tracker::new(desk.limits.nesting))?;
                    return Ok(None);
                }
                _ if !desk.source.more()? => {
                    desk.lose(NoticeKind::Cut, 0, "the HAR ends inside of this entry: it was cut off");
                    let all = desk.source.window().len();
                    desk.source.consume(all);
                    self.state = State::Ended;
                    return Ok(None);
                }
                _ => {}
            }
        };
        if let Some(at) = tracker.damage() {
            desk.notice(NoticeKind::Damage, at, "this entry of the HAR is damaged; what comes before was read");
        }
        let source = text(desk.source.window().get(..end).unwrap_or_default());
        let entry = Entry::read(&source, desk.limits.nesting);
        if entry.strange_status {
            desk.notice(NoticeKind::Odd, 0, "this entry's `status` is no status code as HAR spells one");
        }
        if entry.twice {
            desk.notice(NoticeKind::Odd, 0, "a member of this entry stands twice, and the last one was read");
        }
        let content = content::make(desk, &entry);
        desk.exchange = entry.exchange;
        match content {
            Ok(Some(text)) if is_wanted(desk) => return Ok(Some(desk.lend_made(text, end).answered())),
            Ok(_) => desk.summary.skipped = desk.summary.skipped.saturating_add(1),
            Err(lost) => {
                let (kind, message) = lost.why(desk.limits.body);
                desk.lose(kind, 0, message);
            }
        }
        desk.source.consume(end);
        Ok(None)
    }
}

/// To the end of everything behind the list of entries; whether the two objects around it are closed there.
///
/// A second list of entries isn't read, since nobody can say which one counts, but it is told. No text that is part
/// of another one reads like its name: there, the quotes have backslashes before them.
fn closes<R: Read>(desk: &mut Desk<R>) -> io::Result<bool> {
    const AGAIN: &[u8] = b"\"entries\"";
    let (mut last, mut alike, mut told) = ((0, 0), 0usize, false);
    loop {
        let mut again = None;
        for (at, byte) in desk.source.window().iter().enumerate() {
            alike = match AGAIN.get(alike) {
                Some(wanted) if wanted == byte => alike.saturating_add(1),
                None if is_blank(*byte) => alike,
                None if *byte == b':' => {
                    again = again.or(Some(at));
                    0
                }
                _ => usize::from(*byte == b'"'),
            };
        }
        if let Some(at) = again.filter(|_| !told) {
            told = true;
            desk.notice(
                NoticeKind::Damage,
                at,
                "the HAR has more than one list of entries; only the first was read",
            );
        }
        for byte in desk.source.window().iter().filter(|byte| !is_blank(**byte)) {
            last = (last.1, *byte);
        }
        let all = desk.source.window().len();
        desk.source.consume(all);
        if !desk.source.more()? {
            return Ok(last == (b'}', b'}'));
        }
    }
}

/// An entry is larger than its body by escapes, base64 and heads.
fn entry_limit<R>(desk: &Desk<R>) -> usize {
    desk.limits.body.saturating_mul(2).saturating_add(1 << 20)
}

/// Whether the body that was made is of these services: their URL, or what it says itself.
fn is_wanted<R: Read>(desk: &mut Desk<R>) -> bool {
    // One level of captures is enough; a HAR that answers a request of these services is an odd one.
    if Har::begins(&desk.made) {
        desk.notice(NoticeKind::Odd, 0, "this entry's body is a HAR itself; nothing in it was read");
        return false;
    }
    desk.exchange.dialect().is_some()
        || desk.answers.have(&desk.made)
        || desk.exchange.is_of_service() && desk.answers.may_have(&desk.made)
}

/// Into the list of entries: past everything before it.
fn find_entries<R: Read>(desk: &mut Desk<R>) -> io::Result<bool> {
    // { "log": {
    for _ in 0..2 {
        desk.source.pass_to(|window| memchr::memchr(b'{', window))?;
        desk.source.consume(1);
    }
    loop {
        if !desk.skip_blanks()? {
            desk.notice(NoticeKind::Cut, 0, "the HAR ends before its entries: it was cut off");
            return Ok(false);
        }
        match desk.source.window().first() {
            Some(b',') => {
                desk.source.consume(1);
                continue;
            }
            Some(b'"') => {}
            _ => {
                desk.notice(NoticeKind::Damage, 0, "the HAR has no list of entries");
                return Ok(false);
            }
        }
        let Some(name) = scalar(desk)? else { continue };
        let entries = desk.source.window().get(..name) == Some(b"\"entries\"");
        desk.source.consume(name);
        if desk.skip_blanks()? && desk.source.window().starts_with(b":") {
            desk.source.consume(1);
        }
        if !desk.skip_blanks()? {
            continue;
        }
        match desk.source.window().first() {
            Some(b'[') if entries => {
                desk.source.consume(1);
                return Ok(true);
            }
            _ if entries => {
                desk.notice(
                    NoticeKind::Damage,
                    0,
                    "the HAR's `entries` is no list: there is nothing to read in it",
                );
                return Ok(false);
            }
            Some(b'{' | b'[') => pass(desk, Tracker::new(desk.limits.nesting))?,
            _ => {
                if let Some(end) = scalar(desk)? {
                    desk.source.consume(end);
                }
            }
        }
    }
}

/// How long the text, number or word is that begins here; `None` after what is none, or too long.
fn scalar<R: Read>(desk: &mut Desk<R>) -> io::Result<Option<usize>> {
    let mut tracker = Tracker::new(1);
    loop {
        match tracker.strict(desk.source.window()) {
            Extent::Closed(end) => return Ok(Some(end)),
            Extent::Open if desk.source.window().len() <= desk.limits.body && desk.source.more()? => {}
            _ => {
                let passed = tracker.at().max(1).min(desk.source.window().len());
                desk.source.consume(passed);
                return Ok(None);
            }
        }
    }
}

/// Past an object or a list, without holding it.
fn pass<R: Read>(desk: &mut Desk<R>, mut tracker: Tracker) -> io::Result<()> {
    loop {
        let extent = tracker.loose(desk.source.window());
        let passed = tracker.at();
        tracker.forget(passed);
        desk.source.consume(passed);
        if matches!(extent, Extent::Closed(_)) || !desk.source.more()? {
            return Ok(());
        }
    }
}
