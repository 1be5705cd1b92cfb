//! The limits of a capture.

/// How large things may become. Whatever strikes a limit is in the summary's notices.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CaptureOptions {
    /// The longest line, in bytes. 64 MiB.
    pub line_limit: usize,
    /// The longest body, in bytes. 64 MiB. At most this much of a capture is held at once.
    pub body_limit: usize,
    /// How many objects and lists may be open at once. 128.
    pub depth_limit: usize,
    /// The most bytes that a packed capture, or a packed body in one, may unpack to. 64 GiB, and
    /// for a body its own limit.
    pub unpacked_limit: u64,
    /// How many bytes may come out of one packed byte, once more than 8 MiB came out. 200.
    pub ratio_limit: u64,
    /// How many notices are listed. 1,000. The totals are exact all the same.
    pub notice_limit: usize,
}

impl Default for CaptureOptions {
    fn default() -> Self {
        CaptureOptions {
            line_limit: 64 << 20,
            body_limit: 64 << 20,
            depth_limit: 128,
            unpacked_limit: 64 << 30,
            ratio_limit: 200,
            notice_limit: 1000,
        }
    }
}
