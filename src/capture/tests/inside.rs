//! Answers inside of other documents, of texts, and below prose.

use super::*;

const INSIDE: &str = "bodies stand inside of other documents here: what stands around them was passed over";

fn escaped(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn answers_in_records_of_structured_logs() {
    let texts = format!(
        "{{\"log\": \"starting\", \"stream\": \"stdout\"}}\n{{\"log\": {}, \"stream\": \"stdout\"}}\n{{\"log\": {}}}\n",
        escaped(&format!("got {JOB} in 3 ms")),
        escaped(PRETTY),
    );
    let objects = format!(
        "{{\"level\": \"INFO\", \"response\": {JOB}, \"took\": 3}}\n{{\"level\": \"INFO\", \"response\": {PRETTY}}}\n"
    );
    let collection = format!(
        "{{\n \"item\": [{{\"response\": [{{\"code\": 200, \"body\": {}}}]}},\n {{\"response\": [{{\"jsonBody\": {PRETTY}}}]}}]}}",
        escaped(JOB)
    );
    let list = format!("[{{\"body\": {}}}, {{\"body\": {}}}]", escaped(JOB), escaped(PRETTY));
    for text in [texts, objects, collection, list] {
        let (seen, summary) = bodies(&text, &[JOB, PRETTY], CaptureFormat::Log);
        assert_eq!(summary.notices[0].message, INSIDE, "{text}");
        assert_eq!(seen[0].offset as usize, text.find("{\\\"job").or(text.find(JOB)).unwrap(), "{text}");
    }
}

#[test]
fn answers_in_texts_of_other_formats() {
    let said = escaped(JOB);
    for text in [
        format!("ts=2024-01-01T10:00:00Z level=info msg=status body={said} took=31ms\n"),
        format!("---\nversion: 1\ninteractions:\n- response:\n    body: {said}\n    status: 200 OK\n"),
        format!("GET https://rds.x/v3/p/jobs: {{\n  \"Network\": {{}},\n  \"Response Body\": {said}\n}}\n"),
    ] {
        let (seen, _) = bodies(&text, &[JOB], CaptureFormat::Log);
        let place = text.find("{\\\"").unwrap();
        assert_eq!(seen[0].offset as usize, place, "{text}");
        assert_eq!(seen[0].line, text[..place].matches('\n').count() + 1);
    }
    let nested = format!("ok: [localhost] => {{\n  \"changed\": false,\n  \"json\": {JOB}\n}}\n");
    bodies(&nested, &[JOB], CaptureFormat::Log);
}

#[test]
fn answers_below_prose() {
    let debug = format!("send: b'GET /v3/p/jobs'\r\nreply: 'HTTP/1.1 200 OK'\r\nheader: Server: x\r\n{JOB}\r\n");
    bodies(&debug, &[JOB], CaptureFormat::Log);
    let page = format!("# Answers\n\nStatus 200:\n\n```json\n{PRETTY}\n```\n\nand\n\n```json\n{JOB}\n```\n");
    bodies(&page, &[PRETTY, JOB], CaptureFormat::Log);
    // One line may be the label of a document, which is damage that can be repaired.
    bodies(&format!("Example:\n{PRETTY}"), &[&format!("Example:\n{PRETTY}")], CaptureFormat::Unknown);
}

#[test]
fn what_is_damaged_in_a_text_is_told() {
    let damaged = "{\"job\": {\"id\": \"a\", \"name\": oops}}";
    let text = format!("{{\"log\": {}}}\n{{\"log\": {}}}\n", escaped(damaged), escaped(JOB));
    let (_, summary) = bodies(&text, &[damaged, JOB], CaptureFormat::Log);
    assert_eq!(summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Damage).count(), 1);
    let cut = format!("{{\"log\": {}}}\n{{\"log\": \"{{\\\"job\\\": {{\\\"id", escaped(JOB));
    bodies(&cut, &[JOB, "{\"job\": {\"id"], CaptureFormat::Log);
}

#[test]
fn what_holds_no_answer_stays_what_it_is() {
    for text in [
        "{\"level\": \"INFO\", \"response\": {\"id\": \"a\"}}",
        "{\"note\": \"a {\\\"brace\\\": 1} and more\"}",
        "{\"job\": {\"id\": \"a\", \"entities\": {\"jobs\": [], \"note\": \"{\\\"job\\\": {}}\"}}}",
        "{\"job_id\": \"a\", \"status\": \"SUCCESS\", \"entities\": {\"job\": {\"id\": \"b\"}}}",
        "{\"error_code\": \"A\", \"error_msg\": \"{\\\"job\\\": {}}\"}",
        "{\"id\": \"r1\", \"name\": \"CreateInstance\", \"status\": \"Running\", \"entities\": {\"job\": {\"id\": \"zz\"}}}",
        "{\"id\": \"r1\", \"status\": \"Failed\", \"fail_reason\": \"{\\\"job\\\": {\\\"id\\\": 1}}\"}",
    ] {
        bodies(text, &[text], CaptureFormat::Json);
    }
}

#[test]
fn a_secret_in_a_text_is_masked() {
    let text = format!("{{\"log\": {}}}\n", escaped("got {\"job\": {\"id\": \"a\", \"password\": \"CANARY\"}}"));
    all(text);
}

/// A flat answer is an answer, whatever it quotes. (found by a tester)
#[test]
fn flat_answers_keep_what_they_quote() {
    let flat = "{\"job_id\": \"a\", \"job_type\": \"createServer\", \"status\": \"FAIL\", \"begin_time\": \"2016-04-25T20:04:47.591Z\", \"entities\": {}, \"fail_reason\": \"said {\\\"job\\\": 1} and {\\\"error_code\\\": 2}\"}";
    let record = format!("{{\"log\": {}}}", escaped(JOB));
    bodies(&format!("{record}\n{flat}\n{record}\n"), &[JOB, flat, JOB], CaptureFormat::Log);
    bodies(flat, &[flat], CaptureFormat::Json);
    let request = "2024/01/23 10:00:00 [DEBUG] [1] API Request URL: GET https://ecs.cn-north-4.myhuaweicloud.com/v1/p/jobs/a\n";
    let log = format!("{request}2024/01/23 10:00:01 [DEBUG] [1] API Response Body: {flat}\n");
    assert_eq!(texts(&all(log).0), [flat]);
}

/// Thousands of bodies in one text, none of which is gone through for the one before it. (found by a tester)
#[test]
fn a_history_in_a_text_is_read_body_by_body() {
    let lines = "{\"job\": {\"id\": \"a\"}}\n".repeat(300);
    let text = format!("{{\"log\": {}}}", escaped(&lines));
    let (seen, _) = read(text.as_bytes(), &Limits::default());
    assert_eq!(seen.len(), 300);
    // Without an end: a cut body is told, and not looked for again behind each of its braces.
    let cut = format!("2024-01-01 INFO body=\"{}", "{\\\"job\\\":".repeat(300));
    let (seen, summary) = read(cut.as_bytes(), &Limits::default());
    assert_eq!(
        (seen.len(), summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Damage).count()),
        (1, 1)
    );
}
