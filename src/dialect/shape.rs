//! The table that a dialect compiles to, and by which the reader walks.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Deref;
use std::sync::Arc;

use super::meaning::{Form, Meaning, Place, State};
use super::names::is_spelling;
use crate::scan::Spelled;

/// What an object can hold.
#[derive(Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) place: Place,
    /// In the schema's order; at most 64, so that a set of them is a word of bits.
    pub(crate) members: Vec<Member>,
    /// The bits of the members that the schema requires.
    pub(crate) required: u64,
}

/// A member that the schema knows, documented or forbidden.
#[derive(Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: Arc<str>,
    /// The name as the reader expects it; never one that must not stand there.
    pub(crate) spelled: Spelled,
    /// Its bit in a set of members.
    pub(crate) bit: u64,
    /// Whether its values are kept as they came.
    pub(crate) raw: bool,
    pub(crate) lane: Lane,
    pub(crate) rule: Arc<Rule>,
}

/// What a value has to be, and what it means.
#[derive(Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) meaning: Option<Meaning>,
    pub(crate) value: Value,
    /// null is documented too.
    pub(crate) nullable: bool,
    /// `allOf` with `false`: a witnessed name that must not stand there.
    pub(crate) forbidden: bool,
    /// Other forms that are documented for the value, such as a number for a time.
    pub(crate) also: Vec<Value>,
    /// The words that a document lists for a name, sorted. Others are allowed.
    pub(crate) known: WordList,
    /// What the words of a status say, in their order.
    pub(crate) states: Vec<Option<State>>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Value {
    Any,
    Object(Shape),
    List(Box<Rule>),
    Text(Form),
    /// A text out of a few.
    Word(Words),
    Number(Number),
    Bool,
    Null,
    /// An object, as JSON in a text.
    Content(Shape),
    /// The dialect's own task again, inside of itself.
    Again,
}

/// Words that reports quote, and share.
pub(crate) type WordList = Arc<[Arc<str>]>;

/// The documented words for a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Words {
    texts: WordList,
    /// The same, as the reader expects them.
    spelled: Vec<Spelled>,
}

/// How the fast lane takes a value: what [`Value`] says of it, in one byte.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Lane {
    /// Not at all.
    None,
    Identifier,
    Address,
    Name,
    Text,
    Timestamp,
    Percent,
    Word,
    Count,
    Object,
    List,
    /// null alone.
    Null,
}

/// A number, within bounds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Number {
    pub(crate) whole: bool,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
}

impl Rule {
    /// A value that means nothing and may be anything.
    pub(crate) fn any() -> Rule {
        Rule {
            meaning: None,
            value: Value::Any,
            nullable: false,
            forbidden: false,
            also: Vec::new(),
            known: WordList::default(),
            states: Vec::new(),
        }
    }

    /// Whether its values are kept as they came: they have no field, or one of somebody else's.
    pub(crate) fn is_kept_raw(&self, place: Place) -> bool {
        match self.meaning {
            None | Some(Meaning::Wrapper) => true,
            // It belongs to the failed tasks, if there are any.
            Some(Meaning::FailReason) => place == Place::Envelope,
            Some(_) => false,
        }
    }

    /// How the fast lane takes such a value.
    pub(crate) fn lane(&self) -> Lane {
        match &self.value {
            Value::Text(Form::Identifier) => Lane::Identifier,
            Value::Text(Form::Address) => Lane::Address,
            Value::Text(Form::Name) => Lane::Name,
            Value::Text(Form::Text) => Lane::Text,
            Value::Text(Form::Timestamp) => Lane::Timestamp,
            Value::Text(Form::Percent) => Lane::Percent,
            Value::Word(_) => Lane::Word,
            Value::Number(_) => Lane::Count,
            Value::Object(_) => Lane::Object,
            Value::List(_) if self.meaning != Some(Meaning::SubTasks) => Lane::List,
            _ if self.nullable => Lane::Null,
            _ => Lane::None,
        }
    }

    /// Whether such a text is documented besides.
    pub(crate) fn also_text(&self, text: &str) -> bool {
        self.also.iter().any(|value| match value {
            Value::Text(form) => form.recognises(text),
            Value::Word(words) => words.iter().any(|word| **word == *text),
            _ => false,
        })
    }

