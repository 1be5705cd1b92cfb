//! JSON that nobody took apart: members without a meaning, in the text in which they came.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::scan::Text;

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
                compact.push_str(tail.get(piece..at).unwrap_or_default());
                piece = at.saturating_add(1);
            }
        }
        compact.push_str(tail.get(piece..).unwrap_or_default());
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
        self.with_text(&owned)
    }

    pub(crate) fn with_text<'b>(self, keep: Keep<'_, 'a, 'b>) -> Raw<'b> {
        Raw(keep(self.0))
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
        // Lent, since a value can be as long as the body.
        let compact = self.compact();
        let raw: &RawValue = serde_json::from_str(&compact).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Raw<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Raw(Cow::Owned(String::from(Box::<str>::from(raw)))))
    }
}

/// Where a text is kept from now on: lent by another body, or copied.
pub(crate) type Keep<'k, 'a, 'b> = &'k dyn Fn(Cow<'a, str>) -> Cow<'b, str>;

/// Copies what is borrowed.
pub(crate) fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// Members without a meaning, sorted by name. Of several of one name the last one stands.
///
/// Hardly any record has one, so that there be none takes no more room than a pointer: a page holds many records.
#[derive(Clone, Default)]
pub struct Extra<'a>(Option<Box<Members<'a>>>);

#[derive(Clone)]
enum Members<'a> {
    /// Where they stand in the body: 16 bytes each, however many strangers a body brings.
    Lent(&'a str, Vec<MemberSpan>),
    /// Each by itself.
    Apart(Vec<(Cow<'a, str>, Raw<'a>)>),
}

/// Where a member's name, with its quotes, and its value stand in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemberSpan {
    pub(crate) name: (u32, u32),
    pub(crate) value: (u32, u32),
}

impl MemberSpan {
    /// What the name says.
    pub(crate) fn name<'a>(&self, body: &'a str) -> Cow<'a, str> {
        Text::in_body(body, self.name.0 as usize, self.name.1 as usize).decode()
    }

    /// The text of the value.
    fn raw<'a>(&self, body: &'a str) -> Option<&'a str> {
        body.get(self.value.0 as usize..self.value.1 as usize)
    }
}

impl<'a> Extra<'a> {
    /// The members must come sorted by name, and each of them once.
    pub(crate) fn lent(body: &'a str, members: Vec<MemberSpan>) -> Self {
        Extra::of(members.len(), Members::Lent(body, members))
    }

    fn of(count: usize, members: Members<'a>) -> Self {
        Extra((count > 0).then(|| Box::new(members)))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self.0.as_deref() {
            None => 0,
            Some(Members::Lent(_, members)) => members.len(),
            Some(Members::Apart(members)) => members.len(),
        }
    }

    /// The value of the member of that name, if there is one.
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            let (found, raw) = self.member(middle)?;
            match found.as_ref().cmp(name) {
                std::cmp::Ordering::Less => low = middle.saturating_add(1),
                std::cmp::Ordering::Equal => return Some(raw),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Names and values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Raw<'_>)> {
        (0..self.len()).filter_map(|index| self.member(index))
    }

    fn member(&self, index: usize) -> Option<(Cow<'_, str>, Raw<'_>)> {
        Some(match self.0.as_deref()? {
            Members::Lent(body, members) => {
                let member = members.get(index)?;
                (member.name(body), Raw::new(member.raw(body)?))
            }
            Members::Apart(members) => {
                let (name, raw) = members.get(index)?;
                (Cow::Borrowed(&**name), Raw(Cow::Borrowed(raw.as_str())))
            }
        })
    }

    /// The same members, with a copy of every text.
    pub fn into_owned(self) -> Extra<'static> {
        self.with_texts(&owned)
    }

    pub(crate) fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Extra<'b> {
        let members: Vec<_> = match self.0.map(|members| *members) {
            None => return Extra::default(),
            Some(Members::Lent(body, members)) => {
                let apart =
                    |member: MemberSpan| Some((keep(member.name(body)), Raw(keep(member.raw(body)?.into()))));
                members.into_iter().filter_map(apart).collect()
            }
            Some(Members::Apart(members)) => {
                members.into_iter().map(|(name, raw)| (keep(name), raw.with_text(keep))).collect()
            }
        };
        Extra::of(members.len(), Members::Apart(members))
    }
}

impl fmt::Debug for Extra<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Extra<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Extra<'_> {}

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Extra<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = std::collections::BTreeMap::<String, Raw<'static>>::deserialize(deserializer)?;
        let members: Vec<_> = members.into_iter().map(|(name, raw)| (Cow::Owned(name), raw)).collect();
        Ok(Extra::of(members.len(), Members::Apart(members)))
    }
}
