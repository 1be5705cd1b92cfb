//! The stack of what is passed over: one bit a level.

/// A stack of bits: which of the open brackets are objects'.
#[derive(Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    /// The innermost up to 64 levels.
    top: u64,
    length: usize,
}

impl Bits {
    #[inline]
    pub(super) fn push(&mut self, bit: bool) {
        if self.length > 0 && self.length.is_multiple_of(64) {
            self.words.push(self.top);
        }
        self.top = self.top << 1 | u64::from(bit);
        self.length += 1;
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        self.length -= 1;
        self.top >>= 1;
        if self.length > 0 && self.length.is_multiple_of(64) {
            self.top = self.words.pop().unwrap_or_default();
        }
    }

    #[inline]
    pub(super) fn last(&self) -> Option<bool> {
        (self.length > 0).then_some(self.top & 1 == 1)
    }
}
