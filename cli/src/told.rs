//! What a part of a report has told so far: kept in memory, but for what is told of one long body, which is handed on
//! meanwhile. Otherwise a body would stand there twice: once as it came, and once as it is told.

use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::SyncSender;

/// So much is handed on at once.
const PIECE: usize = 1 << 16;

/// Bytes, and somebody who takes them while they become more.
#[derive(Default)]
pub struct Told {
    bytes: Vec<u8>,
    taker: Option<SyncSender<Vec<u8>>>,
}

impl Told {
    /// What is told from now on is for them, until they are let go.
    pub fn hand_on(&mut self, taker: SyncSender<Vec<u8>>) {
        self.taker = Some(taker);
    }

    /// Nobody takes anything any more; the rest is kept.
    pub fn keep(&mut self) {
        self.taker = None;
    }

    /// What was kept, to be written elsewhere; nothing is left, but its room.
    pub fn write_to(&mut self, mut out: impl Write) -> io::Result<()> {
        let told = out.write_all(&self.bytes);
        self.bytes.clear();
        told
    }
}

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if let Some(taker) = self.taker.as_ref().filter(|_| self.bytes.len() >= PIECE) {
            taker.send(mem::take(&mut self.bytes)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn no_more_than_a_piece_is_kept_while_somebody_takes_it() {
        let mut told = Told::default();
        told.write_all(&[b'a'; 3 * PIECE]).expect("memory takes everything");
        assert_eq!(told.bytes.len(), 3 * PIECE);
        let mut all = Vec::new();
        told.write_to(&mut all).expect("memory takes everything");
        let (taker, taken) = mpsc::sync_channel(100);
        told.hand_on(taker);
        for _ in 0..50 * PIECE / 100 {
            told.write_all(&[b'b'; 100]).expect("there is room for all of them");
            assert!(told.bytes.len() < PIECE);
        }
        told.keep();
        taken.iter().for_each(|piece| all.extend(piece));
        told.write_to(&mut all).expect("memory takes everything");
        assert_eq!(all.len(), 3 * PIECE + 50 * PIECE / 100 * 100);
    }

    #[test]
    fn nobody_to_take_it_is_an_error() {
        let mut told = Told::default();
        told.hand_on(mpsc::sync_channel(1).0);
        let error = told.write_all(&[b'a'; PIECE]).expect_err("nobody is there");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
