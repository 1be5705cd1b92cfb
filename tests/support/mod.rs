//! What several tests need: the corpus, an independent validator, and the invariants of every reading.
#![allow(dead_code, reason = "each test uses a part")]

pub mod invariants;
pub mod json;
pub mod mess;
pub mod model;
pub mod tree;

#[allow(unused_imports, reason = "each test uses a part")]
pub use invariants::{check_canonical_form, check_invariants, check_law_2, check_spans, count};

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use taskcenter::{Dialect, Reading};

pub const DIALECTS: [&str; 27] = [
    "rds-job",
    "dds-job",
    "geminidb-jobs",
    "gaussdb-tasks",
    "rds-tasklist",
    "rds-tasklist-detail",
    "rds-tasklist-detail-job",
    "rds-schedule-tasks",
    "dds-jobs",
    "dds-scheduled-jobs",
    "gaussdb-job",
    "gaussdb-schedule-tasks",
    "taurusdb-job",
    "taurusdb-immediate-jobs",
    "taurusdb-scheduled-jobs",
    "geminidb-scheduled-jobs",
    "ddm-job",
    "ddm-jobs",
    "cloud-job",
    "submitted-job",
    "submitted-job-v1",
    "submitted-jobs-v1",
    "submitted-workflow",
    "submitted-workflow-v1",
    "submitted-extendparam",
    "submitted-instance",
    "submitted-backup",
];

/// The dialects of which the tests have a model of their own: the four of which the reader was made.
pub const MODELLED: [&str; 4] = ["rds-job", "dds-job", "geminidb-jobs", "gaussdb-tasks"];
/// One dialect for each way in which tasks are held and said: enough where every body is read as each.
pub const WALKED: [&str; 9] = [
    "rds-job",
    "dds-job",
    "geminidb-jobs",
    "gaussdb-tasks",
    "rds-tasklist-detail",
    "rds-schedule-tasks",
    "cloud-job",
    "submitted-instance",
    "submitted-jobs-v1",
];
pub const FOLDERS: [&str; 3] = ["conforming", "tolerated", "rejected"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One file of the corpus; its folder is the assertion.
pub struct Case {
    pub dialect: &'static str,
    pub folder: &'static str,
    pub file: String,
    pub body: Vec<u8>,
}

impl Case {
    /// As it stands in ORIGINS.tsv.
    pub fn path(&self) -> String {
        format!("{}/{}/{}", self.dialect, self.folder, self.file)
    }

    pub fn dialect(&self) -> &'static Dialect {
        dialect(self.dialect)
    }
}

pub fn dialect(name: &str) -> &'static Dialect {
    Dialect::named(name).unwrap_or_else(|| panic!("{name} doesn't come with the crate"))
}

/// The whole corpus, sorted.
pub fn corpus() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in DIALECTS {
        for folder in FOLDERS {
            let within = root().join("corpus").join(dialect).join(folder);
            for path in files(&within) {
                let file = path.file_name().unwrap().to_str().unwrap().to_owned();
                cases.push(Case { dialect, folder, file, body: fs::read(&path).unwrap() });
            }
        }
    }
    assert!(cases.len() > 600, "where is the corpus? {} files", cases.len());
    cases
}

/// The files of a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let list = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = list.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

pub fn schema_file(name: &str) -> Value {
    let path = root().join("schemas").join(format!("{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A dialect's schema in one document, put together without the library.
pub fn schema(name: &str) -> Value {
    let text = schema_file(name).to_string().replace("task.schema.json#/", "#/");
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    assert!(schema.get("$defs").is_none());
    schema["$defs"] = schema_file("task")["$defs"].clone();
    schema
}

pub fn validator(dialect: &str) -> &'static jsonschema::Validator {
    static VALIDATORS: LazyLock<HashMap<&str, jsonschema::Validator>> = LazyLock::new(|| {
        let compile = |name| (name, jsonschema::draft202012::new(&schema(name)).unwrap());
        DIALECTS.into_iter().map(compile).collect()
    });
    &VALIDATORS[dialect]
}

/// What an outside validator says of a body; `None` where serde_json can't read it.
pub fn accepts(dialect: &str, body: &[u8]) -> Option<bool> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let instance: Value = serde_json::from_slice(body).ok()?;
    Some(validator(dialect).is_valid(&instance))
}

/// The tasks in canonical JSON.
pub fn tasks(reading: &Reading<'_>) -> Vec<Value> {
    reading.tasks().iter().map(|task| serde_json::to_value(task).unwrap()).collect()
}
