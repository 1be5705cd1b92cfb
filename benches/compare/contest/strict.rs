//! A derived struct that takes the documents at their word. No times, no verdict, no places: what it
//! doesn't expect fails the whole body.

use std::borrow::Cow;
use std::hint::black_box;

use serde::Deserialize;

use super::data::Data;
use super::outcome::Outcome;

/// A text that borrows where it can. `Option<Cow<str>>` alone never does.
#[derive(Deserialize)]
#[serde(transparent)]
struct Lent<'a>(#[serde(borrow)] Cow<'a, str>);

impl AsRef<str> for Lent<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A body; its texts are `String` or [`Lent`].
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Body<T> {
    job: Option<Job<T>>,
    #[serde(default = "Vec::new", alias = "tasks")]
    jobs: Vec<Job<T>>,
    #[serde(rename = "total_count")]
    _total: Option<u64>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Job<T> {
    #[serde(rename = "id", alias = "job_id")]
    _id: T,
    #[serde(rename = "name")]
    _name: T,
    status: T,
    #[serde(rename = "created", alias = "start_time", alias = "created_at")]
    _created: T,
    #[serde(rename = "ended", alias = "end_time", alias = "ended_at")]
    _ended: Option<T>,
    #[serde(rename = "progress", alias = "process")]
    _progress: Option<T>,
    #[serde(rename = "instance", alias = "instance_info")]
    _instance: Instance<T>,
    #[serde(rename = "entities")]
    _entities: Option<Entities<T>>,
    #[serde(rename = "fail_reason")]
    _reason: Option<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Instance<T> {
    #[serde(rename = "id", alias = "instance_id")]
    _id: T,
    #[serde(rename = "name", alias = "instance_name")]
    _name: T,
    #[serde(rename = "instance_status")]
    _status: Option<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Entities<T> {
    #[serde(rename = "instance")]
    _instance: Option<Made<T>>,
    #[serde(rename = "resource_ids", default = "Vec::new")]
    _resources: Vec<T>,
    #[serde(rename = "public_ip")]
    _address: Option<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Made<T> {
    #[serde(rename = "endpoint")]
    _endpoint: T,
    #[serde(rename = "type")]
    _kind: T,
    #[serde(rename = "datastore")]
    _datastore: Datastore<T>,
    #[serde(rename = "replica_of")]
    _primary: Option<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Datastore<T> {
    #[serde(rename = "type")]
    _kind: T,
    #[serde(rename = "version")]
    _version: T,
}

/// serde_json, a `String` for every text.
pub fn serde_owned(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        add::<String, _>(&mut outcome, serde_json::from_slice(body));
    }
    outcome
}

/// serde_json, borrowed.
pub fn serde_borrowed(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        add::<Lent<'_>, _>(&mut outcome, serde_json::from_slice(body));
    }
    outcome
}

/// sonic-rs, borrowed.
pub fn sonic(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        add::<Lent<'_>, _>(&mut outcome, sonic_rs::from_slice(body));
    }
    outcome
}

/// simd-json, borrowed from the copy in which it works.
pub fn simd(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    let mut copy = Vec::new();
    let mut buffers = simd_json::Buffers::default();
    for body in data.bodies() {
        copy.clear();
        copy.extend_from_slice(body);
        add::<Lent<'_>, _>(&mut outcome, simd_json::serde::from_slice_with_buffers(&mut copy, &mut buffers));
    }
    outcome
}

fn add<T: AsRef<str>, E>(outcome: &mut Outcome, read: Result<Body<T>, E>) {
    outcome.bodies += 1;
    let Ok(body) = read else {
        outcome.invalid += 1;
        return;
    };
    for job in body.job.iter().chain(&body.jobs) {
        outcome.tasks += 1;
        outcome.status(Some(job.status.as_ref()));
    }
    black_box(body);
}
