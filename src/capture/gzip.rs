//! What is packed, and how much may come out of it.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::summary::NoticeKind;
use crate::limits::Limits;

/// The first bytes of gzip, and of deflate in it, which is all that was ever packed so.
pub(super) const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// Small things may be packed as tightly as they like.
const RATIO_FREE: u64 = 4 << 20;

/// The reader, with one layer of gzip taken off.
pub(super) enum Input<R> {
    /// Nothing was read yet.
    New(Opened<R>, Budget),
    Plain(Opened<R>),
    Gzip(Box<MultiGzDecoder<Opened<R>>>, Budget),
    Ended(Option<Stopped>, bool),
}

/// Why unpacking stopped early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    Damaged,
    Size,
    Ratio,
}

impl Stopped {
    /// What to say of a body that doesn't unpack.
    pub(super) fn why(self) -> (NoticeKind, &'static str) {
        match self {
            Stopped::Damaged => (NoticeKind::Damage, "is damaged gzip: it unpacks up to here at most"),
            Stopped::Size => (NoticeKind::Limit, "unpacks to more than the limit"),
            Stopped::Ratio => (NoticeKind::Limit, "unpacks to many times its size, more than the limit allows"),
        }
    }
}

/// How much may still be unpacked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    unpacked: u64,
    size_limit: u64,
    ratio_limit: u64,
}

impl<R: Read> Input<R> {
    pub(super) fn new(reader: R, limits: &Limits) -> Self {
        let budget = Budget { unpacked: 0, size_limit: limits.unpacked, ratio_limit: limits.unpacked_ratio };
        let opened =
            Opened { opening: Vec::new(), given: 0, taken: 0, failed: false, failure: None, whole: false, reader };
        Input::New(opened, budget)
    }

    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Input::New(opened, budget) = self {
            let gzip = opened.peek(MAGIC.len())? == MAGIC;
            let budget = *budget;
            *self = match std::mem::replace(self, Input::Ended(None, false)) {
                Input::New(mut opened, _) if gzip => {
                    opened.whole = true;
                    Input::Gzip(Box::new(MultiGzDecoder::new(opened)), budget)
                }
                Input::New(opened, _) => Input::Plain(opened),
                other => other,
            };
        }
        match self {
            Input::Plain(reader) => reader.read(buffer),
            Input::Gzip(decoder, budget) => {
                let stopped = match decoder.read(buffer) {
                    Ok(0) => None,
                    Ok(read) => match budget.spend(read as u64, decoder.get_ref().taken) {
                        Ok(()) => return Ok(read),
                        Err(stopped) => Some(stopped),
                    },
                    Err(error) if decoder.get_ref().failed => return Err(error),
                    Err(_) => Some(Stopped::Damaged),
                };
                *self = Input::Ended(stopped, true);
                Ok(0)
            }
            Input::New(..) | Input::Ended(..) => Ok(0),
        }
    }

    pub(super) fn is_gzip(&self) -> bool {
        matches!(self, Input::Gzip(..) | Input::Ended(_, true))
    }

    /// Why unpacking stopped early; told once.
    pub(super) fn stopped(&mut self) -> Option<Stopped> {
        if let Input::Ended(stopped, _) = self { stopped.take() } else { None }
    }
}

impl Budget {
    fn spend(&mut self, bytes: u64, packed: u64) -> Result<(), Stopped> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        if self.unpacked > self.size_limit {
            return Err(Stopped::Size);
        }
        if self.unpacked > RATIO_FREE && self.unpacked > packed.saturating_mul(self.ratio_limit) {
            return Err(Stopped::Ratio);
        }
        Ok(())
    }
}

/// A body that is packed by itself, unpacked.
pub(super) fn unpack(packed: &[u8], limits: &Limits) -> Result<Vec<u8>, Stopped> {
    let size_limit = (limits.body as u64).min(limits.unpacked);
    let mut budget = Budget { unpacked: 0, size_limit, ratio_limit: limits.unpacked_ratio };
    let mut decoder = MultiGzDecoder::new(packed);
    let mut unpacked = Vec::new();
    let mut block = [0; 16 << 10];
    loop {
        match decoder.read(&mut block) {
            Ok(0) => return Ok(unpacked),
            Ok(read) => {
                budget.spend(read as u64, packed.len() as u64)?;
                unpacked.extend_from_slice(block.get(..read).unwrap_or_default());
            }
            Err(_) => return Err(Stopped::Damaged),
        }
    }
}

/// A reader whose first bytes were looked at.
pub(super) struct Opened<R> {
    opening: Vec<u8>,
    given: usize,
    /// How many bytes were handed on.
    taken: u64,
    /// Whether the reader itself failed, and not what it gave.
    failed: bool,
    /// An error of the reader that hasn't been told yet, since some bytes came before it.
    failure: Option<io::Error>,
    /// Whether every block is to be filled, up to the last one.
    whole: bool,
    reader: R,
}

impl<R: Read> Opened<R> {
    fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        let wanted = bytes.saturating_sub(self.opening.len()) as u64;
        let read = self.reader.by_ref().take(wanted).read_to_end(&mut self.opening);
        self.failed |= read.is_err();
        read.map(|_| &*self.opening)
    }

    fn retry(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.reader.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = true;
                    return Err(error);
                }
                // Whatever it says, the bytes behind the room it was given aren't there.
                Ok(read) if read > buffer.len() => {
                    self.failed = true;
                    return Err(io::Error::other("the reader says it read more than it was asked for"));
                }
                read => return read,
            }
        }
    }
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = self.opening.get(self.given..).unwrap_or_default().read(buffer)?;
        self.given = self.given.saturating_add(read);
        // What is packed comes in whole blocks: how much of it unpacks before damage depends on their ends.
        while let Some(room) = buffer.get_mut(read..).filter(|room| !room.is_empty())
            && (self.whole || read == 0)
        {
            match self.failure.take().map_or_else(|| self.retry(room), Err) {
                Ok(0) => break,
                Ok(more) => read = read.saturating_add(more),
                Err(error) if read > 0 => {
                    self.failure = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        self.taken = self.taken.saturating_add(read as u64);
        Ok(read)
    }
}
