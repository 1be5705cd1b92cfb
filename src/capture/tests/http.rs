//! Heads and bodies, lengths and chunks, and what curl says beside them.

use super::*;

#[test]
fn heads_and_bodies() {
    let http = CaptureFormat::Http;
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
        "HTTP/1.1 200 OK\nSet-Cookie: CANARY\n\n",
        "HTTP/2 200 \r\nx-subject-token : CANARY\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 302 Found\r\nLocation: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\n\tc\r\n\r\n",
        "HTTP/1.1 200 OK\nData:Wed,02 May 2018 10:10:01 GMT\n",
        "HTTP/1.1 200 OK\nA: b\r\n\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "  % Total    % Received\n100   641  100   641    0 --:--:--  1001\r\nHTTP/1.1 200 OK\r\n\r\n",
        "$ curl -i -H 'X-Auth-Token: CANARY' https://x/\nHTTP/1.1 200 OK\r\n\r\n",
    ] {
        for body in [JOB, PRETTY] {
            let (seen, _) = bodies(&format!("{head}{body}\n"), &[body], http);
            assert_eq!(seen[0].exchange.as_ref().and_then(|exchange| exchange.status), Some(200));
        }
    }
    let verbose = format!(
        "* Connected\n> GET /v3/p/jobs?id=x HTTP/1.1\n> Host: rds.eu-de.otc.t-systems.com\n> X-Auth-Token: CANARY\n>\n\
         {{ [306 bytes data]\n< HTTP/1.1 200 OK\n< Set-Cookie: CANARY\n<\n{PRETTY}* Connection #0 left intact\n"
    );
    let (seen, _) = bodies(&verbose, &[PRETTY], http);
    assert_eq!(seen[0].dialect, Some("rds-job"));
    let dump = format!(
        "POST /v3/auth/tokens HTTP/1.1\nHost: iam\n\n{{\"auth\": {{\"password\": \"CANARY\"}}}}\nHTTP/1.1 201 Created\n\n{JOB}\n\
         GET /v3/p/tasks HTTP/1.1\nHost: gaussdb.example.com\n\nHTTP/1.1 200 OK\n\n{PRETTY}"
    );
    let (seen, _) = bodies(&dump, &[JOB, PRETTY], http);
    assert_eq!((seen[0].dialect, seen[1].dialect), (None, Some("gaussdb-tasks")));
}

#[test]
fn lengths_and_chunks() {
    let (_, summary) = all("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{\"job\": {");
    assert_eq!(summary.notices[0].kind, NoticeKind::Cut);
    let (seen, summary) = all(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n{JOB}"));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
    let (first, second) = JOB.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:X};x=y\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let (seen, _) = all(&chunked);
    assert_eq!(texts(&seen), [JOB]);
    let mut capture = Capture::new(chunked.as_bytes(), Limits::default());
    let body = capture.next_body().unwrap().unwrap();
    let (_, offset) = body.locate(25);
    assert_eq!(chunked.as_bytes()[offset as usize], JOB.as_bytes()[25]);
    let (seen, summary) = all(chunked.replace("Transfer", "Content-Length: 1\r\nTransfer"));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
}

#[test]
fn curls_word_for_a_body_is_no_body() {
    let text = format!(
        "> GET /v3/p/jobs?id=x HTTP/1.1\n> Host: rds.eu-de.otc.t-systems.com\n>\n< HTTP/1.1 200 OK\n<\n{{ [512 bytes data]\n{JOB}\n"
    );
    bodies(&text, &[JOB], CaptureFormat::Http);
}
