//! Whether the elements of a list are all different, as JSON Schema means it: `1` is `1.0`, and members have no order.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

use jsonschema::json::{Array, Node, Object, cmp};
use serde_json::Value;

use super::instance::Seen;

/// Whether no two of them are equal.
pub(super) fn are<'a>(elements: impl Iterator<Item = Seen<'a>>) -> bool {
    let hasher = RandomState::new();
    let mut known: HashMap<u64, Seen<'a>> = HashMap::new();
    for element in elements {
        match known.entry(digest(&element, &hasher)) {
            Entry::Vacant(place) => _ = place.insert(element),
            // Two that differ have the same digest once in a blue moon, and then count as different.
            Entry::Occupied(place) if cmp::equal(&tree(place.get()), &tree(&element)) => return false,
            Entry::Occupied(_) => {}
        }
    }
    true
}

/// The same number for whatever is equal.
fn digest(value: &Seen<'_>, hasher: &RandomState) -> u64 {
    if let Some(list) = value.as_array() {
        return list.elements().fold(1, |sum, element| hasher.hash_one((sum, digest(&element, hasher))));
    }
    if let Some(object) = value.as_object() {
        let members = object.members().map(|(name, value)| hasher.hash_one((&*name, digest(&value, hasher))));
        return members.fold(2, u64::wrapping_add);
    }
    match value.scalar() {
        Value::String(text) => hasher.hash_one((3, text)),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), ..) => hasher.hash_one((4, whole)),
            (_, Some(whole), _) => hasher.hash_one((5, whole)),
            // `1.0` and `-1.0` are whole; what is larger than any whole number is as it is.
            (_, _, Some(float)) if float.fract() == 0.0 && (0.0..1.8e19).contains(&float) => {
                hasher.hash_one((4, float as u64))
            }
            (_, _, Some(float)) if float.fract() == 0.0 && (-9.2e18..0.0).contains(&float) => {
                hasher.hash_one((5, float as i64))
            }
            (_, _, float) => hasher.hash_one((6, float.map(f64::to_bits))),
        },
        other => hasher.hash_one((7, other.as_bool())),
    }
}

/// One element as a tree, to hold it against another one.
fn tree(value: &Seen<'_>) -> Value {
    if let Some(list) = value.as_array() {
        return Value::Array(list.elements().map(|element| tree(&element)).collect());
    }
    match value.as_object() {
        Some(object) => {
            Value::Object(object.members().map(|(name, value)| (name.into_owned(), tree(&value))).collect())
        }
        None => value.scalar(),
    }
}
