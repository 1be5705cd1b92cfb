//! A document that is masked stays one.

use super::super::*;
use super::check;

#[test]
fn a_header_told_in_a_text_leaves_the_document_whole() {
    for (body, secret) in [
        (r#"{"job":{"id":"x","fail_reason":"request with Authorization: Basic CANARY was refused"}}"#, true),
        (r#"{"job":{"id":"x","fail_reason":"sent X-Auth-Token: CANARY; gave up","name":"n"}}"#, true),
        (r#"{"job":{"headers":"Cookie: a=1; sess=CANARY","id":"x"}}"#, true),
        (r#"{"job":{"id":"x","fail_reason":"psql password=\"CANARY\" failed"}}"#, true),
        (r#"{"job":{"id":"x","token_count":30}}"#, false),
    ] {
        let masked = secrets(body.as_bytes());
        let text = String::from_utf8_lossy(&masked);
        assert_eq!(masked.len(), body.len());
        assert_eq!(*text != *body, secret, "{text}");
        assert!(!text.contains("CANARY"), "{text}");
        let reading = crate::read(&masked);
        assert_eq!(reading.tasks().len(), 1, "{text}: {:?}", reading.error());
    }
    let cookie = "Cookie: a=1; sess=CANARY\nfoo bar\n";
    assert!(!String::from_utf8_lossy(&secrets(cookie.as_bytes())).contains("CANARY"));
}
/// The quote that ends a text was taken for one that begins a value, and what held the document together was masked.
#[test]
fn a_name_at_the_end_of_a_text_leaves_the_document_whole() {
    for body in [
        r#"{"job":{"id":"x","a_sk=": 1,"name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"bad token:","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"token:","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"password =","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"bad token: ","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"no password=","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"no password = ","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"token=>","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"--password ","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"identified by ","name":"stays"}}"#,
        r#"{"job":{"id":"x","fail_reason":"Cookie: ","name":"stays"}}"#,
        r#"{"job":{"id":"x","token:":"SECRET","name":"stays"}}"#,
    ] {
        check(body);
        let masked = secrets(body.as_bytes());
        let reading = crate::read(&masked);
        assert_eq!(reading.tasks().len(), 1, "{}: {:?}", String::from_utf8_lossy(&masked), reading.error());
        assert_eq!(
            reading.tasks()[0].name.is_some(),
            body.contains("name"),
            "{}",
            String::from_utf8_lossy(&masked)
        );
    }
}

/// The bracket before the quote is in another line, or nowhere. (found by fuzzing)
#[test]
fn a_text_at_the_beginning_of_a_line_stays_one() {
    check("[\n  \"no token = \",\n  \"stays\"\n]");
    check("[\n  \"sent Authorization: SECRET\",\n  \"stays\"\n]");
    check("\"the password=\"");
}

/// A quote that nobody closes in a sentence masked everything up to the next one, and a failed task with it.
#[test]
fn a_quote_without_its_twin_ends_with_its_text() {
    for said in [
        "Unexpected token ' in JSON at position 1",
        "right syntax to use near 'IDENTIFIED BY' at line 1",
        "right syntax to use near 'PASSWORD (' at line 1",
        "syntax error at or near \\\"IDENTIFIED\\\"",
        "'password=' is empty",
        "option '--password ' is unknown",
        "IDENTIFIED BY 'Ab...",
        "{'token': 'MIIF...(truncated)",
        "{\\\"token\\\": \\\"MIIF",
        "password='abc",
        "password=\\\\",
        "{\\\"X-Auth-Token\\\":[\\\"abc\\\"],\\\"A\\\":[\\\"b\\\"]}",
        "{\\\"passwords\\\":[{\\\"value\\\":\\\"x\\\"}]}",
    ] {
        let body = format!(
            r#"{{"jobs":[{{"id":"stays","fail_reason":"{said}","x":1}},{{"id":"stays","fail_reason":"can't connect"}}]}}"#
        );
        check(&body);
        let masked = secrets(body.as_bytes());
        let reading = crate::read(&masked);
        assert_eq!((reading.tasks().len(), reading.error()), (2, None), "{}", String::from_utf8_lossy(&masked));
    }
    let long =
        format!(r#"{{"job":{{"fail_reason":"{}Authorization: SECRET","id":"stays"}}}}"#, "trace ".repeat(1000));
    check(&long);
}

/// The names of the objects' members were masked, and their quotes.
#[test]
fn a_list_of_objects_stays_one() {
    check(r#"{"tokens":[{"id":"SECRET"}, {"x": "stays", "id":"SECRET"}],"name":"stays"}"#);
    check(
        r#"{"credentials":[{"user":"stays","password":"SECRET"}],"cookies":[{"name":"stays","value":"SECRET"}]}"#,
    );
    check(
        r#"{"secret_refs":[{"name":"stays","namespace":"stays"}],"x":{"name":"token","value":[{"id":"SECRET"}]}}"#,
    );
    check(r#"{"password_policy":[{"min":8}],"name":"stays"}"#);
}
