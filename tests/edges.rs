//! Edges that no other test looked at, as mutants of the code showed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use taskcenter::{Code, Dialect, ErrorCode, Limits, ReadOptions, Reading, Severity, Status, Task, read, read_as};

/// A job of RDS with these members more, or instead.
fn job(instance: &str, more: &str) -> String {
    format!(
        r#"{{"job":{{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","created":"2018-08-06T10:41:14+0000","process":"60%","entities":{{}},"instance":{instance}{more}}}}}"#
    )
}

/// What the instance says of itself counts, and what is said of it beside it doesn't, in whatever order.
#[test]
fn flat_members_of_an_instance_give_way_to_its_own() {
    let whole = r#"{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"single","instance_status":"creating"}"#;
    let flat = r#","status":"Running","instance_id":"b48e43ff268f4c0e879652d65e63d0fbin01","instance_name":"other","instance_status":"down""#;
    let body = job(whole, flat);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let instance = reading.tasks()[0].instance.clone().unwrap();
    assert_eq!(instance.id.as_deref(), Some("a48e43ff268f4c0e879652d65e63d0fbin01"));
    assert_eq!(instance.name.as_deref(), Some("single"));
    assert_eq!(instance.status.as_deref(), Some("creating"));
    for name in ["/job/instance_id", "/job/instance_name", "/job/instance_status"] {
        assert!(reading.deviations().iter().any(|found| found.pointer == name), "{name} was swallowed");
    }
    // Where it says nothing, they do.
    let body = job("{}", flat);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let instance = reading.tasks()[0].instance.clone().unwrap();
    assert_eq!(instance.id.as_deref(), Some("b48e43ff268f4c0e879652d65e63d0fbin01"));
    assert_eq!(instance.name.as_deref(), Some("other"));
    assert_eq!(instance.status.as_deref(), Some("down"));
}

/// What another dialect documents is understood, and told.
#[test]
fn a_status_of_other_dialects_is_read_as_such() {
    for (word, status) in [("Canceled", Status::Canceled), ("Pending", Status::Pending)] {
        let body = job("{}", &format!(r#","status":"{word}""#));
        let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
        let found = reading.deviations().iter().find(|found| found.pointer == "/job/status").unwrap();
        let said = format!(
            "\"{word}\" is none of Running, Completed, Failed; read as `{word}`, as other dialects have it"
        );
        assert_eq!((found.code, &found.message), (Code::UnknownStatus, &said));
        assert_eq!(reading.tasks()[0].status, Some(status));
    }
}

/// A number where a word has to be: an unknown status if it is one, else an unknown word.
#[test]
fn numbers_for_words_are_called_what_they_are() {
    let body = job("{}", r#","status":5"#);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let found = reading.deviations().iter().find(|found| found.pointer == "/job/status").unwrap();
    assert_eq!(found.code, Code::UnknownStatus);
    let schema = r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
        "id":{"$ref":"task.schema.json#/$defs/task-id"},"kind":{"enum":["a","b"]}}}}}"#;
    let dialect = Dialect::from_schema("own", schema).unwrap();
    let reading = read_as(&dialect, br#"{"job":{"id":"a","kind":5}}"#);
    let found = reading.deviations().iter().find(|found| found.pointer == "/job/kind").unwrap();
    assert_eq!(found.code, Code::UnknownWord);
}

