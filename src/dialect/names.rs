//! Which names mean what: other dialects', other cases, padded ones.

use std::cmp::Ordering;
use std::sync::Arc;

use super::meaning::{Meaning, Place};
use super::shape::{Member, Rule, Value};
use super::{Dialect, shapes};

/// Every name in some dialect, sorted without regard to case; of equals the first dialect's first.
#[derive(Debug)]
pub(crate) struct Names(Vec<Name>);

/// A name in one dialect.
#[derive(Debug)]
struct Name {
    /// Without blanks around it.
    text: Box<str>,
    place: Place,
    rule: Arc<Rule>,
    dialect: usize,
}

impl Names {
    /// The names that these dialects use.
    pub(crate) fn of<'d>(dialects: impl IntoIterator<Item = &'d Dialect>) -> Names {
        let mut names: Vec<Name> = Vec::new();
        for (dialect, of) in dialects.into_iter().enumerate() {
            shapes(of.shape(), &mut |place, shape| {
                let name = |Member { name, rule, .. }: &Member| Name {
                    text: name.trim().into(),
                    place,
                    rule: rule.clone(),
                    dialect,
                };
                names.extend(shape.members.iter().map(name));
            });
        }
        names.sort_by(|a, b| folded(&a.text, &b.text));
        Names(names)
    }

    /// What the name says in such an object, in the first dialect that has it.
    pub(crate) fn find(&self, place: Place, name: &str) -> Option<&Arc<Rule>> {
        let spelled = self.spelled(name);
        let known = |at: Place| {
            let mut rules = spelled.iter().filter(move |name| name.place == at).map(|name| &name.rule);
            rules.find(|rule| {
                means_elsewhere(rule) && rule.meaning.is_some_and(|meaning| meaning.belongs_in(place))
            })
        };
        // `instance_id` flat in the task, as DDS, DDM and TaurusDB have it in their lists.
        known(place).or_else(|| if place == Place::Task { known(Place::Instance) } else { None })
    }

    /// The dialects that have such a member in such an object, in any spelling; each of them once.
    pub(crate) fn dialects(&self, place: Place, name: &str) -> impl Iterator<Item = usize> {
        let named = self.spelled(name).iter().filter(move |name| name.place == place);
        let mut last = None;
        named.map(|name| name.dialect).filter(move |dialect| last.replace(*dialect) != Some(*dialect))
    }

    /// All that are called so, in any case or padding.
    fn spelled(&self, name: &str) -> &[Name] {
        let name = name.trim();
        let start = self.0.partition_point(|known| folded(&known.text, name) == Ordering::Less);
        let rest = self.0.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|known| known.text.eq_ignore_ascii_case(name)).count();
        rest.get(..length).unwrap_or_default()
    }
}

/// An order without regard to case: by length, then by letters.
fn folded(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        a.bytes().map(lower).cmp(b.bytes().map(lower))
    })
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

/// How far the name is from the wanted one, if it is a spelling of it.
pub(crate) fn spelling(name: &str, wanted: &str) -> Option<Distance> {
    if name.len() < wanted.len() {
        return None;
    }
    // A name has blanks of every kind around it, when it has some; as a name nothing else fits.
    let bare = name.trim();
    if bare == wanted {
        (bare.len() < name.len()).then_some(Distance::Padded)
    } else {
        bare.eq_ignore_ascii_case(wanted).then_some(Distance::OtherCase)
    }
}
