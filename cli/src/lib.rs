//! `taskcenter`: checks captured task center responses, and explains what is odd about them.
//!
//! A library for the program's own `main` and its fuzz targets; nothing in it is for others.

#![forbid(unsafe_code)]

mod args;
mod baseline;
mod bodies;
mod check;
mod colour;
mod deny;
mod dialect;
mod escape;
mod explain;
#[cfg(fuzzing)]
pub mod fuzzing;
mod generate;
mod grade;
mod inputs;
mod jobs;
mod judge;
mod manual;
mod members;
mod normalize;
mod outcome;
mod progress;
mod redact;
mod report;
mod stats;
mod suggest;
mod told;
mod trouble;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::escape::{Visible, reason};
use crate::outcome::{Complaint, Outcome};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    let done = match args.command {
        Command::Check(args) => check::check(&args),
        Command::Normalize(args) => normalize::normalize(&args),
        Command::Stats(args) => stats::stats(&args),
        Command::Explain(args) => explain::explain(&args.codes),
        Command::Dialects => members::dialects(),
        Command::Schema(args) => dialect::schema(&args.dialect),
        Command::Generate(args) => generate::generate(&args),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::man(),
    };
    match done {
        Ok(outcome) => outcome.into(),
        // Whoever read our output has seen enough, as in `taskcenter check … | head`.
        Err(Complaint::Output { error, so_far }) if error.kind() == io::ErrorKind::BrokenPipe => so_far.into(),
        Err(Complaint::Output { error, .. }) => {
            outcome::complain(format_args!("the output can't be written: {}", reason(&error)));
            Outcome::UNUSABLE.into()
        }
        Err(Complaint::Usage(message)) => {
            outcome::complain(message);
            Outcome::UNUSABLE.into()
        }
    }
}

/// Help, the version, or what is wrong with the command line.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Nothing can be done for a reader who has gone.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // The message quotes arguments, and those can be names of files that somebody else has chosen.
    let message = error.render().to_string();
    let mut stderr = io::stderr().lock();
    for line in message.lines() {
        let _ = writeln!(stderr, "{}", Visible(line));
    }
    Outcome::UNUSABLE.into()
}
