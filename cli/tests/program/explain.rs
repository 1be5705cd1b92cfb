//! `explain` and `dialects`.

use taskcenter::{Code, Dialect, ErrorCode};

use crate::run::run_with;

#[test]
fn it_knows_every_code() {
    let list = run_with(b"", &["explain"]).stdout;
    for code in Code::ALL {
        let run = run_with(b"", &["explain", code.as_str()]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{code}");
        for part in [code.as_str(), code.sentence(), code.reading(), code.witness(), code.origin()] {
            assert!(run.stdout.contains(part), "{code}: {part}");
        }
        assert!(list.contains(&format!("  {code} ")) && list.contains(code.sentence()), "{code}");
    }
    for code in ErrorCode::ALL {
        let run = run_with(b"", &["explain", code.as_str()]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{code}");
        assert!(run.stdout.contains(code.sentence()), "{code}");
        assert!(list.contains(&format!("  {code} ")), "{code}");
    }
}

#[test]
fn it_suggests_what_may_have_been_meant() {
    for (word, meant) in [
        ("padded_key", "padded-key"),
        ("duplicatekey", "duplicate-key"),
        ("Truncated", "truncated"),
        ("other", "other-case"),
    ] {
        let run = run_with(b"", &["explain", word]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{word}");
        assert!(run.stderr.contains(&format!("`{meant}`")), "{}", run.stderr);
    }
    let run = run_with(b"", &["explain", "xyzzy"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("`taskcenter explain` lists all of them"), "{}", run.stderr);
}

#[test]
fn dialects_are_a_table_of_all_names() {
    let run = run_with(b"", &["dialects"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for dialect in Dialect::all() {
        assert!(run.stdout.contains(dialect.name()));
        for member in dialect.members().iter().filter(|member| !member.misspelt) {
            let name = member.path.split('/').rfind(|step| *step != "*").unwrap();
            assert!(run.stdout.contains(&format!(" {name}")), "{}", member.path);
        }
    }
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "it fits into a window");
}

#[test]
fn shells_and_man_know_every_command() {
    const COMMANDS: [&str; 9] =
        ["check", "normalize", "stats", "explain", "dialects", "schema", "generate", "completions", "man"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run_with(b"", &["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert!(COMMANDS.iter().all(|command| run.stdout.contains(command)), "{shell}");
    }
    let run = run_with(b"", &["man"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains(".TH taskcenter 1"), "{}", run.stdout);
    for command in COMMANDS {
        assert!(run.stdout.contains(&format!(".SH \"TASKCENTER {}\"", command.to_uppercase())), "{command}");
    }
}
