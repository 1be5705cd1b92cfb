//! Everything that can be wrong with one place of a conforming body, what it is called, and what
//! must be read all the same.

use chrono::DateTime;
use serde_json::{Value, json};
use taskcenter::Code;

use super::json::{Json, Step, number, path, text};
use super::model::{Answer, listed};

/// One body with one thing wrong.
#[derive(Debug, Clone)]
pub struct Mess {
    pub code: Code,
    pub pointer: String,
    pub body: Json,
    /// The tasks and the total that must be read.
    pub tasks: Vec<Value>,
    pub total: Option<u64>,
    /// The order of the members matters: one stands twice.
    pub twice: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Id,
    Address,
    Name,
    Text,
    Time,
    Percent,
    Status,
    Word,
}

use Form as F;

/// Wire name, canonical name, form; below the task.
type Leaf = (&'static str, &'static str, Form);

const RDS: &[Leaf] = &[
    ("id", "id", F::Id),
    ("name", "name", F::Name),
    ("status", "status", F::Status),
    ("created", "created", F::Time),
    ("ended", "ended", F::Time),
    ("process", "progress", F::Percent),
    ("instance/id", "instance/id", F::Id),
    ("instance/name", "instance/name", F::Name),
    ("entities/instance/endpoint", "entities/instance/endpoint", F::Address),
    ("entities/instance/type", "entities/instance/type", F::Word),
    ("entities/instance/datastore/type", "entities/instance/datastore/type", F::Name),
    ("entities/instance/datastore/version", "entities/instance/datastore/version", F::Name),
    ("entities/instance/replica_of", "entities/instance/replica_of", F::Id),
    ("entities/volume/type", "entities/volume/type", F::Name),
    ("entities/volume/original_size", "entities/volume/original_size", F::Name),
    ("entities/volume/target_size", "entities/volume/target_size", F::Name),
    ("entities/public_ip", "entities/public_ip", F::Address),
    ("entities/switch_strategy", "entities/switch_strategy", F::Name),
    ("fail_reason", "fail_reason", F::Text),
];

const DDS: &[Leaf] = &[
    ("id", "id", F::Id),
    ("name", "name", F::Name),
    ("status", "status", F::Status),
    ("created", "created", F::Time),
    ("ended", "ended", F::Time),
    ("progress", "progress", F::Percent),
    ("instance/id", "instance/id", F::Id),
    ("instance/name", "instance/name", F::Name),
    ("fail_reason", "fail_reason", F::Text),
];

const GEMINIDB: &[Leaf] = &[
    ("id", "id", F::Id),
    ("name", "name", F::Name),
    ("status", "status", F::Status),
    ("start_time", "created", F::Time),
    ("end_time", "ended", F::Time),
    ("progress", "progress", F::Percent),
    ("instance/id", "instance/id", F::Id),
    ("instance/name", "instance/name", F::Name),
    ("fail_reason", "fail_reason", F::Text),
];

const GAUSSDB: &[Leaf] = &[
    ("job_id", "id", F::Id),
    ("name", "name", F::Name),
    ("status", "status", F::Status),
    ("created_at", "created", F::Time),
    ("ended_at", "ended", F::Time),
    ("process", "progress", F::Percent),
    ("instance_info/instance_id", "instance/id", F::Id),
    ("instance_info/instance_name", "instance/name", F::Name),
    ("instance_info/instance_status", "instance/status", F::Name),
    ("fail_reason", "fail_reason", F::Text),
];

/// Names that mean the same, in the object in which they stand.
const SAME: &[(&str, &[&str])] = &[
    ("", &["jobs", "tasks"]),
    ("task", &["id", "job_id"]),
    ("task", &["created", "start_time", "created_at"]),
    ("task", &["ended", "end_time", "ended_at"]),
    ("task", &["process", "progress"]),
    ("task", &["instance", "instance_info"]),
    ("instance", &["id", "instance_id"]),
    ("instance", &["name", "instance_name"]),
    ("entities", &["resource_ids", "resource_id"]),
];

