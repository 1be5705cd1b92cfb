//! Documents: one, one a line, one after the other, and none.

use super::*;

#[test]
fn one_document() {
    for document in [
        JOB,
        PRETTY,
        "[]",
        "{}",
        "{\"job\": {",
        "{\"a\": [1, }",
        "[[[[[[",
        "{\"jobs\": [ {\"id\": \"a\", ...}, ... ]}",
    ] {
        bodies(document, &[document], CaptureFormat::Json);
        bodies(&format!("\r\n \n{document}\n\n"), &[document], CaptureFormat::Json);
    }
    bodies(&format!("\u{feff}{JOB}"), &[&format!("\u{feff}{JOB}")], CaptureFormat::Json);
    let marked_twice = format!("\u{feff}\u{feff}{JOB}");
    bodies(&marked_twice, &[&marked_twice], CaptureFormat::Unknown);
    let fenced = format!("```json\n{PRETTY}\n```");
    bodies(&fenced, &[&fenced], CaptureFormat::Unknown);
    let closed_twice = format!("{PRETTY}}}\n}}");
    bodies(&closed_twice, &[&closed_twice], CaptureFormat::Json);
}

#[test]
fn what_is_no_capture_is_one_body() {
    for text in [
        "<!DOCTYPE html><html>{\"job\": 1}</html>",
        "<?xml version=\"1.0\"?>\n<Error/>",
        "hello",
        "plain\ntext\n{",
    ] {
        let (seen, _) = all(text);
        assert_eq!(texts(&seen), [text.trim_end()]);
    }
    let utf16: Vec<u8> = "\u{feff}{\"job\": {}}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(all(utf16).0.len(), 1);
    assert_eq!(texts(&all("").0), [""]);
    assert_eq!(texts(&all(" \n\n").0), [""]);
}

#[test]
fn lines() {
    let (seen, _) = bodies(&format!("{JOB}\r\n\r\n  {JOB}\n"), &[JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[1].line, seen[1].column), (3, 3));
    bodies(&format!("{JOB}\n{JOB}"), &[JOB, JOB], CaptureFormat::JsonLines);
    bodies(
        &format!("{JOB}\n[]\n3\nnonsense\n{JOB}"),
        &[JOB, "[]", "3", "nonsense", JOB],
        CaptureFormat::JsonLines,
    );
    bodies(&format!("{JOB}\n{{\"job\": {{"), &[JOB, "{\"job\": {"], CaptureFormat::JsonLines);
    let (seen, _) = bodies(&format!("{JOB}\r{JOB}\r"), &[JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[1].line, seen[1].column), (2, 1));
    bodies(&format!("{JOB}\ntime=1 body={JOB} ms\n"), &[JOB, JOB], CaptureFormat::JsonLines);
}

#[test]
fn a_bad_record_costs_no_other() {
    for bad in [
        "{\"job\": {\"id\": \"abc",
        "[[[[[[",
        "{\"a\": [[[",
        "{",
        "{\"a\": \"\\",
        "nonsense",
        "{\"job\": {\"id\": 1,}}",
    ] {
        bodies(&format!("{bad}\n{JOB}\n{JOB}\n"), &[bad, JOB, JOB], CaptureFormat::JsonLines);
        bodies(&format!("{JOB}\n{bad}\n{JOB}\n{JOB}\n"), &[JOB, bad, JOB, JOB], CaptureFormat::JsonLines);
    }
    bodies("{\n{\n{\n", &["{", "{", "{"], CaptureFormat::JsonLines);
    let cut = "{\n  \"job\": {\n    \"id\": \"a\"";
    bodies(&format!("{cut}\n{PRETTY}\n{PRETTY}\n"), &[cut, PRETTY, PRETTY], CaptureFormat::Documents);
}

