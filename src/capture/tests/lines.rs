//! Lines in one piece against the bodies one by one.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

#[test]
fn a_history_comes_in_lines() {
    let text = format!("{JOB}\n").repeat(3000);
    let (seen, _, by_lines) = read_by_lines(text.as_bytes(), &Limits::default());
    assert_eq!(seen.len(), 3000);
    assert!(by_lines > 2900, "{by_lines}");
}

/// Whole by its looks, and the bytes at hand end inside of it, behind the opening that is read at once. (found by chance)
#[test]
fn a_line_is_the_same_wherever_the_bytes_at_hand_end() {
    let open = "{\"job\": \"a text without an end}";
    let text = format!("{}{open}\nnull\n", format!("{JOB}\n").repeat(300));
    for most in [1, 7, 10, 100, 1 << 20] {
        let (seen, _) = read(Slow { rest: text.as_bytes(), most, interrupted: false }, &Limits::default());
        assert_eq!(texts(&seen)[300..], [open, "null"], "{most} bytes at a time");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn lines_are_the_bodies_one_by_one(text in history(), most in select(vec![10, 1000, 1 << 20]), tight in any::<bool>()) {
        let mut limits = Limits::default();
        if tight {
            limits.line = 300;
        }
        let one_by_one = read(&*text, &limits);
        let (seen, summary, _) = read_by_lines(Slow { rest: &text, most, interrupted: false }, &limits);
        prop_assert_eq!((seen, summary), one_by_one);
    }
}

/// What stands on lines of histories: documents, what isn't quite one, secrets, and blanks.
fn history() -> impl Strategy<Value = Vec<u8>> {
    let long = format!("{{\"job\": {{\"id\": \"{}\"}}}}", "x".repeat(200_000));
    let lines = [
        JOB,
        PRETTY,
        r#"{"job": {"id": "a"}} {"job": {"id": "b"}}"#,
        r#"{"job": {"id": "a"}}{"job": {"id": "b"}}"#,
        r#"{"job": {"id": "}{"}}"#,
        r#"{"job": {"id": "} {", "status": " Running"}}"#,
        r#"  {"job": {"id": "a", "password": "CANARY"}}  "#,
        "\t{\"job\": {\"id\": \"a\"}}\r",
        r#"{"job": {"id": "a", "fail_reason": "Authorization: CANARY"}}"#,
        r#"{"job": {"id": "a", "password": "CANARY"#,
        r#"{"password": "CANARY}"#,
        r#"{"job": {"id": "cut"#,
        r#"{"job": {"id": 1 2}}"#,
        "[]",
        "{}",
        "[[",
        "}",
        "",
        " ",
        "\r",
        "null",
        "\"text\"",
        "some text {\"job\": {\"id\": \"a\"}} and more",
        "{\"job\": {\"id\": \"\u{e4}\"}}",
        &long,
    ];
    let lines = lines.map(|line| line.as_bytes().to_vec());
    let mut lines = Vec::from(lines);
    lines.push(b"{\"job\": {\"id\": \"\xff\"}}".to_vec());
    let line = prop_oneof![3 => Just(JOB.as_bytes().to_vec()), 2 => select(lines)];
    let start = prop_oneof![3 => Just(format!("{JOB}\n{JOB}\n").into_bytes()), 1 => Just(Vec::new())];
    let end = select(vec![&b"\n"[..], b"\r\n"]);
    (start, proptest::collection::vec(line, 0..30), end)
        .prop_map(|(start, lines, end)| [start, lines.join(end)].concat())
}