/// Objects by their wire path in the task: the words of [`SAME`], and where their `extra` is.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("", "task", "extra"),
    ("instance", "instance", "instance/extra"),
    ("instance_info", "instance", "instance/extra"),
    ("entities", "entities", "entities/extra"),
    ("entities/instance", "-", "entities/instance/extra"),
    ("entities/instance/datastore", "-", "entities/instance/datastore/extra"),
    ("entities/volume", "-", "entities/volume/extra"),
];

/// Members that may be absent.
const OPTIONAL: &[&str] = &["ended", "fail_reason"];

fn leaves(dialect: &str) -> &'static [Leaf] {
    match dialect {
        "rds-job" => RDS,
        "dds-job" => DDS,
        "geminidb-jobs" => GEMINIDB,
        "gaussdb-tasks" => GAUSSDB,
        other => panic!("no dialect {other}"),
    }
}

struct Maker<'a> {
    answer: &'a Answer,
    wire: Json,
    tasks: Vec<Value>,
    messes: Vec<Mess>,
}

pub fn messes(answer: &Answer) -> Vec<Mess> {
    let mut maker = Maker { answer, wire: answer.wire(), tasks: answer.canonical(), messes: Vec::new() };
    for task in 0..answer.tasks.len() {
        for leaf in leaves(answer.dialect) {
            maker.value(task, leaf);
        }
        for (object, place, extra) in OBJECTS {
            maker.names(Some(task), object, place, extra);
        }
        maker.resource_ids(task);
        maker.null_objects(task);
        maker.task_in_list(task);
    }
    maker.names(None, "", "", "");
    maker.total();
    maker.list_of_tasks();
    maker.messes
}

