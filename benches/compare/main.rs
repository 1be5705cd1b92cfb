//! taskcenter beside everybody else, in one process: `cargo bench --bench compare`.
//!
//! `-- --mb 4 --rounds 5 --data single,page` makes it shorter.

mod contest;

fn main() -> std::process::ExitCode {
    contest::main("")
}
