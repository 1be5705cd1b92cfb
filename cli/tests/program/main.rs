//! The program from outside: what goes in, what comes out, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod captures;
mod contract;
mod escaping;
mod explain;
mod formats;
mod gate;
mod generate;
mod inputs;
mod jobs;
mod normalize;
mod redaction;
mod report;
mod run;
mod stats;
mod status;
