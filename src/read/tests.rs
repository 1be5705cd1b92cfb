//! The fast lane against the plain way, and what the walk decides against detection.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use proptest::prelude::*;
use proptest::sample::Index;
use taskcenter_generate::{History, Layout, Order, Size};

use super::*;
use crate::deviation::Deviation;
use crate::task::Task;

/// What a walk came to.
#[derive(Debug, PartialEq)]
struct Came<'a> {
    dialect: Option<String>,
    error: Option<Error>,
    tasks: Vec<Task<'a>>,
    total: Option<u64>,
    extra: crate::raw::Extra<'a>,
    deviations: Vec<Deviation<'a>>,
    counts: Vec<(Code, u64)>,
}

/// Reads with or without the lane; `last` is the dialect that comes to mind first.
fn came<'a>(options: &ReadOptions, named: Option<&Dialect>, text: &'a str, plain: bool, last: u16) -> Came<'a> {
    let mut walk = options.walk(text);
    walk.plain = plain;
    let (outcome, dialect) = match named {
        Some(dialect) => (options.walk_as(&mut walk, dialect), Some(dialect)),
        None => options.detect(&mut walk, &mut Memory::of_one(last)),
    };
    Came {
        dialect: dialect.map(|dialect| dialect.name().to_owned()),
        error: outcome.err(),
        total: walk.total.map(|(total, _)| total),
        deviations: report::deviations(text, options.limits.nesting, walked::listed(&walk)),
        counts: walk.log.counts().collect(),
        extra: std::mem::take(&mut walk.extra),
        tasks: std::mem::take(&mut walk.tasks),
    }
}

/// Bodies of every layout, with and without messes, some of them damaged on top.
fn bodies() -> impl Strategy<Value = Vec<String>> {
    let layout = prop_oneof![Just(Layout::Compact), Just(Layout::Pretty)];
    let order = prop_oneof![Just(Order::Documented), Just(Order::Shuffled)];
    let page = prop_oneof![Just(None), (1usize..6).prop_map(Some)];
    let messes = prop_oneof![Just(0.0), Just(0.5), Just(1.0)];
    let damage = prop::collection::vec(
        (any::<Index>(), any::<Index>(), "[\\x00-\\x7f\"\\\\,:{}\\[\\]0-9 é\u{feff}]{0,3}"),
        0..6,
    );
    let renames = prop::collection::vec((any::<Index>(), any::<Index>(), name()), 0..6);
    let made = (any::<u64>(), layout, order, page, messes, renames, damage);
    made.prop_map(|(seed, layout, order, page, messes, renames, damage)| {
        let history = History { seed, layout, order, page, messes, size: Size::Tasks(4), ..History::default() };
        let mut made = history.bodies();
        let mut bodies = Vec::new();
        let mut body = String::new();
        while made.write_next(&mut body) {
            bodies.push(std::mem::take(&mut body));
        }
        for (which, place, name) in renames {
            let body = which.get(&bodies).clone();
            let ends: Vec<usize> = body.match_indices("\":").map(|(at, _)| at).collect();
            let end = *place.get(&ends);
            let begin = body[..end].rfind('"').unwrap() + 1;
            bodies.push(format!("{}{name}{}", &body[..begin], &body[end..]));
        }
        for (which, place, with) in damage {
            let body = which.get(&bodies).clone();
            let places: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
            let at = *place.get(&places);
            let after = body[at..].chars().next().map_or(at, |character| at + character.len_utf8());
            bodies.push(format!("{}{with}{}", &body[..at], &body[after..]));
        }
        bodies
    })
}

/// Names of every dialect, spelled in every way.
fn name() -> impl Strategy<Value = String> {
    let mut names = Vec::new();
    for dialect in Dialect::all() {
        crate::dialect::shapes(dialect.shape(), &mut |_, shape| {
            names.extend(shape.members.iter().map(|member| member.name.to_string()));
        });
    }
    names.sort();
    names.dedup();
    let spelling = prop_oneof![Just(""), Just(" "), Just("upper"), Just("odd_")];
    (prop::sample::select(names), spelling).prop_map(|(name, spelling)| match spelling {
        "upper" => name.to_uppercase(),
        before => format!("{before}{name}"),
    })
}

