//! Tasks, what each dialect makes of them, and what must be read from that.
//!
//! Written by hand from the documents, not from the schemas.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::json::{Json, number, object, text};

/// One task of any dialect. Values are as they stand on the wire.
#[derive(Debug, Clone)]
pub struct Model {
    pub id: String,
    pub name: String,
    pub status: &'static str,
    pub created: Time,
    pub ended: Time,
    /// The older RDS document has no `ended`.
    pub has_ended: bool,
    pub progress: Option<u8>,
    pub instance_id: String,
    pub instance_name: String,
    pub instance_status: String,
    pub fail_reason: Option<String>,
    /// How "nothing" is said where there are several ways: GaussDB has "" and null, RDS "" and absent.
    pub empty: bool,
    pub entities: Entities,
}

#[derive(Debug, Clone)]
pub struct Time {
    /// `2018-08-06T10:41:14`
    pub local: String,
    /// `Z`, `+0000`, `-0330`
    pub offset: String,
}

#[derive(Debug, Clone, Default)]
pub struct Entities {
    pub instance: Option<[Option<String>; 5]>,
    pub resource_ids: Option<Vec<String>>,
    pub volume: Option<[Option<String>; 3]>,
    pub public_ip: Option<String>,
    pub switch_strategy: Option<String>,
}

/// An answer with one task or a list of them.
#[derive(Debug, Clone)]
pub struct Answer {
    pub dialect: &'static str,
    pub tasks: Vec<Model>,
    pub total: u64,
}

impl Time {
    pub fn wire(&self) -> String {
        format!("{}{}", self.local, self.offset)
    }

    pub fn is_utc(&self) -> bool {
        matches!(&*self.offset, "Z" | "+0000" | "-0000")
    }

    pub fn canonical(&self) -> String {
        let offset =
            if self.is_utc() { "Z".to_owned() } else { format!("{}:{}", &self.offset[..3], &self.offset[3..]) };
        format!("{}{offset}", self.local)
    }
}

/// Whether a dialect holds a list.
pub fn listed(dialect: &str) -> Option<&'static str> {
    match dialect {
        "geminidb-jobs" => Some("jobs"),
        "gaussdb-tasks" => Some("tasks"),
        _ => None,
    }
}

impl Answer {
    /// One task with everything in it.
    pub fn full(dialect: &'static str) -> Answer {
        let id = "a48e43ff268f4c0e879652d65e63d0fb".to_owned();
        let some = |text: &str| Some(text.to_owned());
        let time = |local: &str, offset: &str| Time { local: local.to_owned(), offset: offset.to_owned() };
        let task = Model {
            id: "31b8ae23-c687-4d80-b7b4-42a66c9bb886".to_owned(),
            name: "CreateMysqlReplicaInstance".to_owned(),
            status: "Failed",
            created: time("2018-08-06T18:41:14", "+0800"),
            ended: time("2018-08-06T11:41:14", "+0000"),
            has_ended: true,
            progress: Some(60),
            instance_id: id.clone() + "in01",
            instance_name: "DO-NOT-TOUCH-mgr2-mysql-single".to_owned(),
            instance_status: "deleted".to_owned(),
            fail_reason: some("500000"),
            empty: false,
            entities: Entities {
                instance: Some([
                    some("192.168.1.203:3306"),
                    some("Replica"),
                    some("mysql"),
                    some("5.7"),
                    Some(id.clone() + "in01"),
                ]),
                resource_ids: Some(vec![id + "in01.vm"]),
                volume: Some([some("ULTRAHIGH"), some("40"), some("100")]),
                public_ip: some("10.154.218.254"),
                switch_strategy: some("reliability"),
            },
        };
        Answer { dialect, tasks: vec![task], total: 1 }
    }

    pub fn wire(&self) -> Json {
        let mut tasks: Vec<_> = self.tasks.iter().map(|task| task.wire(self.dialect)).collect();
        match listed(self.dialect) {
            Some(envelope) => object([(envelope, Json::List(tasks)), ("total_count", number(self.total))]),
            None => object([("job", tasks.remove(0))]),
        }
    }

    /// The canonical JSON of the tasks.
    pub fn canonical(&self) -> Vec<Value> {
        self.tasks.iter().map(|task| task.canonical(self.dialect)).collect()
    }

    pub fn total(&self) -> Option<u64> {
        listed(self.dialect).map(|_| self.total)
    }

    /// The pointer to each task.
    pub fn pointer(&self, task: usize) -> String {
        listed(self.dialect).map_or("/job".to_owned(), |envelope| format!("/{envelope}/{task}"))
    }
}

impl Model {
    fn progress_text(&self) -> String {
        self.progress.map_or(String::new(), |percent| format!("{percent}%"))
    }

