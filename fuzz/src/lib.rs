//! What each fuzz target asserts. A target gives any bytes; what must hold of them stands here.
//!
//! Invariants of readings are those of the tests, `tests/support/invariants.rs`.
#![forbid(unsafe_code)]

mod bulk;
mod capture;
mod differential;
mod output;
mod read;
mod redaction;
mod repair;
mod schema;
mod support;

pub use bulk::bulk;
pub use capture::capture;
pub use differential::differential;
pub use output::output;
pub use read::read;
pub use redaction::redaction;
pub use repair::repair;
pub use schema::schema;

/// A number that the bytes decide, for choices that must not take a part of the input.
pub(crate) fn dice(data: &[u8]) -> u64 {
    let hash = data.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash ^ hash >> 32
}