proptest! {
    #[test]
    fn the_lane_reads_what_the_plain_way_reads(bodies in bodies(), depth in prop_oneof![Just(128), 0usize..7]) {
        let options = ReadOptions::new().depth_limit(depth);
        for body in &bodies {
            prop_assert_eq!(came(&options, None, body, false, 0), came(&options, None, body, true, 0), "{}", body);
            for dialect in Dialect::all() {
                let fast = came(&options, Some(dialect), body, false, 0);
                prop_assert_eq!(fast, came(&options, Some(dialect), body, true, 0), "{} as {}", body, dialect.name());
            }
        }
    }

    #[test]
    fn what_comes_to_mind_first_decides_nothing(bodies in bodies()) {
        let options = ReadOptions::new();
        let registry = options.registry();
        for body in &bodies {
            let first = came(&options, None, body, false, 0);
            let detected = match detect(registry, body, options.limits.nesting) {
                Detection::One(index) => Some(registry.dialects[index].name().to_owned()),
                Detection::Tie(indexes) => Some(registry.dialects[indexes[0]].name().to_owned()),
                Detection::NoEnvelope => None,
            };
            prop_assert_eq!(&first.dialect, &detected, "{}", body);
            for last in 1..registry.dialects.len() as u16 {
                prop_assert_eq!(&came(&options, None, body, false, last), &first, "{} after {}", body, last);
            }
        }
    }
}

/// Other names may say another thing in the dialect that the body is of than in the one that came to mind first.
#[test]
fn what_comes_to_mind_first_decides_nothing_among_dialects_of_ones_own() {
    let dialect = |name: &str, members: &str| {
        let text = format!(
            r#"{{"type": "object", "properties": {{"job": {{
                "$ref": "task.schema.json#/$defs/task", "type": "object", "properties": {{
                "id": {{"$ref": "task.schema.json#/$defs/task-id"}}, {members}}}}}}}}}"#
        );
        Dialect::from_schema(name, &text).unwrap()
    };
    let one = dialect("one-job", r#""REF": {"$ref": "task.schema.json#/$defs/fail-reason"}"#);
    let other = dialect(
        "other-job",
        r#""ref": {"$ref": "task.schema.json#/$defs/instance-id", "examples": ["a48e43ff268f4c0e879652d65e63d0fbin01"]},
           "note": {"type": "string"}, "kind": {"type": "string"}"#,
    );
    for dialects in [[one.clone(), other.clone()], [other, one]] {
        let options = ReadOptions::new().dialects(dialects);
        for body in [
            r#"{"job": {"id": "a", "Ref": "a48e43ff268f4c0e879652d65e63d0fbin01"}}"#,
            r#"{"job": {"id": "a", "Ref": "disk full"}}"#,
            r#"{"job": {"id": "a", "Note": "x", "kind": "y"}}"#,
            r#"{"job": {"id": "a", "kind": "y", "Note": "x"}}"#,
            r#"{"job": {"id": "a", "REF": "disk full", "kind": "y"}}"#,
        ] {
            let [first, second] = [0, 1].map(|last| came(&options, None, body, false, last));
            assert_eq!(first, second, "{body}");
            let detected = match detect(options.registry(), body, options.limits.nesting) {
                Detection::One(index) => Some(index),
                Detection::Tie(indexes) => indexes.first().copied(),
                Detection::NoEnvelope => None,
            };
            let detected = detected.map(|index| options.registry().dialect(index).name().to_owned());
            assert_eq!(first.dialect, detected, "{body}");
        }
    }
}

/// Detection looks at the first record alone, and so does the guess.
#[test]
fn later_records_speak_for_no_dialect() {
    let dialect = |name: &str, more: &str| {
        let text = format!(
            r#"{{"type": "object", "properties": {{"jobs": {{"$ref": "task.schema.json#/$defs/tasks", "type": "array", "items": {{
                "$ref": "task.schema.json#/$defs/task", "type": "object", "properties": {{
                "id": {{"$ref": "task.schema.json#/$defs/task-id"}}{more}}}}}}}}}}}"#
        );
        Dialect::from_schema(name, &text).unwrap()
    };
    let kind = r#", "kind": {"type": "string"}"#;
    let options = ReadOptions::new().dialects([dialect("one-jobs", kind), dialect("other-jobs", "")]);
    let body = r#"{"jobs": [{"id": "a"}, {"id": "b", "kind": "x"}]}"#;
    for last in [0, 1] {
        let came = came(&options, None, body, false, last);
        assert!(came.counts.contains(&(Code::AmbiguousDialect, 1)), "{:?}", came.counts);
    }
}

const ENGINES: [&str; 2] = ["a48e43ff268f4c0e879652d65e63d0fbin01", "b48e43ff268f4c0e879652d65e63d0fbin02"];

