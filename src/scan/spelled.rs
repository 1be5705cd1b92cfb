//! Names that are expected: compared with the body in one go, before anybody looks for their end.

use std::fmt;

/// A name as JSON spells it, `"status"`, ready to be compared with what stands in a body.
#[derive(Clone, PartialEq)]
pub(crate) struct Spelled {
    /// With both quotes; empty for a name that is never expected.
    quoted: Box<[u8]>,
    /// Its first 16 bytes as a number, and the bits of it that count.
    word: u128,
    mask: u128,
}

impl Spelled {
    /// The spelling without escapes, if the name has one.
    pub(crate) fn new(name: &str) -> Self {
        let plain = !name.contains(['"', '\\']) && !name.contains(|character: char| character < ' ');
        if !plain {
            return Spelled::never();
        }
        let quoted = format!("\"{name}\"").into_bytes();
        let mut window = [0; 16];
        let mut bits = [0; 16];
        for ((byte, at), bits) in quoted.iter().zip(&mut window).zip(&mut bits) {
            (*at, *bits) = (*byte, 0xff);
        }
        Spelled { quoted: quoted.into(), word: u128::from_le_bytes(window), mask: u128::from_le_bytes(bits) }
    }

    /// What no text begins with.
    pub(crate) fn never() -> Self {
        Spelled { quoted: Box::default(), word: 1, mask: 0 }
    }

    /// Whether the bytes begin with it.
    #[inline(always)]
    pub(crate) fn begins(&self, bytes: &[u8]) -> bool {
        match bytes.first_chunk() {
            Some(window) => {
                u128::from_le_bytes(*window) & self.mask == self.word
                    && (self.quoted.len() <= 16 || bytes.starts_with(&self.quoted))
            }
            // The end of the body is near.
            None => !self.quoted.is_empty() && bytes.starts_with(&self.quoted),
        }
    }

    /// How many bytes it has, with its quotes.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.quoted.len()
    }
}

impl fmt::Debug for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.quoted))
    }
}
