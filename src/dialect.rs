//! Dialects: a JSON Schema file each, compiled to a table once.
//!
//! **A property means what it refers to**: `"process": {"$ref": "task.schema.json#/$defs/progress"}`
//! says that `process` is the progress. A new service is a schema file and no Rust.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod bundle;
mod compile;
mod detect;
pub(crate) mod meaning;
mod names;
mod node;
mod registry;
pub(crate) mod shape;

pub(crate) use detect::{Detection, MOST_VOICES, detect, detect_among, task_shape};
pub(crate) use names::{Called, Distance, Names};
pub(crate) use registry::{Evidence, Heard, Registry};

use std::fmt;
use std::sync::{Arc, LazyLock};

use compile::Compiled;
use meaning::Place;
use node::Node;
use shape::{Rule, Shape, Value};

/// One documented response shape of one API, such as `rds-job`.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct Dialect(Arc<Inner>);

struct Inner {
    name: String,
    schema: Node,
    shape: Shape,
    /// The last four characters of the instance ids in its examples, such as `in01`.
    suffixes: Vec<[u8; 4]>,
    /// The names of tasks that it lists or shows.
    task_names: Vec<String>,
}

/// The schema isn't one that a dialect can be made of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at `{pointer}`: {message}")]
#[non_exhaustive]
pub struct DialectError {
    /// JSON pointer to the place in the schema; "" is the whole of it.
    pub pointer: String,
    /// What isn't understood there.
    pub message: String,
}

/// Longer than any schema of a dialect: a tree of it takes ten times the room.
const LONGEST_SCHEMA: usize = 1 << 20;

const VOCABULARY: &str = include_str!("../schemas/task.schema.json");

const BUILT_IN: [(&str, &str); 27] = [
    ("rds-job", include_str!("../schemas/rds-job.schema.json")),
    ("dds-job", include_str!("../schemas/dds-job.schema.json")),
    ("geminidb-jobs", include_str!("../schemas/geminidb-jobs.schema.json")),
    ("gaussdb-tasks", include_str!("../schemas/gaussdb-tasks.schema.json")),
    ("rds-tasklist", include_str!("../schemas/rds-tasklist.schema.json")),
    ("rds-tasklist-detail", include_str!("../schemas/rds-tasklist-detail.schema.json")),
    ("rds-tasklist-detail-job", include_str!("../schemas/rds-tasklist-detail-job.schema.json")),
    ("rds-schedule-tasks", include_str!("../schemas/rds-schedule-tasks.schema.json")),
    ("dds-jobs", include_str!("../schemas/dds-jobs.schema.json")),
    ("dds-scheduled-jobs", include_str!("../schemas/dds-scheduled-jobs.schema.json")),
    ("gaussdb-job", include_str!("../schemas/gaussdb-job.schema.json")),
    ("gaussdb-schedule-tasks", include_str!("../schemas/gaussdb-schedule-tasks.schema.json")),
    ("taurusdb-job", include_str!("../schemas/taurusdb-job.schema.json")),
    ("taurusdb-immediate-jobs", include_str!("../schemas/taurusdb-immediate-jobs.schema.json")),
    ("taurusdb-scheduled-jobs", include_str!("../schemas/taurusdb-scheduled-jobs.schema.json")),
    ("geminidb-scheduled-jobs", include_str!("../schemas/geminidb-scheduled-jobs.schema.json")),
    ("ddm-job", include_str!("../schemas/ddm-job.schema.json")),
    ("ddm-jobs", include_str!("../schemas/ddm-jobs.schema.json")),
    ("cloud-job", include_str!("../schemas/cloud-job.schema.json")),
    ("submitted-job", include_str!("../schemas/submitted-job.schema.json")),
    ("submitted-job-v1", include_str!("../schemas/submitted-job-v1.schema.json")),
    ("submitted-jobs-v1", include_str!("../schemas/submitted-jobs-v1.schema.json")),
    ("submitted-workflow", include_str!("../schemas/submitted-workflow.schema.json")),
    ("submitted-workflow-v1", include_str!("../schemas/submitted-workflow-v1.schema.json")),
    ("submitted-extendparam", include_str!("../schemas/submitted-extendparam.schema.json")),
    ("submitted-instance", include_str!("../schemas/submitted-instance.schema.json")),
    ("submitted-backup", include_str!("../schemas/submitted-backup.schema.json")),
];

static PARSED_VOCABULARY: LazyLock<Node> =
    LazyLock::new(|| serde_json::from_str(VOCABULARY).unwrap_or(Node::Bool(true)));

static DIALECTS: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    // A test compiles each of them and shows the error, so none is left out here.
    BUILT_IN.iter().filter_map(|(name, text)| Dialect::from_schema(name, text).ok()).collect()
});

/// Whether a code in the shape of an error says that all went well: the vocabulary lists them.
pub(crate) fn is_success_code(code: &str) -> bool {
    let listed = PARSED_VOCABULARY.get("$defs").and_then(|defs| defs.get("success-code"));
    let codes = listed.and_then(|def| def.get("enum")).and_then(Node::list).unwrap_or_default();
    codes.iter().any(|known| known.text() == Some(code))
}

