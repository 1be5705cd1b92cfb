//! How runs end: 0, 1 or 2, and quietly when nobody listens.

use std::io::Read;

use crate::run::{CUT, FINE, Folder, ODD, command, corpus, run_in, run_with};

#[test]
fn zero_when_all_is_read() {
    let folder = Folder::of(&[("fine.json", FINE), ("odd.json", ODD)]);
    let run = folder.run(&["check", "fine.json", "odd.json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("2 bodies in 2 files, 2 tasks"), "{}", run.stdout);
}

#[test]
fn one_when_a_body_is_rejected() {
    let folder = Folder::of(&[("cut.json", CUT), ("fine.json", FINE)]);
    let run = folder.run(&["check", "cut.json", "fine.json"]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("\ncut.json:1:81: truncated: "), "{}", run.stdout);
    assert!(run.stdout.contains("2 bodies in 2 files"), "{}", run.stdout);
}

/// What was there reads well, and the lines behind it couldn't be had: "0" would say that all was read.
#[test]
fn one_when_a_part_of_a_capture_is_missing() {
    let lines = format!("{FINE}\n{FINE}\n");
    let length = (lines.len() as u16).to_le_bytes();
    let not_length = (!(lines.len() as u16)).to_le_bytes();
    // Gzip with one block that isn't packed, and isn't the last one.
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0];
    let cut = [&head[..], &length, &not_length, lines.as_bytes()].concat();
    for arguments in [vec!["check", "-"], vec!["normalize", "-"], vec!["check", "--format", "json", "-"]] {
        let run = run_with(&cut, &arguments);
        assert_eq!(run.status, 1, "{arguments:?}: {run:?}");
        assert!(run.stdout.lines().count() >= 2, "{run:?}");
    }
}

#[test]
fn two_when_an_input_is_missing_and_the_others_are_read() {
    let folder = Folder::of(&[("odd.json", ODD), ("cut.json", CUT)]);
    for command in ["check", "normalize"] {
        let run = folder.run(&[command, "missing.json", "odd.json", "cut.json"]);
        assert_eq!(run.status, 2, "the graver status stands");
        assert!(run.stderr.contains("error: missing.json can't be opened"), "{}", run.stderr);
        assert!(run.stdout.contains("odd.json"), "{}", run.stdout);
    }
}

#[test]
fn two_when_the_command_line_is_wrong() {
    for arguments in [
        vec!["check", "--format", "yaml", "-"],
        vec!["check", "--deny", "padded-kye", "-"],
        vec!["check", "--dialect", "rds-jobs", "-"],
        vec!["check", "--dialect", "missing.schema.json", "-"],
        vec!["schema", "rds"],
        vec!["judge"],
        vec![],
    ] {
        let run = run_with(FINE.as_bytes(), &arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty());
    }
    let run = run_with(b"", &["check", "--deny", "padded-kye"]);
    assert!(run.stderr.contains("did you mean `padded-key`"), "{}", run.stderr);
    let run = run_with(b"", &["check", "--dialect", "rds-jop"]);
    assert!(run.stderr.contains("did you mean `rds-job`"), "{}", run.stderr);
}

#[test]
fn one_when_something_is_denied() {
    let status = |rules: &[&str], body: &str| {
        let mut arguments = vec!["check", "-"];
        for rule in rules {
            arguments.extend(["--deny", rule]);
        }
        run_with(body.as_bytes(), &arguments).status
    };
    assert_eq!(status(&["padded-key"], ODD), 1);
    assert_eq!(status(&["padded-key"], FINE), 0);
    assert_eq!(status(&["duplicate-key"], ODD), 0);
    assert_eq!(status(&["duplicate-key", "percent-spelling"], ODD), 1);
    assert_eq!(status(&["note"], ODD), 1);
    assert_eq!(status(&["tolerated"], ODD), 1);
    assert_eq!(status(&["unread"], ODD), 0);
    assert_eq!(status(&["truncated"], ODD), 0);
    assert_eq!(status(&["truncated"], CUT), 1);

    let unread = FINE.replace("60%", "first progress");
    assert_eq!(status(&["unread"], &unread), 1);
    let noted = FINE.replace("\"entities\"", "\"order_id\":\"\",\"entities\"");
    assert_eq!(status(&["note"], &noted), 1);
    assert_eq!(status(&["tolerated"], &noted), 0);
    let noted = noted.replacen("\"id\"", "\"region\":\"\",\"id\"", 1);
    assert_eq!(status(&["undocumented-member"], &noted), 1);
}

#[test]
fn what_is_denied_is_shown_even_if_notes_are_not() {
    let noted = FINE.replace("\"entities\"", "\"order_id\":\"\",\"entities\"");
    let quiet = run_with(noted.as_bytes(), &["check", "-q", "-"]);
    assert!(!quiet.stdout.contains("-:1:"), "{}", quiet.stdout);
    assert!(quiet.stdout.contains("1 note is not shown"), "{}", quiet.stdout);
    let denied = run_with(noted.as_bytes(), &["check", "-q", "--deny", "note", "-"]);
    assert!(denied.stdout.contains("[note, denied]"), "{}", denied.stdout);
    assert!(denied.stdout.contains("denied: findings in 1 body"), "{}", denied.stdout);
}

#[test]
fn a_flood_that_is_not_listed_is_denied_all_the_same() {
    let strangers: String = (0..1500).map(|number| format!("\"x{number}\":1,")).collect();
    let body = FINE.replacen("\"id\"", &format!("{strangers}\"id\""), 1).replace("60%", "60 % ");
    let run = run_with(body.as_bytes(), &["check", "--deny", "percent-spelling", "-"]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("1500  undocumented-member"), "totals are exact");
}

#[test]
fn the_folders_of_the_corpus_are_assertions() {
    for dialect in ["rds-job", "dds-job", "geminidb-jobs", "gaussdb-tasks"] {
        for (verdict, status) in [("conforming", 0), ("tolerated", 0), ("rejected", 1)] {
            let folder = format!("{dialect}/{verdict}");
            let run = run_in(corpus(), &["check", "--format", "json", &folder]);
            assert_eq!(run.status, status, "{folder}");
            assert!(!run.stdout.is_empty());
        }
        let conforming = format!("{dialect}/conforming");
        let run = run_in(corpus(), &["check", "--deny", "tolerated", "--format", "json", &conforming]);
        assert_eq!(run.status, 0, "{conforming}");
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = Folder::of(&[("many.jsonl", &format!("{ODD}\n").repeat(20_000))]);
    for arguments in [
        vec!["check", "many.jsonl"],
        vec!["check", "--format", "json", "many.jsonl"],
        vec!["normalize", "many.jsonl"],
    ] {
        let mut child = command(&arguments).current_dir(folder.path()).spawn().expect("the program starts");
        let mut beginning = [0; 10];
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_exact(&mut beginning).expect("it begins");
        drop(stdout);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = command(&["explain"]).stdout(full).output().expect("the program ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the output can't be written"));
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [vec!["--help"], vec!["--version"], vec!["check", "--help"], vec!["help", "normalize"]] {
        let run = run_with(b"", &arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    }
}
