//! JSON that nobody took apart: members without a meaning, in the text in which they came.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// One JSON value in its own text; a number of 400 digits keeps them all.
///
/// Two are equal when they differ in nothing but the white space between tokens.
#[derive(Clone)]
pub struct Raw<'a>(Cow<'a, str>);

impl<'a> Raw<'a> {
    /// The text must be one valid JSON value, without white space around it.
    pub(crate) fn new(text: &'a str) -> Self {
        Raw(Cow::Borrowed(text))
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without white space between tokens, on one line.
    pub fn compact(&self) -> Cow<'_, str> {
        let mut in_text = false;
        let mut after_backslash = false;
        let mut is_blank = |byte: u8| {
            if in_text {
                in_text = after_backslash || byte != b'"';
                after_backslash = byte == b'\\' && !after_backslash;
                false
            } else {
                in_text = byte == b'"';
                matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
            }
        };
        let Some(first) = self.0.bytes().position(&mut is_blank) else {
            return Cow::Borrowed(&self.0);
        };
        let (head, tail) = self.0.split_at(first);
        let mut compact = String::with_capacity(self.0.len());
        compact.push_str(head);
        // A blank is one byte, so the pieces between blanks begin and end at characters.
        let mut piece = 1;
        for (at, byte) in tail.bytes().enumerate().skip(1) {
            if is_blank(byte) {
                compact.push_str(&tail[piece..at]);
                piece = at + 1;
            }
        }
        compact.push_str(&tail[piece..]);
        Cow::Owned(compact)
    }

    /// Takes the value apart, with serde's means.
    ///
    /// # Errors
    ///
    /// Those of `serde_json`, when the value doesn't fit into `T`.
    pub fn to<T: for<'de> Deserialize<'de>>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }

    /// The same value, with a copy of its text.
    pub fn into_owned(self) -> Raw<'static> {
        Raw(Cow::Owned(self.0.into_owned()))
    }
}

impl PartialEq for Raw<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.compact() == other.compact()
    }
}

impl Eq for Raw<'_> {}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({})", self.0)
    }
}

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.compact().into_owned())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Raw<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Raw(Cow::Owned(String::from(Box::<str>::from(raw)))))
    }
}

/// Members without a meaning, sorted by name. Of several of one name the last one stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra<'a>(Vec<(Cow<'a, str>, Raw<'a>)>);

impl<'a> Extra<'a> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of the member that is called so, if there is one.
    pub fn get(&self, name: &str) -> Option<&Raw<'a>> {
        let at = self.0.binary_search_by(|(key, _)| key.as_ref().cmp(name));
        at.ok().map(|at| &self.0[at].1)
    }

    /// Names and values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Raw<'a>)> {
        self.0.iter().map(|(name, raw)| (name.as_ref(), raw))
    }

    /// The names must come sorted, and each of them once.
    pub(crate) fn set(&mut self, members: impl ExactSizeIterator<Item = (Cow<'a, str>, Raw<'a>)>) {
        self.0.clear();
        self.0.reserve_exact(members.len());
        self.0.extend(members);
    }

    /// The same members, with a copy of every text.
    pub fn into_owned(self) -> Extra<'static> {
        let owned = |(name, raw): (Cow<'_, str>, Raw<'_>)| (Cow::Owned(name.into_owned()), raw.into_owned());
        Extra(self.0.into_iter().map(owned).collect())
    }
}

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Extra<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = std::collections::BTreeMap::<String, Raw<'static>>::deserialize(deserializer)?;
        let owned = |(name, raw): (String, Raw<'static>)| (Cow::Owned(name), raw);
        Ok(Extra(members.into_iter().map(owned).collect()))
    }
}
