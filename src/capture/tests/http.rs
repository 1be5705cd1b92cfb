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

/// Found by the fuzzer: nothing was passed on, for ever.
#[test]
fn a_head_that_takes_nothing_off_comes_to_an_end() {
    let packed = [&b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"[..], &packed(JOB.as_bytes())].concat();
    let (seen, _) = all(packed);
    assert_eq!(texts(&seen), [JOB]);
    let extension = "x".repeat(2000);
    let (seen, summary) =
        all(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;{extension}\r\n{JOB}\r\n"));
    assert_eq!((texts(&seen), summary.skipped), (vec![JOB.to_owned()], 1));
}

#[test]
fn lengths_and_chunks() {
    let (_, summary) = all("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{\"job\": {");
    assert_eq!(summary.notices[0].kind, NoticeKind::Cut);
    let (seen, summary) = all(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n{JOB}"));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
    // A third one is no casting vote, whichever of them it repeats.
    for third in [5, 9, JOB.len()] {
        let lengths = format!("Content-Length: 5\r\nContent-Length: 9\r\nContent-Length: {third}");
        let summary = tells(format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\n{JOB}"), &[JOB], &["two different"]);
        assert_eq!(summary.lost, 0);
    }
    let (first, second) = JOB.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:X};x=y\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let (seen, _) = all(&chunked);
    assert_eq!(texts(&seen), [JOB]);
    // Lines of one name are one list, in either order.
    for lines in [
        "gzip\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding: gzip",
        "Chunked\r\nTRANSFER-ENCODING:",
    ] {
        tells(chunked.replacen("chunked", lines, 1), &[JOB], &[]);
    }
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

fn messages(summary: &CaptureSummary) -> Vec<&str> {
    summary.notices.iter().map(|notice| &*notice.message).collect()
}

#[track_caller]
fn tells(text: impl AsRef<[u8]>, wanted: &[&str], told: &[&str]) -> CaptureSummary {
    let (seen, summary) = all(text);
    assert_eq!(texts(&seen), wanted);
    let messages = messages(&summary);
    assert_eq!(messages.len(), told.len(), "{messages:?}");
    for (message, told) in messages.iter().zip(told) {
        assert!(message.contains(told), "{message:?} says nothing of {told:?}");
    }
    summary
}

#[test]
fn odd_heads_are_told() {
    for (head, told) in [
        ("HTTP/1.1 fine\n\n", "no status code"),
        ("HTTP/1.1 200 OK\nA header of nothing\n\n", "no colon"),
        ("HTTP/1.1 200 OK\nServer : x\n\n", "blank before the colon"),
        ("HTTP/1.1 200 OK\nContent-Length: much\n\n", "no number"),
        ("HTTP/1.1 200 OK\nContent-Length: 12\n\n", "says 12, the body has"),
        ("HTTP/1.1 200 OK\nContent-Length: 12000\n\n", "says 12000, the body has"),
        ("HTTP/1.1 200 OK\nServer: x\n", "no blank line"),
        ("HTTP/1.1 200 OK\nServer: x\n\nDate: y\n\n", "goes on behind a blank line"),
    ] {
        tells(format!("{head}{JOB}\n"), &[JOB], &[told]);
    }
    let (seen, _) = all(format!("HTTP/1.1 fine\n\n{JOB}"));
    assert_eq!(seen[0].exchange.as_ref().and_then(|exchange| exchange.status), None);
    tells("HTTP/1.1 204 No Content\n\n", &[], &["no response with a body"]);
}

#[test]
fn what_stands_where_an_answer_was_expected_is_for_the_reader() {
    let page = "<html>\n<p>busy</p>\n</html>";
    let after = format!("HTTP/1.1 502 Bad Gateway\n\n{page}\nHTTP/1.1 200 OK\n\n{JOB}\n");
    let asked = format!("GET /v3/p/jobs?id=x HTTP/1.1\nHost: rds.eu-de.otc.t-systems.com\n\n{after}");
    tells(&asked, &[page, JOB], &[]);
    // Of other servers a page is passed over.
    let summary = tells(format!("GET / HTTP/1.1\nHost: example.com\n\n{after}"), &[JOB], &[]);
    assert_eq!(summary.skipped, 1);
    // What is damaged ends where the next head begins.
    let damaged = "{\"job\": {\"id\": \"a\"\n oops}";
    let text = format!("HTTP/1.1 200 OK\n\n{damaged}\n< HTTP/1.1 200 OK\n<\n{JOB}\n");
    tells(text, &[damaged, JOB], &[]);
}

#[test]
fn a_command_names_the_request_and_its_data_is_no_answer() {
    let text = "$ curl -i -X POST -d '{\n  \"job\": {\"password\": \"CANARY\"}\n}' \
        https://rds.eu-de.otc.t-systems.com/v3/p/instances\nHTTP/1.1 202 Accepted\n\n{\"job_id\": \"a\"}\n";
    let (seen, _) = bodies(text, &["{\"job_id\": \"a\"}"], CaptureFormat::Http);
    assert_eq!(seen[0].dialect, Some("submitted-job"));
    let exchange = seen[0].exchange.clone().unwrap();
    assert_eq!((exchange.method.as_deref(), exchange.status), (Some("POST"), Some(202)));
    let text = format!("$ curl -i -XPUT https://x/\nHTTP/1.1 200 OK\n\n{JOB}\n");
    assert_eq!(all(text).0[0].exchange.clone().unwrap().method.as_deref(), Some("PUT"));
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

#[test]
fn damaged_chunks() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let (first, second) = JOB.split_at(100);
    let whole = [HEAD, &chunk(first.as_bytes()), &chunk(second.as_bytes()), b"0\r\n\r\n"].concat();
    tells(&whole, &[JOB], &[]);
    tells(&whole[..HEAD.len() + 50], &[&JOB[..46]], &["cut off inside of a chunk"]);
    let broken = [HEAD, &chunk(first.as_bytes()), b"many\r\n", second.as_bytes(), b"\r\n"].concat();
    let (seen, summary) = all(broken);
    assert_eq!((seen[0].bytes.as_slice(), summary.notices[0].kind), (first.as_bytes(), NoticeKind::Damage));

    let zipped = [HEAD, &chunk(&packed(JOB.as_bytes())), b"0\r\n\r\n"].concat();
    tells(&zipped, &[JOB], &[]);
    let mut bad = packed(JOB.as_bytes());
    bad.truncate(30);
    let (seen, summary) = all([HEAD, &chunk(&bad), b"0\r\n\r\n"].concat());
    assert_eq!((seen[0].bytes.as_slice(), messages(&summary).len()), (bad.as_slice(), 1));

    // A body over the limit costs no other.
    let limits = Limits { body: JOB.len() - 1, ..Limits::default() };
    let two = [&whole[..], b"HTTP/1.1 200 OK\r\n\r\n{\"job\": {}}\r\n"].concat();
    let (seen, summary) = read(&*two, &limits);
    assert_eq!((texts(&seen), summary.lost), (vec!["{\"job\": {}}".to_owned()], 1));
    assert_eq!(summary.notices[0].kind, NoticeKind::Limit);
}

#[test]
fn bodies_left_packed() {
    let zipped = packed(JOB.as_bytes());
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", zipped.len());
    let after = format!("\r\nHTTP/1.1 200 OK\r\n\r\n{PRETTY}");
    tells([head.as_bytes(), &zipped, after.as_bytes()].concat(), &[JOB, PRETTY], &[]);
    let mut damaged = zipped;
    damaged[20] ^= 0x55;
    let text = [head.as_bytes(), &damaged, after.as_bytes()].concat();
    let summary = tells(text, &[PRETTY], &["is damaged gzip"]);
    assert_eq!(summary.lost, 1);
}

#[test]
fn lines_over_the_limit_are_passed_over_in_heads_as_well() {
    let limits = Limits { line: 100, ..Limits::default() };
    let text = format!("HTTP/1.1 200 OK\nSet-Cookie: {}\n\n{{\"job\": {{}}}}\n", "x".repeat(300));
    let (seen, summary) = read(text.as_bytes(), &limits);
    assert_eq!(seen.len(), 1, "{summary:?}");
    assert!(messages(&summary)[0].contains("longer than the limit of 100 bytes"));
}

/// As proxies put sessions into an archive.
#[test]
fn a_rule_between_two_answers_is_no_body() {
    let rule = "-".repeat(66);
    let session = format!(
        "GET https://rds.cn-north-4.myhuaweicloud.com/v3/p/jobs?id=1 HTTP/1.1\r\nHost: x\r\n\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{JOB}\r\n\r\n{rule}\r\n\r\n",
        JOB.len()
    );
    let (_, summary) = bodies(&session.repeat(2), &[JOB, JOB], CaptureFormat::Http);
    let told: Vec<_> = summary.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(told, ["text stands behind the body; it was passed over"; 2]);
    assert_eq!((summary.skipped, summary.lost), (0, 0));
    // What touches the body is a part of it, and not in order.
    let head = "GET https://rds.cn-north-4.myhuaweicloud.com/v3/p/jobs?id=1 HTTP/1.1\n\nHTTP/1.1 200 OK\n\n";
    bodies(&format!("{head}{JOB}}}\n"), &[JOB, "}"], CaptureFormat::Http);
    bodies(&format!("{head}{JOB}\noops\n"), &[JOB, "oops"], CaptureFormat::Http);
}
