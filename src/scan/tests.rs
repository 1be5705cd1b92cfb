//! The scanner against serde_json, and against what it promises of places.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use proptest::prelude::*;
use serde_json::Value;

use super::*;

mod wider;

const LIMIT: usize = 128;

/// Past the whole of a text.
fn scan(text: &str, limit: usize) -> Result<()> {
    let mut scanner = Scanner::new(text, limit);
    let token = scanner.value()?;
    let end = scanner.skip(token)?;
    assert_eq!(end, scanner.at());
    scanner.finish()
}

/// Where the character begins that holds this byte. (The standard library's is newer than the oldest Rust that builds this.)
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The tree, by walking; what serde_json can't hold becomes `None`.
fn tree(scanner: &mut Scanner<'_>) -> Result<Option<Value>> {
    let token = scanner.value()?;
    // Another scanner skips the same value to the same end.
    let mut other = Scanner::new(scanner.body(), usize::MAX);
    other.jump(token.start);
    let again = other.value()?;
    assert_eq!((again.kind, again.start, again.end), (token.kind, token.start, token.end));
    let value = match token.kind {
        Kind::Object => {
            let mut members = Some(serde_json::Map::new());
            let mut first = true;
            while let Some(name) = scanner.member(first)? {
                first = false;
                let quoted = &scanner.body()[name.start()..name.end()];
                assert!(quoted.starts_with('"') && quoted.ends_with('"') && quoted.len() >= 2, "{quoted}");
                assert_eq!(quoted[1..quoted.len() - 1], *name.raw());
                let value = tree(scanner)?;
                let (name, lone) = name.decode_checked();
                members = members.filter(|_| !lone).zip(value).map(|(mut members, value)| {
                    members.insert(name.into_owned(), value);
                    members
                });
            }
            members.map(Value::Object)
        }
        Kind::Array => {
            let mut list = Some(Vec::new());
            let mut first = true;
            while scanner.element(first)? {
                first = false;
                let value = tree(scanner)?;
                list = list.zip(value).map(|(mut list, value)| {
                    list.push(value);
                    list
                });
            }
            list.map(Value::Array)
        }
        Kind::Text => match scanner.text_of(token).decode_checked() {
            (text, false) => Some(Value::String(text.into_owned())),
            (text, true) => {
                assert!(text.contains(char::REPLACEMENT_CHARACTER));
                None
            }
        },
        // The number's own text, which serde_json reads by itself.
        Kind::Number => serde_json::from_str(scanner.source(token.start, token.end)).ok(),
        Kind::True => Some(Value::Bool(true)),
        Kind::False => Some(Value::Bool(false)),
        Kind::Null => Some(Value::Null),
    };
    assert_eq!(other.skip(again)?, scanner.at());
    Ok(value)
}

