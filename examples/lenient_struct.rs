//! A response type of one's own, whose fields take what the services really send.
//!
//! `cargo run --example lenient_struct`

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use taskcenter::{Reading, Status, lenient};

#[derive(Debug, Deserialize)]
struct Job {
    #[serde(with = "lenient::identifier")]
    id: String,
    #[serde(with = "lenient::status")]
    status: Status<'static>,
    #[serde(with = "lenient::timestamp")]
    created: DateTime<FixedOffset>,
    /// Absent, null and "" are all no progress; `"first progress"` is an error, never 0.
    #[serde(with = "lenient::progress::option", default)]
    process: Option<u8>,
    #[serde(with = "lenient::one_or_many", default)]
    resource_ids: Vec<String>,
}

/// A line of a log, with the whole answer in it: read in full, with its deviations.
#[derive(Debug, Deserialize)]
struct Line {
    url: String,
    answer: Reading<'static>,
}

pub(crate) fn main() -> Result<(), serde_json::Error> {
    let job: Job = serde_json::from_str(
        r#"{"id": "31 b8ae23 - c687", "status": "completed", "created": "2018-08-06 10:41:14",
            "process": "", "resource_ids": "a48e43ff268f4c0e879652d65e63d0fbin01.vm"}"#,
    )?;
    println!("{job:?}");
    assert_eq!(job.id, "31b8ae23-c687");
    assert!(job.status.is_success());
    assert_eq!(job.created.timestamp(), 1_533_552_074);
    assert_eq!(job.process, None);
    assert_eq!(job.resource_ids.len(), 1);

    let wrong = serde_json::from_str::<Job>(
        r#"{"id": "1", "status": "Running", "created": "2018-08-06T10:41:14Z", "process": "first progress"}"#,
    );
    let error = wrong.map_or_else(|error| error.to_string(), |job| format!("{job:?}"));
    println!("{error}");
    assert!(error.starts_with("invalid value: string \"first progress\", expected a progress"));

    let line: Line = serde_json::from_str(r#"{"url": "/v3/p/jobs?id=1", "answer": {"job": {"id": 104}}}"#)?;
    println!("{}: {:?}", line.url, line.answer.tasks());
    assert_eq!(line.answer.tasks()[0].id.as_deref(), Some("104"));
    assert!(!line.answer.conforms());
    Ok(())
}
