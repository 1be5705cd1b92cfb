//! Is my task done, and did it succeed?
//!
//! `cargo run --example is_my_task_done`

use taskcenter::Severity;

const ANSWER: &str = r#"{
  "job": {
    "id": "31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886",
    "name": "CreateMysqlSingleHAInstance",
    " status": "Running",
    "created": "2018-08-06T10:41:14+0000",
    "process": "60 % ",
    "instance": {"id": "a48e43ff268f4c0e879652d65e63d0fbin01", "name": "DO-NOT-TOUCH-mgr2-mysql-single"},
    "entities": {}
  }
}"#;

pub(crate) fn main() {
    let reading = taskcenter::read(ANSWER.as_bytes());

    // No task to be had: a login page, an error of the gateway, half of an answer.
    if let Some(error) = reading.error() {
        return println!("no answer: {error}");
    }
    if let Some(error) = reading.api_error() {
        return println!("the service refused: {}", error.message.as_deref().unwrap_or("without a word"));
    }

    for task in reading.tasks() {
        let id = task.id.as_deref().unwrap_or("a task without an id");
        if task.is_success() {
            println!("{id} is done");
        } else if task.is_terminal() {
            println!("{id} failed: {}", task.fail_reason().unwrap_or("for no given reason"));
        } else {
            // Running, or a status that nobody documents: neither is over.
            println!("{id} is at {:?} percent", task.progress);
        }
        assert_eq!(id, "31b8ae23-c687-4d80-b7b4-42a66c9bb886");
        assert!(!task.is_terminal());
        assert_eq!(task.progress, Some(60));
    }

    // Tolerant, but never silent: everything that was forgiven, and where.
    for deviation in reading.deviations() {
        println!("{}: {}: {}", deviation.position, deviation.code, deviation.message);
    }
    let forgiven = reading.deviations().iter().filter(|deviation| deviation.severity > Severity::Note);
    assert_eq!(
        forgiven.map(|deviation| &*deviation.pointer).collect::<Vec<_>>(),
        ["/job/id", "/job/ status", "/job/process"],
    );
}
