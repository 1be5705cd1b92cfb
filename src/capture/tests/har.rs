//! HAR: entries, and what is odd about them.

use super::*;

#[test]
fn har_entries() {
    let text = har(&[
        entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(PRETTY))),
        entry("https://iam.example.com/v3/x", r#"{"text": "{\"credential\": {\"secret\": \"CANARY\"}}"}"#),
        entry("https://cdn.example.com/x.js", r#"{"text": "job()"}"#),
        entry("https://proxy.example.com/?token=CANARY", &format!(r#"{{"text": {}}}"#, quoted(JOB))),
        entry(JOBS_URL, r#"{"text": null}"#),
        entry(JOBS_URL, r#"{"encoding": "base64", "text": "eyJqb2IiOiB7fX0="}"#),
        entry(JOBS_URL, r#"{"encoding": "base64", "text": "!!!!"}"#),
        entry(JOBS_URL, r#"{"text": "<html>log in</html>"}"#),
    ]);
    let wanted = [PRETTY, JOB, "{\"job\": {}}", "<html>log in</html>"];
    let (seen, summary) = bodies(&text, &wanted, CaptureFormat::Har);
    assert_eq!((summary.skipped, summary.lost, summary.notice_total), (3, 1, 1));
    assert_eq!(seen[0].dialect, Some("rds-job"));
    assert_eq!(seen[1].dialect, None);
    let exchange = seen[0].exchange.clone().unwrap();
    assert_eq!(exchange.url.as_deref(), Some(JOBS_URL));
    assert_eq!((exchange.method.as_deref(), exchange.status), (Some("GET"), Some(200)));
    assert_eq!(exchange.time.as_deref(), Some("2024-01-01T00:00:00Z"));
    // A place in the body is one in the text that was escaped.
    let mut capture = Capture::new(text.as_bytes(), Limits::default());
    let body = capture.next_body().unwrap().unwrap();
    let id = PRETTY.find("id").unwrap();
    let (position, offset) = body.locate(id);
    assert_eq!(&text[offset as usize..offset as usize + 2], "id");
    assert_eq!((position.line, position.column), (1, offset as usize + 1));
}

#[test]
fn damaged_hars() {
    let good = entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)));
    let text = har(&[good.clone(), good.clone()]);
    let cut = text.rfind("status").unwrap();
    let (seen, summary) = all(&text[..cut]);
    assert_eq!((seen.len(), summary.lost, summary.notice_total), (1, 1, 1));
    let (seen, summary) = all(r#"{"log": {"version": "1.2", "entries": {}}}"#);
    assert_eq!((seen.len(), summary.notice_total), (0, 1));
    let nested = har(&[entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(&text)))]);
    let (seen, summary) = all(&nested);
    assert_eq!((seen.len(), summary.skipped, summary.notice_total), (0, 1, 1));
    let (seen, summary) = all(text.strip_suffix("}}").unwrap());
    assert_eq!((seen.len(), summary.notices[0].kind), (2, NoticeKind::Cut));
    let damaged = good.replace("\"headers\"", "headers");
    assert_eq!(all(har(&[damaged, good])).0.len(), 1);
}

#[test]
fn hars_that_say_odd_things_of_a_body() {
    let once = har(&[entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)))]);
    let again = format!("{}, \"entries\" : []}}}}", once.trim_end().strip_suffix("}}").unwrap());
    let half = JOB.replace(r#""n""#, r#""\ud800""#);
    // In the HAR's own text, where the body never had an escape.
    let half = quoted(&half).replace(r"\\ud800", r"\ud800");
    let named = once.replace(r#""entries": ["#, r#""comment": "entries", "entries": ["#);
    for (har, wanted) in [
        (once.clone(), None),
        (again, Some("more than one list of entries")),
        (named, None),
        (
            har(&[entry(JOBS_URL, &format!(r#"{{"encoding": "rot13", "text": {}}}"#, quoted(JOB)))]),
            Some("isn't base64"),
        ),
        (har(&[entry(JOBS_URL, &format!(r#"{{"text": {half}}}"#))]), Some("half a surrogate pair")),
    ] {
        let (seen, summary) = all(&har);
        assert_eq!(seen.len(), 1, "{har}");
        let told: Vec<_> = summary.notices.iter().map(|notice| &*notice.message).collect();
        assert_eq!(told.len(), usize::from(wanted.is_some()), "{har}\n{told:?}");
        assert!(wanted.is_none_or(|wanted| told[0].contains(wanted)), "{told:?}");
    }
}

pub(super) fn entry(url: &str, content: &str) -> String {
    format!(
        r#"{{"startedDateTime": "2024-01-01T00:00:00Z", "request": {{"method": "GET", "url": "{url}", "headers": [{{"name": "X-Auth-Token", "value": "CANARY"}}]}}, "response": {{"status": 200, "headers": [], "content": {content}}}}}"#
    )
}

pub(super) fn har(entries: &[String]) -> String {
    format!(r#"{{"log": {{"version": "1.2", "pages": [{{"a": []}}], "entries": [{}]}}}}"#, entries.join(",\n"))
}

pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
