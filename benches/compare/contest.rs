//! The contest: everybody reads the same bytes, in rotating order, on one thread.
//!
//! Before a number is printed, all that claim to do the same work have to agree on what they read.

mod base;
mod data;
mod lenient;
mod options;
mod ours;
mod outcome;
mod rounds;
mod strict;
mod syntax;
mod table;

use std::process::ExitCode;

use data::Data;
use outcome::{Outcome, Work};

/// Reads everything once.
pub type Read = fn(&Data) -> Outcome;

/// One way to read.
pub struct Entrant {
    /// The name in the table.
    pub name: &'static str,
    /// What it does, and so with whom it has to agree.
    pub work: Work,
    /// How it goes.
    pub read: Read,
}

/// What users write today, against which everything is measured.
pub const BASE: &str = "BASE: Value + jsonschema + from_value + chrono";
/// The same with the validator compiled into the program.
pub const COMPILED: &str = "BASE, validator compiled in";
/// Checks the syntax and throws everything away.
pub const IGNORED: &str = "serde_json IgnoredAny";
/// Ours: typed tasks, deviations with places, verdict.
pub const FULL: &str = "taskcenter, borrowed, in bulk";

fn entrants() -> Vec<Entrant> {
    let entrants: [(_, _, Read); 18] = [
        ("simdutf8", Work::Bytes, syntax::utf8),
        (IGNORED, Work::Syntax, syntax::ignored),
        ("serde_json Value", Work::Syntax, syntax::value),
        ("sonic-rs Value", Work::Syntax, syntax::sonic),
        ("simd-json tape", Work::Syntax, syntax::simd_tape),
        ("simd-json Value", Work::Syntax, syntax::simd),
        ("strict struct, serde_json, owned", Work::Strict, strict::serde_owned),
        ("strict struct, serde_json, Cow", Work::Strict, strict::serde_borrowed),
        ("strict struct, sonic-rs, Cow", Work::Strict, strict::sonic),
        ("strict struct, simd-json, Cow", Work::Strict, strict::simd),
        ("lenient struct, serde_with + chrono", Work::Typed, lenient::read),
        ("Value + jsonschema is_valid", Work::Verdict, base::verdict),
        (BASE, Work::Full, base::full),
        (COMPILED, Work::Full, base::full_compiled),
        (FULL, Work::Full, ours::full),
        ("taskcenter, in bulk, with reports", Work::Full, ours::reports),
        ("taskcenter, owned", Work::Full, ours::owned),
        ("taskcenter, with violations", Work::Full, ours::violations),
    ];
    entrants.map(|(name, work, read)| Entrant { name, work, read }).into()
}

/// Runs it; `label` stands in the lines with the ratios, for whoever reads the output of several runs.
pub fn main(label: &str) -> ExitCode {
    let options = match options::Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let data = data::all(&options);
    let entrants = entrants();
    for data in &data {
        match outcome::agree(data, &entrants) {
            Ok(outcome) => println!("{}: all agree on {outcome:?}", data.name),
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!();
    let times = rounds::run(&data, &entrants, options.rounds);
    table::print(label, &data, &entrants, &times);
    ExitCode::SUCCESS
}
