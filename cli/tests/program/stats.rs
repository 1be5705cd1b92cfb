//! `stats`: what a history comes to, in parts that add up.

use crate::run::{CUT, Folder, Run, run_with};

/// One GaussDB task, polled once.
fn poll(id: &str, name: &str, status: &str, minutes: u32, reason: &str) -> String {
    let (id, end) = match (id, status) {
        ("", "Running") => ("null".to_owned(), "null".to_owned()),
        (_, "Running") => (format!("\"{id}\""), "null".to_owned()),
        ("", _) => {
            ("null".to_owned(), format!("\"2022-07-18T{:02}:{:02}:18+0000\"", 2 + minutes / 60, minutes % 60))
        }
        _ => (format!("\"{id}\""), format!("\"2022-07-18T{:02}:{:02}:18+0000\"", 2 + minutes / 60, minutes % 60)),
    };
    format!(
        r#"{{"tasks":[{{"job_id":{id},"name":"{name}","status":"{status}","created_at":"2022-07-18T02:00:18+0000","ended_at":{end},"process":null,"fail_reason":"{reason}","instance_info":{{"instance_id":"53d8c6c2e1a1b1d1c1a1f1e1d1c1b1a1in14","instance_name":"gauss"}}}}],"total_count":1}}"#
    )
}

fn first_half() -> String {
    let mut polls = vec![
        poll("a", "CreateInstance", "Running", 0, ""),
        poll("a", "CreateInstance", "Running", 0, ""),
        poll("b", "CreateInstance", "Completed", 7, ""),
        poll("c", "Backup", "Failed", 1, "disk full"),
        poll("d", "Backup", "Failed", 2, "disk full"),
        poll("e", "Backup", "Failed", 3, "no\u{202e} permission"),
        poll("", "Backup", "Completed", 5, ""),
        poll("f", "Backup", "Paused", 5, ""),
    ];
    polls.push(CUT.to_owned());
    polls.join("\n")
}

fn second_half() -> String {
    let polls = [
        poll("a", "CreateInstance", "Completed", 95, ""),
        poll("b", "CreateInstance", "Completed", 7, ""),
        poll("f", "Backup", "Failed", 6, "disk full"),
        poll("", "Backup", "Completed", 5, ""),
        poll("g", "Backup", "Failed", 6, ""),
        r#"{"error_code": "DBS.200001", "error_msg": "Parameter error"}"#.to_owned(),
    ];
    polls.join("\n")
}

fn folder() -> Folder {
    Folder::of(&[("1.jsonl", &first_half()), ("2.jsonl", &second_half())])
}

#[test]
fn a_table_and_the_reasons() {
    let run = folder().run(&["stats", "1.jsonl", "2.jsonl"]);
    assert_eq!(run.status, 1, "one body is rejected");
    insta::assert_snapshot!(run.stdout);
    assert!(run.stderr.contains("1.jsonl:9:") && run.stderr.contains("api-error"), "{}", run.stderr);
}

/// Names and reasons are somebody else's, and a table has a width.
#[test]
fn long_texts_are_cut_and_rare_reasons_are_counted() {
    let wide = "任务".repeat(40);
    let reasons = [&*"why ".repeat(50), "rare", "rarer"];
    let polls = [0, 0, 1, 2].iter().enumerate();
    let polls: Vec<_> =
        polls.map(|(id, reason)| poll(&id.to_string(), &wide, "Failed", 1, reasons[*reason])).collect();
    let run = |top: &str| run_with(polls.join("\n").as_bytes(), &["stats", "--top", top]);
    let (one, two, all) = (run("1"), run("2"), run("3"));
    // Characters of two columns: one fewer than there is room for, and what says so.
    let name = format!("{}任…", "任务".repeat(10));
    assert!(one.stdout.contains(&name) && !one.stdout.contains(&wide), "{}", one.stdout);
    let cut = format!("       2  {}…\n", &reasons[0][..99]);
    assert!(one.stdout.contains(&format!("{cut}       2  (2 other reasons)\n")), "{}", one.stdout);
    assert!(two.stdout.contains("       1  (1 other reason)\n"), "{}", two.stdout);
    assert!(all.stdout.contains("       1  rarer\n") && !all.stdout.contains("other reason"), "{}", all.stdout);
}

