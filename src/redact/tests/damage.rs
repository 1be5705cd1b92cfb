//! Names and values that damage parted, spelled in other ways, or wrapped.

use super::check;

#[test]
fn padded_names_are_names() {
    for name in [
        " password ",
        "password\\t",
        "password\\n",
        "Cookie\\r",
        "password\u{200b}",
        "password:",
        "[password]",
        " X-Auth-Token ",
        " secret_key ",
        " ak ",
    ] {
        check(&format!("{{\"job\": {{\"id\": \"stays\", \"{name}\": \"SECRET\", \"x\": \"stays\"}}}}"));
    }
}

#[test]
fn what_damage_leaves_between_a_name_and_its_value_hides_nothing() {
    for between in [
        "\u{a0}:\u{a0}",
        "\u{b}:\u{c}",
        "\u{2028}:\u{3000}",
        "\0:\0",
        "：",
        "/*c*/:",
        "//c\n:",
        "::",
        ":,",
        ";",
        ": /* of the admin */",
    ] {
        check(&format!("{{\"job\": {{\"id\": \"stays\", \"password\"{between}\"SECRET\", \"x\": \"stays\"}}}}"));
    }
    check("{\"id\": \"stays\", \"password:\"SECRET\", \"x\": \"stays\"}");
    check("{\"id\": \"stays\", \"password\":\"\"SECRET\"\", \"x\": \"stays\"}");
    check("{\"id\": \"stays\", \"password\":\"a\"SECRET\", \"x\": \"stays\"}");
    check("{\"msg\": \"bad password:\", \"x\": \"stays\"}");
}

#[test]
fn texts_in_the_syntax_of_a_language_are_values() {
    for value in ["b\"SECRET\"", "u\"SECRET\"", "@\"SECRET\"", "ObjectId(\"SECRET\")", "Some(\"SECRET\")"] {
        check(&format!("{{\"id\": \"stays\", \"password\":{value}, \"x\": \"stays\"}}"));
    }
    check("Config { token: Some(\"SECRET\"), name: \"stays\" }");
}

#[test]
fn an_escaped_quote_ends_no_text_of_sql() {
    check("{\"sql\": \"ALTER USER stays IDENTIFIED BY 'SECR\\\\'SECRET' stays\", \"x\": \"stays\"}");
    check("{\"sql\": \"ALTER USER stays IDENTIFIED BY SECRET1 stays\", \"x\": \"stays\"}");
    check("{\"sql\": \"identified by its stays\"}");
    let reason = "instance identified by a48e43ff268f4c0e879652d65e63d0fbin01 failed; backup identified by 2024-01-01T00:00:00Z";
    assert_eq!(super::secrets(reason.as_bytes()), reason.as_bytes());
}

#[test]
fn all_that_is_inside_of_a_password_is_masked() {
    check("{\"password\": {\"x\": \"SECRET\"}, \"id\": \"stays\"}");
    check("{\"Password\": {\"String\": \"SECRET\", \"Valid\": true}, \"id\": \"stays\"}");
    check("{\"password\": {\"a\": [\"SECRET\"], \"b\": {\"password\": 123}}, \"id\": \"stays\"}");
    check("{\"pass\": {\"tests\": 3, \"suite\": \"stays\"}, \"password\":, \"id\": \"stays\"}");
    check("{\"password\": {\"type\": \"password=SECRET\"}, \"id\": \"stays\"}");
    check("{\"reset_password\": {\"host\": \"stays\", \"instance\": {\"endpoint\": \"stays\"}}}");
    check("{\"password_reset\": {\"job_id\": \"stays\"}, \"credentials\": {\"task\": {\"id\": \"stays\"}}}");
    check("{\"X-Auth-Token\": {\"0\": \"SECRET\"}, \"id\": \"stays\"}");
    check("{\"secret\": {\"data\": {\"db\": \"SECRET\"}, \"more\": \"SECRET\"}, \"id\": \"stays\"}");
    check(
        "{\"password\": {\"old\": \"SECRET\", \"new\": \"SECRET\", \"created_at\": \"stays\"}, \"id\": \"stays\"}",
    );
}

/// Nobody could tell a number that was masked from one that wasn't.
#[test]
fn numbers_in_texts_are_masked_visibly() {
    let masked = |text: &str| String::from_utf8_lossy(&super::secrets(text.as_bytes())).into_owned();
    assert_eq!(masked("{\"msg\": \"the pass: 3, fail: 1\"}"), "{\"msg\": \"the pass: *, fail: 1\"}");
    assert_eq!(masked("{\"password\": 123, \"n\": 4}"), "{\"password\": 111, \"n\": 4}");
    for text in [
        "{\"password_lifetime\": 90, \"secret_version\": 3, \"token_expires_at\": \"2024-01-01T00:00:00Z\"}",
        "{\"msg\": \"set password_lifetime = 90, token_bucket=100\"}",
        "{\"msg\": \"Access denied for user 'root'@'10.0.0.1' (using password: YES)\", \"x\": 1}",
        "{\"password_policy\": \"strong\", \"cookies_enabled\": \"yes\"}",
    ] {
        assert_eq!(masked(text), text);
    }
}
