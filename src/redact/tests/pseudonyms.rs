//! Pseudonyms keep the shape of what they stand for.

use super::super::Pseudonyms;

#[test]
fn pseudonyms_keep_the_shape() {
    let names = Pseudonyms::with_salt("pepper");
    let id = names.id("a48e43ff268f4c0e879652d65e63d0fbin01");
    assert!(id.ends_with("in01") && id.len() == 36 && !id.contains("a48e43ff"), "{id}");
    let uuid = names.id("31b8ae23-c687-4d80-b7b4-42a66c9bb886");
    assert_eq!(uuid.match_indices('-').map(|(at, _)| at).collect::<Vec<_>>(), [8, 13, 18, 23]);
    assert_eq!(uuid, names.id("31b8ae23-c687-4d80-b7b4-42a66c9bb886"));
    assert_ne!(uuid, names.id("31b8ae23-c687-4d80-b7b4-42a66c9bb887"));
    assert_ne!(uuid, Pseudonyms::new().id("31b8ae23-c687-4d80-b7b4-42a66c9bb886"));
    assert!(names.address("192.168.1.203:3306").starts_with("192.0.2."));
    assert!(names.address("192.168.1.203:3306").ends_with(":3306"));
    assert!(names.address("fe80::1").starts_with("2001:db8::"));
    assert!(names.address("db.internal").ends_with(".example"));
    assert!(names.address("db.internal:3306").ends_with(".example:3306"));
    // What is no port is a part of the name, which goes.
    assert!(names.address("db.internal:prod").ends_with(".example"));
    assert!(names.name("mgr2").starts_with("name-"));
    // Without a shape to keep.
    for id in ["123", "a48e43ff of nobody", ""] {
        let other = names.id(id);
        assert!(other.len() == 32 && other.bytes().all(|byte| byte.is_ascii_hexdigit()), "{other}");
    }
    assert_eq!(format!("{names:?}"), "Pseudonyms { .. }");
}

/// Captures that were redacted at different times can be held against each other.
#[test]
fn a_salt_gives_the_same_pseudonyms_in_every_run() {
    let names = Pseudonyms::with_salt("pepper");
    assert_eq!(names.id("31B8ae23-c687-4d80-b7b4-42a66c9bb886"), "ef38ed70-fd94-13db-17ff-590f063ed63e");
    assert_eq!(names.id("a48e43ff268f4c0e879652d65e63d0fbin01"), "f792d903e393033103baf8cff1ab0e38in01");
    assert_eq!(names.id("job-1"), "005eb90c9ce7f30e7b65390d4180656e");
    assert_eq!(names.name("mgr2"), "name-30cf7caf");
    assert_eq!(names.address("[fe80::1]:3306"), "[2001:db8::780:7ca9]:3306");
}