    /// Whether such a number is documented besides.
    pub(crate) fn also_number(&self, digits: &str) -> bool {
        self.also.iter().any(|value| matches!(value, Value::Number(number) if number.accepts(digits)))
    }

    /// Whether the document lists the name, or lists none.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.known.is_empty() || self.known.binary_search_by(|known| (**known).cmp(name)).is_ok()
    }

    /// What the word says, if it is one of a status.
    pub(crate) fn state(&self, word: &str) -> Option<State> {
        let Value::Word(words) = &self.value else { return None };
        let index = words.iter().position(|known| **known == *word)?;
        *self.states.get(index)?
    }
}

impl Member {
    /// Whether it is a list of tasks of which each is its id.
    pub(crate) fn lists_ids(&self) -> bool {
        matches!(&self.rule.value, Value::List(element) if element.meaning == Some(Meaning::TaskId))
    }

    pub(crate) fn holds_tasks(&self) -> bool {
        matches!(self.rule.meaning, Some(Meaning::Task | Meaning::Tasks)) && !self.rule.forbidden
    }

    /// Whether a name is a spelling of this one.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        is_spelling(name, &self.name)
    }
}

impl Shape {
    /// Whether the body's own object is the task.
    pub(crate) fn is_flat(&self) -> bool {
        self.place == Place::Task
    }

    /// Whether its tasks, or a part of them, are somewhere below.
    pub(crate) fn holds_tasks(&self) -> bool {
        self.members.iter().any(|member| match &member.rule.value {
            Value::Object(inner) if member.rule.meaning == Some(Meaning::Wrapper) => inner.holds_tasks(),
            _ => member.holds_tasks(),
        })
    }

    /// The member of that index, which is one of this shape's own.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "never an index out of a body")]
    pub(crate) fn member(&self, index: usize) -> &Member {
        &self.members[index]
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| &*member.name == name)
    }

    /// The same, if the name may stand there.
    pub(crate) fn documented(&self, name: &str) -> Option<usize> {
        self.find(name).filter(|index| !self.member(*index).rule.forbidden)
    }

    /// The documented member of that meaning.
    pub(crate) fn meaning(&self, meaning: Meaning) -> Option<usize> {
        self.members.iter().position(|member| member.rule.meaning == Some(meaning) && !member.rule.forbidden)
    }
}

impl Words {
    /// The word at the beginning of the bytes, and how many of them it takes with its quotes.
    #[inline]
    pub(crate) fn leading(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let (index, word) = self.spelled.iter().enumerate().find(|(_, word)| word.strip(bytes).is_some())?;
        Some((index, word.len()))
    }
}

impl From<Vec<Arc<str>>> for Words {
    fn from(texts: Vec<Arc<str>>) -> Self {
        Words { spelled: texts.iter().map(|text| Spelled::word(text)).collect(), texts: texts.into() }
    }
}

impl Deref for Words {
    type Target = WordList;

    fn deref(&self) -> &WordList {
        &self.texts
    }
}

impl Value {
    /// The kind of value in people's words, with its article.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Value::Any => "anything",
            Value::Object(_) => "an object",
            Value::List(_) => "a list",
            Value::Text(form) => form.noun(),
            Value::Word(_) => "a word",
            Value::Number(Number { whole: true, .. }) => "a whole number",
            Value::Number(_) => "a number",
            Value::Bool => "true or false",
            Value::Null => "null",
            Value::Content(_) => "JSON in a text",
            Value::Again => "an object",
        }
    }
}

impl Number {
    /// Whether a whole number from 0 up is within the bounds.
    #[inline]
    pub(crate) fn takes(&self, count: u64) -> bool {
        let count = i128::from(count);
        self.minimum.is_none_or(|minimum| count >= minimum.into())
            && self.maximum.is_none_or(|maximum| count <= maximum.into())
    }

    /// Whether JSON Schema accepts the number with this text.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        // Bounds of dialects are small; comparing as floats is exact enough and never keeps one.
        let value: f64 = text.parse().unwrap_or(f64::NAN);
        (!self.whole || crate::lenient::count::whole(text).is_some())
            && self.minimum.is_none_or(|minimum| value >= minimum as f64)
            && self.maximum.is_none_or(|maximum| value <= maximum as f64)
    }
}
