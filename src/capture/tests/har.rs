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
        (once.replace(r#""status": 200"#, r#""status": "200""#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": null"#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": 200.5"#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": 0"#), None),
        (once.replace(r#""status": 200"#, r#""status": 404, "status": 200"#), Some("stands twice")),
        (once.replace(r#""response": "#, r#""response": {}, "response": "#), Some("stands twice")),
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

fn in_base64(bytes: &[u8], letters: &[u8; 64]) -> String {
    let group = |three: &[u8]| {
        let bits = three.iter().fold(1u32, |bits, byte| bits << 8 | u32::from(*byte)) << (6 - 2 * three.len());
        (0..=three.len()).rev().map(move |at| char::from(letters[(bits >> (6 * at)) as usize & 63]))
    };
    bytes.chunks(3).flat_map(group).collect()
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const OF_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encoded(text: &str) -> String {
    entry(JOBS_URL, &format!(r#"{{"encoding": "base64", "text": "{text}"}}"#))
}

#[test]
fn base64_in_every_spelling() {
    let odd = "{\"job\": {\"name\": \"?>~\u{ff}\u{fb}\"}}";
    for length in 0..3 {
        let body = format!("{odd}{}", " ".repeat(length));
        let plain = in_base64(body.as_bytes(), STANDARD);
        let padded = format!("{plain}{}", "=".repeat((4 - plain.len() % 4) % 4));
        let broken = format!("{} {}", &padded[..8], &padded[8..]);
        for spelled in [&plain, &padded, &broken, &in_base64(body.as_bytes(), OF_URLS)] {
            let (seen, summary) = all(har(&[encoded(spelled)]));
            assert_eq!((texts(&seen), summary.notice_total), (vec![body.clone()], 0), "{spelled}");
        }
    }
    for broken in ["eyJq!", "eyJqb", "eyJ=qb2Ii", "eyJqb2IiOiB7fX0=A", "eyJq\u{e9}"] {
        let (seen, summary) = all(har(&[encoded(broken), encoded("eyJqb2IiOiB7fX0=")]));
        assert_eq!((seen.len(), summary.lost), (1, 1), "{broken}");
        assert_eq!(summary.notices[0].kind, NoticeKind::Damage);
    }
}

#[test]
fn packed_bodies() {
    let in_gzip = |bytes: &[u8]| in_base64(&packed(bytes), STANDARD);
    let (seen, summary) = all(har(&[encoded(&in_gzip(JOB.as_bytes()))]));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 0));
    let (seen, summary) = all(har(&[encoded(&in_gzip(&packed(JOB.as_bytes())))]));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
    assert!(summary.notices[0].message.contains("gzip inside of gzip"));
    let mut damaged = packed(JOB.as_bytes());
    damaged.truncate(40);
    for bytes in [damaged.clone(), packed(&damaged)] {
        let (seen, summary) = all(har(&[encoded(&in_base64(&bytes, STANDARD))]));
        assert_eq!((seen.len(), summary.lost), (0, 1));
        assert!(summary.notices[0].message.contains("is damaged gzip"));
    }
    let limits = Limits { body: 100, ..Limits::default() };
    let (_, summary) = read(har(&[encoded(&in_gzip(JOB.as_bytes()))]).as_bytes(), &limits);
    assert_eq!((summary.lost, summary.notices[0].kind), (1, NoticeKind::Limit));
    // A proxy may have unpacked it, and kept the head.
    let kept = encoded("eyJqb2IiOiB7fX0=").replace(
        "\"headers\": [], \"content\"",
        "\"headers\": [{\"name\": \"content-encoding\", \"value\": \"gzip\"}, 3], \"content\"",
    );
    let (seen, summary) = all(har(&[kept]));
    assert_eq!((seen.len(), summary.notice_total), (1, 1));
    assert!(summary.notices[0].message.contains("says gzip, and its body is none"));
}

#[test]
fn entries_without_a_body_are_counted_and_no_more() {
    let none = [
        r#"{"request": {"method": "GET"}, "response": {"status": 304}}"#.to_owned(),
        r#"{"request": [], "response": null}"#.to_owned(),
        "{}".to_owned(),
        entry(JOBS_URL, "{}"),
        entry(JOBS_URL, "[]"),
        entry(JOBS_URL, r#"{"text": ""}"#),
        entry(JOBS_URL, r#"{"text": 3}"#),
        entry(JOBS_URL, r#"{"encoding": "base64", "text": ""}"#),
    ];
    let (seen, summary) = all(har(&none));
    assert_eq!((seen.len(), summary.skipped, summary.lost, summary.notice_total), (0, 8, 0, 0));
}

#[test]
fn odd_lists_of_entries() {
    let good = entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)));
    for (text, bodies, kind) in [
        (r#"{"log": {"version": "1.2""#.to_owned(), 0, NoticeKind::Cut),
        (r#"{"log": {"version": "1.2"}}"#.to_owned(), 0, NoticeKind::Damage),
        (
            r#"{"log": {"version": "1.2", "creator": {"name": ["x"]}, "entries": null}}"#.to_owned(),
            0,
            NoticeKind::Damage,
        ),
        (format!(r#"{{"log": {{"version": "1.2", "entries": [{good}, 12, {good}]}}}}"#), 2, NoticeKind::Damage),
        (format!(r#"{{"log": {{"version": "1.2", "entries": [{good},"#), 1, NoticeKind::Cut),
        (format!(r#"{{"log": {{"version": "1.2", "entries": [{good}, oops"#), 1, NoticeKind::Damage),
    ] {
        let (seen, summary) = all(&text);
        assert_eq!(
            (seen.len(), summary.notices.first().map(|notice| notice.kind)),
            (bodies, Some(kind)),
            "{text}"
        );
    }
    // An entry over the limit costs no other.
    let limits = Limits { body: 400, ..Limits::default() };
    let large = entry(JOBS_URL, &format!(r#"{{"text": "{}"}}"#, "x".repeat(3 << 20)));
    let (seen, summary) = read(har(&[large, good]).as_bytes(), &limits);
    assert_eq!((seen.len(), summary.lost, summary.notices[0].kind), (1, 1, NoticeKind::Limit));
}

#[test]
fn places_behind_escapes_are_those_of_the_source() {
    for escapes in [
        r"\u00e9",
        r"\ud83d\ude00",
        r"\u20ac\t\/",
        r"\u0041\\",
        "\u{e9}\u{1f600}\\n",
        // Half a pair, and four digits behind another escape: they are no other half.
        r"\ud83d\nde00",
        r"\ud83d\u0041",
    ] {
        let text = har(&[entry(
            JOBS_URL,
            &format!(r#"{{"text": "{{\"job\": {{\"name\": \"{escapes}\", \"id\": 1}}}}"}}"#),
        )]);
        let mut capture = Capture::new(text.as_bytes(), Limits::default());
        let body = capture.next_body().unwrap().unwrap();
        let at = body.bytes().windows(3).rposition(|bytes| bytes == b"id\"").unwrap();
        let (_, offset) = body.locate(at);
        assert!(text[offset as usize..].starts_with("id\\\""), "{escapes}");
    }
}

/// A task without an envelope, at a path that no dialect has: the host says that it is of these services.
#[test]
fn answers_of_a_service_are_found_at_any_path() {
    let started = r#"{"job_id": "3711e2ad-5787-49bc-a47f-3f0b066af9f5"}"#;
    let [restart, other] = ["rds.eu-de.example.com", "obs.eu-de.example.com"]
        .map(|host| format!("https://{host}/v3/p/instances/i/action/restart"));
    let answer = |url: &str, text: &str| entry(url, &format!(r#"{{"text": {}}}"#, quoted(text)));
    let list = r#"{"instances": [{"id": "a"}]}"#;
    let text = har(&[answer(&restart, started), answer(&other, started), answer(&restart, list)]);
    let (seen, summary) = bodies(&text, &[started], CaptureFormat::Har);
    assert_eq!((seen.len(), summary.skipped), (1, 2));
}
