//! What is masked, and what stays.
#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod damage;
mod documents;
mod pseudonyms;
mod search;

use super::*;

/// Every `SECRET` goes, every `stays` stays, nothing moves, and a document stays one.
fn check(text: &str) {
    let masked = secrets(text.as_bytes());
    let masked = String::from_utf8_lossy(&masked);
    assert!(!masked.contains("SECRET"), "{text}\n→ {masked}");
    assert_eq!(masked.matches("stays").count(), text.matches("stays").count(), "{text}\n→ {masked}");
    assert_eq!(masked.len(), text.len());
    assert_eq!(masked.matches('\n').count(), text.matches('\n').count());
    let is_document = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    assert!(!is_document(text) || is_document(&masked), "{text}\n→ {masked}");
}

#[test]
fn secrets_in_heads_are_masked() {
    check("X-Auth-Token: MIISECRET1\r\nServer: stays\r\n");
    check("x-subject-token:SECRET\r\nServer: stays");
    check("X-Auth-Token : SECRET\nServer: stays");
    check("X-Security-Token:\tSECRET\nServer: stays");
    check("X-Security-Token: SECRET1\n SECRET2\n\tSECRET3\nServer: stays");
    check("X-Security-Token: SECRET1\r\n SECRET2\r\nServer: stays");
    check("> X-Auth-Token: SECRET\n< Server: stays");
    check("> X-Security-Token: SECRET1\n>  SECRET2\n< Server: stays");
    check("Set-Cookie: a=SECRET1; b=\"SECRET2\"; Path=/\nServer: stays");
    check("Cookie: SECRET\r\n\r\nstays");
    check("Authorization: SDK-HMAC-SHA256 Access=SECRET1, SignedHeaders=host, Signature=SECRET2\nstays");
    check("Proxy-Authorization: Basic SECRET\nstays");
    check("curl -H \"X-Auth-Token:SECRET\" -H 'Cookie: SECRET' https://stays/");
    check("{\"name\": \"X-Auth-Token\", \"value\": \"SECRET\"}, {\"name\": \"Accept\", \"value\": \"stays\"}");
}

#[test]
fn secrets_in_bodies_are_masked() {
    check("{\"password\": \"SECRET\", \"name\": \"stays\"}");
    check("{\"password\" : \"SECR\\\"ET SECRET\\\\\", \"name\": \"stays\"}");
    check("{\"auth\":{\"identity\":{\"password\":{\"user\":{\"password\":\"SECRET\",\"name\":\"stays\"}}}}}");
    check(
        "{\"access\": \"SECRET\", \"secret\": \"SECRET\", \"securitytoken\"\n:\n\"SECRET\", \"expires\": \"stays\"}",
    );
    check("{\\\"accessKey\\\": \\\"SECRET\\\", \\\"name\\\": \\\"stays\\\"}");
    check("{\"pass\\u0077ord\": \"SECRET\", \"name\": \"stays\"}");
    check("{\"\\u0074oken\": \"SECRET\"} stays");
    check("{\"db_password\": \"SECRET cut");
    check("{\"tokens\": [\"SECRET\", \"SECRET\"], \"name\": \"stays\"}");
    check("{'sk': 'SECRET', 'name': 'stays'}");
    check("error[401] ak:SECRET,err:ak stays");
    check("ak LTAI5SECRETSECRETSECRET not exist, stays");
    check("{\"X-Auth-Token\": [\"SECRET\"], \"name\": \"stays\"}");
}

/// Found by the fuzzer: with a cut escape before it, the header was taken for a part of a member's name.
#[test]
fn a_cut_escape_swallows_no_line() {
    check("{\"t\\u0{l_count\nCookie: a=SECRET; b=SECRET\n\":1,\"stays\":2}");
    check("{\"a\\udc00\n-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n\": \"stays\"}");
    check("{\"a\nX-Auth-Token: SECRET\r\n\\u0041\": \"stays\"}");
    check("{\"stays\":\\u0\nAuthorization: Basic SECRET\n06fb");
}

