//! The laws that every reading obeys: the crate's promise.
//!
//! `PROPTEST_CASES=10000 cargo test --test laws` looks longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::thread;

use proptest::prelude::*;
use proptest::sample::Index;
use support::json::{Json, Style};
use support::mess::{Mess, edit, messes};
use support::model::{Answer, answer};
use support::{MODELLED, WALKED, check_invariants, count, dialect, tasks};
use taskcenter::{Code, ErrorCode, ReadOptions, Reading, Severity, Task, Verdict, read, read_as};

/// Fewer cases than proptest's own default, unless somebody asks for a number.
fn cases(few: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = few;
    }
    config
}

fn style() -> impl Strategy<Value = Style> {
    prop::collection::vec(any::<u32>(), 0..40).prop_map(Style::new)
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop::sample::select(MODELLED.to_vec()).prop_flat_map(answer)
}

/// Reads in every way; nothing may panic, and the invariants hold.
fn read_every_way(body: &[u8]) {
    check_invariants(&read(body));
    for name in WALKED {
        check_invariants(&read_as(dialect(name), body));
    }
}

// Law 1: any bytes.

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_bytes_are_read(body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_every_way(&body);
    }

    #[test]
    fn any_text_of_the_grammar_is_read(body in "[\\[\\]{}:,\" \\\\a-c0-9.eE+tnu-]{0,60}") {
        read_every_way(body.as_bytes());
        read_every_way(format!("{{\"job\":{body}").as_bytes());
    }
}

#[derive(Debug, Clone)]
enum Cut {
    Flip(Index, u8),
    Remove(Index, usize),
    Insert(Index, Vec<u8>),
    Repeat(Index, usize),
    Truncate(Index),
}

fn cut() -> impl Strategy<Value = Cut> {
    let syntax = prop::sample::select(b"{}[]:,\"\\ \n0-.eEtfn\x00\x1f\x80\xff\xef\xbb\xbf".to_vec());
    let bytes = prop_oneof![any::<u8>(), syntax];
    prop_oneof![
        (any::<Index>(), bytes.clone()).prop_map(|(at, byte)| Cut::Flip(at, byte)),
        (any::<Index>(), 1..20usize).prop_map(|(at, length)| Cut::Remove(at, length)),
        (any::<Index>(), prop::collection::vec(bytes, 1..5)).prop_map(|(at, bytes)| Cut::Insert(at, bytes)),
        (any::<Index>(), 1..80usize).prop_map(|(at, length)| Cut::Repeat(at, length)),
        any::<Index>().prop_map(Cut::Truncate),
    ]
}

fn apply(body: &mut Vec<u8>, cut: &Cut) {
    if body.is_empty() {
        return;
    }
    let end = |at: usize, length: usize| (at + length).min(body.len());
    match cut {
        Cut::Flip(at, byte) => {
            let at = at.index(body.len());
            body[at] = *byte;
        }
        Cut::Remove(at, length) => {
            let at = at.index(body.len());
            body.drain(at..end(at, *length));
        }
        Cut::Insert(at, bytes) => {
            let at = at.index(body.len());
            body.splice(at..at, bytes.iter().copied());
        }
        Cut::Repeat(at, length) => {
            let at = at.index(body.len());
            let piece = body[at..end(at, *length)].to_vec();
            body.splice(at..at, piece);
        }
        Cut::Truncate(at) => body.truncate(at.index(body.len())),
    }
}

#[test]
fn damaged_bodies_of_the_corpus_are_read() {
    let bodies: Vec<_> = support::corpus().into_iter().map(|case| case.body).collect();
    let damaged = (any::<Index>(), prop::collection::vec(cut(), 1..4));
    proptest!(cases(768), |((at, cuts) in damaged)| {
        let mut body = at.get(&bodies).clone();
        cuts.iter().for_each(|cut| apply(&mut body, cut));
        check_invariants(&read(&body));
        check_invariants(&read_as(dialect(WALKED[body.len() % WALKED.len()]), &body));
        let repaired = ReadOptions::new().repair(true).read(&body);
        support::check_spans(&repaired);
        repaired.tasks().iter().for_each(support::check_canonical_form);
        // What needs no repair isn't touched by it; what does never conforms.
        let plain = read(&body);
        if plain.error().is_none() {
            assert_eq!((plain.tasks(), plain.deviations()), (repaired.tasks(), repaired.deviations()));
        } else {
            assert!(!repaired.conforms());
        }
    });
}

