//! One or many: a list, or the one value that would be in it.
//!
//! For `#[serde(with = "taskcenter::lenient::one_or_many")]` on a `Vec` of anything. null is an
//! empty list. Seen: `jobs` of RDS SQL Server, documented as an Object and shown as a list.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// Always spells a list.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<T: Serialize, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    values.serialize(serializer)
}

/// Reads a list, one value, or null.
///
/// # Errors
///
/// When a value doesn't fit into `T`.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(OneOrMany(PhantomData))
}

struct OneOrMany<T>(PhantomData<T>);

/// One value of a kind without parts, handed on as the single element.
macro_rules! one {
    ($($visit:ident($value:ty))*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $value) -> Result<Self::Value, E> {
            T::deserialize(value.into_deserializer()).map(|one| vec![one])
        }
    )*};
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or the one value that would be in it")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|one| vec![one])
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    one! { visit_bool(bool) visit_u64(u64) visit_i64(i64) visit_f64(f64) visit_str(&str) visit_string(String) }
}
