//! What a capture turned out to be, and what happened on the way.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::place::Position;

/// What kind of capture it is, how many bodies it held, and what was passed over or struck.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaptureSummary {
    /// What the capture was recognised as, once that is known.
    pub format: Option<CaptureFormat>,
    /// Whether it was gzip, around that format.
    pub gzip: bool,
    /// How many bodies were lent.
    pub bodies: u64,
    /// How many bodies weren't of these services, and were passed over.
    pub skipped: u64,
    /// How many bodies were there and couldn't be lent: over a limit, or packed in a way that doesn't unpack.
    pub lost: u64,
    /// What happened, in the order of the source; capped by [`Limits::notices`](crate::Limits).
    pub notices: Vec<Notice>,
    /// How many notices there were, the unlisted ones too.
    pub notice_total: u64,
}

/// The formats of captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CaptureFormat {
    /// One JSON document.
    Json,
    /// A JSON document a line.
    JsonLines,
    /// JSON documents one after the other.
    Documents,
    /// HAR 1.2, as browsers and proxies export it.
    Har,
    /// Heads and bodies of HTTP: `curl -i`, `curl -v`, raw dumps.
    Http,
    /// A debug log of Terraform.
    Terraform,
    /// A log in which bodies stand.
    Log,
    /// None of these.
    Unknown,
}

impl CaptureFormat {
    /// The format in a few words.
    pub const fn as_str(self) -> &'static str {
        match self {
            CaptureFormat::Json => "JSON",
            CaptureFormat::JsonLines => "JSON Lines",
            CaptureFormat::Documents => "JSON documents",
            CaptureFormat::Har => "HAR",
            CaptureFormat::Http => "HTTP",
            CaptureFormat::Terraform => "Terraform log",
            CaptureFormat::Log => "log",
            CaptureFormat::Unknown => "no known format",
        }
    }
}

impl fmt::Display for CaptureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something that people should know of the capture itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// What kind of thing.
    pub kind: NoticeKind,
    /// Line and column in the source.
    pub position: Position,
    /// The byte in the source.
    pub offset: u64,
    /// What happened there. Holds no text of the capture.
    pub message: String,
    /// The body that it was told with, counted from 0, if it is about the way to one: see
    /// [`Body::notices`](super::Body::notices).
    pub body: Option<u64>,
    /// Whether a body couldn't be lent because of it.
    pub lost: bool,
}

/// The kinds of [`Notice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// A limit was struck.
    Limit,
    /// Something is damaged.
    Damage,
    /// Something ends too early.
    Cut,
    /// Something is odd, and was read all the same.
    Odd,
}

impl NoticeKind {
    /// The kind in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            NoticeKind::Limit => "limit",
            NoticeKind::Damage => "damage",
            NoticeKind::Cut => "cut",
            NoticeKind::Odd => "odd",
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.position, self.kind.as_str(), self.message)
    }
}
