//! The whole family: what holds for every dialect because of its schema alone.
//!
//! Bodies are made up from the schema files, without the compiler of the library.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::json::{Json, Style, number, text};
use support::mess::edit;
use support::{DIALECTS, check_invariants, count, dialect, schema_file};
use taskcenter::bulk::Bulk;
use taskcenter::{Code, Dialect, ErrorCode, ReadOptions, Reading, Status, Task, Verdict, read, read_as};

/// Makes up bodies of a dialect. Without seeds the smallest ones.
struct Maker {
    root: Value,
    words: Value,
    seeds: Vec<u32>,
    at: usize,
    /// Every member is there, and every list has something in it.
    full: bool,
    /// How many lists of tasks are open, so that tasks in tasks come to an end.
    depth: usize,
}

impl Maker {
    fn new(dialect: &str, seeds: Vec<u32>, full: bool) -> Maker {
        Maker {
            root: schema_file(dialect),
            words: schema_file("task")["$defs"].clone(),
            seeds,
            at: 0,
            full,
            depth: 0,
        }
    }

    fn body(&mut self) -> Json {
        let root = self.root.clone();
        self.value(&root).expect("the whole is never forbidden")
    }

    fn below(&mut self, limit: usize) -> usize {
        let Some(seed) = self.seeds.get(self.at % self.seeds.len().max(1)) else { return 0 };
        self.at += 1;
        seed.wrapping_mul(2_654_435_761).rotate_left((self.at % 32) as u32) as usize % limit.max(1)
    }

    /// A value of the schema; `None` if there must be none.
    fn value(&mut self, node: &Value) -> Option<Json> {
        if node["$ref"] == "#" {
            let root = self.root.clone();
            return self.value(&root);
        }
        if let Some(list) = node["anyOf"].as_array() {
            let which = self.below(list.len());
            return self.value(&list[which]);
        }
        if node.get("allOf").is_some() || *node == json!(false) {
            return None;
        }
        if let Some(words) = node["enum"].as_array() {
            return Some(text(words[self.below(words.len())].as_str().unwrap()));
        }
        if let Some(word) = node["const"].as_str() {
            return Some(text(word));
        }
        if let Some(content) = node.get("contentSchema") {
            let inside = self.value(content)?.compact();
            return Some(text([inside, String::new()][self.below(2)].clone()));
        }
        if let Some(ids) =
            node["examples"].as_array().filter(|_| node["$ref"].as_str().is_some_and(is_instance_id))
        {
            return Some(text(ids[self.below(ids.len())].as_str().unwrap()));
        }
        match node["type"].as_str() {
            Some("object") => Some(self.object(node)),
            Some("array") => Some(self.list(node)),
            Some("integer" | "number") => {
                Some(number(node["minimum"].as_i64().unwrap_or(0) + self.below(100) as i64))
            }
            Some("boolean") => Some(Json::True),
            Some("null") => Some(Json::Null),
            Some("string") => Some(text(["", "x", "10"][self.below(3)])),
            _ => match node["$ref"].as_str() {
                Some(target) => self.meaning(target.rsplit('/').next().unwrap()),
                None => Some([number(7), text("x"), Json::List(vec![])][self.below(3)].clone()),
            },
        }
    }

    fn object(&mut self, node: &Value) -> Json {
        let required = |name: &str| node["required"].as_array().is_some_and(|list| list.contains(&json!(name)));
        let mut members = Vec::new();
        for (name, property) in node["properties"].as_object().into_iter().flatten() {
            if (self.full || required(name) || self.below(3) > 0)
                && let Some(value) = self.value(property)
            {
                members.push((name.clone(), value));
            }
        }
        Json::Object(members)
    }

    fn list(&mut self, node: &Value) -> Json {
        self.depth += 1;
        let most = if self.depth > 3 { 0 } else { self.below(3) };
        let least = usize::from(self.full && self.depth < 3);
        let items = (0..most.max(least)).filter_map(|_| self.value(&node["items"]));
        let items = items.collect();
        self.depth -= 1;
        Json::List(items)
    }

