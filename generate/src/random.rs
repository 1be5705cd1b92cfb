//! Chance that repeats itself: splitmix64, written out so that no release of anybody's crate changes the data.

/// A stream of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which isn't 0. The bias of the multiplication is below one in four billion.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next() >> 32) * end as u128) >> 32) as usize
    }

    /// A number from `start` up to and with `end`.
    pub(crate) fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start + 1)
    }

    /// True as often as `share` says, 0 to 1.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        // 53 bits are what a float holds exactly, so 0 is never and 1 is always.
        ((self.next() >> 11) as f64) < share * (1u64 << 53) as f64
    }

    /// One of them. There has to be one.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// That many lower-case hexadecimal digits, appended.
    pub(crate) fn hex(&mut self, digits: usize, out: &mut String) {
        let mut bits = 0;
        for digit in 0..digits {
            if digit % 16 == 0 {
                bits = self.next();
            }
            out.push(char::from(b"0123456789abcdef"[(bits & 15) as usize]));
            bits >>= 4;
        }
    }
}
