//! The examples run, and what they assert holds.

#[path = "../examples/is_my_task_done.rs"]
mod is_my_task_done;
#[path = "../examples/lenient_struct.rs"]
mod lenient_struct;
#[path = "../examples/own_dialect.rs"]
mod own_dialect;

#[test]
fn is_my_task_done() {
    is_my_task_done::main();
}

#[test]
fn lenient_struct() -> Result<(), serde_json::Error> {
    lenient_struct::main()
}

#[test]
fn own_dialect() -> Result<(), taskcenter::DialectError> {
    own_dialect::main()
}