    /// A text of a form, or of what refers to one.
    fn meaning(&mut self, name: &str) -> Option<Json> {
        let samples: &[&str] = match name {
            "timestamp" => &["2018-08-06T10:41:14+0000", "2024-02-29T23:59:59+0800", "2001-01-01T00:00:00Z"],
            "moment" => &["2016-04-25T20:04:47.591Z"],
            "epoch-text" => &["1684191545379"],
            "percent" => &["", "60%", "100%"],
            "digits" => &["0", "50", "100"],
            "identifier" => &["31b8ae23-c687-4d80-b7b4-42a66c9bb886", "ff8080815564ddf5015564f64a560024"],
            "address" => &["192.168.1.203:3306"],
            "name" => &["dds-5ff4", "Zürich 订单"],
            "text" => &["", "createVM failed.", "500000"],
            _ => {
                let definition = self.words[name].clone();
                return match definition["$ref"].as_str() {
                    Some(target) => self.meaning(target.rsplit('/').next().unwrap()),
                    None => self.value(&definition),
                };
            }
        };
        Some(text(samples[self.below(samples.len())]))
    }
}

fn is_instance_id(target: &str) -> bool {
    target.ends_with("/instance-id")
}

fn cases() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 300;
    }
    config
}

fn seeds() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 1..40)
}

proptest! {
    #![proptest_config(cases())]

    /// What the schema allows conforms, in any order and spelling of the members, and keeps every law.
    #[test]
    fn what_a_schema_allows_conforms(
        name in prop::sample::select(DIALECTS.to_vec()), seeds in seeds(), style in prop::collection::vec(any::<u32>(), 0..40),
    ) {
        let wire = Maker::new(name, seeds, false).body();
        let mut style = Style::new(style);
        let (plain, other) = (wire.compact(), wire.shuffled(&mut style).write(&mut style));
        prop_assert_eq!(support::accepts(name, plain.as_bytes()), Some(true), "made up badly: {} {}", name, plain);
        let readings = [read_as(dialect(name), plain.as_bytes()), read_as(dialect(name), other.as_bytes())];
        for reading in &readings {
            prop_assert!(reading.error().is_none(), "{}: {:?} {}", name, reading.error(), plain);
            prop_assert!(reading.conforms(), "{}: {:#?} {}", name, reading.deviations(), plain);
            check_invariants(reading);
        }
        // Raw texts have white space of their own.
        let bare = |reading: &Reading<'_>| -> Vec<_> { reading.tasks().iter().map(without_raw).collect() };
        prop_assert_eq!(bare(&readings[0]), bare(&readings[1]));
    }

    /// Law 2 and the others, of bodies that somebody changed.
    #[test]
    fn edited_bodies_of_every_dialect_keep_the_laws(
        name in prop::sample::select(DIALECTS.to_vec()), seeds in seeds(),
        edits in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>()), 1..6), twice in any::<bool>(),
    ) {
        let mut wire = Maker::new(name, seeds, false).body();
        edit(&mut wire, &edits, twice);
        let body = wire.compact();
        check_invariants(&read(body.as_bytes()));
        check_invariants(&read_as(dialect(name), body.as_bytes()));
        // What a body reads as doesn't depend on the body before it.
        let before = Maker::new(DIALECTS[body.len() % DIALECTS.len()], vec![3, 5, 7], true).body().compact();
        prop_assert_eq!(&after(&[&before, &body])[1], &said(&read(body.as_bytes())), "after {}: {}", before, body);
    }
}

/// The parts of a task that white space doesn't change.
fn without_raw(task: &Task<'_>) -> Vec<Option<String>> {
    let time = |time: Option<chrono::DateTime<chrono::FixedOffset>>| time.map(|time| time.to_rfc3339());
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
    vec![
        text(&task.id),
        text(&task.name),
        task.status.as_ref().map(ToString::to_string),
        text(&task.status_word),
        time(task.created),
        time(task.ended),
        time(task.planned_start),
        time(task.planned_end),
        task.progress.map(|progress| progress.to_string()),
        text(&task.fail_reason),
        text(&task.parent_id),
        task.instance.as_ref().and_then(|instance| text(&instance.id)),
    ]
}

