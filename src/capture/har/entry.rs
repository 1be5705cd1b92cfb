//! What one entry of a HAR says of its exchange, and where its body's text stands.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use crate::capture::exchange::Exchange;
use crate::scan::{Kind, ScanError, Scanner};

/// What one entry says of its exchange and its body.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) exchange: Exchange,
    /// Where the body's text stands in the entry, with its quotes.
    pub(super) quoted: Option<Range<usize>>,
    pub(super) base64: bool,
    /// Its text is said to be spelled in another way, which HAR doesn't have.
    pub(super) strange: bool,
    /// The response says that it was packed.
    pub(super) packed: bool,
    /// The status is there, and no status code as HAR spells one.
    pub(super) strange_status: bool,
    /// One of the members that are read stands twice; the last one stands.
    pub(super) twice: bool,
    seen: u8,
}

impl Entry {
    /// What its members say, up to its damage.
    pub(super) fn read(source: &str, depth_limit: usize) -> Self {
        let mut entry = Entry::default();
        let mut scan = Scanner::new(source, depth_limit);
        // Damage was noted where it was found; what comes before it counts.
        let _ = object(&mut scan, &mut |scan, name| match entry.named(name) {
            "startedDateTime" => string(scan, |text| entry.exchange.time = Some(text.chars().take(64).collect())),
            "request" => object(scan, &mut |scan, name| match entry.named(name) {
                "method" => string(scan, |text| entry.exchange.set_method(text)),
                "url" => string(scan, |text| entry.exchange.set_url(text)),
                _ => skip(scan),
            }),
            "response" => object(scan, &mut |scan, name| match entry.named(name) {
                "status" => {
                    let token = scan.value()?;
                    let end = scan.skip(token)?;
                    let status = scan.source(token.start, end);
                    entry.strange_status = status.parse::<u16>().is_err();
                    entry.exchange.status = status.trim_matches('"').parse().ok();
                    Ok(())
                }
                "headers" => packed(scan, &mut entry.packed),
                "content" => object(scan, &mut |scan, name| match entry.named(name) {
                    "encoding" => string(scan, |text| {
                        entry.base64 = text.eq_ignore_ascii_case("base64");
                        entry.strange = !entry.base64 && !text.is_empty();
                    }),
                    "text" => {
                        let token = scan.value()?;
                        if token.kind == Kind::Text {
                            entry.quoted = Some(token.start..token.end);
                        }
                        scan.skip(token).map(drop)
                    }
                    _ => skip(scan),
                }),
                _ => skip(scan),
            }),
            _ => skip(scan),
        });
        entry
    }

    /// Notes that a member is there, wherever in the entry: no two of these are called alike.
    fn named<'n>(&mut self, name: &'n str) -> &'n str {
        const READ: [&str; 8] = ["request", "method", "url", "response", "status", "content", "encoding", "text"];
        if let Some(index) = READ.iter().position(|known| *known == name) {
            self.twice |= self.seen >> index & 1 == 1;
            self.seen |= 1 << index;
        }
        name
    }
}

type Scan = Result<(), ScanError>;

/// Each member of the object that comes next; past it if it is none.
fn object<'a>(scan: &mut Scanner<'a>, member: &mut dyn FnMut(&mut Scanner<'a>, &str) -> Scan) -> Scan {
    let token = scan.value()?;
    if token.kind != Kind::Object {
        return scan.skip(token).map(drop);
    }
    let mut first = true;
    while let Some(name) = scan.member(first)? {
        first = false;
        member(scan, &name.decode())?;
    }
    Ok(())
}

fn string(scan: &mut Scanner<'_>, with: impl FnOnce(&str)) -> Scan {
    let token = scan.value()?;
    if token.kind == Kind::Text {
        with(&scan.text_of(token).decode());
    }
    scan.skip(token).map(drop)
}

fn skip(scan: &mut Scanner<'_>) -> Scan {
    let token = scan.value()?;
    scan.skip(token).map(drop)
}

/// Whether one of the headers says that the body was packed.
fn packed(scan: &mut Scanner<'_>, packed: &mut bool) -> Scan {
    let token = scan.value()?;
    if token.kind != Kind::Array {
        return scan.skip(token).map(drop);
    }
    let mut first = true;
    while scan.element(first)? {
        first = false;
        let (mut encoding, mut gzip) = (false, false);
        object(scan, &mut |scan, name| match name {
            "name" => string(scan, |text| encoding = text.eq_ignore_ascii_case("content-encoding")),
            "value" => string(scan, |text| gzip = text.to_ascii_lowercase().contains("gzip")),
            _ => skip(scan),
        })?;
        *packed |= encoding && gzip;
    }
    Ok(())
}
