//! What serde hands to the `with` modules: a text, a number's text, or null.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use super::Lenient;

/// A value without parts.
pub(crate) enum Scalar<'de> {
    Null,
    Text(Cow<'de, str>),
    Number(String),
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.to_string()))
    }
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// Reads a form that may say nothing; refuses what nobody understands.
pub(crate) fn optional<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    form: &'static str,
    text: impl FnOnce(&str) -> Lenient<T>,
    number: impl FnOnce(&str) -> Lenient<T>,
) -> Result<Option<T>, D::Error> {
    let (read, found) = match Scalar::deserialize(deserializer)? {
        Scalar::Null => return Ok(None),
        Scalar::Text(found) => (text(&found), found),
        Scalar::Number(found) => (number(&found), Cow::Owned(found)),
    };
    if read.is_unread() {
        return Err(D::Error::invalid_value(Unexpected::Str(&found), &form));
    }
    Ok(read.value)
}

/// The same for a form that has to say something.
pub(crate) fn required<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    form: &'static str,
    text: impl FnOnce(&str) -> Lenient<T>,
    number: impl FnOnce(&str) -> Lenient<T>,
) -> Result<T, D::Error> {
    optional(deserializer, form, text, number)?
        .ok_or_else(|| D::Error::custom(format_args!("expected {form}, found nothing")))
}

/// The two `with` modules of a form: this one, and `option` in it.
macro_rules! with_modules {
    ($value:ty, $form:literal, $text:expr, $number:expr, $spell:expr) => {
        /// For `#[serde(with = "…")]`: spells the value canonically.
        ///
        /// # Errors
        ///
        /// Those of the serializer.
        pub fn serialize<S: serde::Serializer>(value: &$value, serializer: S) -> Result<S::Ok, S::Error> {
            serde::Serialize::serialize(&$spell(value), serializer)
        }

        /// For `#[serde(with = "…")]`: reads every spelling that has one meaning.
        ///
        /// # Errors
        ///
        /// When there is nothing, or something that nobody understands.
        pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<$value, D::Error> {
            crate::lenient::scalar::required(deserializer, $form, $text, $number)
        }

        /// For a field that may say nothing: null and empty texts are `None`.
        pub mod option {
            use super::*;

            /// For `#[serde(with = "…")]`: spells the value canonically.
            ///
            /// # Errors
            ///
            /// Those of the serializer.
            pub fn serialize<S: serde::Serializer>(
                value: &Option<$value>,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&value.as_ref().map($spell), serializer)
            }

            /// For `#[serde(with = "…")]`: reads every spelling that has one meaning.
            ///
            /// # Errors
            ///
            /// When there is something that nobody understands.
            pub fn deserialize<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<$value>, D::Error> {
                crate::lenient::scalar::optional(deserializer, $form, $text, $number)
            }
        }
    };
}

/// What is the same in every form whose values are texts.
macro_rules! text_form {
    ($form:literal) => {
        /// Reads a number as its digits.
        pub fn read_number(text: Cow<'_, str>) -> Lenient<Cow<'_, str>> {
            Lenient::odd(text, Code::NumberForText)
        }

        crate::lenient::scalar::with_modules!(
            String,
            $form,
            |text| read(text.into()).map(Cow::into_owned),
            |text| read_number(text.into()).map(Cow::into_owned),
            |text: &String| text.clone()
        );
    };
}

pub(crate) use {text_form, with_modules};