impl Maker<'_> {
    /// A changed body; `tasks` and total as in the clean one until somebody changes them.
    fn push(&mut self, code: Code, pointer: String, body: Json) -> &mut Mess {
        let (tasks, total) = (self.tasks.clone(), self.answer.total());
        self.messes.push(Mess { code, pointer, body, tasks, total, twice: false });
        self.messes.last_mut().unwrap()
    }

    /// Another value at the same place.
    fn put(&mut self, code: Code, pointer: &str, value: Json) -> &mut Mess {
        let mut body = self.wire.clone();
        *body.get_mut(&path(pointer)).unwrap() = value;
        self.push(code, pointer.to_owned(), body)
    }

    /// Another value, which changes the canonical one too.
    fn put_and_set(&mut self, code: Code, pointer: &str, value: Json, task: usize, canonical: &str, set: Value) {
        let mess = self.put(code, pointer, value);
        set_canonical(&mut mess.tasks[task], canonical, set);
    }

    fn value(&mut self, task: usize, (wire, canonical, form): &Leaf) {
        let pointer = &format!("{}/{wire}", self.answer.pointer(task));
        let Some(clean) = self.wire.get(&path(pointer)).cloned() else { return };
        let nullable = matches!((self.answer.dialect, *wire), ("dds-job", "fail_reason"))
            || matches!((self.answer.dialect, *wire), ("gaussdb-tasks", "fail_reason" | "process"));
        self.lost(task, pointer, canonical, *form, nullable);
        let Json::Text(clean) = clean else { return };
        if !(clean.is_empty() || *form == F::Text) {
            self.put(Code::PaddedValue, pointer, text(format!(" {clean}")));
            self.put(Code::PaddedValue, pointer, text(format!("{clean}\t\n")));
        }
        self.put(Code::ListForScalar, pointer, Json::List(vec![text(&clean)]));
        let is_number = serde_json::from_str::<serde_json::Number>(&clean).is_ok_and(|n| n.to_string() == clean);
        if is_number && matches!(form, F::Id | F::Name | F::Text) && !self.has_numbers(wire) {
            self.put(Code::NumberForText, pointer, number(&clean));
        }
        match form {
            F::Id | F::Address => {
                if clean.len() > 1 {
                    let (head, tail) = clean.split_at(clean.len() / 2);
                    self.put(Code::BlanksInside, pointer, text(format!("{head} {tail}")));
                    self.put(Code::BlanksInside, pointer, text(format!(" {head}\t {tail} ")));
                }
                let masked = format!("{clean}****");
                self.put_and_set(Code::OddCharacters, pointer, text(&masked), task, canonical, json!(masked));
            }
            F::Status | F::Word => {
                self.put(Code::OtherCase, pointer, text(clean.to_uppercase()));
                self.put(Code::OtherCase, pointer, text(format!(" {}", clean.to_lowercase())));
                self.put(Code::BlanksInside, pointer, text(format!("{} {}", &clean[..1], &clean[1..])));
                let code = if *form == F::Status { Code::UnknownStatus } else { Code::UnknownWord };
                for other in ["Pending", "\u{421}ompleted", "Completed\u{200b}", "Completed\u{0}", "H\u{430}"] {
                    self.put_and_set(code, pointer, text(other), task, canonical, json!(other));
                }
                self.put_and_set(code, pointer, number(2), task, canonical, json!("2"));
            }
            F::Time => self.times(task, pointer, canonical, &clean),
            F::Percent => self.percents(task, pointer, canonical, &clean),
            F::Name | F::Text => {
                let half = Json::Quoted("disk \\ud83d".to_owned());
                self.put_and_set(Code::LoneSurrogate, pointer, half, task, canonical, json!("disk \u{fffd}"));
            }
        }
    }

    /// Whether numbers are documented too: an edition of GaussDB's document has them for times and reasons.
    fn has_numbers(&self, pointer: &str) -> bool {
        let member = pointer.rsplit('/').next().unwrap_or_default();
        self.answer.dialect == "gaussdb-tasks" && matches!(member, "created_at" | "ended_at" | "fail_reason")
    }

    /// Values that leave nothing.
    fn lost(&mut self, task: usize, pointer: &str, canonical: &str, form: Form, nullable: bool) {
        let mut lose = |code, value| self.put_and_set(code, pointer, value, task, canonical, Value::Null);
        lose(Code::WrongType, Json::True);
        lose(Code::WrongType, Json::Object(vec![("id".to_owned(), text("x"))]));
        lose(Code::WrongType, Json::List(vec![]));
        lose(Code::WrongType, Json::List(vec![text("a"), text("b")]));
        lose(Code::BlankText, text(" \t"));
        if !nullable {
            lose(Code::NullForText, Json::Null);
        }
        if !matches!(form, F::Text | F::Percent) {
            lose(Code::BlankText, text(""));
        }
    }

    fn times(&mut self, task: usize, pointer: &str, canonical: &str, clean: &str) {
        let (local, offset) = clean.split_at(19);
        let spelled = |maker: &mut Self, spelling: String| {
            maker.put(Code::TimestampSpelling, pointer, text(spelling));
        };
        self.put(Code::BlanksInside, pointer, text(format!("{} {}", &clean[..4], &clean[4..])));
        spelled(self, clean.replace('T', " "));
        spelled(self, clean.replace('T', "t"));
        spelled(self, format!("{}{}", local.replace('-', "/"), offset));
        spelled(self, format!("{local}.000{offset}"));
        spelled(self, format!("{local},000000000000{offset}"));
        if offset != "Z" {
            spelled(self, format!("{local}{}:{}", &offset[..3], &offset[3..]));
            if offset.ends_with("00") {
                spelled(self, format!("{local}{}", &offset[..3]));
            }
        }
        if matches!(offset, "Z" | "+0000" | "-0000") {
            spelled(self, format!("{local}z"));
            spelled(self, local.to_owned());
            spelled(self, local.replace('T', " "));
            let seconds = DateTime::parse_from_rfc3339(&format!("{local}Z")).unwrap().timestamp();
            if (1_000_000_000..10_000_000_000).contains(&seconds) {
                spelled(self, seconds.to_string());
                spelled(self, format!("{seconds}000"));
                self.put(Code::TimestampSpelling, pointer, number(seconds));
                if !self.has_numbers(pointer) {
                    self.put(Code::NumberForText, pointer, number(format!("{seconds}000")));
                }
            }
        }
        for unread in [
            "Mon Jul 27 17:24:03 CST 2020",
            "2018-02-30T10:41:14+0000",
            "2018-13-01T10:41:14+0000",
            "2018-08-06T24:00:00+0000",
            "2018-08-06T10:41:14+2400",
            "2018-08-06T10:41:60+0000",
            "201808061041",
            "2018-08-06",
        ] {
            self.put_and_set(Code::UnreadTimestamp, pointer, text(unread), task, canonical, Value::Null);
        }
        self.put_and_set(Code::UnreadTimestamp, pointer, number(-1), task, canonical, Value::Null);
    }

    fn percents(&mut self, task: usize, pointer: &str, canonical: &str, clean: &str) {
        for unread in ["first progress", "101%", "-1%", "60%%", "6O%", "59.9%", "%", "1e1%", "\u{0666}%"] {
            self.put_and_set(Code::UnreadProgress, pointer, text(unread), task, canonical, Value::Null);
        }
        for unread in ["101", "-1", "59.9", "1e3"] {
            self.put_and_set(Code::UnreadProgress, pointer, number(unread), task, canonical, Value::Null);
        }
        let Some(percent) = clean.strip_suffix('%') else { return };
        for spelling in ["{} %", "{}", " {} % ", "{}.0%", "{}.00", "{}\t%"] {
            self.put(Code::PercentSpelling, pointer, text(spelling.replace("{}", percent)));
        }
        self.put(Code::NumberForText, pointer, number(percent));
        self.put(Code::NumberForText, pointer, number(format!("{percent}.0")));
        if percent.len() < 3 {
            self.put(Code::PercentSpelling, pointer, text(format!("0{clean}")));
        }
    }

    /// The names of an object's members, and members that are missing, twice, or unknown.
    fn names(&mut self, task: Option<usize>, object: &str, place: &str, extra: &str) {
        let task_pointer = task.map_or(String::new(), |task| self.answer.pointer(task));
        let pointer = if object.is_empty() { task_pointer } else { format!("{task_pointer}/{object}") };
        let Some(Json::Object(members)) = self.wire.get(&path(&pointer)).cloned() else { return };
        for (index, (name, value)) in members.iter().enumerate() {
            let mut others = vec![
                (Code::PaddedKey, format!(" {name}")),
                (Code::PaddedKey, format!("{name}\t")),
                (Code::OtherCase, name.to_uppercase()),
                (Code::OtherCase, format!("{}{}", name[..1].to_uppercase(), &name[1..])),
            ];
            let same = SAME.iter().filter(|(at, names)| *at == place && names.contains(&&**name));
            for other in same.flat_map(|(_, names)| names.iter()).filter(|other| *other != name) {
                others.push((Code::OtherName, (*other).to_owned()));
            }
            for (code, other) in others {
                let mut body = self.wire.clone();
                body.get_mut(&path(&pointer)).unwrap().members()[index].0 = other.clone();
                self.push(code, format!("{pointer}/{other}"), body);
                // Beside the documented one it loses.
                let mut body = self.wire.clone();
                body.get_mut(&path(&pointer)).unwrap().members().insert(index, (other.clone(), number(7)));
                let mess = self.push(Code::ConflictingNames, format!("{pointer}/{other}"), body);
                add_extra(mess, task, extra, &other);
            }
            let mut body = self.wire.clone();
            body.get_mut(&path(&pointer)).unwrap().members().insert(0, (name.clone(), earlier(value)));
            self.push(Code::DuplicateKey, format!("{pointer}/{name}"), body).twice = true;
            let required = !(place == "-"
                || place == "entities"
                || (self.answer.dialect == "rds-job" && OPTIONAL.contains(&&**name)));
            if required && *name != "job" {
                let mut body = self.wire.clone();
                body.get_mut(&path(&pointer)).unwrap().members().remove(index);
                let answer = self.answer;
                let mess = self.push(Code::MissingMember, pointer.clone(), body);
                match (task, &**name) {
                    (None, "total_count") => mess.total = None,
                    // A list that isn't there is no answer at all: a test of its own.
                    (None, _) => drop(self.messes.pop()),
                    (Some(task), _) => {
                        let wire = if object.is_empty() { name.clone() } else { format!("{object}/{name}") };
                        let leaf = leaves(answer.dialect).iter().find(|leaf| leaf.0 == wire);
                        let canonical = match (leaf, &**name) {
                            (Some(leaf), _) => leaf.1,
                            (None, "instance" | "instance_info") => "instance",
                            (None, "entities") => "entities",
                            (None, other) => panic!("{other} means nothing"),
                        };
                        set_canonical(&mut mess.tasks[task], canonical, Value::Null);
                    }
                }
            }
        }
        for name in ["x_zone", "", "a/b~c", "status\u{0}", "ѕtatus"] {
            let mut body = self.wire.clone();
            body.get_mut(&path(&pointer)).unwrap().members().insert(0, (name.to_owned(), number(7)));
            let step = name.replace('~', "~0").replace('/', "~1");
            let mess = self.push(Code::UndocumentedMember, format!("{pointer}/{step}"), body);
            add_extra(mess, task, extra, name);
        }
    }

    fn resource_ids(&mut self, task: usize) {
        let pointer = format!("{}/entities/resource_ids", self.answer.pointer(task));
        let Some(Json::List(ids)) = self.wire.get(&path(&pointer)).cloned() else { return };
        if let [only] = &ids[..] {
            self.put(Code::ScalarForList, &pointer, only.clone());
        }
        let nothing = self.put(Code::NullForValue, &pointer, Json::Null);
        set_canonical(&mut nothing.tasks[task], "entities/resource_ids", Value::Null);
        let nothing = self.put(Code::WrongType, &pointer, Json::Object(vec![]));
        set_canonical(&mut nothing.tasks[task], "entities/resource_ids", Value::Null);
        for (index, id) in ids.iter().enumerate() {
            let Json::Text(id) = id else { continue };
            let element = format!("{pointer}/{index}");
            self.put(Code::PaddedValue, &element, text(format!("{id} ")));
            self.put(Code::ListForScalar, &element, Json::List(vec![text(id)]));
            let lost = self.put(Code::NullForText, &element, Json::Null);
            let mut left = ids.clone();
            left.remove(index);
            let left: Vec<_> = left.iter().map(|id| if let Json::Text(id) = id { id } else { "" }).collect();
            let left = if left.is_empty() { Value::Null } else { json!(left) };
            set_canonical(&mut lost.tasks[task], "entities/resource_ids", left);
        }
    }

    /// Objects that are null, or something else.
    fn null_objects(&mut self, task: usize) {
        for (object, _, extra) in &OBJECTS[1..] {
            let pointer = format!("{}/{object}", self.answer.pointer(task));
            let Some(value) = self.wire.get(&path(&pointer)).cloned() else { continue };
            let canonical = extra.strip_suffix("/extra").unwrap();
            for (code, other) in
                [(Code::NullForValue, Json::Null), (Code::WrongType, text("mysql")), (Code::WrongType, number(1))]
            {
                self.put_and_set(code, &pointer, other, task, canonical, Value::Null);
            }
            self.put(Code::ListForScalar, &pointer, Json::List(vec![value]));
        }
    }

    fn task_in_list(&mut self, task: usize) {
        if listed(self.answer.dialect).is_none() {
            let pointer = self.answer.pointer(task);
            let value = self.wire.get(&path(&pointer)).cloned().unwrap();
            let twice = Json::List(vec![value.clone(), value.clone()]);
            self.put(Code::ListForScalar, &pointer, Json::List(vec![value]));
            let mess = self.put(Code::ListForScalar, &pointer, twice);
            mess.tasks.push(mess.tasks[0].clone());
        }
    }

    fn total(&mut self) {
        let Some(total) = self.answer.total() else { return };
        let pointer = "/total_count";
        for spelling in ["{}", " {} ", "0{}"] {
            self.put(Code::TextForNumber, pointer, text(spelling.replace("{}", &total.to_string())));
        }
        for (code, value) in [
            (Code::NullForValue, Json::Null),
            (Code::UnreadNumber, number(-1)),
            (Code::UnreadNumber, number("1.5")),
            (Code::UnreadNumber, number("18446744073709551616")),
            (Code::UnreadNumber, number("1e999999")),
            (Code::UnreadNumber, text("many")),
            (Code::BlankText, text("")),
            (Code::WrongType, Json::True),
            (Code::WrongType, Json::Object(vec![])),
            (Code::WrongType, Json::List(vec![])),
        ] {
            self.put(code, pointer, value).total = None;
        }
        self.put(Code::ListForScalar, pointer, Json::List(vec![number(total)]));
    }

    fn list_of_tasks(&mut self) {
        let Some(envelope) = listed(self.answer.dialect) else { return };
        let pointer = format!("/{envelope}");
        let Some(Json::List(tasks)) = self.wire.get(&path(&pointer)).cloned() else { return };
        if let [only] = &tasks[..] {
            self.put(Code::ScalarForList, &pointer, only.clone());
        }
        self.put(Code::NullForValue, &pointer, Json::Null).tasks.clear();
        // Elements that are no tasks don't become some.
        for stray in [Json::Null, text("task"), number(3)] {
            let mut with_stray = tasks.clone();
            with_stray.insert(0, stray.clone());
            let code = if stray == Json::Null { Code::NullForValue } else { Code::WrongType };
            self.put(code, &pointer, Json::List(with_stray)).pointer = format!("{pointer}/0");
        }
    }
}

