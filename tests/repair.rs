//! Damage of pasted documents: named without repair, read over with it, and refused where it could mean two things.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::corpus;
use taskcenter::{Code, ReadOptions, Severity, Verdict, read};

/// A damaged body, the damage, the text that stands there, and the status that it still tells.
const TABLE: &[(&str, Code, &str, Option<&str>)] = &[
    (r#"{"job":{"id":"a","status":"Failed",}}"#, Code::TrailingComma, ",", Some("Failed")),
    (r#"{"jobs":[{"status":"Failed"},],"total_count":1}"#, Code::TrailingComma, ",", Some("Failed")),
    ("{\"job\":{\"id\":\"a\"\n\"status\":\"Failed\"}}", Code::MissingComma, "", Some("Failed")),
    ("{\"jobs\":[{\"status\":\"Failed\"} {\"id\":\"b\"}]}", Code::MissingComma, "", Some("Failed")),
    (r#"{"jobs":[{"status":"Failed"],"total_count":1}"#, Code::MissingBracket, "", Some("Failed")),
    (r#"{"total_count":1,"jobs":[{"status":"Failed"}}"#, Code::MissingBracket, "", Some("Failed")),
    ("{\"job\":{\u{201c}status\u{201d}:\"Failed\"}}", Code::SmartQuotes, "\u{201c}status\u{201d}", Some("Failed")),
    ("{\"job\":{\"status\":\u{201c}Failed\u{201d}}}", Code::SmartQuotes, "\u{201c}Failed\u{201d}", Some("Failed")),
    ("{\"job\":{\"status\":\"Failed\" // why?\n}}", Code::Comment, "// why?", Some("Failed")),
    (r#"{"job":{/* id */"status":"Failed"}}"#, Code::Comment, "/* id */", Some("Failed")),
    (r#"{"job":{"status":Failed}}"#, Code::BareWord, "Failed", Some("Failed")),
    (r#"{"job":{"status":"Failed","id":8abf6e1e4fb9}}"#, Code::BareWord, "8abf6e1e4fb9", Some("Failed")),
    ("{\"job\":{\"status\":Failed\n,\"id\":\"a\"}}", Code::BareWord, "Failed", Some("Failed")),
    (r#"{"job":{"id":"a", ta  "status":"Failed"}}"#, Code::StrayWord, "ta", Some("Failed")),
    ("A failed task:\n{\"job\":{\"status\":\"Failed\"}}", Code::LabelLine, "A failed task:", Some("Failed")),
    ("{\"job\":{\"status\":\"Failed\"}}\n```\n", Code::LabelLine, "```\n", Some("Failed")),
    (r#"{"job":{"status":"Failed","id":"31b8"#, Code::CutOff, r#","id":"31b8"#, Some("Failed")),
    (r#"{"job":{"status":"Failed""#, Code::CutOff, "", Some("Failed")),
    (r#"{"total_count":12,"job":{"id":"a","sta"#, Code::CutOff, r#","sta"#, None),
];

#[test]
fn each_kind_of_damage_is_read_over_where_it_is() {
    for (body, code, found, status) in TABLE {
        let plain = read(body.as_bytes());
        assert_eq!(plain.verdict(), Verdict::Rejected, "{body}");
        let message = plain.error().unwrap().message.clone();
        assert!(message.contains(code.as_str()), "{body}: {message}");

        let reading = ReadOptions::new().repair(true).read(body.as_bytes());
        assert_eq!(reading.verdict(), Verdict::Tolerated, "{body}: {:?}", reading.error());
        let damage: Vec<_> = reading.deviations().iter().filter(|deviation| deviation.code == *code).collect();
        let [damage] = damage[..] else { panic!("{body}: {:?}", reading.deviations()) };
        assert_eq!((&*damage.found, damage.severity), (*found, Severity::Tolerated), "{body}");
        assert_eq!(reading.tasks()[0].status.as_ref().map(|status| status.as_str()), *status, "{body}");
        assert_eq!(reading.body(), body.as_bytes());
        assert!(reading.deviation_counts().contains(&(*code, 1)), "{body}");
        #[cfg(feature = "schema")]
        assert!(!reading.violations().is_empty(), "{body}: the mended copy is held against the schema");
    }
}

#[test]
fn what_could_mean_two_things_is_refused() {
    for body in [
        r#"{"job":{"id":"a",,"status":"Failed"}}"#,
        r#"{"job":{"id":,"status":"Failed"}}"#,
        r#"{"job":{"status":None}}"#,
        r#"{"job":{"status":NaN}}"#,
        r#"{"job":{"progress":1,000}}"#,
        r#"{"job":{"progress":1_000}}"#,
        r#"{"job":{"progress":+1}}"#,
        r#"{"job":{"status":'Failed'}}"#,
        r#"{job:{"status":"Failed"}}"#,
        r#"{"job":{"status":"Completed"//,"status":"Failed"
        }}"#,
        r#"{"job":{"id":"he said "hi"","status":"Failed"}}"#,
        r#"{"job":{"status":"Failed"}}{"job":{"status":"Completed"}}"#,
        r#"{"job":{"status":"Failed"}}}"#,
        r#"{"job":{"status":"Failed" "id":"a"}"#,
        "<html>{\"job\":{}}",
        "",
    ] {
        let reading = ReadOptions::new().repair(true).read(body.as_bytes());
        let lost = reading.deviations().iter().any(|deviation| deviation.code == Code::CutOff);
        assert!(reading.verdict() == Verdict::Rejected || lost, "{body}: {:?}", reading.deviations());
    }
}

#[test]
fn repair_changes_nothing_about_a_sound_body() {
    let repair = ReadOptions::new().repair(true);
    for case in corpus() {
        let (plain, repaired) = (read(&case.body), repair.read(&case.body));
        if plain.error().is_none() {
            assert_eq!(plain.tasks(), repaired.tasks(), "{}", case.path());
            assert_eq!(plain.deviations(), repaired.deviations(), "{}", case.path());
            assert_eq!(plain.conforms(), repaired.conforms(), "{}", case.path());
        } else {
            assert!(!repaired.conforms(), "{}", case.path());
        }
        for deviation in repaired.deviations() {
            let found = &case.body[deviation.span.offset..deviation.span.end()];
            assert_eq!(found, deviation.found.as_bytes(), "{}", case.path());
        }
    }
}
