//! How large things may become.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

/// Every limit there is, for [`ReadOptions`](crate::ReadOptions), [`Bulk`](crate::bulk::Bulk) and
/// [`Capture`](crate::capture::Capture).
///
/// The defaults are safe for input of strangers. Each is exact: what reaches a limit is read, and what goes
/// beyond it by one is refused or passed over, and reported.
///
/// ```
/// use taskcenter::{ErrorCode, Limits, ReadOptions};
///
/// let mut limits = Limits::default();
/// limits.nesting = 2;
/// let options = ReadOptions::new().limits(limits);
/// assert!(options.read(br#"{"job": {"id": "a"}}"#).error().is_none());
/// let deeper = options.read(br#"{"job": {"id": "a", "tags": []}}"#);
/// assert_eq!(deeper.error().unwrap().code, ErrorCode::TooDeep);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many objects and lists may be open at once. 128. A deeper body is
    /// [`TooDeep`](crate::ErrorCode::TooDeep).
    pub nesting: usize,
    /// The longest body, in bytes. 64 MiB; more than 4 GiB count as 4 GiB. A longer one is
    /// [`TooLarge`](crate::ErrorCode::TooLarge), and in a capture it is passed over. A capture holds this much at
    /// once, and no more.
    pub body: usize,
    /// The longest line of a capture or a history, in bytes. 64 MiB. A longer one is passed over, and reading goes on
    /// behind it. A document that is a capture by itself is limited as a body alone.
    pub line: usize,
    /// How many members that a dialect doesn't know one object may have, those of the objects around it counted
    /// too. 16,777,216. With more, the body is [`TooLarge`](crate::ErrorCode::TooLarge).
    pub members: usize,
    /// How much room what is read of one body may take, in bytes, beside two and a half times the length of the body:
    /// tasks, and members under other names. 6 MiB, which hundreds of thousands of tasks as services send them don't
    /// need. With more, such as a million times `{}`, the body is [`TooLarge`](crate::ErrorCode::TooLarge).
    pub records: usize,
    /// How many deviations of one body are listed. 1,000. The totals are exact all the same.
    pub deviations: usize,
    /// How many notices of one capture are listed. 1,000. The totals are exact all the same.
    pub notices: usize,
    /// The most bytes that a packed capture may unpack to. 64 GiB. For a packed body in a capture, its own limit
    /// holds as well.
    pub unpacked: u64,
    /// How many bytes may come out of one packed byte, once more than 4 MiB came out. 200.
    pub unpacked_ratio: u64,
}

impl Limits {
    /// Offsets in a body are kept in 32 bits.
    pub(crate) const LARGEST_BODY: usize = u32::MAX as usize;
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            nesting: 128,
            body: 64 << 20,
            line: 64 << 20,
            members: 1 << 24,
            records: 6 << 20,
            deviations: 1000,
            notices: 1000,
            unpacked: 64 << 30,
            unpacked_ratio: 200,
        }
    }
}
