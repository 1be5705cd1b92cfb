//! BASE: what a competent user writes today. A tree by serde_json, jsonschema over it, a lenient
//! struct out of it.

use std::hint::black_box;
use std::sync::LazyLock;

use jsonschema::{ErrorIterator, PatternOptions, ValidationError, Validator};
use serde_json::Value;
use taskcenter_generate::Dialect;

use super::data::Data;
use super::lenient;
use super::outcome::Outcome;

/// The verdict alone.
pub fn verdict(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let Ok(value) = serde_json::from_slice::<Value>(body) else { continue };
        outcome.bodies += 1;
        outcome.invalid += u64::from(!validator(dialect(&value)).is_valid(&value));
        black_box(value);
    }
    outcome
}

/// Everything, with validators made at start-up.
pub fn full(data: &Data) -> Outcome {
    read(data, |dialect, value| {
        let validator = validator(dialect);
        let valid = validator.is_valid(value);
        if !valid {
            validator.iter_errors(value).for_each(name);
        }
        valid
    })
}

type IsValid = fn(&Value) -> bool;
type IterErrors = fn(&Value) -> ErrorIterator<'_>;

/// Everything, with validators made when this was compiled.
pub fn full_compiled(data: &Data) -> Outcome {
    read(data, |dialect, value| {
        let (is_valid, iter_errors): (IsValid, IterErrors) = match dialect {
            Dialect::RdsJob => (RdsJob::is_valid, RdsJob::iter_errors),
            Dialect::DdsJob => (DdsJob::is_valid, DdsJob::iter_errors),
            Dialect::GeminidbJobs => (GeminidbJobs::is_valid, GeminidbJobs::iter_errors),
            _ => (GaussdbTasks::is_valid, GaussdbTasks::iter_errors),
        };
        let valid = is_valid(value);
        if !valid {
            iter_errors(value).for_each(name);
        }
        valid
    })
}

fn read(data: &Data, judge: impl Fn(Dialect, &Value) -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let Ok(value) = serde_json::from_slice::<Value>(body) else { continue };
        outcome.invalid += u64::from(!judge(dialect(&value), &value));
        if let Ok(body) = serde_json::from_value(value) {
            lenient::add(&mut outcome, body);
        }
    }
    outcome
}

/// What a report needs of an error: where, and what.
fn name(error: ValidationError<'_>) {
    black_box((error.instance_path().to_string(), error.kind().keyword()));
}

/// By the envelope, and for a single job by the end of its instance's id.
fn dialect(body: &Value) -> Dialect {
    match body.get("job") {
        Some(job) => match job.pointer("/instance/id").and_then(Value::as_str) {
            Some(id) if id.ends_with("in02") => Dialect::DdsJob,
            None if job.get("entities").is_none() => Dialect::DdsJob,
            _ => Dialect::RdsJob,
        },
        None if body.get("jobs").is_some() => Dialect::GeminidbJobs,
        None => Dialect::GaussdbTasks,
    }
}

fn validator(dialect: Dialect) -> &'static Validator {
    static VALIDATORS: LazyLock<Vec<(Dialect, Validator)>> = LazyLock::new(|| {
        let made = Dialect::ALL.iter().filter_map(|&dialect| {
            let schema = taskcenter::Dialect::named(dialect.name())?.bundled();
            let schema = serde_json::from_str(&schema).ok()?;
            // The engine that runs in linear time is the faster one here too.
            let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
            Some((dialect, options.build(&schema).ok()?))
        });
        made.collect()
    });
    let found = VALIDATORS.iter().find(|(known, _)| *known == dialect);
    found.map(|(_, validator)| validator).unwrap_or_else(|| unreachable!("{dialect} has a schema"))
}

macro_rules! compiled {
    ($($name:ident $path:literal)+) => {
        $(
            #[jsonschema::validator(
                path = $path,
                pattern_options = { engine = regex },
                resources = {
                    "https://taskcenter.invalid/schemas/task.schema.json" => { path = "../schemas/task.schema.json" },
                }
            )]
            struct $name;
        )+
    };
}

compiled! {
    RdsJob "../schemas/rds-job.schema.json"
    DdsJob "../schemas/dds-job.schema.json"
    GeminidbJobs "../schemas/geminidb-jobs.schema.json"
    GaussdbTasks "../schemas/gaussdb-tasks.schema.json"
}