/// An earlier value of the same member, which must leave no trace.
fn earlier(value: &Json) -> Json {
    match value {
        Json::Text(word) if matches!(&**word, "Running" | "Completed") => text("Failed"),
        Json::Object(members) => {
            let mut members = members.clone();
            members.push(("x_earlier".to_owned(), number(1)));
            Json::Object(members)
        }
        other => other.clone(),
    }
}

fn add_extra(mess: &mut Mess, task: Option<usize>, extra: &str, name: &str) {
    // What stands in the envelope is in the reading's own `extra`.
    let Some(task) = task else { return };
    let mut at = &mut mess.tasks[task];
    for step in extra.split('/') {
        let Value::Object(members) = at else { panic!("{extra} of what?") };
        at = members.entry(step).or_insert_with(|| json!({}));
    }
    at[name] = json!(7);
}

/// Sets a canonical field. Members of entities are absent instead of null.
fn set_canonical(task: &mut Value, canonical: &str, value: Value) {
    let (parents, last) =
        canonical.rsplit_once('/').map_or((None, canonical), |(parents, last)| (Some(parents), last));
    let mut at = task;
    for step in parents.into_iter().flat_map(|parents| parents.split('/')) {
        at = &mut at[step];
    }
    let Value::Object(members) = at else { panic!("{canonical} of what?") };
    if value.is_null() && parents.is_some_and(|parents| parents.starts_with("entities")) {
        members.remove(last);
    } else {
        members.insert(last.to_owned(), value);
    }
}

