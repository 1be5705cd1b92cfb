//! Heads of HTTP, line by line, and what curl writes beside them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::Read;

use crate::capture::desk::Desk;
use crate::capture::summary::NoticeKind;

pub(super) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "CONNECT"];

/// What a response's head says of its body.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) length: Option<u64>,
    pub(super) chunked: bool,
    /// Two lengths were said that differ, and no third one decides between them.
    contradicted: bool,
}

impl Head {
    /// Takes a header into account.
    pub(super) fn header<R: Read>(&mut self, desk: &mut Desk<R>, line: &str) {
        if line.starts_with([' ', '\t']) {
            return;
        }
        let Some((name, value)) = line.split_once(':') else {
            desk.notice(NoticeKind::Odd, 0, "this line of the head has no colon");
            return;
        };
        if name.ends_with([' ', '\t']) {
            desk.notice(NoticeKind::Odd, 0, "there is a blank before the colon of this header");
        }
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("content-length") {
            match (value.parse::<u64>(), self.length) {
                (Ok(_), _) if self.contradicted => {}
                (Ok(length), Some(other)) if length != other => {
                    desk.notice(
                        NoticeKind::Odd,
                        0,
                        "there are two different Content-Length headers; the body's brackets decide",
                    );
                    (self.length, self.contradicted) = (None, true);
                }
                (Ok(length), _) => self.length = Some(length),
                (Err(_), _) => desk.notice(NoticeKind::Odd, 0, "this Content-Length is no number"),
            }
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            // Lines of one name are one list.
            self.chunked |= value.to_ascii_lowercase().contains("chunked");
        } else {
            return;
        }
        if self.chunked && self.length.is_some() {
            // RFC 9112, 6.3: the chunks decide, and whoever sends both may be up to something.
            desk.notice(NoticeKind::Odd, 0, "this head says a Content-Length and chunks; the chunks decide");
            self.length = None;
        }
    }
}

/// A line without what `curl -v` writes before it.
pub(super) fn marker(line: &[u8]) -> (Option<u8>, &[u8]) {
    match line {
        [mark @ (b'<' | b'>' | b'*'), b' ', rest @ ..] => (Some(*mark), rest),
        [mark @ (b'<' | b'>' | b'*'), rest @ ..] if rest.trim_ascii().is_empty() => (Some(*mark), rest),
        _ => (None, line),
    }
}

pub(super) fn is_status(line: &[u8]) -> bool {
    line.strip_prefix(b"HTTP/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Method and target of a request line.
pub(super) fn request(line: &[u8]) -> Option<(&str, &str)> {
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next());
    (METHODS.contains(&method) && version.is_some_and(|version| version.starts_with("HTTP/")))
        .then_some((method, target))
}

/// The arguments of a command line.
pub(super) fn command(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.trim_start_matches(['$', '#', ' ']);
    line.strip_prefix("curl ")
}

/// `{ [306 bytes data]` is what `curl -v` says of a body when its output is no terminal, `} [30 bytes data]`
/// of a request's.
pub(super) fn is_data_marker(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['{', '}']) && line.ends_with(" bytes data]")
}

/// curl's progress meter.
pub(super) fn is_meter(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b"% Total")
        || line.starts_with(b"Dload  Upload")
        || memchr::memmem::find(line, b"--:--:--").is_some()
}
