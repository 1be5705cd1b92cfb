//! Logs: Terraform's, and others.

use super::*;

#[test]
fn terraform_logs() {
    let old = format!(
        "2022-02-17T13:42:30.715+0800 [INFO]  provider: 2022/02/17 13:42:30 [DEBUG] API Request URL: GET {JOBS_URL}: timestamp=2022\n\
         2022-02-17T13:42:30.715+0800 [INFO]  provider: [DEBUG] API Request Headers:\nX-Auth-Token: CANARY: timestamp=2022\n\
         2022-02-17T13:42:31.715+0800 [INFO]  provider: [DEBUG] API Response Code: 200\n\
         2022-02-17T13:42:31.715+0800 [INFO]  provider: [DEBUG] API Response Body: {PRETTY}: timestamp=2022\n"
    );
    let (seen, _) = bodies(&old, &[PRETTY], CaptureFormat::Terraform);
    assert_eq!(seen[0].dialect, Some("rds-job"));
    assert_eq!(seen[0].exchange.as_ref().and_then(|exchange| exchange.status), Some(200));
    let tasks = r#"{"tasks": [], "total_count": 0}"#;
    let new = format!(
        "2024/01/23 10:00:00 [DEBUG] [1706004000000-1] API Request URL: GET {JOBS_URL}\n\
         2024/01/23 10:00:00 [DEBUG] [1706004000000-2] API Request URL: GET https://gaussdb.example.com/v3/p/tasks\n\
         2024/01/23 10:00:00 [DEBUG] [1706004000000-2] API Request Body: {{\"job\": {{\"password\": \"CANARY\"}}}}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-2] API Response Body: {tasks}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-1] API Response Body: {PRETTY}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-3] API Response Body: {{\"servers\": []}}\n"
    );
    let (seen, summary) = bodies(&new, &[tasks, PRETTY], CaptureFormat::Terraform);
    assert_eq!((seen[0].dialect, seen[1].dialect), (Some("gaussdb-tasks"), Some("rds-job")));
    assert_eq!(summary.skipped, 1);
    let otc = format!("2019/08/07 13:08:24 [DEBUG] OpenTelekomCloud Response Body: {PRETTY}\n");
    bodies(&otc, &[PRETTY], CaptureFormat::Terraform);
}

#[test]
fn other_logs() {
    let log = CaptureFormat::Log;
    let (seen, _) = bodies(
        &format!("12:00 GET {JOBS_URL} answered {JOB} in 31 ms\n{{ ok }}\nand {JOB}{JOB}"),
        &[JOB, JOB, JOB],
        log,
    );
    assert_eq!((seen[0].dialect, seen[1].dialect), (Some("rds-job"), None));
    bodies(&format!("2024-01-01 INFO {{\"response\": {JOB}, \"took\": 3}}\n"), &[JOB], log);
    bodies(&format!("2024-01-01 INFO msg=\"{{\" and {JOB}\n"), &[JOB], log);
    bodies("2024-01-01 INFO {\"job\": {\"id\": \"a\"\n2024-01-01 INFO done\n", &["{\"job\": {\"id\": \"a\""], log);
    let (_, summary) = bodies("2024-01-01 INFO { data: 1 }\n", &[], log);
    assert_eq!(summary.notice_total, 1);
}

