//! The struct of somebody who knows every mess in the data: aliases for all the names, serde_with for
//! the values, chrono for the times. It forgives in silence.

use std::borrow::Cow;
use std::fmt;
use std::hint::black_box;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde_with::{DeserializeAs, OneOrMany, formats::PreferMany, serde_as};

use super::data::Data;
use super::outcome::Outcome;

/// A body.
#[derive(serde::Deserialize)]
pub struct Body {
    job: Option<Job>,
    #[serde(default, alias = "tasks")]
    jobs: Vec<Job>,
    #[serde(rename = "total_count")]
    _total: Option<u64>,
}

/// A task.
#[serde_as]
#[derive(serde::Deserialize)]
struct Job {
    #[serde_as(as = "Compact")]
    #[serde(rename = "id", default)]
    #[serde(alias = "job_id", alias = " id", alias = "id ", alias = " job_id", alias = "job_id ")]
    #[serde(alias = "Id", alias = "Job_id")]
    _id: Option<String>,
    #[serde_as(as = "Text")]
    #[serde(rename = "name", default, alias = " name", alias = "name ", alias = "Name")]
    _name: Option<String>,
    #[serde_as(as = "Text")]
    #[serde(default, alias = " status", alias = "status ", alias = "Status")]
    status: Option<String>,
    #[serde_as(as = "Time")]
    #[serde(default, alias = " created", alias = "created ", alias = "start_time", alias = " start_time")]
    #[serde(alias = "start_time ", alias = "created_at", alias = " created_at", alias = "created_at ")]
    created: Option<DateTime<FixedOffset>>,
    #[serde_as(as = "Time")]
    #[serde(default, alias = "end_time", alias = "ended_at")]
    ended: Option<DateTime<FixedOffset>>,
    #[serde_as(as = "Percent")]
    #[serde(default, alias = "process", alias = " process", alias = "process ")]
    #[serde(alias = " progress", alias = "progress ")]
    progress: Option<u8>,
    #[serde(rename = "instance", alias = "instance_info")]
    _instance: Option<Instance>,
    #[serde(rename = "entities")]
    _entities: Option<Entities>,
    #[serde_as(as = "Text")]
    #[serde(rename = "fail_reason", default)]
    _reason: Option<String>,
}

#[derive(serde::Deserialize)]
struct Instance {
    #[serde(rename = "id", alias = "instance_id")]
    _id: Option<String>,
    #[serde(rename = "name", alias = "instance_name")]
    _name: Option<String>,
    #[serde(rename = "instance_status")]
    _status: Option<String>,
}

#[serde_as]
#[derive(serde::Deserialize)]
struct Entities {
    #[serde(rename = "instance")]
    _instance: Option<Made>,
    #[serde_as(as = "OneOrMany<_, PreferMany>")]
    #[serde(rename = "resource_ids", default, alias = "resource_id")]
    _resources: Vec<String>,
    #[serde(rename = "public_ip")]
    _address: Option<String>,
}

#[derive(serde::Deserialize)]
struct Made {
    #[serde(rename = "endpoint")]
    _endpoint: Option<String>,
    #[serde(rename = "type")]
    _kind: Option<String>,
    #[serde(rename = "datastore")]
    _datastore: Option<Datastore>,
    #[serde(rename = "replica_of")]
    _primary: Option<String>,
}

#[derive(serde::Deserialize)]
struct Datastore {
    #[serde(rename = "type")]
    _kind: Option<String>,
    #[serde(rename = "version")]
    _version: Option<String>,
}

/// Reads everything straight into the struct.
pub fn read(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        if let Ok(body) = serde_json::from_slice(body) {
            add(&mut outcome, body);
        }
    }
    outcome
}

/// Counts a body in.
pub fn add(outcome: &mut Outcome, body: Body) {
    outcome.bodies += 1;
    for job in body.job.iter().chain(&body.jobs) {
        outcome.tasks += 1;
        let status = job.status.as_deref();
        let known =
            |status| ["Running", "Completed", "Failed"].iter().find(|word| word.eq_ignore_ascii_case(status));
        outcome.status(status.map(|status| known(status).map_or(status, |word| *word)));
        outcome.created += job.created.map_or(0, |time| time.timestamp());
        outcome.ended += job.ended.map_or(0, |time| time.timestamp());
        outcome.progress += job.progress.map_or(0, u64::from);
    }
    black_box(body);
}

/// A text without the blanks around it, or a number's digits.
struct Text;

/// A text without any blank.
struct Compact;

/// `60%`, and whatever else means that.
struct Percent;

/// A time in any of the spellings.
struct Time;

impl<'de> DeserializeAs<'de, Option<String>> for Text {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        Ok(match Scalar::deserialize(deserializer)? {
            Scalar::Null => None,
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Text(text) => match text.trim() {
                "" => None,
                trimmed if trimmed.len() == text.len() => Some(text.into_owned()),
                trimmed => Some(trimmed.to_owned()),
            },
        })
    }
}

impl<'de> DeserializeAs<'de, Option<String>> for Compact {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        let text: Option<String> = Text::deserialize_as(deserializer)?;
        Ok(text.map(|text| if text.contains(' ') { text.replace(' ', "") } else { text }))
    }
}

impl<'de> DeserializeAs<'de, Option<u8>> for Percent {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        Ok(match Scalar::deserialize(deserializer)? {
            Scalar::Null => None,
            Scalar::Number(number) => number.try_into().ok(),
            Scalar::Text(text) => {
                let text = text.trim();
                text.strip_suffix('%').unwrap_or(text).trim_end().parse().ok()
            }
        })
    }
}

impl<'de> DeserializeAs<'de, Option<DateTime<FixedOffset>>> for Time {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
        Ok(match Scalar::deserialize(deserializer)? {
            Scalar::Null => None,
            Scalar::Number(milliseconds) => {
                DateTime::from_timestamp_millis(milliseconds).map(|time| time.fixed_offset())
            }
            Scalar::Text(text) => time(&text),
        })
    }
}

fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    let zoned = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%z"];
    let zoned = zoned.iter().find_map(|format| DateTime::parse_from_str(text, format).ok());
    let naive = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok();
    zoned.or_else(|| Some(naive()?.and_utc().fixed_offset()))
}

/// What one value can be.
enum Scalar<'de> {
    Null,
    Number(i64),
    Text(Cow<'de, str>),
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a whole number or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
        number.try_into().map(Scalar::Number).map_err(E::custom)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text)))
    }
}