/// Cut off anywhere, a body is refused and says that it is cut off; what was whole before stays.
#[test]
fn a_body_cut_anywhere_is_never_whole() {
    let body = std::fs::read(
        support::root().join("corpus/gaussdb-tasks/conforming/documented_failed_and_completed_task.json"),
    )
    .unwrap();
    let body = body.trim_ascii_end();
    let whole = read(body);
    assert!(whole.tasks().len() >= 2);
    for end in 1..body.len() {
        let reading = read(&body[..end]);
        assert_eq!(reading.error().map(|error| error.code), Some(ErrorCode::Truncated), "cut at {end}");
        assert!(whole.tasks().starts_with(reading.tasks()), "cut at {end}");
        check_invariants(&reading);
    }
}

/// Bytes of a character that would be letters alone, before the place where a text breaks. (found by fuzzing)
#[test]
fn damage_behind_any_character_is_told() {
    for character in ["\u{fefe}", "\u{fffd}", "\u{aa}", "\u{10ffff}", "¾", "é", "漢"] {
        for damage in ["\0", "\n", "\\x", "\u{1}\"", ""] {
            for before in ["", "8abf6e1e", "-", "\"", "{\"job\":{\"id\":\"a\",\"status\":\"", "{\"jo"] {
                let body = format!("{before}{character}{damage}");
                for repair in [false, true] {
                    let reading = ReadOptions::new().repair(repair).read(body.as_bytes());
                    assert!(reading.error().is_some() || repair, "{body:?}");
                    support::check_spans(&reading);
                }
            }
        }
    }
}

/// The entry that says so stands on the body's first character, whatever that is. (found by fuzzing)
#[test]
fn a_capped_list_quotes_the_first_character() {
    for body in [
        "\u{feff}{\"job\":{\"process\":\"60 %\",\"status\":\"x\"}}",
        "{\"job\":{\"process\":\"60 %\",\"status\":\"x\"}}",
    ] {
        let reading = ReadOptions::new().deviation_limit(1).read(body.as_bytes());
        support::check_spans(&reading);
        let capped = reading.deviations().iter().find(|found| found.code == Code::DeviationsCapped).unwrap();
        assert!(body.starts_with(&*capped.found) && !capped.found.is_empty(), "{capped:?}");
    }
}

fn nested(levels: usize, open: &str, close: &str) -> String {
    format!(r#"{{"job":{{"zone":{}1{}}}}}"#, open.repeat(levels - 2), close.repeat(levels - 2))
}

#[test]
fn the_nesting_limit_is_exact() {
    let small_stack = thread::Builder::new().stack_size(128 * 1024);
    let run = || {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            for name in WALKED {
                for (levels, code) in [(128, None), (129, Some(ErrorCode::TooDeep))] {
                    let body = nested(levels, open, close);
                    let reading = read_as(dialect(name), body.as_bytes());
                    let found =
                        reading.error().map(|error| error.code).filter(|code| *code != ErrorCode::NotAResponse);
                    assert_eq!(found, code, "{levels} levels");
                    if let Some(error) = reading.error().filter(|_| code.is_some()) {
                        let last = body.rfind(&open[..1]).unwrap();
                        assert_eq!(error.offset, last, "the bracket that is too many");
                    }
                    drop(format!("{reading:?}"));
                    assert_eq!(reading.clone().into_owned().tasks(), reading.tasks());
                }
            }
            for limit in [2, 3, 17, 500] {
                let options = ReadOptions::new().depth_limit(limit);
                assert_eq!(
                    options.read(nested(limit.max(3), open, close).as_bytes()).error().is_some(),
                    limit == 2
                );
                let reading_error =
                    options.read(nested(limit + 1, open, close).as_bytes()).error().map(|error| error.code);
                assert_eq!(reading_error, Some(ErrorCode::TooDeep));
            }
        }
        // Below every kind of member that is walked, and not closed at all.
        for head in [
            r#"{"job":"#,
            r#"{"jobs":"#,
            r#"{"job":{"instance":"#,
            r#"{"job":{"status":"#,
            r#"{"job":{"entities":{"resource_ids":"#,
            "",
        ] {
            for piece in ["[", "{\"job\":", "{\"status\":", "[{\"instance\":", "{\"Entities\":"] {
                let body = format!("{head}{}", piece.repeat(10_000));
                for reading in [read(body.as_bytes()), read_as(dialect("rds-job"), body.as_bytes())] {
                    assert_eq!(reading.error().map(|error| error.code), Some(ErrorCode::TooDeep), "{head}{piece}");
                }
            }
        }
    };
    small_stack.spawn(run).unwrap().join().unwrap();
}

