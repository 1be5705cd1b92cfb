//! Silent change: none. What JSON Schema can't see is refused, or reported with a span that holds its bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use taskcenter::{Code, ErrorCode, Reading, Severity, read};

/// A body with this member, in a task of which everything else is documented.
fn task_with(member: &[u8]) -> Vec<u8> {
    let head = br#"{"job":{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","created":"2018-08-06T10:41:14+0000","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"x"},"entities":{},"#;
    [&head[..], member, b"}}"].concat()
}

/// Whether a deviation's span holds these bytes.
fn reports(reading: &Reading<'_>, bytes: &[u8]) -> bool {
    let holds = |span: taskcenter::Span| {
        let inside = &reading.body()[span.offset..span.end()];
        inside.windows(bytes.len()).any(|window| window == bytes)
    };
    reading.deviations().iter().any(|found| holds(found.span))
}

#[test]
fn duplicates_are_told_plain_and_escaped() {
    for name in ["status", "st\\u0061tus", "\\u0073tatus", "s\\u0074\\u0061tus"] {
        for (first, last) in [("Running", "Failed"), ("Failed", "Failed"), ("Completed", "nonsense")] {
            let body =
                task_with(format!("\"status\":\"{first}\",\"process\":\"\",\"{name}\":\"{last}\"").as_bytes());
            let reading = read(&body);
            let twin = reading.deviations().iter().find(|found| found.code == Code::DuplicateKey).unwrap();
            assert_eq!(twin.found, format!("\"{name}\""));
            assert!(twin.message.contains(first) && twin.message.contains(last), "both values: {}", twin.message);
            assert!(twin.message.contains("at byte"), "both places: {}", twin.message);
            assert_eq!(reading.tasks()[0].status.as_ref().unwrap().as_str(), last, "the last one stands");
            assert!(!reading.conforms());
        }
    }
}

#[test]
fn names_that_only_look_like_one_mean_nothing() {
    for name in ["status\\u0000", "status\\ud800", "ѕtatus", "sta\u{200b}tus", "status\\\"", "status\u{301}"] {
        let body = task_with(format!("\"status\":\"Running\",\"process\":\"\",\"{name}\":\"Failed\"").as_bytes());
        let reading = read(&body);
        assert_eq!(reading.tasks()[0].status.as_ref().unwrap().as_str(), "Running", "{name}");
        assert_eq!(reading.tasks()[0].extra.len(), 1, "{name}");
        assert!(reports(&reading, name.as_bytes()), "{name}: {:?}", reading.deviations());
    }
}

#[test]
fn numbers_of_any_range_keep_their_text() {
    let digits = "1".repeat(400);
    for number in [
        "1e999999",
        "-1e999999",
        "9007199254740993",
        "18446744073709551616",
        "-0",
        "1E2147483648",
        &digits,
        "0.1e-999999",
    ] {
        let body = task_with(format!("\"status\":\"Running\",\"process\":\"\",\"x\":{number}").as_bytes());
        let reading = read(&body);
        assert_eq!(reading.tasks()[0].extra.get("x").unwrap().as_str(), number);
        let json = serde_json::to_string(&reading.tasks()[0]).unwrap();
        assert!(json.contains(&format!("\"x\":{number}")), "{json}");
        // Where a whole number is documented, it is that number or none.
        let body = format!("{{\"jobs\":[],\"total_count\":{number}}}");
        let reading = read(body.as_bytes());
        match reading.total() {
            Some(total) => {
                assert!(number.parse::<u64>() == Ok(total) || number == "-0", "{number} became {total}")
            }
            None => assert!(reports(&reading, number.as_bytes()), "{number}: {:?}", reading.deviations()),
        }
    }
}

