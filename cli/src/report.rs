//! What people and programs get to see of a body, and those who tell about it.

pub mod finding;
pub mod github;
pub mod json;
pub mod junit;
pub mod row;
pub mod sarif;
pub mod snippet;
pub mod tally;
pub mod text;
pub mod uri;

use std::io;

use taskcenter::capture::{Body, Lines};
use taskcenter::{Position, Reading};

use crate::baseline::Standing;
use crate::inputs::Input;
use crate::judge::Judgement;
use crate::outcome::Outcome;
use crate::redact::Redacted;
use crate::told::Told;
use crate::trouble::Trouble;

/// A body that was read.
pub struct Seen<'s> {
    /// What its capture is called.
    pub source: &'s str,
    /// The body, which knows its place in the source.
    pub body: Body<'s>,
    /// What it says.
    pub reading: Reading<'s>,
    /// What is denied, and what is known already.
    pub judgement: Judgement,
    /// What `--redact` put in the place of ids, names and addresses, if it was asked to.
    pub redacted: Option<&'s Redacted>,
}

impl<'s> Seen<'s> {
    /// The body as it may be shown.
    pub fn bytes(&self) -> &'s [u8] {
        self.redacted.map_or(self.body.bytes(), |redacted| &redacted.bytes)
    }

    /// Where a byte of what may be shown stands in the capture: the capture as it is, not redacted.
    pub fn locate(&self, offset: usize) -> (Position, u64) {
        self.body.locate(self.redacted.map_or(offset, |redacted| redacted.original(offset)))
    }
}

/// What a whole run went through, for summaries.
#[derive(Debug)]
pub struct Run {
    /// Captures that were opened.
    pub sources: usize,
    /// Files in folders that aren't captures by their names.
    pub passed_over: usize,
    /// How it went up to its end.
    pub outcome: Outcome,
    /// What became of the baseline, if there is one.
    pub standing: Option<Standing>,
}

/// Somebody who tells about bodies as they come.
pub trait Report {
    /// A capture is about to be read, which is called so in reports.
    fn begin(&mut self, _: &Input, _source: &str) -> io::Result<()> {
        Ok(())
    }

    /// Something happened to the capture: tells it on the standard error, and in the report.
    fn tell(&mut self, source: &str, trouble: &Trouble) -> io::Result<()> {
        self.flush()?;
        trouble.tell(source);
        self.trouble(source, trouble)
    }

    /// Something happened to the capture. It is told on the standard error anyway.
    fn trouble(&mut self, _source: &str, _: &Trouble) -> io::Result<()> {
        Ok(())
    }

    /// Takes lines away, to have their bodies told about elsewhere; `false` if they are to be told one by one.
    fn lines(&mut self, _: &mut Lines) -> io::Result<bool> {
        Ok(false)
    }

    /// Counts a body of which there is nothing to say but how many tasks it holds; `false` if it is to be told
    /// all the same.
    fn plain(&mut self, _tasks: usize) -> bool {
        false
    }

    /// The capture has been read.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Tells about one body.
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()>;

    /// Lets go of what was told so far: something else is about to be said, or somebody waits.
    fn flush(&mut self) -> io::Result<()>;

    /// Whether bodies are kept quiet about until the end.
    fn tells_at_the_end(&self) -> bool {
        false
    }

    /// Tells about the whole.
    fn finish(&mut self, run: &Run) -> io::Result<()>;
}

/// Somebody who can tell about bodies in parts, each of them on another thread.
pub trait Split: Report {
    /// Tells about some bodies, into memory.
    type Part: Report + Telling + Send + 'static;

    /// A part in which nothing is told yet.
    fn part(&self) -> Self::Part;

    /// Takes over what a part has told, which begins anew. Parts come in the order of their bodies.
    fn take(&mut self, part: &mut Self::Part) -> io::Result<()>;

    /// Takes over what the next part has told already.
    fn take_piece(&mut self, told: &[u8]) -> io::Result<()>;
}

/// A part of a report, which tells into memory.
pub trait Telling {
    /// What it told.
    fn told(&mut self) -> &mut Told;
}
