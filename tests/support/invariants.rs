//! What holds for every reading of whatever body; tests and fuzz targets share it.
//!
//! Beside it stands `tree`, and `accepts`, an outside validator.

use taskcenter::{Code, Deviation, Dialect, Reading, Severity, Task};

use super::{accepts, tree};

pub fn count(reading: &Reading<'_>, code: Code) -> u64 {
    reading.deviation_counts().iter().find(|(counted, _)| *counted == code).map_or(0, |(_, count)| *count)
}

/// Everything that holds for every reading of whatever body.
pub fn check_invariants(reading: &Reading<'_>) {
    check_deviations(reading);
    check_law_2(reading);
    reading.tasks().iter().for_each(check_canonical_form);
    check_owned(reading);
}

/// Spans hold what they quote, in the order of the body: also of a body that was repaired.
pub fn check_spans(reading: &Reading<'_>) {
    let listed = reading.deviations();
    for pair in listed.windows(2) {
        assert!(pair[0].span.offset <= pair[1].span.offset, "not sorted: {pair:?}");
    }
    for deviation in listed {
        let quoted = &reading.body()[deviation.span.offset..deviation.span.end()];
        assert_eq!(quoted, deviation.found.as_bytes(), "the span holds something else: {deviation:?}");
        assert_eq!(deviation.position, position(reading.body(), deviation.span.offset), "{deviation:?}");
    }
}

/// Law 4: spans hold what they quote, pointers resolve, the list is sorted and counted.
fn check_deviations(reading: &Reading<'_>) {
    let body = reading.body();
    let parsed = std::str::from_utf8(body).ok().map(tree::parse);
    let listed = reading.deviations();
    for pair in listed.windows(2) {
        assert!(pair[0].span.offset <= pair[1].span.offset, "not sorted: {pair:?}");
    }
    for deviation in listed {
        let quoted = &body[deviation.span.offset..deviation.span.end()];
        assert_eq!(quoted, deviation.found.as_bytes(), "the span holds something else: {deviation:?}");
        assert_eq!(deviation.position, position(body, deviation.span.offset), "{deviation:?}");
        assert!(!deviation.message.is_empty() && !deviation.message.contains('\n'), "{deviation:?}");
        assert!(
            deviation.task.is_none_or(|task| task < reading.tasks().len() || reading.error().is_some()),
            "{deviation:?}"
        );
        if matches!(deviation.code, Code::ByteOrderMark | Code::DeviationsCapped) {
            assert_eq!(deviation.pointer, "", "{deviation:?}");
            continue;
        }
        let Some((Some(tree), whole)) = &parsed else { continue };
        let places = tree.at(&deviation.pointer);
        assert!(!places.is_empty(), "the pointer leads nowhere: {deviation:?}");
        // A damaged body has values without an end; a tie quotes the bracket alone.
        let span = deviation.span.offset..deviation.span.end();
        let same = |place: &tree::Place<'_>| place.span() == span;
        let bracket = |place: &tree::Place<'_>| deviation.found == "{" && place.span().start == span.start;
        assert!(places.iter().any(|place| same(place) || bracket(place)) || !whole, "elsewhere: {deviation:?}");
        if deviation.code == Code::MissingMember {
            let object = |place: &tree::Place<'_>| {
                matches!(place, tree::Place::Value(tree::Tree { node: tree::Node::Object(_), .. }))
            };
            assert!(places.iter().any(object), "names no object: {deviation:?}");
        }
    }
    // The totals are those of the list, unless it was cut.
    if count(reading, Code::DeviationsCapped) == 0 && listed.iter().all(|d| d.code != Code::DeviationsCapped) {
        for code in Code::ALL {
            let in_list = listed.iter().filter(|deviation| deviation.code == *code).count() as u64;
            assert_eq!(count(reading, *code), in_list, "the total of {code} is wrong");
        }
    }
    // Law 8: every name that stands twice is reported, wherever it stands.
    if let Some((Some(tree), true)) = &parsed
        && reading.error().is_none()
    {
        // Those inside of texts are no names of this document.
        let inside = |d: &&Deviation<'_>| d.code == Code::DuplicateKey && d.message.starts_with("inside of");
        let inside = listed.iter().filter(inside).count() as u64;
        assert_eq!(count(reading, Code::DuplicateKey) - inside, tree.duplicates(), "names stand twice");
    }
}

/// No deviation above a note, if and only if the schema validator accepts.
pub fn check_law_2(reading: &Reading<'_>) {
    let graver = reading.deviations().iter().any(|deviation| deviation.severity > Severity::Note);
    let capped = reading.deviations().iter().any(|deviation| deviation.code == Code::DeviationsCapped);
    if reading.error().is_none() && !capped {
        assert_eq!(reading.conforms(), !graver);
    }
    // What no schema sees.
    let unseen = reading.error().is_some() || reading.api_error().is_some();
    let Some(dialect) = reading.dialect().filter(|_| !unseen && count(reading, Code::DuplicateKey) == 0) else {
        return;
    };
    let context = || format!("{:#?}\n{}", reading.deviations(), String::from_utf8_lossy(reading.body()));
    if Dialect::named(dialect.name()) == Some(dialect)
        && let Some(accepted) = accepts(dialect.name(), reading.body())
    {
        assert_eq!(accepted, reading.conforms(), "{} and its schema disagree: {}", dialect.name(), context());
    }
    #[cfg(feature = "schema")]
    assert_eq!(reading.violations().is_empty(), reading.conforms(), "{:?} {}", reading.violations(), context());
}

/// Law 7: `Task → JSON → Task` is the identity, and the JSON is stable byte for byte.
pub fn check_canonical_form(task: &Task<'_>) {
    let json = serde_json::to_string(task).unwrap();
    let back: Task<'_> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(&back, task, "{json}");
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
}

fn check_owned(reading: &Reading<'_>) {
    let owned = reading.clone().into_owned();
    assert_eq!(owned.tasks(), reading.tasks());
    assert_eq!(owned.deviations(), reading.deviations());
    assert_eq!(
        (owned.total(), owned.verdict(), owned.body()),
        (reading.total(), reading.verdict(), reading.body())
    );
}

/// Line and column by counting characters, the slow way.
fn position(body: &[u8], offset: usize) -> taskcenter::Position {
    let before = String::from_utf8_lossy(&body[..offset]);
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    taskcenter::Position { line, column }
}
