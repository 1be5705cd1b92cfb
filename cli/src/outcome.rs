//! How a run ends: the exit status, and what is told on the standard error on the way.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::AnsiColor;

use crate::escape::Visible;
use crate::progress;

/// What the exit status is made of. The worst thing that happened decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome(u8);

impl Outcome {
    /// Everything was read, and nothing is denied.
    pub const FINE: Outcome = Outcome(0);
    /// A body was rejected, or has something that is denied.
    pub const DENIED: Outcome = Outcome(1);
    /// The command line is wrong, or an input couldn't be opened.
    pub const UNUSABLE: Outcome = Outcome(2);

    /// The exit status.
    pub const fn status(self) -> u8 {
        self.0
    }

    /// Something happened; a milder thing never hides a graver one.
    pub fn worsen(&mut self, other: Outcome) {
        *self = (*self).max(other);
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome.0)
    }
}

/// Why a run ended before its end.
#[derive(Debug)]
pub enum Complaint {
    /// The user asked for something that there isn't.
    Usage(String),
    /// Nobody takes the output any more, or there is no room for it.
    Output {
        /// What the system says.
        error: io::Error,
        /// How the run would have ended at that place.
        so_far: Outcome,
    },
}

impl From<io::Error> for Complaint {
    fn from(error: io::Error) -> Self {
        Complaint::Output { error, so_far: Outcome::FINE }
    }
}

/// Tells that something went wrong. The text is escaped here: it quotes names of files.
pub fn complain(message: impl Display) {
    say("error", AnsiColor::Red, &message.to_string());
}

/// Tells that something of a capture is missing from the report.
pub fn warn(message: impl Display) {
    say("warning", AnsiColor::Yellow, &message.to_string());
}

/// Tells something that doesn't change the exit status.
pub fn remark(message: impl Display) {
    say("note", AnsiColor::Cyan, &message.to_string());
}

fn say(word: &str, colour: AnsiColor, message: &str) {
    // Fuzzing would say it a million times.
    if cfg!(fuzzing) {
        return;
    }
    let style = colour.on_default().bold();
    progress::aside(|| {
        let mut stderr = anstream::stderr().lock();
        // Without a standard error there is nobody left to tell; `eprintln!` would panic.
        let _ = writeln!(stderr, "{style}{word}{style:#}: {}", Visible(message));
    });
}