impl Dialect {
    /// The dialects that come with the crate, in the order in which equal evidence is decided.
    pub fn all() -> &'static [Dialect] {
        &DIALECTS
    }

    /// The dialect of that name, if it comes with the crate.
    pub fn named(name: &str) -> Option<&'static Dialect> {
        Dialect::all().iter().find(|dialect| dialect.name() == name)
    }

    /// A dialect of one's own, from the text of its schema: a private cloud, a new version of an API.
    ///
    /// The schema refers to `task.schema.json` for meanings, as those in `schemas/` do, or brings the
    /// definitions along, as the output of [`bundled`](Dialect::bundled) does.
    ///
    /// # Errors
    ///
    /// When the text isn't JSON, or uses a keyword or a reference that isn't understood; the error
    /// says which, and where.
    pub fn from_schema(name: &str, text: &str) -> Result<Dialect, DialectError> {
        if text.len() > LONGEST_SCHEMA {
            let message = format!("it is longer than a schema may be, which is {LONGEST_SCHEMA} bytes");
            return Err(DialectError { pointer: String::new(), message });
        }
        let schema: Node = serde_json::from_str(text)
            .map_err(|error| DialectError { pointer: String::new(), message: error.to_string() })?;
        let Compiled { shape, instance_ids, task_names } = compile::compile(&PARSED_VOCABULARY, &schema)?;
        let mut suffixes: Vec<_> = instance_ids.iter().filter_map(|id| suffix(id)).collect();
        suffixes.sort();
        suffixes.dedup();
        Ok(Dialect(Arc::new(Inner { name: name.to_owned(), schema, shape, suffixes, task_names })))
    }

    /// Its name, `<service>-<what>`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The API's own title: the schema's `title`.
    pub fn title(&self) -> Option<&str> {
        self.0.schema.get("title").and_then(Node::text)
    }

    /// Service, method and path of the request that it answers: the schema's `$comment`.
    pub fn request(&self) -> Option<&str> {
        self.0.schema.get("$comment").and_then(Node::text)
    }

    /// Its JSON Schema in one document, with the definitions that it refers to.
    pub fn bundled(&self) -> String {
        bundle::bundle(&PARSED_VOCABULARY, &self.0.schema)
    }

    /// Every member that means something: what it means, by its name in `task.schema.json`, and
    /// where it stands, with `*` for the elements of a list.
    pub fn members(&self) -> Vec<DialectMember> {
        let mut members = Vec::new();
        list_members(self.shape(), "", &mut members);
        members
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.0.shape
    }

    /// The name under which the body's own object holds the tasks; `None` where the body is a task itself, lists ids
    /// alone, or has another object around the tasks.
    pub(crate) fn envelope(&self) -> Option<&str> {
        let members = &self.shape().members;
        let holder = members.iter().find(|member| member.holds_tasks() && !member.lists_ids());
        holder.filter(|_| !self.shape().is_flat()).map(|member| &*member.name)
    }

    /// What the list of tasks in its envelope holds.
    pub(crate) fn listed(&self) -> Option<&Rule> {
        self.shape().members.iter().find_map(|member| match &member.rule.value {
            Value::List(element) if member.holds_tasks() => Some(&**element),
            _ => None,
        })
    }

    /// The suffixes of the instance ids of its engine.
    fn suffixes(&self) -> &[[u8; 4]] {
        &self.0.suffixes
    }

    /// Whether an instance id of this engine looks so.
    pub(crate) fn has_suffix(&self, suffix: [u8; 4]) -> bool {
        self.0.suffixes.contains(&suffix)
    }

    pub(crate) fn task_names(&self) -> &[String] {
        &self.0.task_names
    }
}

impl fmt::Debug for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dialect").field(&self.name()).finish()
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.name == other.0.name && self.0.schema == other.0.schema)
    }
}

/// One member of a dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DialectMember {
    /// What it means, such as `created`.
    pub meaning: &'static str,
    /// Where it stands, such as `/jobs/*/start_time`.
    pub path: String,
    /// Whether the schema requires it in its object.
    pub required: bool,
    /// Whether it is only a witnessed misspelling, which the schema forbids.
    pub misspelt: bool,
}

fn list_members(shape: &Shape, path: &str, members: &mut Vec<DialectMember>) {
    for (index, member) in shape.members.iter().enumerate() {
        let path = format!("{path}/{}", crate::place::escape_step(&member.name));
        if let Some(meaning) = member.rule.meaning {
            members.push(DialectMember {
                meaning: meaning.word(),
                path: path.clone(),
                required: shape.required >> index & 1 == 1,
                misspelt: member.rule.forbidden,
            });
        }
        match &member.rule.value {
            Value::Object(shape) => list_members(shape, &path, members),
            Value::List(rule) => {
                if let Rule { value: Value::Object(shape), .. } = &**rule {
                    list_members(shape, &format!("{path}/*"), members);
                }
            }
            _ => {}
        }
    }
}

/// The end of an instance id that names its engine.
pub(crate) fn engine(id: &str) -> Option<&str> {
    suffix(id).and_then(|_| id.get(32..))
}

/// The same as bytes: behind 32 hexadecimal digits `in` and two digits.
#[inline]
pub(crate) fn suffix(id: &str) -> Option<registry::Engine> {
    let (hex, suffix) = id.as_bytes().split_first_chunk::<32>()?;
    let suffix: registry::Engine = suffix.try_into().ok()?;
    let is_suffix = matches!(suffix, [b'i', b'n', b'0'..=b'9', b'0'..=b'9']);
    // Without a branch, so that many digits are looked at at once.
    let digit = |byte: u8| (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 6);
    let is_hex = hex.iter().fold(true, |all, byte| all & digit(*byte));
    (is_suffix && is_hex).then_some(suffix)
}

/// Every shape of a dialect, with the object that it describes.
pub(crate) fn shapes<'d>(shape: &'d Shape, visit: &mut impl FnMut(Place, &'d Shape)) {
    visit(shape.place, shape);
    for member in &shape.members {
        match &member.rule.value {
            Value::Object(shape) | Value::Content(shape) => shapes(shape, visit),
            Value::List(rule) => {
                if let Value::Object(shape) = &rule.value {
                    shapes(shape, visit);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