#[test]
fn json_that_is_complete() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["stats", "--format", "json", "1.jsonl", "2.jsonl"]).stdout);
    let polls = folder.run(&["stats", "--format", "json", "--each-poll", "1.jsonl", "2.jsonl"]);
    assert_eq!(polls.json()[0]["tasks"], serde_json::json!([]));
    assert_eq!(polls.json()[0]["kinds"][1]["count"], 5);
}

#[test]
fn parts_add_up_to_the_whole() {
    let folder = folder();
    for options in [&["stats", "--format", "json"][..], &["stats", "--format", "json", "--each-poll"]] {
        let of = |names: &[&str]| folder.run(&[options, names].concat()).stdout;
        folder.write("1.json", of(&["1.jsonl"]));
        folder.write("2.json", of(&["2.jsonl"]));
        folder.write("none.json", {
            folder.write("none.jsonl", "");
            of(&["none.jsonl"])
        });
        for (parts, whole) in [
            (&["1.json", "2.json"][..], &["1.jsonl", "2.jsonl"][..]),
            (&["2.json", "1.json"], &["2.jsonl", "1.jsonl"]),
            (&["1.json"], &["1.jsonl"]),
            (&["1.json", "1.json"], &["1.jsonl", "1.jsonl"]),
            (&["2.json", "1.json", "2.json"], &["2.jsonl", "1.jsonl", "2.jsonl"]),
        ] {
            let merged = folder.run(&[&["stats", "--merge", "--format", "json"], parts].concat());
            assert_eq!((merged.status, merged.stderr.as_str()), (0, ""));
            assert_eq!(merged.stdout, of(whole), "{parts:?}");
            // In two steps it is the same.
            folder.write("sum.json", &merged.stdout);
            let again = folder.run(&["stats", "--merge", "--format", "json", "sum.json"]);
            assert_eq!(again.stdout, merged.stdout);
        }
        let text = folder.run(&["stats", "--merge", "1.json", "2.json"]).stdout;
        assert_eq!(text, folder.run(&[&["stats"], &options[3..], &["1.jsonl", "2.jsonl"]].concat()).stdout);
    }
}

#[test]
fn what_does_not_add_up_is_refused() {
    let folder = folder();
    let whole = folder.run(&["stats", "--format", "json", "1.jsonl"]).stdout;
    let polls = folder.run(&["stats", "--format", "json", "--each-poll", "1.jsonl"]).stdout;
    folder.write("whole.json", &whole);
    folder.write("polls.json", &polls);
    let damages = [
        ("\"count\":5", "\"count\":7"),
        ("\"failed\":3", "\"failed\":18446744073709551615"),
        ("\"version\":1", "\"version\":2"),
        ("\"each\":\"task\"", "\"each\":\"poll\""),
        ("\"each\":\"task\"", "\"each\":\"year\""),
        ("[60000,1]", "[60000,0]"),
        ("[60000,1]", "[60000,1],[60000,1]"),
        ("\"disk full\",2", "\"disk full\",4"),
        ("taskcenter-stats", "other"),
        ("]}", "]"),
    ];
    let refused = |run: &Run| run.status == 2 && run.stdout.is_empty() && run.stderr.starts_with("error: ");
    for (from, to) in damages {
        assert!(whole.contains(from), "{from} in {whole}");
        folder.write("damaged.json", whole.replacen(from, to, 1));
        let run = folder.run(&["stats", "--merge", "whole.json", "damaged.json"]);
        assert!(refused(&run), "{from}: {run:?}");
    }
    for arguments in [
        vec!["stats", "--merge"],
        vec!["stats", "--merge", "1.jsonl"],
        vec!["stats", "--merge", "missing.json"],
        vec!["stats", "--merge", "whole.json", "polls.json"],
        vec!["stats", "--merge", "--redact", "whole.json"],
    ] {
        let run = folder.run(&arguments);
        assert!(refused(&run), "{arguments:?}: {run:?}");
    }
}

#[test]
fn ranks_are_exact() {
    let lines = |count: u32| {
        let polls: Vec<_> =
            (1..=count).map(|minutes| poll(&format!("x{minutes}"), "Backup", "Completed", minutes, "")).collect();
        polls.join("\n")
    };
    for (count, median, most) in [(1, 1, 1), (2, 1, 2), (3, 2, 3), (20, 10, 19), (100, 50, 95), (101, 51, 96)] {
        let kind = &run_with(lines(count).as_bytes(), &["stats", "--format", "json"]).json()[0]["kinds"][0];
        assert_eq!(kind["median_ms"], median * 60_000, "{count}");
        assert_eq!(kind["p95_ms"], most * 60_000, "{count}");
    }
}
