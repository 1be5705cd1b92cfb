//! Text of strangers never speaks to a terminal, in no format and on no stream.

use serde_json::Value;

use crate::run::{FINE, Folder, Run, command, finished, run_with};

/// Everything that a terminal would obey, or that makes text look like another.
pub const HOSTILE: &str =
    "\u{1b}[31m\u{1b}]52;c;eA==\u{7}\u{7f}\u{9b}2J\u{85}\u{202e}\u{2066}\u{200b}\u{200f}\u{2028}\u{2029}\u{feff}";

pub fn assert_harmless(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        let bad = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        });
        assert_eq!(bad, None, "{text:?}");
    }
}

/// A body with hostile text in a value that is reported, in names, and in what is kept raw. JSON
/// allows none of C0 unescaped; the others stand as they are.
fn hostile_body() -> String {
    let raw: String = HOSTILE.chars().filter(|c| *c >= '\u{7f}').collect();
    let escaped = "\\u001b[31m\\u0007";
    FINE.replace("Running", &format!("Run{raw}{escaped}ning"))
        .replace("60%", &format!("{raw}{escaped}"))
        .replace("\"entities\"", &format!("\"{raw}{escaped}\":{{\"{raw}\":\"{escaped}{raw}\"}},\"entities\""))
}

#[test]
fn of_values_and_names() {
    for arguments in [
        &["check", "-"][..],
        &["check", "--format", "json", "-"],
        &["normalize", "-"],
        &["normalize", "--deny", "note", "-"],
    ] {
        let run = run_with(hostile_body().as_bytes(), arguments);
        assert!(!run.stdout.is_empty());
        assert_harmless(&run);
    }
    let run = run_with(hostile_body().as_bytes(), &["check", "-"]);
    assert!(run.stdout.contains("\\u{202e}") && run.stdout.contains("\\u{9b}"), "{}", run.stdout);
}

#[test]
fn of_damage() {
    let mut bodies = vec![format!("{{\"job\": {HOSTILE}"), format!("<html>{HOSTILE}"), HOSTILE.to_owned()];
    bodies.push(format!("{{\"{}\": 1}}", HOSTILE.replace(['\u{7}', '\u{1b}'], "")));
    for body in bodies {
        for arguments in [&["check"][..], &["check", "--format", "json"], &["normalize"]] {
            let run = run_with(body.as_bytes(), arguments);
            assert_eq!(run.status, 1, "{body:?}");
            assert_harmless(&run);
        }
    }
    // Bytes that are no text, in front of a terminal that takes them for C1.
    let run = finished(&mut command(&["check"]), b"{\"job\": \"\x9b31m\xff\xfe\"}");
    assert_harmless(&run);
    assert!(run.stdout.contains("\\x9b31m"), "{}", run.stdout);
}

