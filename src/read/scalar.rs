//! Values without parts: texts, numbers, true, false and null, by their form and into their field.

use std::borrow::Cow;
use std::sync::Arc;

use super::log::{Detail, ReadAs};
use super::store::Field;
use super::walk::{Sight, Walk};
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::{Form, Meaning};
use crate::dialect::shape::{Rule, Value, WordList};
use crate::lenient::{
    self, Lenient, address, count, identifier, name, progress, status, text, timestamp, trim, without_blanks, word,
};
use crate::place::Span;
use crate::scan::{Kind, Token};
use crate::task::Status;

impl<'a> Walk<'a, '_> {
    pub(super) fn scalar(&mut self, rule: &Rule, meaning: Option<Meaning>, token: Token, sight: Sight) {
        let span = Span::new(token.start, token.end);
        match (&rule.value, token.kind) {
            (_, Kind::Null) => self.null(rule, meaning, span, sight),
            (Value::Text(form), Kind::Text) => self.text(rule, *form, meaning, token, sight),
            (Value::Text(form), Kind::Number) => {
                let digits = self.scan.source(token.start, token.end);
                let read = number_for_text(*form, digits);
                if rule.also_number(digits) {
                    let expected = Detail::Expected(form.noun());
                    return self.field(meaning, span, documented(read), Sight::Blind, expected);
                }
                if *form == Form::Timestamp && read.value.is_some() {
                    // Which of the two it was is a conclusion that people want to know.
                    let read_as = read.value.as_ref().map_or(ReadAs::Nothing, Field::read_as);
                    self.note(Code::TimestampSpelling, span, read_as, Detail::Expected(form.noun()));
                }
                self.field(meaning, span, read, sight, Detail::Expected(form.noun()));
            }
            (Value::Word(words), Kind::Text) => self.word(rule, words, meaning, token, sight),
            (Value::Word(words), Kind::Number) => {
                let digits = Cow::Borrowed(self.scan.source(token.start, token.end));
                let read = Lenient::odd(Field::Text(digits), unknown(meaning));
                self.field(meaning, span, read, sight, Detail::Words(Arc::clone(words)));
            }
            (Value::Number(number), Kind::Number) => {
                let digits = self.scan.source(token.start, token.end);
                let read = count::read_number(digits).map(Field::Count);
                let accepted = number.accepts(digits);
                if meaning.is_some() && (read.odd.is_some() || accepted) {
                    let sight = if accepted { Sight::Blind } else { sight };
                    self.field(meaning, span, read, sight, Detail::Expected(rule.value.noun()));
                } else if !accepted {
                    let expected = Detail::Expected(rule.value.noun());
                    self.odd(Code::UnreadNumber, sight, span, ReadAs::Nothing, expected);
                }
            }
            (Value::Number(_), Kind::Text) => {
                let found = self.scan.text_of(token).decode();
                let read = count::read(&found).map(Field::Count);
                let (read, sight) =
                    if rule.also_text(&found) { (documented(read), Sight::Blind) } else { (read, sight) };
                self.field(meaning, span, read, sight, Detail::Expected(rule.value.noun()));
            }
            (Value::Bool, Kind::True | Kind::False) => {}
            _ => self.wrong_type(rule, sight, span),
        }
    }

    fn null(&mut self, rule: &Rule, meaning: Option<Meaning>, span: Span, sight: Sight) {
        if rule.nullable || matches!(rule.value, Value::Null | Value::Any) {
            return;
        }
        self.listed |= meaning == Some(Meaning::Tasks) && matches!(rule.value, Value::List(_));
        let code = match rule.value {
            Value::Text(_) | Value::Word(_) | Value::Content(_) => Code::NullForText,
            _ => Code::NullForValue,
        };
        self.odd(code, sight, span, ReadAs::Nothing, Detail::Expected(rule.value.noun()));
    }

    #[inline]
    fn text(&mut self, rule: &Rule, form: Form, meaning: Option<Meaning>, token: Token, sight: Sight) {
        let span = Span::new(token.start, token.end);
        let found = self.whole_text(token);
        let read = match form {
            Form::Timestamp => timestamp::read(&found).map(Field::Time),
            Form::Percent => progress::read(&found).map(Field::Percent),
            Form::Identifier => identifier::read(found.clone()).map(Field::Text),
            Form::Address => address::read(found.clone()).map(Field::Text),
            Form::Name => name::read(found.clone()).map(Field::Text),
            Form::Text => text::read(found.clone()).map(Field::Text),
            // Spelled so it is as documented, whatever the usual spelling is.
            Form::Moment | Form::EpochText => spelled(form, &found, timestamp::read(&found).map(Field::Time)),
            Form::Digits => spelled(form, &found, progress::read(&found).map(Field::Percent)),
        };
        if !rule.known.is_empty()
            && let Some(Field::Text(name)) = &read.value
            && !rule.knows(name)
        {
            let words = Detail::Words(rule.known.clone());
            self.note(Code::UnknownWord, span, ReadAs::Text(name.clone()), words);
        }
        if read.odd.is_some() && rule.also_text(&found) {
            return self.field(meaning, span, documented(read), Sight::Blind, Detail::Expected(form.noun()));
        }
        // 30 February is spelled as documented, and nothing but blanks is a text: the schema accepts them.
        let sight = if read.odd.is_some() && form.recognises(&found) { Sight::Blind } else { sight };
        self.field(meaning, span, read, sight, Detail::Expected(form.noun()));
    }

    /// What a text says; half a surrogate pair in it is no character, and reported.
    #[inline]
    pub(super) fn whole_text(&mut self, token: Token) -> Cow<'a, str> {
        let (found, lone_surrogate) = self.scan.text_of(token).decode_checked();
        if lone_surrogate {
            let span = Span::new(token.start, token.end);
            self.note(Code::LoneSurrogate, span, ReadAs::Text(found.clone()), Detail::None);
        }
        found
    }

    fn word(&mut self, rule: &Rule, words: &WordList, meaning: Option<Meaning>, token: Token, sight: Sight) {
        let span = Span::new(token.start, token.end);
        let found = self.whole_text(token);
        let read = match meaning {
            Some(Meaning::Status) => worded(rule, status::word(found.clone(), words)),
            _ => word::read(found.clone(), words).map(Field::Text),
        };
        let detail = if read.odd.is_some() { Detail::Words(Arc::clone(words)) } else { Detail::None };
        if let Some(also) = odd_besides(&found, &read) {
            let read_as = match &read.value {
                Some(Field::Status(status) | Field::Worded(status, _))
                    if read.odd == Some(Code::UnknownStatus) =>
                {
                    ReadAs::Text(status.to_string().into())
                }
                value => value.as_ref().map_or(ReadAs::Nothing, Field::read_as),
            };
            self.odd(also, sight, span, read_as, Detail::None);
        }
        self.field(meaning, span, read, sight, detail);
    }

    /// Stores what was read, and reports what was odd about it.
    #[inline]
    fn field(
        &mut self,
        meaning: Option<Meaning>,
        span: Span,
        read: Lenient<Field<'a>>,
        sight: Sight,
        detail: Detail,
    ) {
        if let Some(code) = read.odd {
            let read_as = read.value.as_ref().map_or(ReadAs::Nothing, Field::read_as);
            match &read.value {
                // The dialect doesn't have the word, and everybody knows what it means.
                Some(Field::Status(status) | Field::Worded(status, _))
                    if code == Code::UnknownStatus && status.is_known() =>
                {
                    let severity = if sight == Sight::Blind { Severity::Note } else { Severity::Tolerated };
                    let read_as = ReadAs::Text(status.to_string().into());
                    self.log_as(code, severity, span, read_as, detail);
                }
                _ => self.odd(code, sight, span, read_as, detail),
            }
        }
        match (meaning, read.value) {
            (Some(Meaning::Total), Some(Field::Count(total))) => self.total = Some((total, span)),
            (Some(Meaning::FailReason), Some(Field::Text(reason))) if !self.in_task => {
                self.later.reason = Some((reason, span));
            }
            (Some(meaning), Some(field)) => self.record.store(meaning, field, span),
            _ => {}
        }
    }
}

