//! Names that are expected: compared with the body in one go, before anybody looks for their end.

use std::fmt;

/// A text as JSON spells it, ready to be compared with what stands in a body.
#[derive(Clone, PartialEq)]
pub(crate) struct Spelled {
    /// With both quotes, and the colon of a name; empty for what is never expected.
    spelling: Box<[u8]>,
    /// Its first 16 bytes as a number, and the bits of it that count.
    word: u128,
    mask: u128,
}

impl Spelled {
    /// `"status":`, without escapes, if the name can be spelled so.
    pub(crate) fn name(name: &str) -> Self {
        Spelled::new(name, ":")
    }

    /// `"Running"`, without escapes, if the word can be spelled so.
    pub(crate) fn word(word: &str) -> Self {
        Spelled::new(word, "")
    }

    /// What no text begins with.
    pub(crate) fn never() -> Self {
        Spelled { spelling: Box::default(), word: 1, mask: 0 }
    }

    fn new(text: &str, end: &str) -> Self {
        let plain = !text.contains(['"', '\\']) && !text.contains(|character: char| character < ' ');
        if !plain {
            return Spelled::never();
        }
        let spelling = format!("\"{text}\"{end}").into_bytes();
        let mut window = [0; 16];
        let mut bits = [0; 16];
        for ((byte, at), bits) in spelling.iter().zip(&mut window).zip(&mut bits) {
            (*at, *bits) = (*byte, 0xff);
        }
        Spelled { spelling: spelling.into(), word: u128::from_le_bytes(window), mask: u128::from_le_bytes(bits) }
    }

    /// The bytes behind it, if they begin with it.
    #[inline(always)]
    pub(crate) fn strip<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        match bytes.first_chunk() {
            Some(window) if u128::from_le_bytes(*window) & self.mask != self.word => None,
            Some(_) if self.spelling.len() <= 16 => bytes.get(self.spelling.len()..),
            // Longer, or the end of the body is near.
            _ if self.spelling.is_empty() => None,
            _ => bytes.strip_prefix(&*self.spelling),
        }
    }

    /// How many bytes it has, with its quotes and its colon.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.spelling.len()
    }
}

impl fmt::Debug for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.spelling))
    }
}
