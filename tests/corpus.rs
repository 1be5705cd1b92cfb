//! The corpus: a file is a case, and its folder is the assertion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use support::{Case, DIALECTS, FOLDERS, WALKED, check_invariants, corpus};
use taskcenter::{Code, ErrorCode, ReadOptions, Reading, Verdict, read, read_as};

/// Runs a check on every case and names all that fail, not only the first.
fn each(check: impl Fn(&Case)) {
    let failed: Vec<_> = corpus()
        .iter()
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err())
        .map(Case::path)
        .collect();
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_folder_is_the_verdict() {
    each(|case| {
        let reading = read(&case.body);
        assert_eq!(reading.verdict().as_str(), case.folder, "{}: {}", case.path(), report(&reading));
    });
}

#[test]
fn the_folder_is_the_dialect() {
    each(|case| {
        let reading = read(&case.body);
        match reading.dialect() {
            Some(dialect) => {
                let ambiguous = reading.deviations().iter().any(|d| d.code == Code::AmbiguousDialect);
                let free = ambiguous || case.folder == "rejected";
                assert!(free || dialect.name() == case.dialect, "{} was read as {}", case.path(), dialect.name());
            }
            // Nothing in an error tells which service sent it.
            None => assert!(
                reading.api_error().is_some() || case.folder == "rejected",
                "{} was read as no dialect",
                case.path()
            ),
        }
    });
}

#[test]
fn naming_the_dialect_reads_the_same() {
    each(|case| {
        let (found, named) = (read(&case.body), read_as(case.dialect(), &case.body));
        assert_eq!(named.verdict(), found.verdict(), "{}: {}", case.path(), report(&named));
        assert_eq!(named.api_error(), found.api_error(), "{}", case.path());
        if case.folder != "rejected" {
            assert_eq!(named.tasks(), found.tasks(), "{}", case.path());
            assert_eq!(named.total(), found.total(), "{}", case.path());
        }
    });
}

#[test]
fn every_case_keeps_the_invariants() {
    each(|case| {
        check_invariants(&read(&case.body));
        // Also under the wrong name: a tolerant reader is never silent there either.
        for name in WALKED {
            check_invariants(&read_as(support::dialect(name), &case.body));
        }
    });
}

/// A body that is read holds a task, an empty list, or an error of the API: never nothing at all.
#[test]
fn no_case_is_zero_tasks_in_silence() {
    each(|case| {
        let reading = read(&case.body);
        if reading.verdict() == Verdict::Rejected {
            let error = reading.error().unwrap();
            assert!(error.offset <= case.body.len() && !error.message.is_empty());
        } else if reading.tasks().is_empty() {
            let text = String::from_utf8_lossy(&case.body);
            let listed = ["obs\"", "asks\"", "schedules\""].iter().any(|end| text.contains(end));
            assert!(reading.api_error().is_some() || listed, "{}", case.path());
        }
    });
}

#[test]
fn every_code_occurs() {
    let cases = corpus();
    let mut codes = BTreeSet::new();
    let mut errors = BTreeSet::new();
    for case in &cases {
        let reading = read(&case.body);
        codes.extend(reading.deviations().iter().map(|deviation| deviation.code));
        // Damage is a deviation only where it is read over.
        let repaired = ReadOptions::new().repair(true).read(&case.body);
        codes.extend(repaired.deviations().iter().map(|deviation| deviation.code));
        errors.extend(reading.error().map(|error| error.code.as_str()));
    }
    // These are said of captures: `tests/captures.rs`.
    codes.extend([Code::HttpStatus, Code::OddCapture, Code::DamagedCapture, Code::PassedOver]);
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !codes.contains(code)).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "in no file of the corpus: {}", missing.join(", "));
    // A body above the limit of 4 GiB is no file for a repository.
    let missing: Vec<_> = ErrorCode::ALL
        .iter()
        .filter(|code| **code != ErrorCode::TooLarge && !errors.contains(code.as_str()))
        .collect();
    assert!(missing.is_empty(), "in no file of the corpus: {missing:?}");
}