    pub fn wire(&self, dialect: &str) -> Json {
        let id = || text(&self.id);
        let name = || text(&self.name);
        let status = || text(self.status);
        let created = || text(self.created.wire());
        let ended = || text(self.ended.wire());
        let progress = || text(self.progress_text());
        let instance = || object([("id", text(&self.instance_id)), ("name", text(&self.instance_name))]);
        let reason_or_null = || self.fail_reason.as_deref().map_or(Json::Null, text);
        match dialect {
            "rds-job" => {
                let mut task = object([
                    ("id", id()),
                    ("name", name()),
                    ("status", status()),
                    ("created", created()),
                    ("process", progress()),
                    ("instance", instance()),
                    ("entities", self.entities.wire()),
                ]);
                if self.has_ended {
                    task.members().insert(4, ("ended".to_owned(), ended()));
                }
                if self.fail_reason.is_some() || self.empty {
                    let reason = text(self.fail_reason.as_deref().unwrap_or_default());
                    task.members().push(("fail_reason".to_owned(), reason));
                }
                task
            }
            "dds-job" => object([
                ("id", id()),
                ("name", name()),
                ("status", status()),
                ("created", created()),
                ("ended", ended()),
                ("progress", progress()),
                ("instance", instance()),
                ("fail_reason", reason_or_null()),
            ]),
            "geminidb-jobs" => object([
                ("id", id()),
                ("name", name()),
                ("status", status()),
                ("start_time", created()),
                ("end_time", ended()),
                ("progress", progress()),
                ("instance", instance()),
                ("fail_reason", text(self.fail_reason.as_deref().unwrap_or_default())),
            ]),
            "gaussdb-tasks" => object([
                (
                    "instance_info",
                    object([
                        ("instance_id", text(&self.instance_id)),
                        ("instance_name", text(&self.instance_name)),
                        ("instance_status", text(&self.instance_status)),
                    ]),
                ),
                ("job_id", id()),
                ("name", name()),
                ("status", status()),
                ("process", if self.progress.is_none() && !self.empty { Json::Null } else { progress() }),
                ("fail_reason", reason_or_null()),
                ("created_at", created()),
                ("ended_at", ended()),
            ]),
            other => panic!("no dialect {other}"),
        }
    }

    pub fn canonical(&self, dialect: &str) -> Value {
        let rds = dialect == "rds-job";
        let has_ended = !rds || self.has_ended;
        json!({
            "id": self.id,
            "name": self.name,
            "status": self.status,
            "created": self.created.canonical(),
            "ended": has_ended.then(|| self.ended.canonical()),
            "progress": self.progress,
            "instance": {
                "id": self.instance_id,
                "name": self.instance_name,
                "status": (dialect == "gaussdb-tasks").then_some(&self.instance_status),
            },
            "entities": if rds { self.entities.canonical() } else { Value::Null },
            // Nothing but blanks says nothing.
            "fail_reason": self.fail_reason.as_ref().filter(|text| !text.trim_matches([' ', '\t', '\r', '\n']).is_empty()),
            "extra": {},
        })
    }
}

impl Entities {
    fn wire(&self) -> Json {
        let mut members = Vec::new();
        let mut add = |name: &str, value: Json| members.push((name.to_owned(), value));
        if let Some([endpoint, kind, datastore_type, datastore_version, replica_of]) = &self.instance {
            let mut instance = texts([("endpoint", endpoint), ("type", kind), ("replica_of", replica_of)]);
            let datastore = texts([("type", datastore_type), ("version", datastore_version)]);
            if !datastore.is_empty() {
                instance.push(("datastore".to_owned(), Json::Object(datastore)));
            }
            add("instance", Json::Object(instance));
        }
        if let Some(ids) = &self.resource_ids {
            add("resource_ids", Json::List(ids.iter().map(text).collect()));
        }
        if let Some([kind, original, target]) = &self.volume {
            let volume = texts([("type", kind), ("original_size", original), ("target_size", target)]);
            add("volume", Json::Object(volume));
        }
        if let Some(address) = &self.public_ip {
            add("public_ip", text(address));
        }
        if let Some(strategy) = &self.switch_strategy {
            add("switch_strategy", text(strategy));
        }
        Json::Object(members)
    }

    fn canonical(&self) -> Value {
        let mut members = Map::new();
        let some = |names: &[(&str, &Option<String>)]| {
            let there =
                names.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.as_deref()?.into())));
            there.collect::<Map<String, Value>>()
        };
        if let Some([endpoint, kind, datastore_type, datastore_version, replica_of]) = &self.instance {
            let mut instance = some(&[("endpoint", endpoint), ("type", kind), ("replica_of", replica_of)]);
            let datastore = some(&[("type", datastore_type), ("version", datastore_version)]);
            if !datastore.is_empty() {
                instance.insert("datastore".to_owned(), datastore.into());
            }
            members.insert("instance".to_owned(), instance.into());
        }
        if let Some(ids) = self.resource_ids.as_ref().filter(|ids| !ids.is_empty()) {
            members.insert("resource_ids".to_owned(), json!(ids));
        }
        if let Some([kind, original, target]) = &self.volume {
            let volume = some(&[("type", kind), ("original_size", original), ("target_size", target)]);
            members.insert("volume".to_owned(), volume.into());
        }
        members.extend(some(&[("public_ip", &self.public_ip), ("switch_strategy", &self.switch_strategy)]));
        members.into()
    }
}