/// The differences are documented: half surrogate pairs and numbers out of range are JSON's grammar too.
fn only_serde_refuses(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    ["number out of range", "surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|known| message.contains(known))
}

fn check(text: &str) {
    let ours = scan(text, LIMIT);
    let mut walker = Scanner::new(text, LIMIT);
    let walked = tree(&mut walker).and_then(|tree| walker.finish().map(|()| tree));
    assert_eq!(walked.as_ref().err(), ours.as_ref().err(), "walking and skipping differ: {text:?}");
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    match (ours, serde_json::from_str::<Value>(body)) {
        (Ok(()), Ok(value)) => assert_eq!(walked.unwrap(), Some(value), "{text:?}"),
        (Ok(()), Err(error)) => assert!(only_serde_refuses(&error), "serde_json refuses {text:?}: {error}"),
        (Err(error), Ok(_)) => panic!("serde_json accepts {text:?}: {error:?}"),
        (Err(error), Err(_)) => check_place(text, &error, LIMIT),
    }
}

/// An error stands at the first byte that can't continue what came before it.
fn check_place(text: &str, error: &ScanError, limit: usize) {
    assert!(text.is_char_boundary(error.offset), "{error:?} in {text:?}");
    assert_eq!(error.code == ErrorCode::Truncated, error.offset == text.len(), "{error:?} in {text:?}");
    if error.code == ErrorCode::TooDeep {
        return;
    }
    if let Err(earlier) = scan(&text[..error.offset], limit) {
        assert_eq!(earlier.code, ErrorCode::Truncated, "it was wrong before {error:?}: {text:?}");
        assert_eq!(earlier.offset, error.offset);
    }
    // A misspelt word is wrong as a whole, from its first letter.
    if let Some(wrong) = text[error.offset..].chars().next().filter(|wrong| !matches!(wrong, 't' | 'f' | 'n')) {
        let upto = &text[..error.offset + wrong.len_utf8()];
        assert_eq!(scan(upto, limit).as_ref(), Err(error), "{upto:?}");
    }
}

fn json() -> impl Strategy<Value = String> {
    let blank = "[ \t\r\n]{0,2}";
    let number = prop_oneof!["-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,4})?", "0|[1-9][0-9]{0,2}"];
    let escape = prop_oneof![
        4 => "[^\"\\\\\u{0}-\u{1f}]{0,9}",
        1 => "(\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\\\\ud83d\\\\ude00|[a-z]){0,4}",
    ];
    let text = escape.prop_map(|content| format!("\"{content}\""));
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        number,
        text.clone()
    ];
    let leaf = (blank, leaf, blank).prop_map(|(before, leaf, after)| format!("{before}{leaf}{after}"));
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let members = prop::collection::vec((blank, text.clone(), blank, inner.clone()), 0..5);
        prop_oneof![
            (prop::collection::vec(inner, 0..5), blank)
                .prop_map(|(list, end)| format!("[{}{end}]", list.join(","))),
            (members, blank).prop_map(|(members, end)| {
                let members: Vec<_> =
                    members.iter().map(|(a, name, b, value)| format!("{a}{name}{b}:{value}")).collect();
                format!("{{{}{end}}}", members.join(","))
            }),
        ]
    })
}

fn config(few: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = few;
    }
    config
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn json_is_accepted_as_serde_json_does(text in json()) {
        scan(&text, LIMIT).unwrap();
        check(&text);
        check(&format!("{BYTE_ORDER_MARK}{text}"));
    }

    #[test]
    fn damaged_json_is_refused_as_serde_json_does(
        text in json(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3u8, "[\\[\\]{}:,\"\\\\ \t\u{0}\u{b}\u{7f}\u{a0}\u{2028}a0-9eE+.tfnu-]"), 1..3),
    ) {
        let mut text = text;
        for (at, kind, piece) in edits {
            let at = boundary(&text, at.index(text.len() + 1));
            let after = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
            match kind {
                0 => text.insert_str(at, &piece),
                1 => text.replace_range(at..after, &piece),
                _ => text.replace_range(at..after, ""),
            }
        }
        check(&text);
    }

    #[test]
    fn texts_of_the_alphabet_of_json_are_judged_as_serde_json_does(
        text in "([\\[\\]{}:,]|\"[a-z\\\\]{0,2}\"| |null|true|tru|-?[0-9]{1,2}|1\\.|1e5|\"\\\\u00[0-9a-g]{2}\"){0,12}",
    ) {
        check(&text);
    }

    #[test]
    fn a_document_cut_anywhere_is_truncated(text in json(), at in any::<prop::sample::Index>()) {
        let wrapped = format!("[{text}]");
        let at = boundary(&wrapped, at.index(wrapped.len()));
        let error = scan(&wrapped[..at], LIMIT).unwrap_err();
        prop_assert_eq!((error.code, error.offset), (ErrorCode::Truncated, at));
    }

    /// Skipping has one bit a level; beyond 64 levels of both kinds too.
    #[test]
    fn deep_nesting_is_skipped(kinds in prop::collection::vec(any::<bool>(), 1..300), wrong in any::<prop::sample::Index>()) {
        let open: String = kinds.iter().map(|object| if *object { "{\"a\":" } else { "[" }).collect();
        let close: Vec<_> = kinds.iter().rev().map(|object| if *object { "}" } else { "]" }).collect();
        let text = format!("{open}1{}", close.join(""));
        prop_assert_eq!(scan(&text, kinds.len()), Ok(()));
        let error = scan(&text, kinds.len() - 1).unwrap_err();
        let innermost = open.len() - if *kinds.last().unwrap() { 5 } else { 1 };
        prop_assert_eq!((error.code, error.offset), (ErrorCode::TooDeep, innermost));
        // Another bracket than the one that was opened.
        let at = wrong.index(close.len());
        let mut other = close.clone();
        other[at] = if other[at] == "}" { "]" } else { "}" };
        let text = format!("{open}1{}", other.join(""));
        let error = scan(&text, kinds.len()).unwrap_err();
        prop_assert_eq!((error.code, error.offset), (ErrorCode::NotJson, open.len() + 1 + at));
    }
}