#[test]
fn halves_of_surrogate_pairs_are_told_or_kept() {
    for half in ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\uD83Dx"] {
        for member in ["name", "status", "fail_reason", "unknown"] {
            let body =
                task_with(format!("\"status\":\"Running\",\"process\":\"\",\"{member}\":\"a{half}b\"").as_bytes());
            let reading = read(&body);
            // What means nothing is kept as it came.
            let kept = reading.tasks()[0].extra.get(member).is_some_and(|raw| raw.as_str().contains(half));
            let told = reports(&reading, half.as_bytes());
            assert!(told || kept, "{half} in {member}: {:?}", reading.deviations());
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let damaged: [&[u8]; 6] =
        [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xd6\xd0\xce\xc4", b"\xe9"];
    for bytes in damaged {
        let member = [b"\"status\":\"Running\",\"process\":\"\",\"fail_reason\":\"", bytes, b"\""].concat();
        let body = task_with(&member);
        let reading = read(&body);
        let error = reading.error().expect("refused");
        assert_eq!(error.code, ErrorCode::NotUtf8);
        assert!(body[error.offset..].starts_with(bytes), "the place is that of the first bad byte: {error}");
        assert_eq!(reading.body(), body, "nothing is replaced");
    }
}

#[test]
fn a_byte_order_mark_is_told_and_control_characters_are_refused() {
    let fine = task_with(b"\"status\":\"Running\",\"process\":\"\"");
    let marked = ["\u{feff}".as_bytes(), &fine].concat();
    let reading = read(&marked);
    assert_eq!(reading.deviations()[0].code, Code::ByteOrderMark);
    assert!(reports(&reading, "\u{feff}".as_bytes()));
    assert!(read(&["\u{feff}\u{feff}".as_bytes(), &fine].concat()).error().is_some());
    for control in 0..0x20u8 {
        let body = task_with(&[b"\"status\":\"Run", &[control][..], b"ning\",\"process\":\"\""].concat());
        let reading = read(&body);
        let error = reading.error().expect("refused");
        assert_eq!((error.code, body[error.offset]), (ErrorCode::NotJson, control));
        // Escaped, it is a text like any other, and no status.
        let body = task_with(format!("\"status\":\"Run\\u{control:04x}ning\",\"process\":\"\"").as_bytes());
        let reading = read(&body);
        assert!(reports(&reading, format!("\\u{control:04x}").as_bytes()));
        if !matches!(control, b'\t' | b'\n' | b'\r' | 0xB | 0xC) {
            assert_ne!(reading.tasks()[0].status.as_ref().unwrap().as_str(), "Running");
        }
    }
}

#[test]
fn what_stands_behind_a_document_is_refused() {
    let fine = task_with(b"\"status\":\"Running\",\"process\":\"\"");
    for behind in [&b"x"[..], b"}", b"]", b",", b"{}", b"\0", b"\x1a", b"null", &fine, b"// x", b"\xc2\xa0"] {
        let body = [&fine, behind].concat();
        let reading = read(&body);
        let error = reading.error().expect("refused");
        assert_eq!((error.code, error.offset), (ErrorCode::NotJson, fine.len()), "{behind:?}");
        assert_eq!(reading.tasks().len(), 1, "what was read before stays");
    }
    for end in 1..fine.len() {
        let reading = read(&fine[..end]);
        assert_eq!(reading.error().expect("cut").code, ErrorCode::Truncated, "at {end}");
    }
}

#[test]
fn two_names_for_one_thing() {
    let body = task_with(b"\"status\":\"Running\",\"process\":\"60%\",\"progress\":\"70%\"");
    let reading = read(&body);
    assert!(reports(&reading, b"\"progress\""));
    assert!(reading.deviations().iter().any(|found| found.code == Code::ConflictingNames));
    assert_eq!(reading.tasks()[0].extra.get("progress").unwrap().as_str(), "\"70%\"");
}

/// Found by the fuzzer: a name with a line end in it broke the sentence in two.
#[test]
fn a_sentence_stays_on_one_line_whatever_the_names() {
    let body = task_with(br#""fail_reason\n":"full","Fail_reason\n":"empty""#);
    let reading = read(&body);
    let sentences: Vec<_> = reading.deviations().iter().map(|found| &*found.message).collect();
    assert!(reading.deviations().iter().any(|found| found.code == Code::ConflictingNames), "{sentences:#?}");
    assert!(!sentences.iter().any(|sentence| sentence.contains('\n')), "{sentences:#?}");
}

#[test]
fn look_alikes_are_no_known_status() {
    for status in ["Соmpleted", "Completed\u{200b}", "\u{202e}Completed", "Ｃompleted", "Completed\\u0000"] {
        let body = task_with(format!("\"status\":\"{status}\",\"process\":\"\"").as_bytes());
        let reading = read(&body);
        let task = &reading.tasks()[0];
        assert!(!task.is_terminal() && !task.is_success(), "{status}");
        assert!(reading.deviations().iter().any(|found| found.severity > Severity::Note), "{status}");
    }
}

/// What is cut says nothing for certain, and what was whole before the cut stays.
#[test]
fn a_cut_is_told_from_other_damage() {
    let whole = r#"{"jobs":[{"id":"a","status":"Failed","fail_reason":"磁盘"},{"id":"b","fail_reason":"空间"}],"total_count":25}"#;
    for end in 1..whole.len() {
        let body = &whole.as_bytes()[..end];
        let reading = read(body);
        let error = reading.error().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(body)));
        assert_eq!((error.code, error.offset), (ErrorCode::Truncated, end), "{}", String::from_utf8_lossy(body));
        assert_eq!(reading.total(), None, "{}", String::from_utf8_lossy(body));
        let tasks = [r#"{"id":"a""#, r#"{"id":"b""#].map(|task| whole.find(task).unwrap());
        let ends = tasks.map(|start| start + whole[start..].find('}').unwrap());
        assert_eq!(
            reading.tasks().len(),
            ends.iter().filter(|close| **close < end).count(),
            "{}",
            String::from_utf8_lossy(body)
        );
        // Another encoding is no cut, wherever it stands.
        let mut latin = body.to_vec();
        latin.extend(b"\xe4\" }");
        let lost = read(&latin);
        assert_eq!(lost.error().map(|error| error.code), Some(ErrorCode::NotUtf8));
        assert_eq!(lost.tasks(), reading.tasks());
    }
    // A limit that is struck before is what is told. (found by fuzzing)
    let deep = taskcenter::ReadOptions::new().depth_limit(2).read(b"{\"jobs\":[{\"id\":\"a\"}],\"x\":\"\xe4\"}");
    assert_eq!(deep.error().map(|error| error.code), Some(ErrorCode::TooDeep));
    for body in [&b"\xe7"[..], b"{}\xe7", b"\"\xe7\xa3\"", b"{\"a\":1}\xe7\xa3"] {
        assert_eq!(read(body).error().map(|error| error.code), Some(ErrorCode::NotUtf8), "{body:?}");
    }
}