/// Whoever names a dialect hears of its envelope, and of no other one's.
#[test]
fn what_was_expected_is_what_the_dialects_have() {
    let message = |dialect: &str, body: &str| {
        let reading = read_as(Dialect::named(dialect).unwrap(), body.as_bytes());
        reading.error().unwrap().message.clone()
    };
    assert_eq!(message("dds-scheduled-jobs", "{}"), "expected an object with `schedules`, found an empty object");
    assert_eq!(
        message("dds-scheduled-jobs", r#"{"schedules": 3}"#),
        "expected an object with `schedules`, but `schedules` holds a number"
    );
    // Of two the last one counts, in the sentence as well.
    assert_eq!(
        message("rds-job", r#"{"job": {"id": "a"}, "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "job": "b"}"#),
        "expected an object with `job`, but `job` holds a text"
    );
    assert_eq!(message("cloud-job", "[]"), "expected a body of cloud-job, found a list");
    let any = read(b"{}").error().unwrap().message.clone();
    for name in ["job", "jobs", "tasks", "schedules", "schedule_tasks"] {
        assert!(any.contains(&format!("`{name}`")), "{any}");
    }
}

/// Four names are shown, and "more" is said of a fifth alone.
#[test]
fn an_object_that_is_no_answer_is_told_by_its_names() {
    let message = |body: &str| read(body.as_bytes()).error().unwrap().message.clone();
    let four = message(r#"{"a":1,"b":2,"c":3,"d":4}"#);
    assert!(four.ends_with("found one with `a`, `b`, `c`, `d`"), "{four}");
    let five = message(r#"{"a":1,"b":2,"c":3,"d":4,"e":5}"#);
    assert!(five.ends_with("found one with `a`, `b`, `c`, `d` and more"), "{five}");
    let long = message(&format!(r#"{{"{}":1}}"#, "é".repeat(41)));
    assert!(long.contains(&format!("`{}`", "é".repeat(40))), "{long}");
}

fn ids<'r>(reading: &'r Reading<'_>) -> Vec<&'r str> {
    reading.tasks().iter().filter_map(|task| task.id.as_deref()).collect()
}

fn count(reading: &Reading<'_>, code: Code) -> u64 {
    reading.deviation_counts().iter().find(|(counted, _)| *counted == code).map_or(0, |(_, count)| *count)
}

/// A list of no tasks is an answer where one task is documented; a list of what no task can be is none.
#[test]
fn a_list_for_a_task_is_read_if_tasks_can_be_in_it() {
    let rds = Dialect::named("rds-job").unwrap();
    let none = read_as(rds, br#"{"job": []}"#);
    assert_eq!((none.error().is_none(), none.tasks().len(), count(&none, Code::ListForScalar)), (true, 0, 1));
    assert_eq!(ids(&read_as(rds, br#"{"job": [{"id": "a"}, {"id": "b"}]}"#)), ["a", "b"]);
    let numbers = read_as(rds, br#"{"job": [1, 2]}"#);
    assert_eq!(numbers.error().map(|error| error.code), Some(ErrorCode::NotAResponse));
    // A list elsewhere makes no answer of a body without tasks.
    let cloud = Dialect::named("cloud-job").unwrap();
    assert!(read_as(cloud, br#"{"status": ["INIT"]}"#).error().is_some());
}

/// A list of the one value that is documented.
#[test]
fn one_value_in_a_list_is_read() {
    let body = br#"{"jobs":[],"total_count":[3]}"#;
    let reading = read_as(Dialect::named("geminidb-jobs").unwrap(), body);
    assert_eq!((reading.total(), count(&reading, Code::ListForScalar)), (Some(3), 1));
    let schema = r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
        "id":{"$ref":"task.schema.json#/$defs/task-id"},"urgent":{"type":"boolean"},"share":{"type":"number"}}}}}"#;
    let own = Dialect::from_schema("own", schema).unwrap();
    let codes = |member: &str| {
        let body = format!(r#"{{"job":{{"id":"a",{member}}}}}"#);
        read_as(&own, body.as_bytes()).deviations().iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(r#""urgent":[true]"#), [Code::ListForScalar]);
    assert_eq!(codes(r#""urgent":[1]"#), [Code::WrongType]);
    // Of a number that is accepted nothing is said, whether or not it is a count.
    for number in ["1", "1.5", "-1", "1e400"] {
        assert_eq!(codes(&format!(r#""share":{number}"#)), [], "{number}");
    }
}

#[test]
fn a_status_alone_is_no_task() {
    let cloud = Dialect::named("cloud-job").unwrap();
    for body in [r#"{"status":"INIT"}"#, r#"{"job_type":"createVolume"}"#, r#"{"status":"INIT","begin_time":""}"#]
    {
        assert!(read_as(cloud, body.as_bytes()).error().is_some(), "{body}");
    }
    assert!(read_as(cloud, br#"{"job_type":"createVolume","status":"INIT"}"#).error().is_none());
}

/// A page of tasks with tasks inside of them, and how many it says they are.
fn nested() -> Dialect {
    let id = r#""id":{"$ref":"task.schema.json#/$defs/task-id"}"#;
    let schema = format!(
        r#"{{"type":"object","properties":{{"count":{{"$ref":"task.schema.json#/$defs/total"}},
        "tasks":{{"$ref":"task.schema.json#/$defs/tasks","type":"array","items":{{
            "$ref":"task.schema.json#/$defs/task","type":"object","properties":{{{id},
            "parts":{{"$ref":"task.schema.json#/$defs/sub-tasks","type":"array","items":{{
                "$ref":"task.schema.json#/$defs/task","type":"object","properties":{{{id}}}}}}}}}}}}}}}}}"#
    );
    Dialect::from_schema("own-tasks", &schema).unwrap()
}

/// The total is that of the list, and what is inside of its tasks isn't in the list.
#[test]
fn sub_tasks_are_none_of_the_total() {
    let own = nested();
    let reading = read_as(&own, br#"{"count":1,"tasks":[{"id":"1","parts":[{"id":"2"},{"id":"3"}]}]}"#);
    assert_eq!((ids(&reading), count(&reading, Code::TotalMismatch)), (vec!["1", "2", "3"], 0));
    let reading = read_as(&own, br#"{"count":3,"tasks":[{"id":"1","parts":[{"id":"2"},{"id":"3"}]}]}"#);
    assert_eq!(count(&reading, Code::TotalMismatch), 1);
}

/// The last one of a name counts, also for what waits for the end of the body.
#[test]
fn what_stands_twice_leaves_nothing_of_the_first() {
    let own = nested();
    for (body, wanted) in [
        (r#"{"tasks":[{"id":"1","parts":[{"id":"2"}],"parts":[{"id":"3"}]}]}"#, vec!["1", "3"]),
        (
            r#"{"tasks":[{"id":"0","parts":[{"id":"9"}]},{"id":"1","parts":[{"id":"2"}],"parts":[{"id":"3"}]}]}"#,
            vec!["0", "1", "9", "3"],
        ),
        (r#"{"tasks":[{"id":"0","parts":[{"id":"9"}]}],"tasks":[{"id":"1"}]}"#, vec!["1"]),
    ] {
        assert_eq!(ids(&read_as(&own, body.as_bytes())), wanted, "{body}");
    }
    let task = |more: &str| format!(r#"{{"id":"1","name":"x","status":"Failed"{more}}}"#);
    let (silent, twice) = (task(""), task(r#","fail_reason":"a","fail_reason":"b""#));
    for (body, wanted) in [
        (format!(r#"{{"fail_reason":"first","jobs":[{silent}],"fail_reason":null}}"#), [None, None]),
        (format!(r#"{{"fail_reason":"first","jobs":[{silent}],"fail_reason":"last"}}"#), [Some("last"), None]),
        (format!(r#"{{"fail_reason":"shared","jobs":[{twice},{silent}]}}"#), [Some("b"), Some("shared")]),
    ] {
        let reading = read_as(Dialect::named("rds-tasklist-detail").unwrap(), body.as_bytes());
        let reasons: Vec<_> = reading.tasks().iter().map(Task::fail_reason).collect();
        assert_eq!(reasons, wanted[..reasons.len()], "{body}");
    }
}

/// What is gravest, listed or not.
#[test]
fn the_worst_of_all_deviations_is_told() {
    let worst = |body: &str, limit: usize| {
        ReadOptions::new()
            .deviation_limit(limit)
            .read_as(Dialect::named("rds-job").unwrap(), body.as_bytes())
            .worst()
    };
    for limit in [0, 1000] {
        let job = |more: &str| job(r#"{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"single"}"#, more);
        assert_eq!(worst(&job(r#","status":"Running""#), limit), None);
        assert_eq!(worst(&job(r#","status":"Running","odd":1"#), limit), Some(Severity::Note));
        assert_eq!(worst(&job(r#","status":" Running","odd":1"#), limit), Some(Severity::Tolerated));
        assert_eq!(worst(&job(r#","status":" Running","ended":"never","odd":1"#), limit), Some(Severity::Unread));
    }
}

/// What was mended counts as what was forgiven.
#[test]
fn damage_that_was_mended_is_counted() {
    let body = br#"{"job":{"id":"7",},"jobs":[],}"#;
    let reading = ReadOptions::new().repair(true).read(body);
    assert_eq!(count(&reading, Code::TrailingComma), 2, "{:?}", reading.deviation_counts());
    for (code, counted) in reading.deviation_counts() {
        let listed = reading.deviations().iter().filter(|found| found.code == *code).count();
        assert_eq!(*counted, listed as u64, "{code}");
    }
}

/// What was closed isn't open any more, and a list side by side with others no deeper than the first.
#[test]
fn only_what_is_open_is_nested() {
    for unit in ["[]", "{}", "[[]]", r#"{"a":{}}"#] {
        let siblings = vec![unit; 300].join(",");
        let body = format!(r#"{{"job":{{"id":"a","x":[{siblings}]}}}}"#);
        let options = ReadOptions::new().depth_limit(5);
        assert!(options.read(body.as_bytes()).error().is_none(), "{unit}");
    }
    let tasks = vec![r#"{"id":"a","instance":{}}"#; 300].join(",");
    let body = format!(r#"{{"jobs":[{tasks}]}}"#);
    assert!(ReadOptions::new().depth_limit(4).read(body.as_bytes()).error().is_none());
}

/// A number that JSON doesn't know is none, wherever it stands.
#[test]
fn numbers_are_spelled_as_json_has_them() {
    for number in ["05", "00", "+5", "5.", ".5", "0x5", "5e"] {
        let body = format!(r#"{{"jobs":[],"total_count":{number}}}"#);
        let reading = read_as(Dialect::named("geminidb-jobs").unwrap(), body.as_bytes());
        assert_eq!(reading.error().map(|error| error.code), Some(ErrorCode::NotJson), "{number}");
    }
}

/// Which limit a body ran into is said in words.
#[test]
fn what_is_too_large_is_named() {
    let mut limits = Limits::default();
    (limits.records, limits.members) = (0, 3);
    let options = ReadOptions::new().limits(limits);
    let ids = format!(r#"{{"job":{{"id":"a","entities":{{"resource_ids":[{}""]}}}}}}"#, r#""","#.repeat(500));
    for (body, said) in [
        (format!(r#"{{"jobs":[{}{{}}]}}"#, "{},".repeat(500)), "more tasks than"),
        (ids, "more elements in a list than"),
        (
            format!(r#"{{"job":{{"id":"{}","a":1,"b":2,"c":3,"d":4}}}}"#, "a".repeat(500)),
            "more members in an object",
        ),
    ] {
        let reading = options.read(body.as_bytes());
        let error = reading.error().unwrap();
        assert_eq!(error.code, ErrorCode::TooLarge);
        assert!(error.message.starts_with(said), "{}", error.message);
    }
}

/// Which of two came first is said by its place, also where others of the object stood twice before.
#[test]
fn each_duplicate_names_the_one_before_it() {
    let body = r#"{"job":{"id":"1","id":"2","name":"a","status":"Running","name":"b","id":"3"}}"#;
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let said: Vec<_> = reading.deviations().iter().filter(|found| found.code == Code::DuplicateKey).collect();
    let places = |name: &str| body.match_indices(name).map(|(at, _)| at).collect::<Vec<_>>();
    let (ids, names) = (places("\"id\""), places("\"name\""));
    let wanted = [(ids[1], ids[0]), (names[1], names[0]), (ids[2], ids[1])];
    assert_eq!(said.len(), wanted.len());
    for (said, (later, earlier)) in said.iter().zip(wanted) {
        assert_eq!(said.span.offset, later);
        assert!(said.message.contains(&format!("at byte {earlier},")), "{}", said.message);
    }
    assert_eq!((ids.len(), reading.tasks()[0].id.as_deref()), (3, Some("3")));
}

/// A name that only begins or ends as a documented one is another.
#[test]
fn a_name_is_the_whole_of_it() {
    let schema = r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
        "id":{"$ref":"task.schema.json#/$defs/task-id"},"name":{"anyOf":[{"$ref":"task.schema.json#/$defs/task-name"},{"enum":["Make"]}]}}}}}"#;
    let own = Dialect::from_schema("own", schema).unwrap();
    for (name, unknown) in [("Make", 0), ("MakeX", 1), ("MakeXY", 1), ("XMake", 1), ("Mak", 1)] {
        let body = format!(r#"{{"job":{{"id":"a","name":"{name}"}}}}"#);
        let reading = read_as(&own, body.as_bytes());
        assert_eq!(count(&reading, Code::UnknownWord), unknown, "{name}");
        assert_eq!(reading.tasks()[0].name.as_deref(), Some(name));
    }
}
