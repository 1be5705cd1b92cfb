//! What several tests need: the corpus, an independent validator, and the invariants of every reading.
#![allow(dead_code, reason = "each test uses a part")]

pub mod json;
pub mod mess;
pub mod model;
pub mod tree;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use taskcenter::{Code, Dialect, Reading, Severity, Task};

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

pub fn count(reading: &Reading<'_>, code: Code) -> u64 {
    reading.deviation_counts().iter().find(|(counted, _)| *counted == code).map_or(0, |(_, count)| *count)
}

/// Everything that holds for every reading of whatever body.
pub fn check_invariants(reading: &Reading<'_>) {
    check_deviations(reading);
    check_law_2(reading);
    reading.tasks().iter().for_each(check_canonical_form);
    check_owned(reading);
}

/// Spans hold what they quote, in the order of the body: also of a body that was repaired.
pub fn check_spans(reading: &Reading<'_>) {
    let listed = reading.deviations();
    for pair in listed.windows(2) {
        assert!(pair[0].span.offset <= pair[1].span.offset, "not sorted: {pair:?}");
    }
    for deviation in listed {
        let quoted = &reading.body()[deviation.span.offset..deviation.span.end()];
        assert_eq!(quoted, deviation.found.as_bytes(), "the span holds something else: {deviation:?}");
        assert_eq!(deviation.position, position(reading.body(), deviation.span.offset), "{deviation:?}");
    }
}

/// Law 4: spans hold what they quote, pointers resolve, the list is sorted and counted.
fn check_deviations(reading: &Reading<'_>) {
    let body = reading.body();
    let parsed = std::str::from_utf8(body).ok().map(tree::parse);
    let listed = reading.deviations();
    for pair in listed.windows(2) {
        assert!(pair[0].span.offset <= pair[1].span.offset, "not sorted: {pair:?}");
    }
    for deviation in listed {
        let quoted = &body[deviation.span.offset..deviation.span.end()];
        assert_eq!(quoted, deviation.found.as_bytes(), "the span holds something else: {deviation:?}");
        assert_eq!(deviation.position, position(body, deviation.span.offset), "{deviation:?}");
        assert!(!deviation.message.is_empty() && !deviation.message.contains('\n'), "{deviation:?}");
        assert!(
            deviation.task.is_none_or(|task| task < reading.tasks().len() || reading.error().is_some()),
            "{deviation:?}"
        );
        if matches!(deviation.code, Code::ByteOrderMark | Code::DeviationsCapped) {
            assert_eq!(deviation.pointer, "", "{deviation:?}");
            continue;
        }
        let Some((Some(tree), whole)) = &parsed else { continue };
        let places = tree.at(&deviation.pointer);
        assert!(!places.is_empty(), "the pointer leads nowhere: {deviation:?}");
        // A damaged body has values without an end; a tie quotes the bracket alone.
        let span = deviation.span.offset..deviation.span.end();
        let same = |place: &tree::Place<'_>| place.span() == span;
        let bracket = |place: &tree::Place<'_>| deviation.found == "{" && place.span().start == span.start;
        assert!(places.iter().any(|place| same(place) || bracket(place)) || !whole, "elsewhere: {deviation:?}");
        if deviation.code == Code::MissingMember {
            let object = |place: &tree::Place<'_>| {
                matches!(place, tree::Place::Value(tree::Tree { node: tree::Node::Object(_), .. }))
            };
            assert!(places.iter().any(object), "names no object: {deviation:?}");
        }
    }
    // The totals are those of the list, unless it was cut.
    if count(reading, Code::DeviationsCapped) == 0 && listed.iter().all(|d| d.code != Code::DeviationsCapped) {
        for code in Code::ALL {
            let in_list = listed.iter().filter(|deviation| deviation.code == *code).count() as u64;
            assert_eq!(count(reading, *code), in_list, "the total of {code} is wrong");
        }
    }
    // Law 8: every name that stands twice is reported, wherever it stands.
    if let Some((Some(tree), true)) = &parsed
        && reading.error().is_none()
    {
        assert_eq!(count(reading, Code::DuplicateKey), tree.duplicates(), "names stand twice");
    }
}

/// No deviation above a note, if and only if the schema validator accepts.
pub fn check_law_2(reading: &Reading<'_>) {
    let graver = reading.deviations().iter().any(|deviation| deviation.severity > Severity::Note);
    let capped = reading.deviations().iter().any(|deviation| deviation.code == Code::DeviationsCapped);
    if reading.error().is_none() && !capped {
        assert_eq!(reading.conforms(), !graver);
    }
    // What no schema sees.
    let unseen = reading.error().is_some() || reading.api_error().is_some();
    let Some(dialect) = reading.dialect().filter(|_| !unseen && count(reading, Code::DuplicateKey) == 0) else {
        return;
    };
    let context = || format!("{:#?}\n{}", reading.deviations(), String::from_utf8_lossy(reading.body()));
    if Dialect::named(dialect.name()) == Some(dialect)
        && let Some(accepted) = accepts(dialect.name(), reading.body())
    {
        assert_eq!(accepted, reading.conforms(), "{} and its schema disagree: {}", dialect.name(), context());
    }
    #[cfg(feature = "schema")]
    assert_eq!(reading.violations().is_empty(), reading.conforms(), "{:?} {}", reading.violations(), context());
}

/// Law 7: `Task → JSON → Task` is the identity, and the JSON is stable byte for byte.
pub fn check_canonical_form(task: &Task<'_>) {
    let json = serde_json::to_string(task).unwrap();
    let back: Task<'_> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(&back, task, "{json}");
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
}

fn check_owned(reading: &Reading<'_>) {
    let owned = reading.clone().into_owned();
    assert_eq!(owned.tasks(), reading.tasks());
    assert_eq!(owned.deviations(), reading.deviations());
    assert_eq!(
        (owned.total(), owned.verdict(), owned.body()),
        (reading.total(), reading.verdict(), reading.body())
    );
}

/// Line and column by counting characters, the slow way.
fn position(body: &[u8], offset: usize) -> taskcenter::Position {
    let before = String::from_utf8_lossy(&body[..offset]);
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    taskcenter::Position { line, column }
}

/// The tasks in canonical JSON.
pub fn tasks(reading: &Reading<'_>) -> Vec<Value> {
    reading.tasks().iter().map(|task| serde_json::to_value(task).unwrap()).collect()
}