/// Members of a task, of which many mean the same in one schema, and another thing in the next one.
fn members() -> impl Strategy<Value = Vec<String>> {
    let means = |name: &str, meaning: &str, more: &str| {
        format!(r#""{name}": {{"$ref": "task.schema.json#/$defs/{meaning}"{more}}}"#)
    };
    let instance = |name: &str| {
        let id = means("id", "instance-id", "");
        means(name, "instance", &format!(r#", "type": "object", "properties": {{{id}}}"#))
    };
    let of_engine = |engine: &str| means("ref", "instance-id", &format!(r#", "examples": ["{engine}"]"#));
    let of_task = |name: &str, task: &str| means(name, "task-name", &format!(r#", "examples": ["{task}"]"#));
    prop::sample::subsequence(
        vec![
            means("id", "task-id", ""),
            means("ref", "task-id", ""),
            of_engine(ENGINES[0]),
            of_engine(ENGINES[1]),
            means("REF", "fail-reason", ""),
            of_task("name", "Make"),
            of_task("kind", "Break"),
            r#""kind": {"type": "string"}"#.to_owned(),
            r#""Note": {"type": "string"}"#.to_owned(),
            means("state", "status", ""),
            instance("owner"),
            means("when", "created", ""),
            means("when", "ended", ""),
        ],
        0..7,
    )
    .prop_shuffle()
}

/// A dialect of a few names, as nobody would write it. What a schema can't say is left out by the compiler.
fn own_dialect() -> impl Strategy<Value = String> {
    let beside = prop::sample::subsequence(
        vec![
            r#""count": {"$ref": "task.schema.json#/$defs/total"}"#,
            r#""note": {"type": "string"}"#,
            r#""kind": {"type": "string"}"#,
            r#""ref": {"$ref": "task.schema.json#/$defs/fail-reason"}"#,
        ],
        0..3,
    );
    let holder =
        (prop::sample::select(vec!["job", "jobs", "jobs", "jobs", "Jobs", "list"]), 0..6u8, any::<bool>());
    (holder, members(), beside, 0..8u8, 0..4u8).prop_map(|((name, kind, first), members, beside, around, required)| {
        // None, the first one, or all.
        let required = |members: &[String]| {
            let names = members.iter().filter_map(|member| member.split(':').next());
            let names: Vec<_> = names.take([0, 0, 1, 9][usize::from(required)]).collect();
            format!(r#""required": [{}]"#, names.join(", "))
        };
        let task = format!(
            r##""$ref": "task.schema.json#/$defs/task", "type": "object", {}, "properties": {{{}}}"##,
            required(&members),
            members.join(", ")
        );
        let holds = match kind {
            0 | 1 => format!(r#""{name}": {{{task}}}"#),
            2..5 => format!(
                r#""{name}": {{"$ref": "task.schema.json#/$defs/tasks", "type": "array", "items": {{{task}}}}}"#
            ),
            _ => format!(
                r##""{name}": {{"$ref": "task.schema.json#/$defs/tasks", "type": "array", "items": {{"$ref": "task.schema.json#/$defs/task-id", "type": "string"}}}}"##
            ),
        };
        let mut all: Vec<_> = beside.into_iter().map(str::to_owned).collect();
        all.insert(if first { 0 } else { all.len() }, holds);
        let envelope = format!(r#""type": "object", {}, "properties": {{{}}}"#, required(&all), all.join(", "));
        match around {
            0 => format!("{{{task}}}"),
            1 => format!(
                r##"{{"type": "object", "properties": {{"wrap": {{"$ref": "task.schema.json#/$defs/wrapper", {envelope}}}}}}}"##
            ),
            _ => format!("{{{envelope}}}"),
        }
    })
}

/// An object of such names, in any spelling and order, and some of them twice.
fn own_object(names: Vec<&'static str>, inside: Vec<String>) -> impl Strategy<Value = String> {
    let values = [r#""a""#, r#""Make""#, r#""Break""#, r#""Running""#, "5", "null", "{}", "[]"].map(str::to_owned);
    let engines = ENGINES.iter().flat_map(|id| [format!(r#""{id}""#), format!(r#"{{"id": "{id}"}}"#)]);
    let twice = format!(r#"{{"id": "{}", "id": "{}"}}"#, ENGINES[0], ENGINES[1]);
    let values: Vec<_> = values.into_iter().chain(engines).chain([twice]).chain(inside).collect();
    let name = (prop::sample::select(names), 0..12u8).prop_map(|(name, spelling)| match spelling {
        0 => name.to_uppercase(),
        1 => format!(" {name}"),
        _ => name.to_owned(),
    });
    let member = (name, prop::sample::select(values)).prop_map(|(name, value)| format!(r#""{name}": {value}"#));
    prop::collection::vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(", ")))
}

fn own_body() -> impl Strategy<Value = String> {
    let task =
        || own_object(vec!["id", "ref", "REF", "name", "kind", "Note", "state", "owner", "when", "other"], vec![]);
    let holder = prop::sample::select(vec!["job", "jobs", "jobs", "jobs", "list", "Jobs", " job", "JOB"]);
    let tasks = (task(), task(), 0..3u8).prop_map(|(one, two, shape)| match shape {
        0 => one,
        1 => format!("[{one}]"),
        _ => format!("[{one}, {two}]"),
    });
    let held = (holder, tasks).prop_map(|(name, tasks)| format!(r#""{name}": {tasks}"#));
    let beside = own_object(vec!["count", "note", "kind", "ref", "id", "Note", "other", "wrap"], vec![]);
    let made = (prop::collection::vec(held, 1..3), beside, task(), any::<[bool; 2]>(), 0..10u8);
    made.prop_map(|(held, beside, flat, [before, twice], around)| {
        let held = if twice { held.join(", ") } else { held[0].clone() };
        let beside = beside.trim_matches(['{', '}']).to_owned();
        let parts = if before { [beside, held] } else { [held, beside] };
        let members: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let envelope = format!("{{{}}}", members.join(", "));
        match around {
            0 => flat,
            1 => format!(r#"{{"wrap": {envelope}}}"#),
            _ => envelope,
        }
    })
}

proptest! {
    /// The same among any dialects: the guess saves a look, and never decides.
    #[test]
    fn what_comes_to_mind_first_decides_nothing_among_any_dialects(
        schemas in prop::collection::vec(own_dialect(), 2..6),
        bodies in prop::collection::vec(own_body(), 8),
    ) {
        const NAMES: [&str; 5] = ["a-job", "a-jobs", "b-job", "c-jobs", "c-job"];
        let made = NAMES.iter().zip(&schemas).map(|(name, text)| Dialect::from_schema(name, text));
        let options = ReadOptions::new().dialects(made.flatten());
        let registry = options.registry();
        for body in &bodies {
            let detected = match detect(registry, body, options.limits.nesting) {
                Detection::One(index) => Some(registry.dialects[index].name().to_owned()),
                Detection::Tie(indexes) => Some(registry.dialects[indexes[0]].name().to_owned()),
                Detection::NoEnvelope => None,
            };
            let first = came(&options, None, body, false, 0);
            prop_assert_eq!(&first.dialect, &detected, "{} among {:#?}", body, &schemas);
            for last in 0..registry.dialects.len() as u16 {
                prop_assert_eq!(&came(&options, None, body, false, last), &first, "{} after {} of {:#?}", body, last, &schemas);
                prop_assert_eq!(&came(&options, None, body, true, last), &first, "{} after {} of {:#?}", body, last, &schemas);
            }
        }
    }
}

#[test]
fn the_corpus_reads_the_same_without_the_lane() {
    let options = ReadOptions::new();
    let mut read = 0u16;
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let (fast, plain) = (came(&options, None, &text, false, 0), came(&options, None, &text, true, 0));
                assert_eq!(fast, plain, "{}", path.display());
                let last = read % options.registry().dialects.len() as u16;
                assert_eq!(came(&options, None, &text, false, last), fast, "{} after {last}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 100, "only {read} files in the corpus");
}

/// Where an instance's parts are documented in the task itself, an `instance` besides them loses nothing, whatever the
/// order. (found by the test that the guess decides nothing)
#[test]
fn an_instance_that_is_said_twice_is_reported() {
    let dds = Dialect::named("dds-jobs").unwrap();
    let object = r#""instance": {"id": "cf51ea2ca6073352a186025d46d3ceb7in06", "name": "gauss-9fce"}"#;
    for flat in ["instance_id", " instance_id", "INSTANCE_ID"] {
        let flat = format!(r#""{flat}": "cf51ea2ca6073352a186025d46d3ceb7in02""#);
        for members in [format!("{object}, {flat}"), format!("{flat}, {object}")] {
            let body = format!(r#"{{"jobs": [{{"id": "a", {members}}}]}}"#);
            let reading = ReadOptions::new().read_as(dds, body.as_bytes());
            let task = &reading.tasks()[0];
            let instance = task.instance.as_ref().unwrap();
            assert_eq!(instance.id.as_deref(), Some("cf51ea2ca6073352a186025d46d3ceb7in02"), "{body}");
            assert_eq!(instance.name.as_deref(), Some("gauss-9fce"), "{body}");
            assert!(task.extra.get("instance").is_some(), "{body}");
            let conflict = reading.deviations().iter().find(|deviation| deviation.code == Code::ConflictingNames);
            let message = conflict.map(|conflict| conflict.message.as_str());
            let said = "\"instance\" means the same as `instance-id`, which wins; kept in `extra`";
            assert_eq!(message, Some(said), "{body}");
        }
    }
    let body = r#"{"jobs": [{"id": "a", "instance_id": "b", "instance": {"id": "b", "name": "c"}}]}"#;
    let reading = ReadOptions::new().read_as(dds, body.as_bytes());
    assert!(reading.tasks()[0].extra.is_empty(), "{reading:?}");
    assert_eq!(reading.tasks()[0].instance.as_ref().unwrap().name.as_deref(), Some("c"));
}