/// Also the schema's violations, which go through a tree.
#[test]
#[cfg(feature = "schema")]
fn violations_of_the_deepest_body_fit_on_a_small_stack() {
    let run = || {
        for body in [nested(128, "[", "]"), nested(128, r#"{"a":"#, "}"), nested(128, r#"{"instance":"#, "}")] {
            assert!(!read(body.as_bytes()).violations().is_empty());
        }
    };
    thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap().join().unwrap();
}

// Laws 2 to 5 and 7, on bodies that are as documented.

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn a_conforming_body_is_read_as_it_is(answer in any_answer(), mut style in style()) {
        let wire = answer.wire();
        let body = wire.clone().shuffled(&mut style).write(&mut style);
        for reading in [read(body.as_bytes()), read_as(dialect(answer.dialect), body.as_bytes())] {
            prop_assert_eq!(tasks(&reading), answer.canonical(), "{}", body);
            prop_assert_eq!(reading.total(), answer.total());
            prop_assert_eq!(reading.verdict(), Verdict::Conforming, "{:#?}", reading.deviations());
            check_invariants(&reading);
            if !answer.tasks.is_empty() {
                prop_assert_eq!(reading.dialect().unwrap().name(), answer.dialect, "{}", body);
            }
            // Law 5: order and white space change nothing at all.
            let plain = wire.compact();
            let plain = read_as(dialect(answer.dialect), plain.as_bytes());
            prop_assert_eq!(plain.tasks(), reading.tasks());
        }
    }

    /// Law 5: an unknown member changes `extra` alone.
    #[test]
    fn an_unknown_member_changes_extra_alone(
        answer in any_answer(), mut style in style(), name in "x_.{0,8}", at in any::<Index>(), value in 0..1_000_000u32,
    ) {
        prop_assume!(!answer.tasks.is_empty());
        let which = at.index(answer.tasks.len());
        let mut wire = answer.wire();
        let mut edited = Json::Object(vec![]);
        edit(&mut edited, &[(0, 0, 0, value)], false);
        let Json::Object(members) = &edited else { unreachable!() };
        let value = members[0].1.clone();
        let task = wire.get_mut(&support::json::path(&answer.pointer(which))).unwrap();
        task.members().insert(0, (name.clone(), value.clone()));
        let body = wire.shuffled(&mut style).write(&mut style);
        let reading = read_as(dialect(answer.dialect), body.as_bytes());
        check_invariants(&reading);
        let extra = &reading.tasks()[which].extra;
        prop_assert_eq!(extra.len(), 1);
        prop_assert!(extra.get(&name).is_some(), "{:?}", extra);
        let mut found: Vec<_> = reading.tasks().to_vec();
        found[which].extra = Default::default();
        let found: Vec<_> = found.iter().map(|task| serde_json::to_value(task).unwrap()).collect();
        prop_assert_eq!(found, answer.canonical());
        prop_assert!(reading.conforms());
        prop_assert_eq!(count(&reading, Code::UndocumentedMember), 1);
    }
}

// Law 3: one mess.

fn check_mess(answer: &Answer, mess: &Mess, style: &mut Style) {
    let body = if mess.twice { mess.body.clone() } else { mess.body.clone().shuffled(style) };
    let body = body.write(style);
    let reading = read_as(dialect(answer.dialect), body.as_bytes());
    let context = || format!("{} at {}\n{body}\n{:#?}", mess.code, mess.pointer, reading.deviations());
    assert!(reading.error().is_none(), "{:?} {}", reading.error(), context());
    assert_eq!(tasks(&reading), mess.tasks, "{}", context());
    assert_eq!(reading.total(), mess.total, "{}", context());
    let here = |code: Code, pointer: &str| code == mess.code && pointer == mess.pointer;
    assert!(reading.deviations().iter().any(|d| here(d.code, &d.pointer)), "unreported: {}", context());
    // A number for a time is reported as such, and how it was read beside it.
    let same_place = |pointer: &str| pointer == mess.pointer;
    for deviation in reading.deviations() {
        let follows = deviation.severity == Severity::Note || here(deviation.code, &deviation.pointer);
        // `" failed"` is in another case, and padded besides.
        let besides = matches!(
            (mess.code, deviation.code),
            (_, Code::NumberForText)
                | (Code::OtherCase, Code::PaddedValue | Code::PaddedKey)
                | (Code::OtherName, Code::PaddedKey)
                | (Code::BlanksInside, Code::OtherCase)
        );
        let also = besides && same_place(&deviation.pointer);
        assert!(follows || also, "and {}: {}", deviation.code, context());
    }
    check_invariants(&reading);
    check_invariants(&read(body.as_bytes()));
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn one_mess_is_reported_where_it_is(
        answer in any_answer(), mut style in style(), picks in prop::collection::vec((any::<Index>(), any::<Index>()), 16),
    ) {
        let messes = messes(&answer);
        let mut codes: Vec<_> = messes.iter().map(|mess| mess.code).collect();
        codes.sort();
        codes.dedup();
        for (code, pick) in picks {
            // Each kind of mess as often as any other.
            let code = *code.get(&codes);
            let of_code: Vec<_> = messes.iter().filter(|mess| mess.code == code).collect();
            check_mess(&answer, of_code[pick.index(of_code.len())], &mut style);
        }
    }

    /// Law 8: of two documents in one neither wins silently.
    #[test]
    fn two_documents_are_refused(answer in any_answer(), other in any_answer(), between in "[ \n,]{0,2}") {
        let (first, second) = (answer.wire().compact(), other.wire().compact());
        let body = format!("{first}{between}{second}");
        let reading = read_as(dialect(answer.dialect), body.as_bytes());
        prop_assert_eq!(reading.error().unwrap().code, ErrorCode::NotJson);
        prop_assert!(reading.error().unwrap().offset >= first.len());
        prop_assert_eq!(tasks(&reading), answer.canonical(), "what was whole before the damage stays");
        check_invariants(&reading);
    }
}

