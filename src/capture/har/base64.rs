//! What base64 says, in either alphabet, with or without padding and line breaks.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use crate::capture::desk::is_blank;

/// The bytes that a text says, or `None` if it is no base64.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity((text.len() / 4).saturating_mul(3));
    let (mut bits, mut count) = (0u32, 0u8);
    let mut ended = false;
    for byte in text.iter().filter(|byte| !is_blank(**byte)) {
        if *byte == b'=' {
            ended = true;
            continue;
        }
        let digit = digit(*byte).filter(|_| !ended)?;
        bits = bits << 6 | u32::from(digit);
        count = count.saturating_add(1);
        if count == 4 {
            let [_, whole @ ..] = bits.to_be_bytes();
            bytes.extend_from_slice(&whole);
            (bits, count) = (0, 0);
        }
    }
    match count {
        0 => {}
        2 => bytes.push((bits >> 4) as u8),
        3 => bytes.extend_from_slice(&[(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => return None,
    }
    Some(bytes)
}

#[expect(clippy::arithmetic_side_effects, reason = "each arm's range keeps its digit between 0 and 63")]
fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
