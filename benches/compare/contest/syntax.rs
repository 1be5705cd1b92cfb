//! Those who only look whether it is JSON, or build a tree and leave the rest to others.

use std::hint::black_box;

use super::data::Data;
use super::outcome::Outcome;

/// Whether it is UTF-8: nobody who reads text can be faster.
pub fn utf8(data: &Data) -> Outcome {
    black_box(simdutf8::basic::from_utf8(&data.bytes).is_ok());
    Outcome::default()
}

/// Checks the syntax and throws everything away.
pub fn ignored(data: &Data) -> Outcome {
    count(data, |body| serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok())
}

/// A tree by serde_json.
pub fn value(data: &Data) -> Outcome {
    count(data, |body| kept(serde_json::from_slice::<serde_json::Value>(body)))
}

/// A tree by sonic-rs.
pub fn sonic(data: &Data) -> Outcome {
    count(data, |body| kept(sonic_rs::from_slice::<sonic_rs::Value>(body)))
}

/// simd-json's list of nodes, which is less than a tree. It works in place, so each body is copied
/// first, and its buffers are kept.
pub fn simd_tape(data: &Data) -> Outcome {
    let mut copy = Vec::new();
    let mut buffers = simd_json::Buffers::default();
    count(data, |body| {
        copy.clear();
        copy.extend_from_slice(body);
        kept(simd_json::to_tape_with_buffers(&mut copy, &mut buffers))
    })
}

/// A tree by simd-json that borrows.
pub fn simd(data: &Data) -> Outcome {
    let mut copy = Vec::new();
    let mut buffers = simd_json::Buffers::default();
    count(data, |body| {
        copy.clear();
        copy.extend_from_slice(body);
        kept(simd_json::to_borrowed_value_with_buffers(&mut copy, &mut buffers))
    })
}

fn kept<T, E>(read: Result<T, E>) -> bool {
    black_box(&read).is_ok()
}

fn count(data: &Data, mut read: impl FnMut(&[u8]) -> bool) -> Outcome {
    let bodies = data.bodies().filter(|body| read(body)).count() as u64;
    Outcome { bodies, ..Outcome::default() }
}
