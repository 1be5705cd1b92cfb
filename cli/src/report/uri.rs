//! Paths as URIs, for reports that want those.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;

/// A reference to a file: relative for a relative path, byte for byte what the path is.
pub fn of_path(path: &Path) -> String {
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
        if !path.as_os_str().as_encoded_bytes().starts_with(b"/") {
            uri.push('/');
        }
    }
    encode(&mut uri, without_dots(path.as_os_str()));
    uri
}

/// The path without `./` at its beginning, which means nothing, and keeps tools from finding the file.
fn without_dots(path: &OsStr) -> &[u8] {
    let mut bytes = path.as_encoded_bytes();
    while let Some(rest) = bytes.strip_prefix(b"./") {
        bytes = rest;
        while let Some(rest) = bytes.strip_prefix(b"/") {
            bytes = rest;
        }
    }
    bytes
}

fn encode(uri: &mut String, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            // A drive. Elsewhere a colon in the first step would make a scheme of it.
            b':' if cfg!(windows) => uri.push(':'),
            // Writing to a String doesn't fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn every_name_has_its_own() {
        for (path, uri) in [
            (&b"captures/a.json"[..], "captures/a.json"),
            (b"././/a b.json", "a%20b.json"),
            (b"a:b#c?d%20.json", "a%3Ab%23c%3Fd%2520.json"),
            (b"\xff\xe6\xbc\xa2\n\"<.json", "%FF%E6%BC%A2%0A%22%3C.json"),
            (b"/var/log/a.json", "file:///var/log/a.json"),
            (b"../a.json", "../a.json"),
        ] {
            assert_eq!(of_path(Path::new(OsStr::from_bytes(path))), uri);
        }
    }
}