/// Dialect, tasks and deviations.
type Said = (Option<String>, Vec<Task<'static>>, Vec<String>, Option<ErrorCode>);

fn said(reading: &Reading<'_>) -> Said {
    let name = reading.dialect().map(|dialect| dialect.name().to_owned());
    let tasks = reading.tasks().iter().map(|task| task.clone().into_owned()).collect();
    let deviations = reading.deviations().iter().map(ToString::to_string).collect();
    (name, tasks, deviations, reading.error().map(|error| error.code))
}

/// The bodies, read one after the other.
fn after(bodies: &[&str]) -> Vec<Said> {
    let (history, options) = (bodies.join("\n"), ReadOptions::new());
    let mut all = Vec::new();
    let each = |body: &taskcenter::bulk::Lent<'_, '_>| {
        let name = body.dialect().map(|dialect| dialect.name().to_owned());
        let tasks = body.tasks().iter().map(|task| task.clone().into_owned()).collect();
        let deviations = body.deviations().iter().map(ToString::to_string).collect();
        all.push((name, tasks, deviations, body.error().map(|error| error.code)));
        ControlFlow::<()>::Continue(())
    };
    Bulk::new(history.as_bytes(), &options).for_each(each).unwrap();
    all
}

/// Every body with everything in it goes to its own dialect, unless another one says the same.
#[test]
fn full_bodies_go_to_their_own_dialect() {
    for name in DIALECTS {
        for seed in 0..40u32 {
            let body = Maker::new(name, vec![seed, seed * 31 + 7, seed * 17 + 3], true).body().compact();
            let reading = read(body.as_bytes());
            let found = reading.dialect().map(Dialect::name);
            let ambiguous = count(&reading, Code::AmbiguousDialect) > 0;
            assert!(found == Some(name) || ambiguous, "{name} was read as {found:?}: {body}");
            check_invariants(&reading);
        }
    }
}

/// Each after each: the guess at the dialect decides nothing.
#[test]
fn no_body_changes_the_next_one() {
    let mut bodies: Vec<String> = Vec::new();
    for name in DIALECTS {
        let whole = Maker::new(name, vec![1, 2, 3], true).body();
        let least = Maker::new(name, vec![], false).body();
        // An instance of no known engine.
        let fantasy = whole.compact().replace("in0", "xx0").replace("in1", "xx1");
        bodies.extend([whole.compact(), least.compact(), fantasy]);
    }
    bodies.extend([r#"{"error_code":"DBS.200001","error_msg":"Parameter error"}"#, "{}", "[]"].map(str::to_owned));
    let alone: Vec<_> = bodies.iter().map(|body| said(&read(body.as_bytes()))).collect();
    for first in &bodies {
        let mut history: Vec<&str> = Vec::new();
        for body in &bodies {
            history.extend([&**first, &**body]);
        }
        let read = after(&history);
        for (index, expected) in alone.iter().enumerate() {
            assert_eq!(&read[2 * index + 1], expected, "after {first}: {}", bodies[index]);
        }
    }
}

/// How detection behaves on bodies with too little in them: the best evidence, or a note with the names.
#[test]
fn too_little_is_said_with_names() {
    #[rustfmt::skip]
    let table: &[(&str, Option<&str>, Option<&str>)] = &[
        // The body, the dialect, and who else it could be.
        (r#"{"job":{"id":"31b8ae23"}}"#, Some("rds-job"), Some("rds-job or dds-job or rds-tasklist-detail-job or gaussdb-job or taurusdb-job or ddm-job")),
        (r#"{"job":{"progress":"9%"}}"#, Some("dds-job"), Some("dds-job or gaussdb-job")),
        (r#"{"job":{"progress":"9%","instance":{"id":"b34f8c791f2643578510c093aa2351a8in14"}}}"#, Some("gaussdb-job"), None),
        (r#"{"job":{"name":"RestartReplicaSetInstance"}}"#, Some("dds-job"), None),
        (r#"{"job":{"created_time":"2018-08-06T10:41:14+0000"}}"#, Some("ddm-job"), None),
        (r#"{"job":{"entities":{}}}"#, Some("rds-job"), Some("rds-job or taurusdb-job")),
        (r#"{"job":{"entities":{},"name":"RestartGaussDBInstance"}}"#, Some("taurusdb-job"), None),
        (r#"{"job":{"task_detail":""}}"#, Some("rds-tasklist-detail-job"), None),
        (r#"{"jobs":[]}"#, Some("geminidb-jobs"), Some("geminidb-jobs or rds-tasklist-detail or dds-jobs or taurusdb-immediate-jobs or ddm-jobs")),
        (r#"{"jobs":[],"count":0}"#, Some("rds-tasklist-detail"), None),
        (r#"{"jobs":[],"total":0}"#, Some("ddm-jobs"), None),
        (r#"{"tasks":[],"actions":[]}"#, Some("rds-tasklist"), None),
        (r#"{"tasks":[{"task_id":"1"}]}"#, Some("gaussdb-schedule-tasks"), None),
        (r#"{"schedules":[]}"#, Some("dds-scheduled-jobs"), Some("dds-scheduled-jobs or taurusdb-scheduled-jobs or geminidb-scheduled-jobs")),
        (r#"{"schedules":[{"job_name":"REBOOT_NODE"}]}"#, Some("taurusdb-scheduled-jobs"), None),
        (r#"{"schedules":[{"instance_id":"8a6117ece8a0457a90060441fa372e8ein06"}]}"#, Some("geminidb-scheduled-jobs"), None),
        (r#"{"schedule_tasks":[]}"#, Some("rds-schedule-tasks"), None),
        (r#"{"job_id":"31b8ae23"}"#, Some("submitted-job"), None),
        (r#"{"job_id":"31b8ae23","job_type":"createVolume"}"#, Some("cloud-job"), None),
        (r#"{"job_type":"createVolume","status":"INIT"}"#, Some("cloud-job"), None),
        (r#"{"job_id":"31b8ae23","status":"INIT","begin_time":""}"#, Some("cloud-job"), None),
        (r#"{"jobId":"31b8ae23"}"#, Some("submitted-job-v1"), None),
        (r#"{"jobId":["31b8ae23"]}"#, Some("submitted-jobs-v1"), None),
        (r#"{"extendparam":{"jobs":[{"id":"31b8ae23"}]}}"#, Some("submitted-extendparam"), None),
        (r#"{"extendparam":{"jobs":["31b8ae23"]}}"#, Some("submitted-backup"), None),
        (r#"{"instance":{"extendparam":{"jobs":[{"id":"31b8ae23"}]}}}"#, Some("submitted-instance"), None),
        // Nothing that any of them calls its own.
        (r#"{"status":"INIT"}"#, None, None),
        (r#"{"instance":{"id":"31b8ae23"}}"#, None, None),
        (r#"{"total_count":0}"#, None, None),
        (r#"{}"#, None, None),
        // A task without its envelope isn't the answer to a request that starts one.
        (r#"{"job_id":"31b8ae23","name":"CreateGaussDBV5Instance","status":"Completed","process":null,"fail_reason":null,"created_at":"2022-08-06T09:15:07+0800","ended_at":"2022-08-10T03:06:52+0800"}"#, None, None),
    ];
    for (body, wanted, could) in table {
        let reading = read(body.as_bytes());
        assert_eq!(reading.dialect().map(Dialect::name), *wanted, "{body}: {:?}", reading.error());
        let note = reading.deviations().iter().find(|deviation| deviation.code == Code::AmbiguousDialect);
        match (note, could) {
            (Some(note), Some(names)) => {
                assert!(note.message.contains(&format!("could be {names};")), "{body}: {note}")
            }
            (note, could) => assert_eq!(note.is_some(), could.is_some(), "{body}: {note:?}"),
        }
        assert_eq!(reading.verdict() == Verdict::Rejected, wanted.is_none(), "{body}");
        check_invariants(&reading);
    }
}

/// Every word of every dialect: what it says, and what a poller makes of it.
#[test]
fn every_word_for_a_status_is_terminal_or_not() {
    use Status::{Canceled, Completed, Failed, Pending, Running};
    let ours = [("Running", Running), ("Completed", Completed), ("Failed", Failed)];
    let scheduled = [("Pending", Pending), ("Canceled", Canceled)];
    let of = |name: &str| -> Vec<(&str, Status<'_>)> {
        let more: &[(&str, Status<'_>)] = match name {
            "rds-tasklist-detail" | "rds-tasklist-detail-job" => &[("Complete", Completed)],
            "rds-schedule-tasks" => &[
                ("Pending", Pending),
                ("Initing", Pending),
                ("Unauthorized", Pending),
                ("Canceled", Canceled),
                ("Deleted", Canceled),
            ],
            "dds-scheduled-jobs" | "taurusdb-scheduled-jobs" | "geminidb-scheduled-jobs" => &scheduled,
            "gaussdb-schedule-tasks" => &scheduled,
            "taurusdb-job" | "taurusdb-immediate-jobs" => &scheduled[..1],
            "ddm-job" | "ddm-jobs" => &[
                ("Expanding", Running),
                ("Canceling", Running),
                ("Rollbacking", Running),
                ("Switching", Running),
                ("ToBeSwitched", Running),
                ("CancelSuccess", Canceled),
                ("RollbackSuccess", Canceled),
            ],
            _ => &[],
        };
        ours.iter().chain(more).cloned().collect()
    };
    let cloud = [
        ("INIT", Pending),
        ("PENDING_PAYMENT", Pending),
        ("RUNNING", Running),
        ("SUCCESS", Completed),
        ("FAIL", Failed),
    ];
    for name in DIALECTS.into_iter().filter(|name| !name.starts_with("submitted-")) {
        let words = if name == "cloud-job" { cloud.to_vec() } else { of(name) };
        let member = dialect(name).members().into_iter().find(|member| member.meaning == "status").unwrap();
        let path = support::json::path(&member.path.replace('*', "0"));
        for (word, status) in &words {
            let mut body = Maker::new(name, vec![1], true).body();
            *body.get_mut(&path).unwrap() = text(*word);
            let body = body.compact();
            let reading = read_as(dialect(name), body.as_bytes());
            let task = &reading.tasks()[0];
            assert!(reading.conforms(), "{name} {word}: {:?}", reading.deviations());
            assert_eq!(task.status.as_ref(), Some(status), "{name} {word}");
            let own = task.status_word.as_deref();
            assert_eq!(own.unwrap_or(status.as_str()), *word, "{name}: nothing of the word is lost");
            assert_eq!(task.is_terminal(), matches!(status, Completed | Failed | Canceled), "{name} {word}");
            assert_eq!(task.is_success(), *status == Completed, "{name} {word}");
        }
        // No other word is documented.
        let listed: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        assert_eq!(documented(name, &member.path), sorted(listed), "{name}");
    }
}

/// The words that the schema has for a member.
fn documented(name: &str, path: &str) -> Vec<String> {
    let (mut node, words) = (schema_file(name), schema_file("task"));
    for step in path.split('/').skip(1) {
        node = if step == "*" { node["items"].clone() } else { node["properties"][step].clone() };
    }
    let branches = node["anyOf"].as_array().cloned().unwrap_or(vec![node]);
    let of = |branch: &Value| {
        let list = branch.get("enum").unwrap_or(&words["$defs"]["status"]["enum"]);
        list.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    sorted(branches.iter().flat_map(of).collect())
}

fn sorted<T: Into<String>>(words: Vec<T>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
    words.sort();
    words
}

/// Tasks inside of tasks are tasks of their own, which name their parents.
#[test]
fn sub_tasks_name_their_parents() {
    let body = br#"{"status":"RUNNING","job_type":"a","job_id":"1","entities":{"sub_jobs_total":2,"sub_jobs":[
        {"status":"SUCCESS","job_type":"b","job_id":"2","entities":{"sub_jobs":[{"status":"FAIL","job_type":"d","job_id":"4"}]}},
        {"status":"INIT","job_type":"c","job_id":"3","entities":{"volume_id":"v"}}]},"begin_time":"","end_time":""}"#;
    let reading = read(body);
    assert!(reading.conforms(), "{:?}", reading.deviations());
    let ids: Vec<_> =
        reading.tasks().iter().map(|task| (task.id.as_deref().unwrap(), task.parent_id.as_deref())).collect();
    assert_eq!(ids, [("1", None), ("2", Some("1")), ("3", Some("1")), ("4", Some("2"))]);
    // As many levels as are allowed, and no stack for them.
    let deep = r#"{"job_id":"x","job_type":"t","status":"INIT","entities":{"sub_jobs":["#;
    let levels = 40;
    let body = format!("{}{}", deep.repeat(levels), "]}}".repeat(levels));
    let run = move || {
        let reading = read(body.as_bytes());
        assert!(reading.conforms(), "{:?}", reading.error());
        assert_eq!(reading.tasks().len(), levels);
        check_invariants(&reading);
    };
    std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap().join().unwrap();
}

/// Planned times aren't taken for real ones.
#[test]
fn planned_times_are_not_real_ones() {
    for name in DIALECTS.into_iter().filter(|name| name.contains("schedule")) {
        let body = Maker::new(name, vec![1], true).body().compact();
        let reading = read_as(dialect(name), body.as_bytes());
        let task = &reading.tasks()[0];
        assert!(task.planned_start.is_some() && task.created.is_some(), "{name}");
        assert_eq!((task.ended, task.elapsed()), (None, None), "{name}");
    }
}

/// What stands beside the list belongs to the failed tasks that don't say it themselves.
#[test]
fn a_reason_beside_the_list_is_that_of_the_failed_tasks() {
    let task = |status: &str, more: &str| {
        format!(
            r#"{{"id":"1","name":"x","status":"{status}","created":"2020-07-14T15:02:29+0000","process":"","instance":{{"id":"9a09052dfa824caea36f583bc3e5684ein04","name":"x"}}{more}}}"#
        )
    };
    let jobs = [task("Failed", ""), task("Completed", ""), task("Failed", r#","fail_reason":"own""#)].join(",");
    for body in [
        format!(r#"{{"jobs":[{jobs}],"count":3,"fail_reason":"shared"}}"#),
        format!(r#"{{"fail_reason":"shared","jobs":[{jobs}],"count":3}}"#),
    ] {
        let reading = read(body.as_bytes());
        let reasons: Vec<_> = reading.tasks().iter().map(Task::fail_reason).collect();
        assert_eq!(reasons, [Some("shared"), None, Some("own")]);
        assert!(reading.deviations().is_empty(), "{:?}", reading.deviations());
    }
    let reading = format!(r#"{{"jobs":[{jobs}],"count":3}}"#);
    let reading = read(reading.as_bytes());
    assert_eq!(count(&reading, Code::FailedWithoutReason), 1);
    assert_eq!(reading.deviations()[0].task, Some(0));
}

/// The shape of an error, by which two services say that all went well.
#[test]
fn success_in_the_shape_of_an_error() {
    for (body, success) in [
        (r#"{"errCode":"RDS.0041","externalMessage":"Operation successful."}"#, true),
        (r#"{"error_code":"DWS.0000","error_msg":null}"#, true),
        (r#"{"errCode":"RDS.0011","externalMessage":"Invalid parameter."}"#, false),
    ] {
        let reading = read(body.as_bytes());
        assert_eq!(reading.api_error().unwrap().is_success(), success, "{body}");
        assert_eq!(reading.verdict(), if success { Verdict::Conforming } else { Verdict::Tolerated }, "{body}");
    }
}

/// `job` around what another API has without it is an envelope all the same. (found by fuzzing)
#[test]
fn a_record_of_another_dialect_in_an_envelope_is_a_task() {
    let job = r#"{"job_id":"53890264470c3c199a4382af7049f861","status":"SUCCESS","job_type":"createServer",
        "begin_time":"2020-12-21T10:57:49.123Z","entities":{"sub_jobs_total":0,"sub_jobs":[]},"error_code":null}"#;
    for body in [format!("{{\"job\":{job}}}"), format!("{{\"jobs\":[{job}]}}"), format!("{{\"tasks\":[{job}]}}")] {
        let reading = taskcenter::read(body.as_bytes());
        assert!(reading.error().is_none(), "{body}: {:?}", reading.error());
        assert_eq!(reading.tasks()[0].id.as_deref(), Some("53890264470c3c199a4382af7049f861"), "{body}");
    }
}

/// A reason beside the list that no task takes isn't lost.
#[test]
fn a_reason_beside_the_list_is_told_if_no_task_takes_it() {
    let body = |task: &str| {
        format!(
            r#"{{"jobs":[{{"id":"a","name":"X",{task},"created":"2020-07-20T16:10:07+0000","process":"","instance":{{"id":"b","name":"n"}}}}],"count":1,"fail_reason":"createVM failed."}}"#
        )
    };
    for (task, code) in [
        (r#""status":"Completed""#, Some(Code::CompletedWithReason)),
        (r#""status":"Failed","fail_reason":"inner""#, Some(Code::ConflictingNames)),
        (r#""status":"Failed","fail_reason":"createVM failed.""#, None),
        (r#""status":"Failed""#, None),
    ] {
        let body = body(task);
        let dialect = Dialect::named("rds-tasklist-detail").unwrap();
        let reading = read_as(dialect, body.as_bytes());
        let told = reading.deviations().iter().find(|found| found.found == "\"createVM failed.\"");
        assert_eq!(told.map(|found| found.code), code, "{body}: {:?}", reading.deviations());
    }
}

/// Tasks inside of a task wait for the end of the body. Where the member that holds them stands twice nobody reads the
/// first ones, whose names were never looked at then. (found by fuzzing)
#[test]
fn names_stand_twice_in_tasks_that_nobody_reads() {
    let inner = r#"{"entities":{"sub_jobs":[{"job_id":"a","job_id":"b"}]}"#;
    let body = format!(r#"{inner},"status":"SUCCESS","job_id":"x","job_type":"c","entities":{{}}}}"#);
    let reading = read(body.as_bytes());
    assert_eq!(reading.dialect().map(Dialect::name), Some("cloud-job"));
    assert_eq!(count(&reading, Code::DuplicateKey), 2, "{:?}", reading.deviations());
    check_invariants(&reading);
}