/// Edits at random, near the schema: for what must hold of every body.
pub fn edit(body: &mut Json, edits: &[(u32, u32, u32, u32)], twice: bool) {
    for (place, action, name, value) in edits {
        let mut places = Vec::new();
        collect(body, &mut Vec::new(), &mut places);
        let place = &places[*place as usize % places.len()];
        let name = NAMES[*name as usize % NAMES.len()].to_owned();
        let value = values(*value);
        let Some(at) = body.get_mut(place) else { continue };
        let fresh = |members: &[(String, Json)]| twice || members.iter().all(|(known, _)| *known != name);
        let which = *action as usize / 6;
        match (action % 6, at) {
            (0 | 1, Json::Object(members)) if fresh(members) => {
                members.insert(which % (members.len() + 1), (name, value));
            }
            (2, Json::Object(members)) if !members.is_empty() => drop(members.remove(which % members.len())),
            (3, Json::Object(members)) if !members.is_empty() && fresh(members) => {
                let index = which % members.len();
                members[index].0 = name;
            }
            (0 | 1 | 3, Json::Object(_)) => {}
            (4, at) => *at = Json::List(vec![at.clone()]),
            (5, Json::List(list)) => list.push(value),
            (_, at) if !place.is_empty() => *at = value,
            _ => {}
        }
    }
}