#[test]
fn every_case_has_an_origin() {
    let text = std::fs::read_to_string(support::root().join("corpus/ORIGINS.tsv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("file\torigin"));
    let mut listed = BTreeSet::new();
    for line in lines {
        let (file, origin) = line.split_once('\t').unwrap_or_else(|| panic!("no tab in {line:?}"));
        assert!(!origin.trim().is_empty(), "{file} has no origin");
        assert!(listed.insert(file.to_owned()), "{file} is listed twice");
    }
    let there: BTreeSet<_> = corpus().iter().map(Case::path).collect();
    let unlisted: Vec<_> = there.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&there).collect();
    assert!(unlisted.is_empty() && gone.is_empty(), "not in ORIGINS.tsv: {unlisted:?}; not there: {gone:?}");
    // Nothing but dialects and their three folders, so that no case is overlooked.
    let dialects: Vec<_> = subfolders(&support::root().join("corpus"));
    assert_eq!(dialects, BTreeSet::from(DIALECTS.map(str::to_owned)).into_iter().collect::<Vec<_>>());
    for dialect in dialects {
        let folders = subfolders(&support::root().join("corpus").join(&dialect));
        assert_eq!(folders, BTreeSet::from(FOLDERS.map(str::to_owned)).into_iter().collect::<Vec<_>>());
    }
}

fn subfolders(of: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(of).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a person would see, a folder on a page.
#[test]
fn reports() {
    let cases = corpus();
    for dialect in DIALECTS {
        let of = |wanted: &dyn Fn(&Case) -> bool| {
            let mut page = String::new();
            for case in cases.iter().filter(|case| case.dialect == dialect && wanted(case)) {
                writeln!(page, "## {}/{}\n\n{}", case.folder, case.file, report(&read(&case.body))).unwrap();
            }
            page
        };
        let documented = |case: &Case| case.file.starts_with("documented_");
        // The examples of the documents have a page of their own, with their source.
        let mut page = String::new();
        for case in cases.iter().filter(|case| case.dialect == dialect && documented(case)) {
            let source = String::from_utf8_lossy(&case.body);
            writeln!(
                page,
                "## {}/{}\n\n{}\n\n{}",
                case.folder,
                case.file,
                source.trim_end(),
                report(&read(&case.body))
            )
            .unwrap();
        }
        insta::assert_snapshot!(format!("{dialect}-documented"), page);
        for folder in FOLDERS {
            let page = of(&|case| case.folder == folder && !documented(case));
            insta::assert_snapshot!(format!("{dialect}-{folder}"), page);
        }
    }
}

/// Dialect, tasks, deviations with a caret, verdict.
fn report(reading: &Reading<'_>) -> String {
    let mut page = String::new();
    let dialect = reading.dialect().map_or("none", |dialect| dialect.name());
    writeln!(page, "dialect {dialect}").unwrap();
    for task in reading.tasks() {
        writeln!(page, "task    {}", serde_json::to_string(task).unwrap()).unwrap();
    }
    if let Some(total) = reading.total() {
        writeln!(page, "total   {total}").unwrap();
    }
    for (name, raw) in reading.extra().iter() {
        writeln!(page, "extra   {name:?}: {}", raw.compact()).unwrap();
    }
    if let Some(error) = reading.api_error() {
        writeln!(page, "error of the API {}", serde_json::to_string(error).unwrap()).unwrap();
    }
    for deviation in reading.deviations().iter().take(12) {
        let line =
            reading.body().split(|byte| *byte == b'\n').nth(deviation.position.line - 1).unwrap_or_default();
        let width = deviation.found.lines().next().unwrap_or_default().chars().count();
        writeln!(page, "{} {} {}: {}", deviation.position, deviation.severity, deviation.code, deviation.message)
            .unwrap();
        writeln!(page, "      at {:?}", deviation.pointer).unwrap();
        caret(&mut page, line, deviation.position.column, width);
    }
    if reading.deviations().len() > 12 {
        writeln!(page, "… and more: {:?}", reading.deviation_counts()).unwrap();
    }
    if let Some(error) = reading.error() {
        let line = reading.body().split(|byte| *byte == b'\n').nth(error.position.line - 1).unwrap_or_default();
        writeln!(page, "{error}").unwrap();
        caret(&mut page, line, error.position.column, 1);
    }
    writeln!(page, "verdict {}", reading.verdict()).unwrap();
    page
}

/// The source line, or the part of it around the place, and a caret under that.
fn caret(page: &mut String, line: &[u8], column: usize, width: usize) {
    const BEFORE: usize = 30;
    const MOST: usize = 100;
    let characters: Vec<char> = String::from_utf8_lossy(line).chars().collect();
    let from = if column > MOST - BEFORE { column - 1 - BEFORE } else { 0 };
    let shown: String = characters.iter().skip(from).take(MOST).flat_map(|c| visible(*c)).collect();
    let before: usize = characters.iter().take(column - 1).skip(from).map(|c| visible(*c).count()).sum();
    let room = MOST.saturating_sub(column - 1 - from).max(1);
    let width: usize = characters
        .iter()
        .skip(column - 1)
        .take(width.min(room))
        .map(|c| visible(*c).count())
        .sum::<usize>()
        .max(1);
    writeln!(page, "    | {}", shown.trim_end()).unwrap();
    writeln!(page, "    | {}{}", " ".repeat(before), "^".repeat(width)).unwrap();
}

/// Control and invisible characters spelled out.
fn visible(character: char) -> impl Iterator<Item = char> {
    let plain = character.is_ascii_graphic()
        || character == ' '
        || (character.is_alphanumeric() && u32::from(character) > 0xff);
    let text = if plain { character.to_string() } else { character.escape_default().to_string() };
    text.chars().collect::<Vec<_>>().into_iter()
}
