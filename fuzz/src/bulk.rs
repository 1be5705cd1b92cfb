//! Any bytes as a history: it is the sum of its lines, however they come in.

use std::io::{self, Read};
use std::ops::ControlFlow;

use taskcenter::bulk::Bulk;
use taskcenter::{ReadOptions, read};

use crate::dice;

/// Gives some bytes at a time, and is interrupted now and then.
pub struct Chunks<'d> {
    pub data: &'d [u8],
    pub dice: u64,
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.dice = self.dice.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if self.dice & 0x30 == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = 1 + (self.dice >> 40) as usize % [1, 3, 17, 4096][self.dice as usize & 3];
        let size = most.min(into.len()).min(self.data.len());
        let (now, later) = self.data.split_at(size);
        into[..size].copy_from_slice(now);
        self.data = later;
        Ok(size)
    }
}

pub fn bulk(data: &[u8]) {
    let options = ReadOptions::new();
    let mut at = 0;
    let mut lines = data.split(|byte| *byte == b'\n').enumerate().filter_map(|(number, line)| {
        let offset = at;
        at += line.len() as u64 + 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        line.iter().any(|byte| !byte.is_ascii_whitespace()).then_some((number as u64 + 1, offset, line))
    });
    let mut bulk = Bulk::new(Chunks { data, dice: dice(data) }, &options);
    let broken = bulk.for_each(|body| {
        assert_eq!(Some((body.line(), body.offset(), body.bytes())), lines.next());
        let alone = read(body.bytes());
        assert_eq!(body.tasks(), alone.tasks());
        assert_eq!(body.dialect().map(|it| it.name()), alone.dialect().map(|it| it.name()));
        assert_eq!((body.total(), body.error()), (alone.total(), alone.error()));
        assert_eq!((body.verdict(), body.worst()), (alone.verdict(), alone.worst()));
        assert_eq!(body.deviation_counts().collect::<Vec<_>>(), alone.deviation_counts());
        assert_eq!(body.deviations(), alone.deviations());
        ControlFlow::<()>::Continue(())
    });
    assert!(matches!(broken, Ok(None)), "{broken:?}");
    assert_eq!(lines.next(), None, "a line was swallowed");
}
