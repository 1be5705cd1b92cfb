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
        r#"{"job":{"id":"x","token:":"stays","name":"stays"}}"#,
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