fn collect(value: &Json, here: &mut Vec<Step>, places: &mut Vec<Vec<Step>>) {
    places.push(here.clone());
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                here.push(Step::Member(name.clone()));
                collect(value, here, places);
                here.pop();
            }
        }
        Json::List(list) => {
            for (index, value) in list.iter().enumerate() {
                here.push(Step::Element(index));
                collect(value, here, places);
                here.pop();
            }
        }
        _ => {}
    }
}

const NAMES: &[&str] = &[
    "job",
    "jobs",
    "tasks",
    "total_count",
    "Jobs",
    " job",
    "id",
    "job_id",
    "name",
    "status",
    " status",
    "Status",
    "STATUS ",
    "created",
    "start_time",
    "created_at",
    "ended",
    "end_time",
    "ended_at",
    "process",
    "progress",
    "Progress",
    " process ",
    "instance",
    "instance_info",
    "instance_id",
    "instance_name",
    "instance_status",
    "fail_reason",
    "failReason",
    "entities",
    "resource_ids",
    "resource_id",
    "Resource_ids",
    "volume",
    "public_ip",
    "endpoint",
    "type",
    "Type",
    "datastore",
    "version",
    "replica_of",
    "x_zone",
    "",
    "~/",
    "__proto__",
    "$ref",
    "$serde_json::private::RawValue",
    "$serde_json::private::Number",
    "error_code",
    "error_msg",
    "message",
    "code",
    "request_id",
    "error",
    "original_size",
    "target_size",
];

