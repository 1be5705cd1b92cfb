//! The search that is fast against one that looks at everything, and that it looks at nothing too often.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::*;
use super::check;

#[test]
fn a_clue_is_found_at_every_place_of_a_block() {
    for padding in 0..80 {
        check(&format!("{}\"secret\": \"SECRET\", \"stays\"{}", " ".repeat(padding), " ".repeat(80)));
        check(&format!("{}\"secret\": \"SECRET\"", " ".repeat(padding)));
    }
}
/// Pieces of names, values and what stands between them, in any order; whole and cut.
fn text() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 56] = [
        "\"password\"",
        "passwd",
        "pwd",
        "X-Auth-Token",
        "token",
        "Cookie",
        "secret",
        "SECRET_KEY",
        "credential",
        "Signature",
        "access",
        "accessKey",
        "AWSAccessKeyId",
        "auth",
        "pass",
        "ak",
        "sk",
        "private-key",
        "\"pass\\u0077ord\"",
        "\\u003d",
        "\\u0027",
        "\\n",
        "PASSWORD FOR u = '",
        " $a$",
        "''",
        "“",
        "<",
        ">",
        "/*",
        "- name: password\n value: ",
        "IDENTIFIED BY 'a' REPLACE '",
        "https://",
        "://user:",
        "@host/",
        "task",
        "created_at",
        "d_at\":\"2",
        "acc",
        "cret",
        "0cc4ce",
        "cc-",
        "process",
        ":",
        "=",
        "\"",
        "\\\"",
        "'",
        ",",
        " ",
        "\n",
        "\r\n",
        "{",
        "}",
        "[\"",
        "12345",
        "a48e43ff268f4c0e879652d65e63d0fbin01",
    ];
    let piece = prop_oneof![
        6 => select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..5),
        1 => (0..40usize).prop_map(|blanks| vec![b' '; blanks]),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Looks at every byte, and keeps no lanes and no ranges.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let (mut masked, mut from) = (bytes.to_vec(), 0);
    let mut covered = vec![false; bytes.len()];
    for at in 0..bytes.len() {
        let is_deep = covered.get(at..=at + name::LONGEST).is_some_and(|near| near.iter().all(|byte| *byte));
        if at < from || is_deep || !plain_clue(&bytes[at..]) {
            continue;
        }
        let led = name::values_of(bytes, at);
        for value in led.values {
            covered[value.clone()].fill(true);
            value::mask(&mut masked, value);
        }
        from = led.next.max(at + 1);
    }
    masked
}

/// The clues in letters.
fn plain_clue(bytes: &[u8]) -> bool {
    let begins = |clue: &str| {
        let same = |(byte, letter): (&u8, u8)| byte | 0x20 == letter | 0x20;
        bytes.len() >= clue.len() && bytes.iter().zip(clue.bytes()).all(same)
    };
    let short = (begins("ak") || begins("sk"))
        && bytes.get(2).is_none_or(|byte| byte | 0x20 < 0x60 || begins("ak\\") || begins("sk\\"));
    short
        || ["wd", ":/", "cce", "cc-", "cc.", "cc_", "\\u", "ok", "cret", "dent", "gnat", "key"]
            .iter()
            .any(|clue| begins(clue))
        || bytes.len() > 3 && (begins("p") && bytes[3] | 0x20 == b's' || begins("a") && bytes[3] | 0x20 == b'h')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_fast_search_is_the_plain_one(text in text()) {
        let mut masked = text.clone();
        search_plain(&text, |value| value::mask(&mut masked, value));
        let plain = plain(&text);
        prop_assert_eq!(String::from_utf8_lossy(&masked), String::from_utf8_lossy(&plain));
    }

    #[test]
    fn lines_are_masked_each_by_itself(text in text()) {
        let mut lines = text.clone();
        mask_lines(&mut lines);
        let alone = |line: &[u8]| secrets(line).into_owned();
        let each: Vec<_> = text.split(|byte| *byte == b'\n').map(alone).collect();
        let each = each.join(&b'\n');
        prop_assert_eq!(String::from_utf8_lossy(&lines), String::from_utf8_lossy(&each));
    }
}

/// Each of the names that stand in a value leads to what is masked already: a cut list of lists was masked as often as
/// it has names, which took minutes.
#[test]
fn names_in_values_are_not_followed_again() {
    for soup in [
        "{\"tokens\": [1234567890 \"a\", ",
        "{\"tokens\": [1234567890 'a ",
        "{\"token\": {\"x\": 1, \"id\": \"",
        "{\"token\": {\"x\": 1, \"id\": \\\"",
        "{\"name\": \"password\", \"value\": \"",
        "\"X-Auth-Token\", \"value\": ' ",
        "X-Auth-Token:\n",
        "X-Auth-Token: a\n ",
        "bad token: X-Auth-Token: ",
        "password: ",
        "password=",
        "password='",
        "\\\"name\\\":\\\"password,\\\\\\\\\\\\\\\\\\\"{",
        "[\"password\", \"",
        "'pwd':{'a':'b",
        "'password':{'a':'",
        "\"password\":{\"a\":\"b\",\"c\":{\"d\":",
        "[\"password\", \\\"",
        "tokens: [",
        "identified by identified by '",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\"",
        "\"pass\\u0077ord\": \"",
        "\\u0041\\u0041\\u0041\\u0041\"",
        "https://user:token=",
        "PASSWORD FOR u = '",
        "password $a$",
        "password $a$$",
        "identified by 'it''s ",
        "identified by 'a' replace '",
        "<password>",
        "<password id=\"",
        "[\"X-Auth-Token\", \"a1234567",
        "[\"X-Auth-Token\", 'a1234567",
        "- name: password\n  value: ",
        "\"password\": /* ",
        "“password”: “",
        "“password“",
        "token\\u003d",
        "token\\u003d\\u0027",
        "\\u003d\\u0041",
        "\\u0041",
        "\\u4e2d",
        "--password \"",
        "--password \\\"",
        "https://user:pass@token=",
    ] {
        for front in ["", "{\"a\": [", "{\"a\": \"", "{\"tokens\": [\n"] {
            let text = format!("{front}{}", soup.repeat(50_000 / soup.len()));
            let mut covered = 0;
            search(text.as_bytes(), |value| covered += value.len());
            assert!(covered <= 16 * text.len(), "{front}{soup}: {covered} of {} bytes", text.len());
        }
    }
}

#[test]
fn every_name_of_a_secret_has_a_clue() {
    for name in [
        "ak",
        "sk",
        "access",
        "pass",
        "auth",
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "adminPass",
        "userPass",
        "authorization",
        "cookie",
        "signature",
        "credential",
        "accessKey",
        "privateKey",
        "access_key",
        "Access-Key-Id",
        "X-Auth-Token",
        "x_subject_token",
        "Set-Cookie",
        "X-Amz-Credential",
        "X-Amz-Signature",
        "secret.key",
        "PRIVATE_KEY",
        "db-pwd",
        "old.passwd",
    ] {
        for name in [name.to_owned(), name.to_uppercase(), name.to_lowercase()] {
            let text = format!("{{\"{name}\": \"canary\"}}");
            assert!(!String::from_utf8_lossy(&secrets(text.as_bytes())).contains("canary"), "{text}");
        }
    }
}