#[test]
fn json_means_the_same_after_it() {
    let run = run_with(hostile_body().as_bytes(), &["check", "--format", "json", "-"]);
    let body: Value = serde_json::from_str(&hostile_body()).unwrap();
    let line = &run.json()[0];
    assert_eq!(line["tasks"][0]["status"], body["job"]["status"]);
    let (name, kept) = line["tasks"][0]["extra"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(*kept, body["job"][name]);
}

/// What authenticates, in every place of a capture that is known for it, and beside damage.
#[test]
fn no_secret_in_any_format() {
    let odd = FINE.replace("60%", "60 %");
    let head = "HTTP/1.1 200 OK\r\nX-Subject-Token : CANARY1\r\nSet-Cookie: a=CANARY2\r\n\tCANARY3\r\n\r\n";
    let with = |member: &str| odd.replace("\"entities\"", &format!("{member},\"entities\""));
    let captures = [
        format!("{head}{odd}"),
        format!("curl -H 'X-Auth-Token: CANARY' https://me:CANARY@x/v3/p/jobs?id=1&Signature=CANARY\n{head}{odd}"),
        format!("2024-01-01 DEBUG Authorization: Basic CANARY {odd} password=CANARY\n"),
        with("\"password\":\"CANARY\""),
        with("\"password\":{\"value\":\"CANARY\"}"),
        with("\"fail_reason\":\"ALTER USER x IDENTIFIED BY 'CANARY'\""),
        with("\"private_key\":\"CANARY\",\"obs_sk\":\"CANARY\""),
        with("\"secret\":\"CANARY\" \"name\":1"),
        with("\"token\":\"CANARY"),
        "{\"access\":\"CANARY\",\"secret\":\"CANARY\"}".to_owned(),
        "{\"password\": CANARY, \"job\": {}}".to_owned(),
    ];
    for capture in captures {
        for format in ["text", "json", "sarif", "github", "junit"] {
            for repair in [&[][..], &["--repair"]] {
                let run = run_with(capture.as_bytes(), &[&["check", "--format", format], repair].concat());
                assert!(!run.stdout.contains("CANARY") && !run.stderr.contains("CANARY"), "{format}: {run:?}");
            }
        }
        for arguments in
            [&["normalize"][..], &["normalize", "--format", "csv"], &["stats"], &["stats", "--format", "json"]]
        {
            let run = run_with(capture.as_bytes(), arguments);
            assert!(!run.stdout.contains("CANARY") && !run.stderr.contains("CANARY"), "{arguments:?}: {run:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn of_the_names_of_files() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = Folder::new();
    let name = format!("x{HOSTILE}\n::error::y.json");
    folder.write(&name, FINE.replace("60%", "60 %"));
    folder.write(OsStr::from_bytes(b"\xff\x9b.json"), FINE);
    folder.write(format!("{name}d/README.md"), "");
    std::os::unix::fs::symlink(".", folder.path().join(format!("{name}-link"))).unwrap();
    let missing = format!("missing{HOSTILE}");
    let strange = format!("--{HOSTILE}");
    for arguments in [
        vec!["check", ".", &missing],
        vec!["check", "--format", "json", ".", &missing],
        vec!["normalize", ".", &missing],
        vec!["check", &format!("{name}d")],
        vec!["check", "--dialect", &missing, "."],
        vec!["check", "--dialect", &name, "."],
        vec!["check", "--deny", &missing, "."],
        vec!["check", &strange],
        vec!["explain", &missing],
        vec!["schema", &missing],
        vec![&missing],
    ] {
        assert_harmless(&folder.run(&arguments));
    }
    let run = folder.run(&["check", "."]);
    assert!(run.stdout.contains("\\u{a}::error::y.json:1:"), "{}", run.stdout);
    let run = folder.run(&["check", "--format", "json", "."]);
    let sources: Vec<_> = run.json().iter().map(|line| line["source"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sources, [format!("./{name}"), "./\\xff\\x9b.json".to_owned()]);
}

/// GitHub's runners take a line for a command that begins so, behind blanks too.
#[cfg(unix)]
#[test]
fn no_name_of_a_file_is_a_command() {
    let folder = Folder::of(&[("::error::x.json", "{\"job\":[}")]);
    let run = folder.run(&["check", "--", "::error::x.json"]);
    let lines = run.stdout.lines().chain(run.stderr.lines());
    let commands: Vec<_> = lines.filter(|line| line.trim_start().starts_with("::")).collect();
    assert!(commands.is_empty(), "{commands:?}");
    assert!(run.stdout.contains("./::error::x.json:1:"), "{}", run.stdout);
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let odd = FINE.replace("60%", "60 %");
    let plain = run_with(odd.as_bytes(), &["check"]);
    assert!(!plain.stdout.contains('\u{1b}'), "a pipe has no colours");
    let forced = finished(command(&["check"]).env("CLICOLOR_FORCE", "1"), odd.as_bytes());
    assert!(forced.stdout.contains('\u{1b}'));
    let refused = finished(command(&["check"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"), odd.as_bytes());
    assert_eq!(refused.stdout, plain.stdout);
}