/// Every mess of one full answer of each dialect, not only those that chance picks.
#[test]
fn every_mess_is_reported_where_it_is() {
    let mut codes = std::collections::BTreeSet::new();
    for name in MODELLED {
        let answer = Answer::full(name);
        let clean = read_as(dialect(name), answer.wire().compact().into_bytes().leak()).tasks().len();
        assert_eq!(clean, answer.tasks.len());
        for mess in messes(&answer) {
            codes.insert(mess.code);
            check_mess(&answer, &mess, &mut Style::default());
        }
    }
    assert!(codes.len() >= 22, "{codes:?}");
}

// What holds for everything between conforming and chaos.

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn edited_bodies_keep_the_laws(
        answer in any_answer(), mut style in style(),
        edits in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>()), 1..8),
    ) {
        let mut wire = answer.wire();
        edit(&mut wire, &edits, false);
        let plain = wire.compact();
        let other = wire.shuffled(&mut style).write(&mut style);
        // Laws 2, 4, 7 and 8.
        let found = [read(plain.as_bytes()), read(other.as_bytes())];
        found.iter().for_each(check_invariants);
        // Law 5: neither the tasks nor the dialect, nor what is said about them.
        same(&found[0], &found[1]);
        for name in WALKED {
            let named = [read_as(dialect(name), plain.as_bytes()), read_as(dialect(name), other.as_bytes())];
            named.iter().for_each(check_invariants);
            same(&named[0], &named[1]);
        }
    }

    #[test]
    fn edited_bodies_with_duplicates_keep_the_laws(
        answer in any_answer(),
        edits in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>()), 1..8),
    ) {
        let mut wire = answer.wire();
        edit(&mut wire, &edits, true);
        read_every_way(wire.compact().as_bytes());
    }
}

fn same(plain: &Reading<'_>, other: &Reading<'_>) {
    let context =
        || format!("{}\n{}", String::from_utf8_lossy(plain.body()), String::from_utf8_lossy(other.body()));
    assert_eq!(plain.dialect(), other.dialect(), "{}", context());
    assert_eq!(plain.verdict(), other.verdict(), "{}", context());
    assert_eq!(plain.error().map(|error| error.code), other.error().map(|error| error.code), "{}", context());
    assert_eq!(plain.api_error(), other.api_error(), "{}", context());
    assert_eq!(plain.total(), other.total(), "{}", context());
    assert_eq!(plain.tasks().len(), other.tasks().len(), "{}", context());
    for (plain, other) in plain.tasks().iter().zip(other.tasks()) {
        assert_eq!(bare(plain), bare(other), "{}", context());
    }
    assert_eq!(plain.deviation_counts(), other.deviation_counts(), "{}", context());
}

/// The task, and the names of its `extra`: the raw texts there have white space and escapes of their own.
fn bare(task: &Task<'_>) -> (Task<'static>, Vec<String>) {
    let mut task = task.clone().into_owned();
    let mut names = Vec::new();
    let mut strip = |place: &str, extra: &mut taskcenter::Extra<'_>| {
        names.extend(extra.iter().map(|(name, _)| format!("{place}/{name}")));
        *extra = Default::default();
    };
    strip("task", &mut task.extra);
    if let Some(instance) = &mut task.instance {
        strip("instance", &mut instance.extra);
    }
    if let Some(entities) = &mut task.entities {
        strip("entities", &mut entities.extra);
        if let Some(volume) = &mut entities.volume {
            strip("volume", &mut volume.extra);
        }
        if let Some(instance) = &mut entities.instance {
            strip("entities/instance", &mut instance.extra);
            if let Some(datastore) = &mut instance.datastore {
                strip("datastore", &mut datastore.extra);
            }
        }
    }
    (task, names)
}