fn values(seed: u32) -> Json {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "Running",
        "completed",
        "Failed ",
        "Pending",
        "60%",
        "60 % ",
        "60",
        "101%",
        "1.0",
        "Ha",
        "single",
        "2018-08-06T10:41:14+0000",
        "2018-08-06 10:41:14",
        "2018-02-30T10:41:14+0000",
        "1533552074",
        "0",
        "4",
        "31b8ae23-c687-4d80-b7b4-42a66c9bb886",
        "31 b8ae23 - c687",
        "a48e43ff268f4c0e879652d65e63d0fbin01",
        "d87f5b33049144ec95f0cab0a5f22cfbin02",
        "27a045b6bf9e46f691f81366d398cb04in06",
        "ce2dce50f365430abe161bab79495a6ein14",
        "192.168 .1 .203: 3306",
        "10.154.218.254",
        "****",
        "\u{fffd}\u{0}",
    ];
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "1",
        "-1",
        "60",
        "60.0",
        "6e1",
        "101",
        "1.5",
        "1533552074",
        "1533552074000",
        "1e400",
        "18446744073709551616",
        "0.0e5",
    ];
    let (kind, rest) = (seed % 16, (seed / 16) as usize);
    match kind {
        0 => Json::Null,
        1 => Json::True,
        2 => Json::List(vec![]),
        3 => Json::Object(vec![]),
        4 => Json::List(vec![values(rest as u32 / 2)]),
        5 => Json::List(vec![values(rest as u32 / 2), values(rest as u32 / 3)]),
        6 => Json::Object(vec![(NAMES[rest % NAMES.len()].to_owned(), values(rest as u32 / 2))]),
        7 => Json::Quoted(["\\ud83d", "st\\u0061tus", "\\udc00\\ud800"][rest % 3].to_owned()),
        8..=10 => Json::Number(NUMBERS[rest % NUMBERS.len()].to_owned()),
        _ => text(TEXTS[rest % TEXTS.len()]),
    }
}