/// A dialect is a schema file, and no name in the rooms that look for bodies.
#[test]
fn bodies_of_every_dialect_with_an_envelope_are_found() {
    let mut found = 0;
    for name in crate::Dialect::all().iter().filter_map(crate::Dialect::envelope) {
        let body = format!(r#"{{"{name}": []}}"#);
        bodies(&format!("2024-01-01 INFO answered {body} in 3 ms\n"), &[&body], CaptureFormat::Log);
        bodies(&format!("2024-01-01 INFO {{\"answer\": {body}}}\n"), &[&body], CaptureFormat::Log);
        bodies(&format!("answered {body} in 3 ms\n"), &[&body], CaptureFormat::Log);
        let in_har = har(&[entry("https://proxy.example.com/", &format!(r#"{{"text": {}}}"#, quoted(&body)))]);
        bodies(&in_har, &[&body], CaptureFormat::Har);
        found += 1;
    }
    assert!(found > 15, "{found}");
}

#[test]
fn errors_are_found_whatever_their_members_are_called() {
    for code in crate::read::api_error::CODE {
        for message in crate::read::api_error::MESSAGE {
            let body = format!(r#"{{"{code}": "RDS.0001", "{message}": "no"}}"#);
            bodies(&format!("2024-01-01 INFO answered {body}\n"), &[&body], CaptureFormat::Log);
        }
    }
}

/// What any program may log is an answer where the request's URL says so.
#[test]
fn tasks_without_an_envelope_are_found_by_their_url() {
    let body = r#"{"job_id": "a"}"#;
    let log = |url: &str| {
        format!(
            "2024/01/23 10:00:00 [DEBUG] [1706004000000-1] API Request URL: POST {url}\n\
             2024/01/23 10:00:00 [DEBUG] [1706004000000-1] API Request Body: {{\"job_id\": \"b\"}}\n\
             2024/01/23 10:00:01 [DEBUG] [1706004000000-1] API Response Body: {body}\n"
        )
    };
    let (seen, _) = bodies(&log("https://rds.example.com/v3/p/instances"), &[body], CaptureFormat::Terraform);
    assert_eq!(seen[0].dialect, Some("submitted-job"));
    let (_, summary) = bodies(&log("https://obs.example.com/v3/p/x"), &[], CaptureFormat::Terraform);
    assert_eq!(summary.skipped, 1);
}

#[test]
fn rubbish_before_a_body_is_told() {
    for (text, told) in [
        (format!(")]}}'{JOB}"), 1),
        (format!("x{JOB}\n"), 1),
        (format!(",{JOB}\n"), 1),
        (format!("\u{a0}{JOB}"), 1),
        (format!("answer: {JOB} and more\nanswer: {JOB}\n"), 1),
        (format!("2024-01-01T00:00:00Z answer: {JOB}\n"), 1),
        (format!("INFO answer: {JOB}\n"), 1),
    ] {
        let (seen, summary) = all(&text);
        assert!(!seen.is_empty(), "{text}");
        let odd = summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Odd).count();
        assert_eq!(odd, told, "{text}\n{summary:?}");
    }
}

/// The objects around its tasks were taken for somebody else's record, and the inner one for the body.
#[test]
fn objects_around_tasks_are_part_of_the_body() {
    let body = r#"{"extendparam":{"jobs":[{"id":"ff8080815564ddf5015564f64a560025"}]}}"#;
    bodies(&format!("DEBUG:root:{body}\n"), &[body], CaptureFormat::Log);
    // A record of a structured log isn't.
    let inner = r#"{"job":{"id":"a"}}"#;
    bodies(&format!("DEBUG {{\"level\":\"info\",\"body\":{inner}}}\n"), &[inner], CaptureFormat::Log);
}

/// `{"job_id": …}` in a Terraform log, at a path that no dialect has.
#[test]
fn answers_of_a_service_are_found_in_its_log() {
    let started = r#"{"job_id": "3711e2ad-5787-49bc-a47f-3f0b066af9f5"}"#;
    let log = |host: &str| {
        format!(
            "2024/01/23 10:00:00 [DEBUG] API Request URL: PUT https://{host}.example.com/v3/p/instances/i/public-ip\n\
             2024/01/23 10:00:01 [DEBUG] API Response Body: {started}\n"
        )
    };
    let (seen, _) = bodies(&log("rds"), &[started], CaptureFormat::Terraform);
    assert_eq!(seen.len(), 1);
    assert_eq!(read(log("obs").as_bytes(), &Limits::default()).0.len(), 0);
    // The request stood before the log's first line.
    let log = log("rds");
    let (_, response) = log.split_once('\n').unwrap();
    bodies(response, &[started], CaptureFormat::Terraform);
}

/// What follows the damage is the body's, as long as it looks so.
#[test]
fn a_damaged_body_over_several_lines_is_lent_whole() {
    let damaged = "{\"job\": {\n  \"id\": \"a\",\n  \"name\": oops,\n\t\"status\": \"Running\"\n}\n}";
    let text = format!("2024-01-01 INFO answered {damaged} in 3 ms\n2024-01-01 INFO {JOB}\n");
    let (seen, summary) = bodies(&text, &[damaged, JOB], CaptureFormat::Log);
    assert_eq!(
        summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Damage).count(),
        1,
        "{summary:?}"
    );
    assert_eq!((seen[1].line, seen[1].column), (7, 17));
    // Where the whole log is indented, that says nothing.
    let cut = "{\"job\": {\"id\": \"a\", \"sta";
    let indented = format!(
        "    poll_test.go:10: got {cut}\n    poll_test.go:10: got {JOB}\n    poll_test.go:11: got {JOB}\n"
    );
    bodies(&indented, &[cut, JOB, JOB], CaptureFormat::Log);
    bodies(&format!("12:00 INFO got {cut}\n}} else {JOB}\n"), &[cut, JOB], CaptureFormat::Log);
    bodies(&format!("12:00 INFO got {cut}\n    and so on\n"), &[cut], CaptureFormat::Log);
    // The envelope needn't come first.
    let late = "{\"total_count\": 1, \"jobs\": [{\"id\": oops}]}";
    bodies(&format!("2024-01-01 INFO answered {late} in 3 ms\n"), &[late], CaptureFormat::Log);
    // Cut off: the next record isn't part of it.
    let cut = "{\"job\": {\n  \"id\": \"a\",\n  \"name\": oops,";
    bodies(&format!("2024-01-01 INFO {cut}\n2024-01-01 INFO {JOB}\n"), &[cut, JOB], CaptureFormat::Log);
    bodies(&format!("2024-01-01 INFO {cut}\nINFO {JOB}\n"), &[cut, JOB], CaptureFormat::Log);
}
