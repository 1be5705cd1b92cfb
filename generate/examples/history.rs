//! Writes a history to the standard output: `cargo run --release --example history -- 64 0.3`
//! makes 64 megabytes of which three records in ten are messy.

use std::io;

use taskcenter_generate::{History, Size};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let megabytes: u64 = arguments.next().unwrap_or("1".into()).parse()?;
    let messes = arguments.next().unwrap_or("0".into()).parse()?;
    let size = Size::Bytes(megabytes * 1_000_000);
    let written = History { size, messes, seed: 42, ..History::default() }.write(io::stdout().lock())?;
    eprintln!("{written:?}");
    Ok(())
}
