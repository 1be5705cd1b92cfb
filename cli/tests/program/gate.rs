//! `--deny`, `--allow` and `--baseline`: what makes a run fail.

use crate::run::{CUT, FINE, Folder, ODD, run_with};

fn status(input: &str, arguments: &[&str]) -> i32 {
    run_with(input.as_bytes(), &[&["check"], arguments].concat()).status
}

#[test]
fn the_more_specific_rule_wins() {
    for (arguments, expected) in [
        (&["--deny", "tolerated"][..], 1),
        (&["--deny", "tolerated", "--allow", "tolerated"], 0),
        (&["--deny", "note", "--allow", "tolerated"], 0),
        (&["--allow", "tolerated", "--deny", "padded-key"], 1),
        (&["--deny", "tolerated", "--allow", "padded-key"], 1),
        (&["--deny", "tolerated", "--allow", "padded-key", "--allow", "percent-spelling"], 0),
        (&["--deny", "padded-key", "--allow", "padded-key"], 2),
    ] {
        assert_eq!(status(ODD, arguments), expected, "{arguments:?}");
    }
    for (arguments, expected) in [
        (&[][..], 1),
        (&["--allow", "truncated"], 0),
        (&["--allow", "rejected"], 0),
        (&["--allow", "rejected", "--deny", "truncated"], 1),
        (&["--allow", "not-json"], 1),
    ] {
        assert_eq!(status(CUT, arguments), expected, "{arguments:?}");
    }
}

#[test]
fn a_flood_hides_nothing_from_a_gate() {
    let flood: String = (0..1500).map(|number| format!("\"x{number}\":0,")).collect();
    let flood = FINE.replace("\"entities\"", &format!("{flood}\"entities\""));
    assert_eq!(status(&flood, &["--deny", "tolerated"]), 0, "all of them are notes");
    assert_eq!(status(&flood, &["--deny", "note"]), 1);
    assert_eq!(status(&flood, &["--deny", "note", "--allow", "note"]), 0);
    let behind = flood.replace("\"entities\"", "\"Order\":1,\"Order\":2,\"entities\"");
    assert_eq!(status(&behind, &["--deny", "duplicate-key"]), 1);
    assert_eq!(status(&behind, &["--deny", "unread"]), 1, "nobody can say how grave the unlisted are");
}

#[test]
fn only_new_findings_count() {
    let folder = Folder::of(&[("a.jsonl", &format!("{ODD}\n{CUT}\n{ODD}\n")), ("b.json", ODD)]);
    let deny = ["check", "--deny", "tolerated"];
    let with = |more: &[&str]| folder.run(&[&deny, more].concat());
    assert_eq!(with(&["a.jsonl", "b.json"]).status, 1);
    let run = with(&["--write-baseline", "known.json", "a.jsonl", "b.json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("8 findings are in the new baseline"), "{}", run.stderr);
    let first = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
    insta::assert_snapshot!(first);

    let run = with(&["--baseline", "known.json", "a.jsonl", "b.json"]);
    assert_eq!(run.status, 0);
    assert!(
        run.stdout.contains("8 findings are in the baseline") && !run.stdout.contains("a.jsonl:"),
        "{}",
        run.stdout
    );

    // Lines move, and one more of the same kind comes.
    folder.write("a.jsonl", format!("{FINE}\n\n\n{CUT}\n{ODD}\n{FINE}\n{ODD}\n"));
    assert_eq!(with(&["--baseline", "known.json", "a.jsonl", "b.json"]).status, 0);
    folder.write("a.jsonl", format!("{ODD}\n{CUT}\n{ODD}\n{ODD}\n"));
    let run = with(&["--baseline", "known.json", "a.jsonl"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout.matches("a.jsonl:4:").count(), 2, "{}", run.stdout);
    assert!(!run.stdout.contains("a.jsonl:1:"), "{}", run.stdout);
    assert!(
        run.stdout.contains("2 entries of the baseline are about captures that weren't read"),
        "{}",
        run.stdout
    );

    // What is gone is said, and a new baseline of a good state forgets it.
    folder.write("a.jsonl", format!("{FINE}\n{ODD}\n"));
    let run = with(&["--baseline", "known.json", "--write-baseline", "known.json", "a.jsonl", "b.json"]);
    assert_eq!(run.status, 0);
    assert!(run.stdout.contains("4 entries of the baseline didn't occur any more"), "{}", run.stdout);
    assert!(run.stdout.contains("a.jsonl: truncated at the body"), "{}", run.stdout);
    let second = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
    assert!(second.lines().count() == first.lines().count() - 2 && !second.contains("truncated"), "{second}");
}

#[test]
fn every_format_knows_the_baseline() {
    let folder = Folder::of(&[("a.json", ODD)]);
    assert_eq!(folder.run(&["check", "--write-baseline", "known.json", "a.json"]).status, 0);
    folder.write("a.json", format!("{ODD}\n{}\n", ODD.replace("60 % ", "61 % ")));
    let run = |format: &str| {
        let run = folder.run(&["check", "--format", format, "--baseline", "known.json", "a.json"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        run.stdout
    };
    let states = |text: &str| (text.matches("\"unchanged\"").count(), text.matches("\"new\"").count());
    assert_eq!(states(&run("sarif")), (2, 2));
    assert_eq!(states(&run("json")), (2, 2));
    assert_eq!(run("github").matches("::warning ").count(), 2);
    assert_eq!(run("junit").matches("[tolerated]").count(), 2);
}

#[test]
fn a_missing_member_is_known_by_its_name() {
    let without = FINE.replace("\"process\":\"60%\",", "");
    let folder = Folder::of(&[("a.json", &without)]);
    folder.run(&["check", "--write-baseline", "known.json", "a.json"]);
    folder.write("a.json", without.replace("mgr2", "other"));
    let run = folder.run(&["check", "--deny", "note", "--baseline", "known.json", "a.json"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn a_baseline_that_is_none_is_told() {
    let folder = Folder::of(&[("a.json", ODD), ("bad.json", "{}"), ("cut.json", "{\"format\"")]);
    for (name, part) in [
        ("gone.json", "--write-baseline makes one"),
        ("bad.json", "isn't understood"),
        ("cut.json", "isn't understood"),
        ("a.json", "isn't understood"),
    ] {
        let run = folder.run(&["check", "--baseline", name, "a.json"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{name}");
        assert!(run.stderr.contains(name) && run.stderr.contains(part), "{}", run.stderr);
    }
    let run = folder.run(&["check", "--write-baseline", "no/such/folder/known.json", "a.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("can't be written"), "{}", run.stderr);
}