/// Our own selection, in the manner of the well-known test suites: what has to be accepted.
#[test]
fn what_is_json() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "1.0",
        "1e5",
        "1E+5",
        "1e-5",
        "0.1e0",
        "0e0",
        "-0.0E-0",
        "\"\"",
        "[]",
        "{}",
        " [ ] ",
        "\t{\r\n}\n",
        "[[]]",
        "[{}]",
        "{\"a\":{}}",
        "{\"\":0}",
        "{\"a\":1,\"a\":2}",
        "[1,2]",
        "[1 , 2 ]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\"",
        "\"\\uD83D\\ude00\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\u{7f}\"",
        "\"\u{2028}\u{2029}\"",
        "\"\u{feff}\"",
        "\"\u{10ffff}\"",
        "\"\u{fffe}\"",
        "1e400",
        "-1e999999",
        "123456789012345678901234567890",
        "1E2147483648",
        "[0e+1]",
        "{\"\\u0061\":1}",
        "\"a long text without anything to escape in it, so that eight bytes are taken at a time\"",
        "\"1234567\"",
        "\"12345678\"",
        "\"123456789\"",
        "\"1234567\\n\"",
        "\"12345678\\\"\"",
        "\"é234567\\\\\"",
    ] {
        assert_eq!(scan(text, LIMIT), Ok(()), "{text}");
        check(text);
    }
}

/// What has to be refused, at which byte, and as what.
#[test]
fn what_is_no_json() {
    use ErrorCode::{NotJson, Truncated};
    for (text, offset, code) in [
        ("", 0, Truncated),
        (" ", 1, Truncated),
        ("[", 1, Truncated),
        ("{", 1, Truncated),
        ("[1", 2, Truncated),
        ("[1,", 3, Truncated),
        ("{\"a\"", 4, Truncated),
        ("{\"a\":", 5, Truncated),
        ("{\"a\":1", 6, Truncated),
        ("{\"a\":1,", 7, Truncated),
        ("\"", 1, Truncated),
        ("\"abc", 4, Truncated),
        ("\"\\", 2, Truncated),
        ("\"\\u12", 5, Truncated),
        ("tru", 3, Truncated),
        ("-", 1, Truncated),
        ("1.", 2, Truncated),
        ("1e", 2, Truncated),
        ("1e+", 3, Truncated),
        ("[1,]", 3, NotJson),
        ("[,1]", 1, NotJson),
        ("[1 2]", 3, NotJson),
        ("[1}", 2, NotJson),
        ("{]", 1, NotJson),
        ("]", 0, NotJson),
        ("}", 0, NotJson),
        ("{\"a\":1,}", 7, NotJson),
        ("{,}", 1, NotJson),
        ("{\"a\" 1}", 5, NotJson),
        ("{\"a\",1}", 4, NotJson),
        ("{\"a\":}", 5, NotJson),
        ("{1:1}", 1, NotJson),
        ("{a:1}", 1, NotJson),
        ("{'a':1}", 1, NotJson),
        ("{null:1}", 1, NotJson),
        ("[] []", 3, NotJson),
        ("{}{}", 2, NotJson),
        ("1 2", 2, NotJson),
        ("[]\0", 2, NotJson),
        ("01", 1, NotJson),
        ("-01", 2, NotJson),
        ("+1", 0, NotJson),
        (".5", 0, NotJson),
        ("[1.]", 3, NotJson),
        ("[1.e5]", 3, NotJson),
        ("[1e]", 3, NotJson),
        ("[-]", 2, NotJson),
        ("[--1]", 2, NotJson),
        ("1.5.5", 3, NotJson),
        ("0x1F", 1, NotJson),
        ("1_000", 1, NotJson),
        ("1f", 1, NotJson),
        ("NaN", 0, NotJson),
        ("[-Infinity]", 2, NotJson),
        ("nul]", 0, NotJson),
        ("TRUE", 0, NotJson),
        ("truex", 4, NotJson),
        ("nulll", 4, NotJson),
        ("'a'", 0, NotJson),
        ("\"\\x41\"", 2, NotJson),
        ("\"\\'\"", 2, NotJson),
        ("\"\\u12G4\"", 5, NotJson),
        ("\"\\u{41}\"", 3, NotJson),
        ("\"\\u00é\"", 5, NotJson),
        ("\"\\U0041\"", 2, NotJson),
        ("\"a\nb\"", 2, NotJson),
        ("\"a\tb\"", 2, NotJson),
        ("\"a\0b\"", 2, NotJson),
        ("\"1234567\u{1f}\"", 8, NotJson),
        ("\u{a0}[]", 0, NotJson),
        ("[\u{b}]", 1, NotJson),
        ("\u{2028}1", 0, NotJson),
        ("\u{feff}\u{feff}[]", 3, NotJson),
        ("[]\u{feff}", 2, NotJson),
        ("// c\n[]", 0, NotJson),
        ("[]/* c */", 2, NotJson),
        ("# c\n[]", 0, NotJson),
        ("“a”", 0, NotJson),
    ] {
        let error = scan(text, LIMIT).expect_err(text);
        assert_eq!((error.code, error.offset), (code, offset), "{text:?}: {error:?}");
        check(text);
    }
}

