//! Bytes, looked at sixteen at a time; leaf.

use wide::u8x16;

/// How many bytes at the beginning belong to a class, to which the byte 0 must not belong.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], class: impl Fn(u8x16) -> u8x16) -> usize {
    let belong = |window: [u8; 16]| (!class(u8x16::new(window)).to_bitmask() & 0xffff).trailing_zeros() as usize;
    let (windows, rest) = bytes.as_chunks::<16>();
    let mut length = 0;
    for window in windows {
        match belong(*window) {
            32 => length += 16,
            short => return length + short,
        }
    }
    length + belong(padded(rest))
}

/// How many bytes belong to a class, to which the byte 0 must not belong.
#[inline]
pub(crate) fn count(bytes: &[u8], class: impl Fn(u8x16) -> u8x16) -> usize {
    let among = |window: [u8; 16]| (class(u8x16::new(window)).to_bitmask() & 0xffff).count_ones() as usize;
    let (windows, rest) = bytes.as_chunks::<16>();
    windows.iter().map(|window| among(*window)).sum::<usize>() + among(padded(rest))
}

/// The bytes, with zeros behind them.
#[inline(always)]
pub(crate) fn padded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut window = [0; N];
    window.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    window
}

/// Which bytes are in that range.
#[inline(always)]
pub(crate) fn between(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

/// Which bytes are that one.
#[inline(always)]
pub(crate) fn equal(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

/// Which bytes are letters and digits of ASCII.
#[inline(always)]
pub(crate) fn alphanumeric(bytes: u8x16) -> u8x16 {
    between(bytes | u8x16::splat(0x20), b'a', b'z') | between(bytes, b'0', b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_what_is_left_count_as_bytes_do() {
        let bytes: Vec<u8> = (0..=255u8).map(|byte| byte.wrapping_mul(89)).collect();
        let class = |bytes| between(bytes, 0x80, 0xbf);
        let is_one = |byte: &&u8| (0x80..=0xbf).contains(*byte);
        for start in 0..48 {
            for bytes in (start..bytes.len()).filter_map(|end| bytes.get(start..end)) {
                assert_eq!(count(bytes, class), bytes.iter().filter(is_one).count());
                assert_eq!(run(bytes, class), bytes.iter().take_while(is_one).count());
            }
        }
    }
}
