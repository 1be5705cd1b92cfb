//! `--jobs`: the same output, whoever reads, and nothing that grows.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::process::Stdio;

use crate::run::{CUT, FINE, Folder, ODD, Run, command, corpus, run_with};

const PRETTY: &str = "{\n  \"job\": {\n    \"id\": \"a\",\n    \"status\": \"Running\"\n  }\n}";

/// A history of so many lines, with everything in it that isn't quite a body a line.
fn mixed(lines: usize, line_end: &str) -> String {
    let secret = FINE.replace("\"process\"", "\"password\":\"CANARY\",\"process\"");
    let header = FINE.replace("\"60%\"", "\"Authorization: CANARY\"");
    let error = r#"{"error_code":"DBS.200001","error_msg":"Parameter error"}"#;
    let two = format!("{FINE} {FINE}");
    let joined = format!("{FINE}{ODD}");
    let padded = format!("  {ODD} \t");
    let open = FINE.replace("\"process\":\"60%\"", "\"password\":\"CANARY");
    let long = FINE.replace("mgr2-mysql-single", &"x".repeat(140_000));
    let odd_ones = [
        ODD,
        CUT,
        &secret,
        &header,
        error,
        &two,
        &joined,
        &padded,
        &open,
        PRETTY,
        &long,
        "",
        "[]",
        "{}",
        "no JSON",
        "\u{1b}[31m",
    ];
    let mut history = String::new();
    for line in 0..lines {
        // Long stretches without any, and some where they follow each other.
        let odd = line % 97 == 13 || line % 400 > 380;
        let text = if odd { odd_ones[line * 7 / 5 % odd_ones.len()] } else { FINE };
        let _ = write!(history, "{}{line_end}", text.replace("31b8ae23", &format!("{line:08x}")));
    }
    history
}

fn said(run: &Run) -> (i32, &str, &str) {
    (run.status, &run.stdout, &run.stderr)
}

#[test]
fn any_number_of_jobs_says_the_same() {
    let folder = Folder::of(&[
        ("a.json", PRETTY),
        ("b.jsonl", &mixed(500, "\n")),
        ("c.jsonl", &mixed(150, "\r\n")),
        ("d.log", "no capture"),
    ]);
    folder.write("e.jsonl", format!("{FINE}\n").repeat(1000));
    folder.write("f.json", b"\xff\xfe\n");
    folder.write(
        "g.jsonl",
        [format!("{FINE}\n").repeat(600).as_bytes(), b"{\"job\":{\"id\":\"\xff\"}}\n", ODD.as_bytes()].concat(),
    );
    let corpus = corpus().to_str().expect("a path in UTF-8");
    for arguments in [
        &["check"][..],
        &["check", "--quiet", "--deny", "padded-key"],
        &["check", "--deny", "note", "--format", "json"],
        &["check", "--format", "json", "--repair"],
        &["check", "--dialect", "dds-job"],
        &["check", "--format", "sarif"],
        &["check", "--redact", "--salt", "salt", "--quiet"],
        &["normalize"],
        &["normalize", "--format", "csv", "--deny", "tolerated"],
        &["normalize", "--latest"],
    ] {
        let all = [".", "missing.json", corpus];
        let inputs = if arguments.ends_with(&["json"]) { &all } else { &all[..2] };
        let run = |jobs: &str| folder.run(&[arguments, &["--jobs", jobs], inputs].concat());
        let one = run("1");
        assert_eq!(one.status, 2, "an input is missing");
        assert!(!one.stdout.contains("CANARY") && !one.stderr.contains("CANARY"));
        // What is read on one thread all the same needn't be asked twice.
        let alone = ["sarif", "--redact", "--latest"].iter().any(|word| arguments.contains(word));
        for jobs in if alone { &["7"][..] } else { &["2", "7"] } {
            let several = run(jobs);
            assert!(said(&several) == said(&one), "{arguments:?} with {jobs} jobs differs");
        }
    }
}

#[test]
fn the_standard_input_is_read_alike() {
    let history = mixed(1100, "\n");
    for arguments in [&["check", "--format", "json"][..], &["normalize"], &["check"]] {
        let run = |jobs: &str| run_with(history.as_bytes(), &[arguments, &["--jobs", jobs]].concat());
        let (one, two) = (run("1"), run("2"));
        assert!(said(&one) == said(&two), "{arguments:?}");
        assert_eq!(one.status, 1);
    }
}

#[test]
fn lines_by_many_are_judged_as_by_themselves() {
    let history = mixed(1100, "\n");
    let lines: Vec<_> =
        history.lines().filter(|line| line.starts_with("{\"job\":{\"id\":\"") && !line.contains("}{")).collect();
    let run = run_with(lines.join("\n").as_bytes(), &["check", "--format", "json", "--jobs", "3"]);
    let together = run.json();
    let at = |line: usize| together.iter().filter(move |body| body["line"] == line as u64 + 1).collect::<Vec<_>>();
    for line in (0..lines.len()).step_by(271).chain([lines.len() - 1]) {
        let alone = run_with(lines[line].as_bytes(), &["check", "--format", "json", "--jobs", "1"]).json();
        assert_eq!(alone.len(), at(line).len(), "{}", lines[line]);
        for (alone, together) in alone.iter().zip(at(line)) {
            assert_eq!((&alone["tasks"], &alone["verdict"]), (&together["tasks"], &together["verdict"]));
        }
    }
}

#[test]
fn a_closed_output_ends_it_though_the_input_goes_on() {
    let mut child =
        command(&["check", "--format", "json", "--jobs", "2"]).stdin(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    let history = format!("{FINE}\n").repeat(1000);
    // Until it has gone; the input itself never ends.
    while stdin.write_all(history.as_bytes()).is_ok() {}
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_grows_while_nobody_reads() {
    const LARGE: usize = 40 << 20;
    let folder = Folder::new();
    let line = format!("{FINE}\n");
    folder.write("large.jsonl", line.repeat(LARGE / line.len()));
    for arguments in [["check", "--format=json"], ["normalize", "--format=ndjson"]] {
        let mut child =
            command(&arguments).arg("--jobs=2").arg(folder.path().join("large.jsonl")).spawn().expect("it starts");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut some = [0; 100_000];
        stdout.read_exact(&mut some).expect("there is output");
        std::thread::sleep(std::time::Duration::from_millis(300));
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        let peak: usize = peak.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(peak < 24 << 10, "{peak} kB");
        drop(stdout);
        child.wait().expect("it ends");
    }
}

#[test]
fn a_number_of_jobs_is_one() {
    for wrong in ["0", "-1", "many", "1025"] {
        assert_eq!(run_with(b"", &["check", &format!("--jobs={wrong}")]).status, 2);
    }
}