#[test]
fn numbers_keep_their_text() {
    let long = format!("-{}.{}e-{}", "1".repeat(400), "0".repeat(400), "9".repeat(400));
    for text in ["-0", "1.0", "1E+05", "18446744073709551616", "1e999999", &long] {
        let mut scanner = Scanner::new(text, LIMIT);
        let token = scanner.value().unwrap();
        assert_eq!((token.kind, scanner.source(token.start, token.end)), (Kind::Number, text));
    }
}

#[test]
fn the_depth_comes_back_where_brackets_close() {
    let wide = format!("[{}[]]", "[[]],".repeat(1000));
    assert_eq!(scan(&wide, 3), Ok(()));
    let error = scan(&wide, 2).unwrap_err();
    assert_eq!((error.code, error.offset), (ErrorCode::TooDeep, 2));
    assert_eq!(scan("1", 0), Ok(()));
    assert_eq!(scan("[]", 0).unwrap_err().code, ErrorCode::TooDeep);
}

/// The eight bytes at a time find what a byte at a time finds.
#[test]
fn texts_end_where_they_end() {
    for special in ["\"", "\\n", "\u{0}", "\u{1f}", "é", "\u{ff}", "\u{7f}", "!", "#", "]", "["] {
        for before in 0..20 {
            for after in 0..10 {
                let text = format!("\"{}{special}{}\" ", "a".repeat(before), "é".repeat(after));
                check(&text);
            }
        }
    }
}

#[test]
fn decoded_texts() {
    for (source, decoded, lone) in [
        ("plain", "plain", false),
        ("st\\u0061tus", "status", false),
        ("\\u00e9\\u4e2d", "é中", false),
        ("\\ud83d\\ude00!", "😀!", false),
        ("\\ud83d", "\u{fffd}", true),
        ("\\ud83d\\ud83d\\ude00", "\u{fffd}😀", true),
        ("\\ude00\\ud83d", "\u{fffd}\u{fffd}", true),
        ("\\ud83dx", "\u{fffd}x", true),
        ("\\ud83d\\n", "\u{fffd}\n", true),
        ("\\ud83d\\u0041", "\u{fffd}A", true),
        ("\\ufffd", "\u{fffd}", false),
        ("\\\\u0041", "\\u0041", false),
        ("\\u0000", "\0", false),
    ] {
        let text = format!("\"{source}\"");
        let mut scanner = Scanner::new(&text, LIMIT);
        let token = scanner.value().unwrap();
        let (found, found_lone) = scanner.text_of(token).decode_checked();
        assert_eq!((&*found, found_lone), (decoded, lone), "{source}");
    }
}