#[test]
fn documents_one_after_the_other() {
    bodies(&format!("{PRETTY}\n{PRETTY}"), &[PRETTY, PRETTY], CaptureFormat::Documents);
    bodies(&format!("{PRETTY}{PRETTY}"), &[PRETTY, PRETTY], CaptureFormat::Documents);
    bodies(&format!("{JOB}{JOB}\n{JOB}"), &[JOB, JOB, JOB], CaptureFormat::Documents);
    let (seen, _) = bodies(&format!("{JOB}\n{JOB} {JOB}"), &[JOB, JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[2].line, seen[2].column), (2, JOB.len() + 2));
    bodies(&format!("{JOB}\n{PRETTY}\n{JOB}"), &[JOB, PRETTY, JOB], CaptureFormat::JsonLines);
    let seam = r#"{"job": {"name": "}{"}}"#;
    bodies(&format!("{seam}\n{seam}"), &[seam, seam], CaptureFormat::JsonLines);
}

#[test]
fn broken_by_a_terminal() {
    let text = format!(r#"{{"error_code": "DBS.1", "error_msg": "{}"}}"#, "word ".repeat(30));
    let broken: Vec<_> = text.as_bytes().chunks(80).map(|line| String::from_utf8_lossy(line)).collect();
    let (seen, summary) = all(broken.join("\n"));
    assert_eq!(texts(&seen), [text.as_str()]);
    assert_eq!(summary.notice_total, 1);
    // Not where the lines differ.
    let (seen, _) = all(broken.join("\n ").replacen('\n', "\n\n", 1));
    assert_eq!(seen.len(), 1);
    assert!(seen[0].bytes.contains(&b'\n'));
}

/// The mark, damage and what stands behind a document are of the body too, and count for its limit.
#[test]
fn the_limit_of_a_body_is_exact() {
    let fill = "x".repeat(30);
    let captures = [
        JOB.to_owned(),
        PRETTY.to_owned(),
        format!("\u{feff}{JOB}"),
        format!("\u{feff}\n  \n{JOB}\n"),
        format!("\u{feff}   {PRETTY}\n\n"),
        "\u{feff} {\"job\": {\"id\": \"a\"\n".to_owned(),
        // Damage, and where it ends.
        format!("{{\"job\": oops,\n\"id\": \"{fill}\"}}\n"),
        format!("{{\"job\": oops,\n\"id\": \"{fill}\"}}\n{PRETTY}\n"),
        format!("{{\"job\": {{\n\"id\": \"{fill}\""),
        format!("\u{feff}\n{{\"job\": {{\n\"id\": \"{fill}\"\n"),
        // What stands behind.
        format!("{PRETTY} and {fill}"),
        format!("{PRETTY}\nand {fill}\n{fill}\n"),
        format!("{{\"job\": oops}} and {fill}"),
        format!("{{\"job\":\noops}} and\n{fill}\n"),
        format!("plain\ntext of\n{fill}"),
        format!("HTTP/1.1 200 OK\n\n{PRETTY}"),
        format!("HTTP/1.1 200 OK\n\n{{\"job\": oops\n\"id\": \"{fill}\"}}"),
        format!("HTTP/1.1 200 OK\n\n{{\"job\": oops\n\"id\": \"{fill}\"}}\nHTTP/1.1 200 OK\n\n{{}}\n"),
        format!("2024-01-01 INFO {{\"job\": {{\"id\": \"{fill}\"}}}} in 3 ms\n"),
        format!("[\n  {{\"job\": {{}}}},\n  {{\"job\": {{\"id\": \"{fill}\"}}}}\n]\n"),
        format!("[{{\"job\": {{\"id\": oops, \"{fill}\", {{}}"),
        format!("2024-01-01 INFO {{\"job\": {{\"id\": oops, \"{fill}\"\n2024-01-01 INFO done\n"),
        format!("2024-01-01 INFO {{\"job\": {{\n\"id\": oops, \"{fill}\"}}}}\n2024-01-01 INFO done\n"),
    ];
    for text in captures {
        let limited = |body| read(text.as_bytes(), &Limits { body, ..Limits::default() });
        let longest = read(text.as_bytes(), &Limits::default()).0;
        let longest = longest.iter().map(|seen| seen.bytes.len()).max().unwrap();
        assert_eq!(texts(&limited(longest).0), texts(&all(&text).0), "{longest}: {text}");
        for body in 1..longest {
            let (seen, summary) = limited(body);
            assert!(seen.iter().all(|seen| seen.bytes.len() <= body), "{body} of {longest}: {seen:?}, {text}");
            assert!(!seen.is_empty() || summary.lost > 0, "{body}: {text}");
        }
    }
    // One byte less, and it is passed over and told; the document behind it is read.
    for lead in ["\u{feff}", "\u{feff} ", "\u{feff}\n\n"] {
        let first = format!("{lead}{JOB}");
        let text = format!("{first}\n{{\"job\": {{}}}}\n");
        let limited = |body| read(text.as_bytes(), &Limits { body, ..Limits::default() });
        assert_eq!(texts(&limited(first.len()).0), [first.as_str(), "{\"job\": {}}"]);
        let (seen, summary) = limited(first.len() - 1);
        assert_eq!((texts(&seen), summary.lost), (vec!["{\"job\": {}}".to_owned()], 1), "{summary:?}");
        assert_eq!((summary.notice_total, summary.notices[0].kind), (1, NoticeKind::Limit));
    }
}

/// Text that is no document keeps the limit of a body as well. (found by fuzzing)
#[test]
fn no_body_is_longer_than_its_limit() {
    let input = b"\x1f\x8b\x08\x01\xf7\x84\xdderr\"idrco\"\"created_at\"::otal_count\":\"u\n";
    for body in 1..input.len() {
        for text in [&input[..], &input[7..]] {
            let limits = Limits { body, ..Limits::default() };
            let (seen, _) = read(text, &limits);
            assert!(seen.iter().all(|seen| seen.bytes.len() <= body), "{body}: {seen:?}");
        }
    }
}

/// The mark and the blanks before a document may be more than the limit by themselves.
#[test]
fn a_limit_smaller_than_what_stands_before_a_document() {
    for blanks in [0, 1, 50] {
        for text in ["{\"job\": {\"id\": \"a\"", "{\"job\": {}}", "[{"] {
            let text = format!("\u{feff}{}{text}\n", " ".repeat(blanks));
            for body in 1..20 {
                let limits = Limits { body, ..Limits::default() };
                let (seen, summary) = read(text.as_bytes(), &limits);
                assert!(!seen.is_empty() || summary.lost > 0, "{text:?}, {body}");
            }
        }
    }
}

/// As `jq -s` makes them, in any layout.
#[test]
fn a_list_of_bodies() {
    const IN_A_LIST: &str = "these bodies stand in a list: each of them was read by itself";
    let error = "{\"error_code\": \"DBS.1\", \"error_msg\": \"x\"}";
    for layout in [
        format!("[{JOB},{PRETTY},{error},3]"),
        format!("[\n  {JOB},\n  {PRETTY},\n  {error},\n  3\n]\n"),
        format!(" [ {JOB} , {PRETTY} , {error} , 3 ] "),
        format!("[{JOB},\r\n{PRETTY}]\n[{error},3]"),
    ] {
        let (seen, summary) = bodies(&layout, &[JOB, PRETTY, error, "3"], CaptureFormat::Documents);
        assert_eq!(summary.notices[0].message, IN_A_LIST, "{layout}");
        assert_eq!(summary.notices.len(), 1, "{layout}");
        assert_eq!(seen[0].offset as usize, layout.find(JOB).unwrap());
    }
    let told = |text: &str, lent: &[&str]| {
        let (_, summary) = bodies(text, lent, CaptureFormat::Documents);
        summary.notices.iter().skip(1).map(|notice| notice.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&format!("[{JOB} {error}]"), &[JOB, error]),
        ["no comma stands before this element of the list"]
    );
    assert_eq!(told(&format!("[{JOB},"), &[JOB]), ["the list of bodies is cut off here"]);
    assert_eq!(
        told(&format!("[{JOB},{{\"job\": {{"), &[JOB, "{\"job\": {"]),
        ["the list of bodies is cut off here"]
    );
    assert!(told(&format!("[{JOB},,nil]"), &[JOB, ",nil"]).is_empty());
    assert_eq!(told(&format!("[{JOB},\n]"), &[JOB]), ["a comma stands before the end of the list"]);
    assert_eq!(
        told(&format!("[{JOB}] {error} ]"), &[JOB, error]),
        ["this body stands behind the list", "text stands behind the list; it was passed over"]
    );
    assert_eq!(
        told(&format!("[{JOB}]\n12:00 INFO got {JOB} in 3 ms\n[INFO] [1] done\n"), &[JOB, JOB]),
        ["text stands behind the list; it was passed over", "this body stands behind the list"]
    );
    let no_comma = "no comma stands before this element of the list";
    assert_eq!(told(&format!("[{JOB};{JOB}]"), &[JOB, ";", JOB]), [no_comma; 2]);
    assert_eq!(told(&format!("[{JOB},/* c */{JOB}]"), &[JOB, "/* c */", JOB]), [no_comma]);
    assert_eq!(told(&format!("[{JOB} x{JOB}]"), &[JOB, "x", JOB]), [no_comma; 2]);
    // A secret isn't parted from its name.
    assert_eq!(told(&format!("[{JOB}, password = hunter2]"), &[JOB, "password = *******"]), [""; 0]);
    assert_eq!(told(&format!("[{JOB},\"password\": \"hunter2\"]"), &[JOB, "\"password\": \"*******\""]), [""; 0]);
    for secret in [
        "\"password\": {\"value\": \"CANARY\"}",
        "\"tokens\": [\"CANARY\"]",
        "IDENTIFIED BY 'CANARY'",
        "password: [\"CANARY\"]",
        "\"password\":\n\"CANARY\"",
    ] {
        all(format!("[\n{JOB},\n{secret}\n]"));
        all(format!("[{JOB}]\n{secret}\n"));
    }
    // The first element needn't be an answer, and the envelope needn't come first.
    bodies(&format!("[null,\n{{}},\n{JOB}]"), &["null", "{}", JOB], CaptureFormat::Documents);
    let long = format!("{{\"total_count\": 1000, \"jobs\": [{{\"id\": \"{}\"}}]}}", "x".repeat(100_000));
    bodies(&format!("[{long},\n{JOB}]"), &[&long, JOB], CaptureFormat::Documents);
    let damaged = "{\"job\": {\"id\": \"a\",}}";
    assert!(told(&format!("[{JOB},{damaged},{JOB}]"), &[JOB, damaged, JOB]).is_empty());
    assert_eq!(told(&format!("\u{feff}[{JOB}]"), &[JOB]), [IN_A_LIST]);
    // What holds no answer is a list and no more.
    bodies("[{\"id\": \"a\"}]", &["[{\"id\": \"a\"}]"], CaptureFormat::Json);
    bodies("[\n {\"id\": \"a\"}\n]", &["[\n {\"id\": \"a\"}\n]"], CaptureFormat::Json);
}

/// Where each line is lent by itself, none of a key's lines says that it is one.
#[test]
fn the_lines_of_a_private_key_are_masked() {
    for (front, before) in [("", ""), ("{\"a\":1}\n", ""), ("", "2024-01-01 10:00:00 ")] {
        let key = [
            "-----BEGIN RSA PRIVATE KEY-----",
            "MIIEowIBAAKCAQEA0Z3",
            "S5JJcds3xf",
            "-----END RSA PRIVATE KEY-----",
        ];
        let key = key.map(|line| format!("{before}{line}\n")).concat();
        let key = format!("{front}{key}plain\n");
        let capture = format!("{JOB}\n{key}{JOB}\n");
        let mut reader = Capture::new(capture.as_bytes(), Limits::default());
        let mut lines = String::new();
        while let Some(body) = reader.next_body().unwrap() {
            lines.push_str(&String::from_utf8_lossy(body.bytes()));
            lines.push('\n');
        }
        assert!(!lines.contains("MIIE") && !lines.contains("S5JJ"), "{lines}");
        assert!(lines.contains("plain"), "{lines}");
        assert_eq!(lines.matches(JOB).count(), 2, "{lines}");
    }
}
