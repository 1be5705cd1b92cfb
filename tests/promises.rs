//! The ledger of promises, `docs/promises.md`: every sentence that promises something names a test that runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where promises are made.
const DOCUMENTS: [&str; 3] = ["README.md", "SECURITY.md", "docs/ci.md"];

/// A sentence with one of these words promises something, or the ledger says why not.
const PROMISING: [&str; 7] = ["never", "nothing", "everything", "always", "every", "exact", "no"];

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sentences of a document that promise something.
fn promises(text: &str) -> BTreeSet<String> {
    let prose: String = text.split("```").step_by(2).collect::<Vec<_>>().join("\n\n");
    let mut paragraphs = vec![String::new()];
    for line in prose.lines() {
        if line.trim().is_empty() || line.starts_with(['#', '|', '-']) {
            paragraphs.push(String::new());
        }
        if !line.starts_with(['#', '|']) {
            let paragraph = paragraphs.last_mut().unwrap();
            paragraph.push_str(line.trim().trim_start_matches("- "));
            paragraph.push(' ');
        }
    }
    let sentences = paragraphs.iter().flat_map(|paragraph| {
        let mut sentences = Vec::new();
        let mut rest = paragraph.trim();
        while let Some(end) = rest.find(". ") {
            sentences.push(rest[..=end].to_owned());
            rest = rest[end + 1..].trim_start();
        }
        sentences.push(rest.to_owned());
        sentences
    });
    let word = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let mut words = lower.split(|character: char| !character.is_alphanumeric());
        words.any(|word| PROMISING.contains(&word))
    };
    sentences.filter(|sentence| word(sentence)).collect()
}

/// The rows of the ledger: a promise, and what keeps it.
fn ledger() -> Vec<(String, String)> {
    let text = file("docs/promises.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.rsplit_once(" | "));
    let rows = rows.map(|(promise, kept)| (promise.trim().to_owned(), kept.trim().to_owned()));
    rows.filter(|(promise, _)| !promise.starts_with("---") && promise != "promise").collect()
}

#[test]
fn every_promise_is_in_the_ledger_and_none_is_left_over() {
    let made: BTreeSet<String> = DOCUMENTS.iter().flat_map(|document| promises(&file(document))).collect();
    assert!(made.len() > 15, "{made:#?}");
    let kept: BTreeSet<String> = ledger().into_iter().map(|(promise, _)| promise).collect();
    let missing: Vec<_> = made.difference(&kept).collect();
    assert!(missing.is_empty(), "promised, and not in docs/promises.md: {missing:#?}");
    let stale: Vec<_> = kept.difference(&made).collect();
    assert!(stale.is_empty(), "in docs/promises.md, and promised nowhere: {stale:#?}");
}

#[test]
fn every_test_in_the_ledger_exists() {
    for (promise, kept) in ledger() {
        if let Some(reason) = kept.strip_prefix("none:") {
            assert!(reason.trim().len() > 10, "{promise}: why no test?");
            continue;
        }
        let mut tests = 0;
        for test in kept.split('`').skip(1).step_by(2) {
            let (path, name) =
                test.split_once("::").unwrap_or_else(|| panic!("{promise}: {test} is no FILE::TEST"));
            let source = file(path);
            let at =
                source.find(&format!("fn {name}(")).unwrap_or_else(|| panic!("{promise}: there is no {test}"));
            // With a whole function's attributes and doc before it.
            let before = &source[source[..at].rfind("\n\n").unwrap_or(0)..at];
            let in_proptest = source[..at].contains("proptest! {");
            assert!(before.contains("#[test]") || in_proptest, "{test} is no test");
            assert!(!before.contains("#[ignore"), "{test} doesn't run");
            tests += 1;
        }
        assert!(tests > 0, "{promise}: names no test");
    }
}

#[test]
fn nothing_here_connects_or_runs_anything() {
    let mut folders = vec![PathBuf::from("src"), PathBuf::from("cli/src")];
    let mut looked_at = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if path.extension().is_none() {
                folders.push(path);
                continue;
            }
            let text = file(path.to_str().unwrap());
            for word in
                ["TcpStream", "UdpSocket", "UnixStream", "ToSocketAddrs", "process::Command", "Command::new("]
            {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 80, "{looked_at}");
    // Nor does anything that it is built of. (The benchmarks' opponents are in the same lock file.)
    let manifest = file("Cargo.toml") + &file("cli/Cargo.toml");
    for network in ["reqwest", "hyper", "ureq", "tokio", "curl", "attohttpc", "socket2", "resolve-http"] {
        assert!(!manifest.contains(&format!("\n{network} ")), "{network}");
    }
    assert!(manifest.matches("jsonschema = { version = \"0.60\", default-features = false").count() >= 2);
}
