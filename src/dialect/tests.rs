//! The vocabulary against the enums, and each form's recogniser against its pattern.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::meaning::{Form, Meaning, Place, State};
use super::*;

fn definitions() -> serde_json::Map<String, Value> {
    let vocabulary: Value = serde_json::from_str(VOCABULARY).unwrap();
    vocabulary["$defs"].as_object().unwrap().clone()
}

#[test]
fn the_vocabulary_is_that_of_the_enums() {
    let mut spelled: Vec<_> = definitions().keys().cloned().collect();
    let forms = Form::ALL.iter().map(|form| form.word().to_owned());
    let states = State::ALL.iter().map(|state| state.word().to_owned());
    // A form of numbers, which needs no recogniser, and words that aren't of a member.
    let others = ["epoch-milliseconds", "success-code"].map(str::to_owned);
    let meanings = Meaning::ALL.iter().map(|meaning| meaning.word().to_owned());
    let mut known: Vec<_> = meanings.chain(forms).chain(states).chain(others).collect();
    spelled.sort();
    known.sort();
    assert_eq!(spelled, known);
    for meaning in Meaning::ALL {
        assert_eq!(Meaning::from_word(meaning.word()), Some(*meaning));
        assert_eq!(Form::from_word(meaning.word()), None, "{} is a form too", meaning.word());
        assert!(Place::ALL.iter().any(|place| meaning.belongs_in(*place)), "{} belongs nowhere", meaning.word());
        // What holds an object or a list says so in the schema, and nothing else does.
        let kind = definitions()[meaning.word()]["type"].clone();
        assert_eq!(
            meaning.holds().is_some(),
            matches!(kind.as_str(), Some("object" | "array")) && kind != json!("array")
                || matches!(meaning, Meaning::Tasks | Meaning::SubTasks)
        );
    }
    // A pattern stands in a form alone.
    for (name, definition) in definitions() {
        assert_eq!(
            definition.get("pattern").is_some(),
            Form::from_word(&name).is_some_and(|form| form != Form::Text)
        );
    }
}

#[test]
fn every_dialect_compiles() {
    for (name, text) in BUILT_IN {
        Dialect::from_schema(name, text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(Dialect::named(name).is_some());
    }
    assert_eq!(Dialect::all().len(), BUILT_IN.len());
}

fn pattern(form: Form) -> String {
    definitions()[form.word()]["pattern"].as_str().unwrap().to_owned()
}

/// The form as an outside validator sees it.
fn validator(form: Form) -> jsonschema::Validator {
    jsonschema::draft202012::new(&json!({ "type": "string", "pattern": pattern(form) })).unwrap()
}

/// Where the character begins that holds this byte. (The standard library's is newer than the oldest Rust that builds this.)
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A text of the form, and texts that are a character away from it.
fn near(form: Form) -> impl Strategy<Value = String> {
    let pattern = pattern(form);
    let inner = pattern.strip_prefix('^').and_then(|pattern| pattern.strip_suffix('$')).unwrap();
    let of_form = proptest::string::string_regex(inner).unwrap();
    let edit = (any::<Index>(), 0..3u8, prop_oneof!["[ \t\r\n0-9TZ%.:_+-]", "\\PC", Just("\u{a0}".to_owned())]);
    (of_form, prop::collection::vec(edit, 0..3)).prop_map(|(mut text, edits)| {
        for (at, kind, piece) in edits {
            let at = boundary(&text, at.index(text.len() + 1));
            let after = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
            match kind {
                0 => text.insert_str(at, &piece),
                1 => text.replace_range(at..after, &piece),
                _ => text.replace_range(at..after, ""),
            }
        }
        text
    })
}

fn hold_against_pattern(form: Form) {
    let validator = validator(form);
    let judge = |text: &str| {
        let accepted = validator.is_valid(&Value::String(text.to_owned()));
        assert_eq!(form.recognises(text), accepted, "{} and {text:?}", form.word());
        accepted
    };
    for text in [
        "",
        " ",
        "0%",
        "00%",
        "100%",
        "101%",
        "9%",
        "60 %",
        "60",
        "%",
        "a",
        "a.",
        ".a",
        "a-b_c.d",
        "-",
        "é",
        "a\n",
        "\na",
        "a b",
        "[::1]:3306",
        "192.168.1.203:3306",
        "2018-08-06T10:41:14+0000",
        "2016-04-25T20:04:47.591Z",
        "2016-04-25T20:04:47.Z",
        "2016-04-25T20:04:47.0123456789Z",
        "2016-04-25T20:04:47.591+0000",
        "1684191545379",
        "0684191545379",
        "100",
        "05",
        "2018-02-30T10:41:14Z",
        "2018-08-06T10:41:14Z\n",
        "2018-08-06T10:41:60Z",
        "2018-08-06T24:00:00Z",
        "2018-13-06T00:00:00Z",
        "2018-00-06T00:00:00Z",
        "2018-08-32T00:00:00Z",
        "2018-08-06T00:00:00+2400",
        "2018-08-06T00:00:00-2359",
        "2018-08-06T00:00:00+0060",
        "２018-08-06T00:00:00Z",
        "\u{a0}a",
        "a\u{a0}",
        "a\u{200b}",
        "\u{feff}a",
        "\u{2028}",
        "٣%",
        "\u{b}a",
        "a\u{c}",
    ] {
        judge(text);
    }
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 1024;
    }
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let (accepted, refused) = (Cell::new(0), Cell::new(0));
    let outcome = runner.run(&near(form), |text| {
        let count = if judge(&text) { &accepted } else { &refused };
        count.set(count.get() + 1);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", form.word()));
    assert!(accepted.get() > 100 && refused.get() > 50, "{accepted:?} accepted, {refused:?} refused");
}

#[test]
fn timestamps_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Timestamp);
}

#[test]
fn percents_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Percent);
}

#[test]
fn identifiers_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Identifier);
}

#[test]
fn addresses_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Address);
}

#[test]
fn names_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Name);
}

#[test]
fn moments_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Moment);
}

#[test]
fn milliseconds_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::EpochText);
}

#[test]
fn digits_are_recognised_by_their_pattern() {
    hold_against_pattern(Form::Digits);
}

#[test]
fn statuses_are_those_of_the_schema() {
    let words = definitions()["status"]["enum"].clone();
    assert_eq!(words, json!(crate::lenient::status::WORDS));
    for word in crate::lenient::status::WORDS {
        assert!(!matches!(crate::Status::from_text(word), crate::Status::Other(_)));
    }
}

#[test]
fn an_engine_is_named_behind_32_hexadecimal_digits() {
    let digits = "0123456789abcdefABCDEF0123456789";
    assert_eq!(engine(&format!("{digits}in01")), Some("in01"));
    for odd in ["/", ":", "@", "G", "`", "g", " "] {
        assert_eq!(engine(&format!("{}{odd}in01", &digits[1..])), None, "{odd}");
        assert_eq!(engine(&format!("{odd}{}{odd}in01", &digits[2..])), None, "{odd}");
    }
    for other in ["", "in1", "in0", "in001", "ix01", "jn01", "in/1", "in0:", "IN01"] {
        assert_eq!(engine(&format!("{digits}{other}")), None, "{other}");
    }
    assert_eq!(engine(&format!("{}in01", &digits[1..])), None);
}