/// What is odd about a word beside the first thing: `" FAILED "`, `"F AILED"`.
fn odd_besides(found: &str, read: &Lenient<Field<'_>>) -> Option<Code> {
    let padded = || trim(found).len() < found.len();
    match read.odd? {
        Code::OtherCase => padded().then_some(Code::PaddedValue),
        Code::UnknownStatus if read.value.as_ref().is_some_and(Field::is_known_status) => {
            padded().then_some(Code::PaddedValue)
        }
        Code::BlanksInside => {
            let ReadAs::Text(word) = read.value.as_ref()?.read_as() else { return None };
            (without_blanks(found) != word).then_some(Code::OtherCase)
        }
        _ => None,
    }
}

fn spelled<'a>(form: Form, found: &str, read: Lenient<Field<'a>>) -> Lenient<Field<'a>> {
    if form.recognises(found) { documented(read) } else { read }
}

/// What a spelling says that the dialect documents besides the usual one: nothing odd, unless nobody can
/// read it.
fn documented(read: Lenient<Field<'_>>) -> Lenient<Field<'_>> {
    let unread = read.is_unread();
    Lenient { odd: read.odd.filter(|_| unread), ..read }
}

/// A status by the word that its dialect has for it, or by a canonical one, which other dialects may write in capitals.
fn worded<'a>(rule: &Rule, read: Lenient<Cow<'a, str>>) -> Lenient<Field<'a>> {
    let foreign = read.odd == Some(Code::UnknownStatus);
    read.map(|word| {
        let known = match rule.state(&word) {
            Some(state) => Some(state.status()),
            None if foreign => Status::known(trim(&word)),
            None => None,
        };
        match known {
            Some(status) if status.as_str() != word => Field::Worded(status, word),
            Some(status) => Field::Status(status),
            None => Field::Status(Status::from_text(word)),
        }
    })
}

fn unknown(meaning: Option<Meaning>) -> Code {
    if meaning == Some(Meaning::Status) { Code::UnknownStatus } else { Code::UnknownWord }
}

fn number_for_text(form: Form, digits: &str) -> Lenient<Field<'_>> {
    match form {
        Form::Timestamp => timestamp::read_number(digits).map(Field::Time),
        Form::Percent => progress::read_number(digits).map(Field::Percent),
        _ => lenient::text::read_number(digits.into()).map(Field::Text),
    }
}