fn texts<const N: usize>(members: [(&str, &Option<String>); N]) -> Vec<(String, Json)> {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), text(value.clone()?)))).collect()
}

pub fn answer(dialect: &'static str) -> impl Strategy<Value = Answer> {
    let tasks = if listed(dialect).is_some() { 0..4 } else { 1..2usize };
    let total = prop_oneof![0..20u64, any::<u64>()];
    (prop::collection::vec(model(dialect), tasks), total).prop_map(move |(tasks, total)| Answer {
        dialect,
        tasks,
        total,
    })
}

fn model(dialect: &'static str) -> impl Strategy<Value = Model> {
    let percent = prop::option::of(0..=100u8);
    let times = (time(), time(), any::<bool>());
    let instance = (instance_id(dialect), name(), name());
    let reason =
        prop::option::of(prop_oneof![any::<String>().prop_filter("empty", |text| !text.is_empty()), "[0-9]{1,9}"]);
    let texts = (task_id(), name(), prop::sample::select(vec!["Running", "Completed", "Failed"]));
    (texts, times, percent, instance, reason, any::<bool>(), entities()).prop_map(
        |((id, name, status), (created, ended, has_ended), progress, instance, fail_reason, empty, entities)| {
            Model {
                id,
                name,
                status,
                created,
                ended,
                has_ended,
                progress,
                instance_id: instance.0,
                instance_name: instance.1,
                instance_status: instance.2,
                fail_reason,
                empty,
                entities,
            }
        },
    )
}

fn task_id() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        1 => "[0-9A-Za-z]([0-9A-Za-z._-]{0,20}[0-9A-Za-z])?",
    ]
}

fn instance_id(dialect: &'static str) -> impl Strategy<Value = String> {
    let engines = match dialect {
        "rds-job" => "in0[134]",
        "dds-job" => "in02",
        "geminidb-jobs" => "in06",
        _ => "in14",
    };
    let documented = proptest::string::string_regex(&format!("[0-9a-f]{{32}}{engines}")).unwrap();
    prop_oneof![4 => documented, 1 => "[0-9A-Za-z]([0-9A-Za-z._-]{0,8}[0-9A-Za-z])?"]
}

/// Any text without blanks around it.
fn name() -> impl Strategy<Value = String> {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    prop_oneof![
        4 => "[A-Za-z][A-Za-z0-9_-]{0,24}",
        1 => "[0-9]{1,4}",
        1 => any::<String>().prop_map(move |text| text.trim_matches(blank).to_owned())
            .prop_filter("empty", |text| !text.is_empty()),
    ]
}

fn time() -> impl Strategy<Value = Time> {
    let year = prop_oneof![8 => 2001..2100u32, 1 => 0..10_000u32];
    let offset = prop_oneof![
        4 => Just("+0000".to_owned()),
        2 => Just("+0800".to_owned()),
        1 => Just("Z".to_owned()),
        1 => Just("-0000".to_owned()),
        1 => "[+-]([01][0-9]|2[0-3])[0-5][0-9]",
    ];
    (year, 1..=12u32, 1..=31u32, 0..24u32, 0..60u32, 0..60u32, offset).prop_map(
        |(year, month, day, hour, minute, second, offset)| {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 => 28 + u32::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let day = day.min(last);
            Time { local: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"), offset }
        },
    )
}

fn entities() -> impl Strategy<Value = Entities> {
    let maybe = |strategy: BoxedStrategy<String>| prop::option::of(strategy);
    let word = prop::sample::select(vec!["Single", "Ha", "Replica"]).prop_map(str::to_owned).boxed();
    let address = || "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(:[0-9]{4})?".boxed();
    let size = || "[1-9][0-9]{0,3}".boxed();
    let instance = [
        maybe(address()),
        maybe(word),
        maybe(name().boxed()),
        maybe("[5-9]\\.[0-9]".boxed()),
        maybe(task_id().boxed()),
    ];
    let volume = [maybe(name().boxed()), maybe(size()), maybe(size())];
    let ids = prop::collection::vec(task_id(), 0..4);
    (
        prop::option::of(instance),
        prop::option::of(ids),
        prop::option::of(volume),
        maybe(address()),
        maybe(name().boxed()),
    )
        .prop_map(|(instance, resource_ids, volume, public_ip, switch_strategy)| Entities {
            instance,
            resource_ids,
            volume,
            public_ip,
            switch_strategy,
        })
}