#[test]
fn secrets_in_objects_of_their_name_are_masked() {
    check(r#"{"password": {"value": "SECRET", "expires": "stays"}, "name": "stays"}"#);
    check(r#"{"password": {"changed": "stays", "value" : "SECR\"ET"}, "id": "stays"}"#);
    check(r#"{"token": {"id": "SECRET"}, "id": "stays"}"#);
    check(r#"{\"token\": {\"id\": \"SECRET\", \"user\": \"stays\"}, \"id\": \"stays\"}"#);
    check(r#"{"secret": {"data": "SECRET", "key": "SECRET cut"#);
    check(r#"{"pass\u0077ord": {"value": "SECRET"}, "value": "stays"}"#);
    check(
        "{\"token\": {\"x\": \"\nCookie: SECRET\n\", \"id\": \"SECRET\", \"url\": \"https://x/?Signature=SECRET\", \"name\": \"stays\"}}",
    );
    check("{\"key\": \"password\", \"x\": \"?token=SECRET\", \"value\": \"SECRET\"}");
    check("{\"passwords\": [ stays\nProxy-Authorization: Bearer SECRET\n\"SECRET\"], \"name\": \"stays\"}");
}

/// Each of these went through: a member between those that were masked, a name that was taken for the value of the
/// name before it, blanks around `=`, and pairs of a name and a value in other spellings and orders.
#[test]
fn secrets_beside_their_name_are_masked() {
    check(
        r#"{"credential": {"access": "SECRET", "secret": "SECRET", "securitytoken": "SECRET", "expires_at": "stays"}}"#,
    );
    check("{'token': {'id': 'SECRET', 'user': 'stays'}, 'id': 'stays'}");
    check(r#"{"error_msg": "bad token: X-Auth-Token: SECRET", "name": "stays"}"#);
    check("bad token: secret: SECRET stays");
    check("SET PASSWORD = 'SECRET' -- stays");
    check("db_password = SECRET\nname = stays");
    check("db_password\t=\tSECRET stays");
    check("password= 'SECRET' stays");
    check(r#"{"sql": "SET PASSWORD = \"SECRET\"", "name": "stays"}"#);
    check("GET /v3?token= HTTP/1.1 stays");
    check(r#"{"Key": "token", "Value": "SECRET"}, {"Key": "name", "Value": "stays"}"#);
    check(r#"{"value": "SECRET", "key": "admin_password"}, {"value": "stays", "key": "name"}"#);
    check(r#"{"name": "password", "type": "stays", "value": "SECRET"}, {"value": "stays"}"#);
    check(r#"{\"name\": \"password\", \"shown\": \"stays\", \"value\": \"SECRET\"}"#);
    check("{'value': 'SECRET', 'name': 'X-Auth-Token'} 'stays'");
    check(r#"{"name": "tokens", "value": ["SECRET", "SECRET"], "id": "stays"}"#);
    check(r#"{\"name\" : \"tokens\" , \"value\" : [ \"SECRET\" ], \"id\": \"stays\"}"#);
    // Where the document is damaged: a colon that got lost, a list that was cut, and other quotes.
    check(r#"{"credential": {"access" "SECRET", "secret": "SECRET"}, "name": "stays"}"#);
    check(r#"{"auth": {"password" "SECRET"}, "name": "stays"}"#);
    check(r#"{"password" "SECRET", "name": "stays"}"#);
    check(r#"{"password": SECRET, "name": "stays"}"#);
    check(r#"{"passwords": ["SECRET], "name": "stays"}"#);
    check("passwords: [SECRET, SECRET]\nname: stays");
    check(r#"password: {"value": "SECRET", "name": "stays"}"#);
    check(r#"{:password=>"SECRET", :name=>"stays"}"#);
    check(r#"{"passwords": ["SECRET", "SECRET"#);
    check("{'passwords': ['SECRET', 'SECRET'], 'name': 'stays'}");
    check("X-Auth-Token SECRET12\r\nServer: stays");
    check("the X-Auth-Token header stays");
    // In texts of texts, each quote has as many backslashes before it as its level asks for; also where one was cut.
    check(r#"{"data": "{\"password\": \"SEC\\\"RET\", \"name\": \"stays\"}"}"#);
    check(r#"{"a": "{\"b\": \"{\\\"password\\\": \\\"SECRET\\\", \\\"c\\\": \\\"stays\\\"}\"}"}"#);
    check(r#"{"a": "{\"b\": \"{\\\"password\\\": \\\"SECRET cut\", \"c\": \"stays\"}"}"#);
    check(r#"{"of": {"value": "stays"}, "in": "password"} {"value": "stays"}"#);
    check(r#"{"message": "token:\"SECRET\" stays", "name": "stays"}"#);
    check(r#"{"message": "token: \"SECRET\" stays", "name": "stays"}"#);
    // Headers as pairs, and as one list of both.
    check(r#"{"headers": [["Accept", "stays"], ["X-Auth-Token", "SECRET12"], ["Host", "stays"]]}"#);
    check(r#"{"rawHeaders": ["Accept", "stays", "X-Auth-Token", "SECRET12", "Host", "stays"]}"#);
    check(r#"{"allowed": ["X-Auth-Token", "Content-Type", "stays"]}"#);
    check("- name: password\n  value: SECRET\n- name: stays\n  value: stays\n");
    check("- name: X-Auth-Token\r\n  value: \"SECRET\"\r\n- name: stays\r\n");
    check(r#"{"key": "password", "val": "SECRET", "name": "stays"}"#);
    // Damage that can be repaired.
    check("{“password”: “SECRET”, “name”: “stays”}");
    check(r#"{"password": /* a comment */ "SECRET", "name": "stays"}"#);
}

/// As other languages write their values.
#[test]
fn secrets_in_printed_values_are_masked() {
    check("{Accept=[*/*], Authorization=[Bearer SECRET], A=stays}");
    check("{Authorization=Basic SECRET, A=stays}");
    check("{'password': b'SECRET', 'name': u'stays'}");
    check("{u'password': u'SECRET', u'name': u'stays'}");
    check(r#"{"password ": "SECRET", "X-Auth-Token " : "SECRET", "name ": "stays"}"#);
    check(r#"{\"X-Auth-Token\":[\"SECRET\"],\"A\":[\"stays\"]}"#);
}

/// Some writers of JSON escape what HTML gives a meaning.
#[test]
fn secrets_behind_escaped_signs_are_masked() {
    check(r#"{"url": "https://stays/x?X-Auth-Token\u003dSECRET\u0026id\u003dstays", "name": "stays"}"#);
    check(r#"{"sql": "ALTER USER stays IDENTIFIED BY \u0027SECRET\u0027", "name": "stays"}"#);
    check(r#"{"message": "X-Auth-Token\u003a SECRET", "name": "stays"}"#);
    check(r#"{"data": "{\u0022password\u0022:\u0022SECRET\u0022,\u0022name\u0022:\u0022stays\u0022}"}"#);
    check(r#"{"data": "IDENTIFIED BY \u0027SECRET", "name": "stays"}"#);
    check(r#"{"data": "{\"url\": \"https://stays/?token\\u003dSECRET\\u0026id\\u003dstays\"}"}"#);
    check(r#"{"data": "\u4e2d\u6587\u003ctoken\u003eSECRET\u003c/token\u003e stays"}"#);
    check(r#"{"data": "stays\nsk: SECRET", "name": "stays"}"#);
    check(r#"{"data": "password\t=\tSECRET\n", "name": "stays"}"#);
    check(r#"{"data": "password:\n\tSECRET\n", "name": "stays"}"#);
    for padding in [0, 100, 4000, 32 << 10, 40 << 10, 64 << 10, 100_000] {
        let before = r#"{"a": "\u003c", "b": ""#;
        let text = format!("{before}{}?token\\u003dSECRET\\u0026id\\u003dstays\"}}", ".".repeat(padding));
        check(&text);
        check(&format!("{}{text}", r"\u003d".repeat(padding / 6)));
    }
}

#[test]
fn secrets_in_markup_are_masked() {
    check("<user><password>SECRET</password><name>stays</name></user>");
    check("<ns:X-Auth-Token id=\"stays\">SECRET</ns:X-Auth-Token>stays");
    check("<password/>stays<password>stays".trim_end_matches("<password>stays"));
    check(r#"<property name="password" value="SECRET"/> stays"#);
    check(r#"<property name="password">SECRET</property> stays"#);
    check(r#"{"error": "<password>SECRET</password> stays"}"#);
    check("<password><![CDATA[SECRET]]></password>stays");
    check(r#"{"error": "<p name=\"token\" value=\"SECRET\"> stays", "name": "stays"}"#);
}

/// Texts in which the names of secrets stand for no secret: they stay what they are. (found by a tester)
#[test]
fn what_is_said_about_secrets_breaks_no_document() {
    let long = "x".repeat(1024);
    let deep = "x".repeat(20 << 10);
    for text in [
        &*format!(r"{long}\u003cpassword: y"),
        &*format!(r"{long}\u003cinit\u003e(Foo.java:1)\nCaused by: wrong password: null"),
        &*format!(r"{long}X-Auth-Token\u003a abc"),
        &*format!(r"{long}\u003cpassword\u003eabc"),
        &*format!(r"{long}password\u003d'abc"),
        &*format!(r"{long}--password \u0027abc"),
        &*format!("{deep}<token>"),
        &*format!("{deep}PASSWORD $$"),
        &*format!("{deep}X-Auth-Token: abc"),
        r#"unknown field \"password\"\n"#,
        r#"unknown field \"password\" "#,
        "bad 'token' ",
        r"missing 'token'\n",
        r#"header \"X-Auth-Token\"\r\n"#,
        "bad “token” ",
        "“password”: ",
        "“password”: null",
        "token’=>",
        r#"the <password> of \"root\" is wrong"#,
        r#"expected <token>, found \"x\""#,
        r#"set key=\"password\"> \"x\""#,
        r#"password $$ and \"x\" y"#,
        r#"PASSWORD $$ of \"root\" failed"#,
        r"use --password \\",
        "SET PASSWORD FOR x = '",
        "the <password> placeholder was not replaced, task X failed on node 3",
        "List<Token> tokens",
    ] {
        let body =
            format!(r#"{{"job": {{"id": "stays", "fail_reason": "{text}", "process": "60%", "name": "stays"}}}}"#);
        check(&body);
        // No comma stands behind the damage, and no name is a value.
        check(&body.replace("}}", r#", // the <token> is below"#));
    }
    // A brace in quotes is no object, and a key ends with its text.
    for text in [
        r#"{"job":{"fail_reason":"Unexpected token: '{'","id":"stays","status":"Failed"}}"#,
        r#"{"job":{"fail_reason":"password='{' is invalid","id":"stays","value":"stays"}}"#,
        r#"{"a":"-----BEGIN PRIVATE KEY-----\nSECRET (cut)","id":"stays","b":"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"}"#,
        r#"{"a":"-----BEGIN PRIVATE KEY-----SECRET","id":"stays"}"#,
    ] {
        check(text);
    }
    for text in [
        r#"the <password> of \"root\" is wrong"#,
        r"missing 'token'\n",
        r#"unknown field \"password\"\n"#,
        "the <password> placeholder was not replaced",
        "“password”: ",
    ] {
        let body = format!(r#"{{"fail_reason": "{text}", "process": "60%"}}"#);
        assert!(matches!(secrets(body.as_bytes()), Cow::Borrowed(_)), "{body}\n→ {}", secrets_in(&body));
    }
    check("{\"job\": {\"id\": \"a\", // the <token> is below\n\"name\": \"stays\"}}");
    check("{\"job\": {\"id\": \"a\", // SET PASSWORD FOR x = '\n\"name\": \"stays\"}}");
    check("{\"job\": {\"id\": \"a\", // PASSWORD $$\n\"name\": \"stays\"}}");
    check("{\"name\": \"ResetPassword\"\n\"stays\": \"stays\"}");
}

/// However long the value is, and wherever it stands. (found by a tester)
#[test]
fn secrets_over_the_end_of_what_is_respelled_are_masked_whole() {
    let token = format!("MIIF{}", "SECRET".repeat(600));
    for padding in [0, 28_000, 29_000, 30_000, 31_000, 31_500, 32_000, 32_500, 33_000] {
        let before = ".".repeat(padding);
        check(&format!(r#"{{"a": "\u003c", "b": "{before} X-Auth-Token\u003d{token}", "name": "stays"}}"#));
    }
    let token = "SECRET".repeat(20_000);
    check(&format!(r#"{{"b": "X-Auth-Token\u003d{token}", "name": "stays"}}"#));
}

#[test]
fn keys_are_masked_by_their_names_and_headings() {
    check(r#"{"private_key": "SECRET", "apiKey": "SECRET", "x-api-key": "SECRET", "key": "stays"}"#);
    check(r#"{"obs_ak": "SECRET", "obs-sk": "SECRET", "userAk": "SECRET", "tempSK": "SECRET", "task": "stays"}"#);
    check(r#"{"kms_key_id": "stays", "passphrase": "SECRET", "accessKeyId": "SECRET"}"#);
    check("-----BEGIN RSA PRIVATE KEY-----\nSECRET\nSECRET==\n-----END RSA PRIVATE KEY-----\nstays");
    check(r#"{"pem": "-----BEGIN PRIVATE KEY-----\nSECRET", "name": "stays"}"#);
    // The heading is taken for the token itself, and masked.
    check("X-Auth-Token:\n\n-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\nstays");
    check("-----BEGIN PUBLIC KEY-----\nstays\n-----END PUBLIC KEY-----");
}

#[test]
fn secrets_in_statements_and_commands_are_masked() {
    check("ALTER USER 'stays'@'%' IDENTIFIED BY 'SECRET';");
    check("create user stays identified with mysql_native_password as 'SECRET' stays");
    check(r#"{"sql": "ALTER USER stays IDENTIFIED BY \"SECRET\"", "name": "stays"}"#);
    check(r#"{"fail_reason": "no such user was identified", "name": "stays"}"#);
    check("CREATE USER 'stays'@'%' IDENTIFIED WITH 'plugin' BY 'SECRET' stays");
    check("CREATE USER 'stays'@'%' IDENTIFIED WITH 'caching_sha2_password' AS '$SECRET' REQUIRE stays");
    check("ALTER ROLE stays WITH PASSWORD 'SECRET' stays");
    check("SET PASSWORD FOR stays = PASSWORD('SECRET') -- stays");
    check("mysql -u stays --password SECRET --host stays");
    check("mysql -u stays --password=SECRET --host stays");
    check("mysql -u stays --password \"SECRET of stars\" --host stays");
    check(r#"{"message": "mysql -u stays --password \"SECRET of stars\" --host stays"}"#);
    check(r#"{"message": "stays --password ", "name": "stays"}"#);
    check("SET PASSWORD FOR 'stays'@'%' = 'SECRET'; -- stays");
    check("set password for stays to 'SECRET'; -- stays");
    check("SET PASSWORD FOR stays = PASSWORD('SECRET'); -- stays");
    check("ALTER USER stays IDENTIFIED BY 'SECRET' REPLACE 'SECRET' RETAIN stays");
    check("ALTER USER stays IDENTIFIED BY 'it''s SECRET' stays");
    check("ALTER ROLE stays PASSWORD E'SECRET' stays");
    check("ALTER ROLE stays PASSWORD $$SECRET$$ stays");
    check("ALTER ROLE stays PASSWORD $a$SECRET$$SECRET$a$ stays");
    check(r#"{"sql": "ALTER ROLE stays PASSWORD $$SECRET", "name": "stays"}"#);
    check(r#"{"sql": "SET PASSWORD FOR stays = 'SECRET", "name": "stays"}"#);
    check(r#"{"sql": "SET PASSWORD FOR stays = \"SECRET\"", "name": "stays"}"#);
    check("CREATE LOGIN stays WITH PASSWORD = N'SECRET', CHECK_POLICY = stays");
    check(r#"{"sql": "CREATE LOGIN stays WITH PASSWORD=N'SECRET'", "name": "stays"}"#);
    check("ALTER ROLE stays ENCRYPTED PASSWORD 'SECRET' REPLACE 'SECRET' stays");
    check("mysql --password @SECRET --host stays");
    check(r#"{"m": "token=ab\/SECRET stays", "n": "Authorization=Bearer ab\/SECRET&a=stays"}"#);
    check("[('Accept', 'stays'), ('X-Auth-Token', '1SECRET2')]");
}

/// An escape that is part of no name hides nothing behind it. (found by fuzzing)
#[test]
fn escapes_before_a_header_hide_no_secret() {
    check("\"ta\\udc00n\n\nAuthorization : SDK-HMAC-SHA256 Access=SECRET, Signature=SECRET\nstays");
    check("\\u0041\nX-Auth-Token: SECRET\nstays: \"x\"");
    check("\"\\u0041 stays\" password=SECRET \"stays\"");
    // What is masked before a secret hides nothing of it.
    check("{token: 'stayed WITH PASSWORD 'SECRET', \"name\": \"stays\"}");
    // What is masked in a name decides nothing about the name.
    check("{\"\\udc00X-Auth-Token: SECRET_count\": \"SECRET\", \"name\": \"stays\"}");
}

#[test]
fn secrets_in_urls_are_masked() {
    check("https://user:SECRET@rds.example.com/stays");
    check("https://stays.example.com/v3/@stays?id=stays");
    check("https://stays.example/v3?AWSAccessKeyId=SECRET&Signature=SECRET%2B&Expires=stays");
    check(r#"{"url": "https://stays.example/v3?token=SECRET&id=stays", "name": "stays"}"#);
    check("https://stays.example/v3?X-Amz-Credential=SECRET&X-Amz-Signature=SECRET&id=stays");
}

#[test]
fn what_only_mentions_a_secret_stays() {
    for text in [
        r#"{"job": {"name": "ResetPassword", "status": "Running", "process": "60%"}}"#,
        r#"{"fail_reason": "the password is wrong", "token": null}"#,
        r#"{"task": "x", "created": "2018-08-06T10:41:14+0000", "access_mode": "rw"}"#,
        r#"{"token": {"expires_at": "x"}}"#,
        r#"{"fail_reason": "the password instance-0000000000000001 was given is wrong"}"#,
        r#"{"fail_reason": "the password(s) of 'root' are wrong"}"#,
        r#"{"fail_reason": "X-Auth-Token authentication v2 failed"}"#,
        r#"{"fail_reason": "X-Auth-Token v2 failed"}"#,
        r#"{"value": "x", "names": ["password", "token"]}"#,
        r#"{"allowed": ["X-Auth-Token", "Content-Type"]}"#,
        r#"{"fail_reason": "the password for a1 = 5 is wrong"}"#,
        r#"{"fail_reason": "the password $1 is wrong"}"#,
        "<p>the password</p> is wrong <password/>",
        "name: password\nrequired: true\n",
    ] {
        assert!(matches!(secrets(text.as_bytes()), Cow::Borrowed(_)), "{text}");
    }
}
#[test]
fn a_number_stays_one() {
    assert_eq!(&*secrets(br#"{"password": 12345}"#), br#"{"password": 11111}"#);
}

#[test]
fn texts_are_masked_as_bytes_are() {
    assert_eq!(secrets_in("é token=é stays"), "é token=** stays");
    assert!(matches!(secrets_in("the token is wrong"), Cow::Borrowed("the token is wrong")));
}

#[test]
fn a_secret_of_one_letter_is_one() {
    let masked = secrets(br#"{"password": "x", "name": "y"}"#);
    assert_eq!(std::str::from_utf8(&masked), Ok(r#"{"password": "*", "name": "y"}"#));
}

#[test]
fn a_list_stays_one() {
    let masked = secrets(br#"{"tokens": ["ab", "cd"], "id": 1}"#);
    assert_eq!(std::str::from_utf8(&masked), Ok(r#"{"tokens": ["********"], "id": 1}"#));
}
#[test]
fn names_without_an_end_are_none() {
    for count in [25, 26, 51, 52, 100, 1000] {
        let long = "token".repeat(count);
        check(&format!("token={long}= stays"));
        check(&format!("token: {long}: x"));
        check(&format!("{} stays", "token=".repeat(count)));
        check(&format!("{{\"credential\": {{\"{long}\": \"x\"}}, \"secret\": \"SECRET\"}}"));
        check(&format!("{{\"value\": \"x\", \"name\": \"{long}\", \"secret\": \"SECRET\"}}"));
    }
}
