//! `taskcenter`: checks captured task center responses, and explains what is odd about them.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    taskcenter_cli::main()
}
