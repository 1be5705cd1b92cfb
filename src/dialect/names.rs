//! Which names mean what: other dialects', other cases, padded ones.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::meaning::{Meaning, Place};
use super::shape::{Rule, Value};
use super::{Dialect, shapes};
use crate::bytes::padded;

/// A table by names out of schemas.
pub(super) type ByName<K, V> = HashMap<K, V, BuildHasherDefault<NameHasher>>;

/// Quick, and no harm: nobody chooses the names of schemas to collide, and the table never grows by what a body
/// says.
#[derive(Debug, Default)]
pub(super) struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut mix = |word: [u8; 8]| {
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        };
        match (bytes.first_chunk(), bytes.last_chunk()) {
            // Beginning, middle and end tell names apart, and short ones overlap.
            (Some(first), Some(last)) => {
                mix(*first);
                bytes
                    .get(bytes.len() / 2..)
                    .and_then(<[u8]>::first_chunk)
                    .into_iter()
                    .for_each(|middle| mix(*middle));
                mix(*last);
            }
            _ => mix(padded(bytes)),
        }
    }

    /// What ends a text says nothing where there is one alone.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        // The table looks at the highest bits and at the lowest.
        self.0 ^ self.0 >> 32
    }
}

/// Every name that has a meaning in some dialect, in lower case, with the objects in which it stands.
#[derive(Debug)]
pub(crate) struct Names(ByName<String, Vec<(Place, Arc<Rule>)>>);

impl Names {
    /// The names that these dialects use.
    pub(crate) fn of<'d>(dialects: impl IntoIterator<Item = &'d Dialect>) -> Names {
        let mut names: ByName<String, Vec<_>> = ByName::default();
        for dialect in dialects {
            shapes(dialect.shape(), &mut |place, shape| {
                for member in shape.members.iter().filter(|member| means_elsewhere(&member.rule)) {
                    let places = names.entry(member.name.to_ascii_lowercase()).or_default();
                    places.push((place, member.rule.clone()));
                }
            });
        }
        Names(names)
    }

    /// What the name says in such an object, in the first dialect that has it.
    pub(crate) fn find(&self, place: Place, called: &Called<'_>) -> Option<&Arc<Rule>> {
        let places = self.0.get(&*called.folded)?;
        let known = |at: Place| {
            let named = places.iter().filter(move |(place, _)| *place == at).map(|(_, rule)| rule);
            named.into_iter().find(|rule| rule.meaning.is_some_and(|meaning| meaning.belongs_in(place)))
        };
        // `instance_id` flat in the task, as DDS, DDM and TaurusDB have it in their lists.
        known(place).or_else(|| if place == Place::Task { known(Place::Instance) } else { None })
    }
}

/// A name in a body, taken apart once for all that is asked of it.
pub(crate) struct Called<'n> {
    pub(crate) name: &'n str,
    /// Without blanks around it, and in lower case: the same for all spellings of one.
    bare: &'n str,
    folded: Cow<'n, str>,
}

impl<'n> Called<'n> {
    pub(crate) fn new(name: &'n str) -> Self {
        let bare = bare(name);
        let folded = if bare.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(bare.to_ascii_lowercase())
        } else {
            Cow::Borrowed(bare)
        };
        Called { name, bare, folded }
    }

    /// The same for all spellings of the name.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn is_padded(&self) -> bool {
        self.bare.len() < self.name.len()
    }

    /// How far it is from the wanted one, if it is a spelling of it.
    pub(crate) fn spells(&self, wanted: &str) -> Option<Distance> {
        distance(self.name, self.bare, wanted)
    }
}

/// Whether the name is the wanted one, in any spelling.
pub(super) fn is_spelling(name: &str, wanted: &str) -> bool {
    name == wanted || distance(name, bare(name), wanted).is_some()
}

fn distance(name: &str, bare: &str, wanted: &str) -> Option<Distance> {
    if bare == wanted {
        (bare.len() < name.len()).then_some(Distance::Padded)
    } else {
        bare.eq_ignore_ascii_case(wanted).then_some(Distance::OtherCase)
    }
}

/// A name has blanks of every kind around it, when it has some; as a name nothing else fits.
fn bare(name: &str) -> &str {
    let ends = [name.as_bytes().first(), name.as_bytes().last()];
    let has_none = ends.iter().all(|end| end.is_some_and(u8::is_ascii_graphic));
    if has_none { name } else { name.trim() }
}

/// Whether a member says the same under its name in another dialect's body. What is part of the dialect's
/// own way of nesting doesn't.
fn means_elsewhere(rule: &Rule) -> bool {
    let nests = matches!(rule.meaning, Some(Meaning::SubTasks | Meaning::Wrapper));
    rule.meaning.is_some() && !nests && !matches!(rule.value, Value::Content(_) | Value::Again)
}

/// How far a name in a body is from the one that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Distance {
    Padded,
    OtherCase,
    OtherName,
}
