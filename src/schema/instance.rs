//! A body as the tree that `jsonschema` wants.
//!
//! serde_json refuses numbers that no float holds and half surrogate pairs; a body with them is
//! still one that a schema can judge.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use serde_json::{Map, Number, Value};

use crate::scan::{Kind, Scanner, Text, Token};

/// Deeper than any schema of ours looks; what is below becomes null, so that dropping the tree
/// never recurses further.
const DEEPEST: usize = 128;

enum Open<'a> {
    Object(Map<String, Value>, Option<Text<'a>>),
    Array(Vec<Value>),
}

/// The tree; of members of one name the last one. `None` if the body isn't JSON.
pub(super) fn value(body: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(body).ok()?;
    let mut scan = Scanner::new(text, usize::MAX);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut token = scan.value().ok()?;
    loop {
        let mut done = match token.kind {
            Kind::Object if open.len() < DEEPEST => {
                open.push(Open::Object(Map::new(), None));
                None
            }
            Kind::Array if open.len() < DEEPEST => {
                open.push(Open::Array(Vec::new()));
                None
            }
            _ => {
                scan.skip(token).ok()?;
                Some(scalar(&scan, token))
            }
        };
        // Into the innermost container, and out of everything that ends here.
        loop {
            let first = done.is_none();
            match (open.last_mut(), done.take()) {
                (None, done) => return if scan.finish().is_ok() { done } else { None },
                (Some(Open::Object(members, name)), value) => {
                    if let (Some(name), Some(value)) = (name.take(), value) {
                        members.insert(name.decode().into_owned(), value);
                    }
                    *name = scan.member(first).ok()?;
                    if name.is_some() {
                        break;
                    }
                }
                (Some(Open::Array(elements)), value) => {
                    elements.extend(value);
                    if scan.element(first).ok()? {
                        break;
                    }
                }
            }
            done = open.pop().map(|container| match container {
                Open::Object(members, _) => Value::Object(members),
                Open::Array(elements) => Value::Array(elements),
            });
        }
        token = scan.value().ok()?;
    }
}

fn scalar(scan: &Scanner<'_>, token: Token) -> Value {
    match token.kind {
        Kind::Text => Value::String(scan.text_of(token).decode().into_owned()),
        Kind::Number => Value::Number(number(scan.source(token.start, token.end))),
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Null | Kind::Object | Kind::Array => Value::Null,
    }
}

/// The number as a schema sees it; one that no float holds is as far out as a float can be.
fn number(text: &str) -> Number {
    if let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    if let Ok(number) = text.parse::<i64>() {
        return number.into();
    }
    let float = text.parse::<f64>().unwrap_or_default().clamp(f64::MIN, f64::MAX);
    Number::from_f64(float).unwrap_or_else(|| 0.into())
}
