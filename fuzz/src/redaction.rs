//! A secret in one of the places that are promised, with any bytes around it.

use taskcenter::redact::{secrets, secrets_in};

use crate::dice;

/// No letter of it may occur in a mask, and it is long enough not to come about by accident.
const CANARY: &str = "CANARYbcdefgh0123";

/// How a secret stands; `§` is its place.
const PLACES: [&str; 28] = [
    "\nX-Auth-Token: §\n",
    "\r\nX-Subject-Token: §\r\n",
    "\nx-security-token:§\n",
    "\nAuthorization: Basic §\n",
    "\nAuthorization : SDK-HMAC-SHA256 Access=§, SignedHeaders=host, Signature=§\n",
    "\nProxy-Authorization: Bearer §\n",
    "\nCookie: a=§; b=§\n",
    "\nSet-Cookie: s=§; Path=/\n",
    "\n> X-Auth-Token: §\n",
    "{\"password\": \"§\"}",
    "{\"db_password\"\n:\n\"§\", \"x\": 1}",
    "{\"secretKey\":\"§\"}",
    "{\"pass\\u0077ord\": \"§\"}",
    "{\\\"token\\\": \\\"§\\\"}",
    "{\"name\": \"X-Auth-Token\", \"value\": \"§\"}",
    "{\"passwords\": [\"§\", \"§\"]}",
    "{\"access\": \"§\", \"secret\": \"§\"}",
    "https://user:§@example.com/x",
    "?X-Amz-Signature=§&a=1",
    "&password=§&a=1",
    "{\"private_key\": \"§\"}",
    "{\"password\": {\"value\": \"§\"}}",
    "{\"token\": {\"expires\": \"x\", \"id\": \"§\"}}",
    "{\"obs_sk\": \"§\", \"apiKey\": \"§\"}",
    "ALTER USER 'a'@'%' IDENTIFIED BY '§';",
    "WITH PASSWORD '§'",
    "mysql --password § -h x",
    "\n-----BEGIN PRIVATE KEY-----\n§\n-----END PRIVATE KEY-----\n",
];

pub fn redaction(data: &[u8]) {
    whatever(data);
    let dice = dice(data);
    let place = PLACES[dice as usize % PLACES.len()];
    let filled = place.replace('§', CANARY);
    let at = (dice >> 8) as usize % (data.len() + 1);
    let text = [&data[..at], b"\n", filled.as_bytes(), b"\n", &data[at..]].concat();
    if data.windows(6).any(|window| window == b"CANARY") {
        return;
    }
    let masked = secrets(&text);
    let found = masked.windows(CANARY.len()).position(|window| window == CANARY.as_bytes());
    assert_eq!(found, None, "{place:?} in {}", String::from_utf8_lossy(&masked));
}

/// Masking moves nothing, leaves text text and documents documents.
fn whatever(data: &[u8]) {
    let masked = secrets(data);
    assert_eq!(masked.len(), data.len());
    for (before, after) in data.iter().zip(masked.iter()) {
        assert!(before == after || matches!(after, b'*' | b'1'));
        assert!(before == after || !matches!(before, b'\n' | b'\r'), "a line end was masked");
    }
    let is_document = |bytes: &[u8]| serde_json::from_slice::<&serde_json::value::RawValue>(bytes).is_ok();
    assert!(!is_document(data) || is_document(&masked), "{}", String::from_utf8_lossy(&masked));
    if let Ok(text) = std::str::from_utf8(data) {
        assert_eq!(secrets_in(text).as_bytes(), &*masked, "a mask cut a character in two");
    }
}
