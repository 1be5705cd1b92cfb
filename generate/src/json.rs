//! A JSON value that can be wrong on purpose: members in any order, and two of the same name.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::Layout;

/// A member's name and its value.
pub(crate) type Member = (Cow<'static, str>, Json);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Number(i64),
    Text(Cow<'static, str>),
    List(Vec<Json>),
    Object(Vec<Member>),
}

impl Json {
    pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Json {
        Json::Text(text.into())
    }

    /// An object with its members in the order given.
    pub(crate) fn object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
        Json::Object(members.map(|(name, value)| (Cow::Borrowed(name), value)).into())
    }

    /// Writes it without any blank, or indented by two.
    pub(crate) fn write(&self, layout: Layout, out: &mut String) {
        match layout {
            Layout::Compact => self.write_at(None, out),
            Layout::Pretty => self.write_at(Some(0), out),
        }
    }

    fn write_at(&self, level: Option<usize>, out: &mut String) {
        let inner = level.map(|level| level + 1);
        match self {
            Json::Null => out.push_str("null"),
            Json::Number(number) => {
                // Writing into a `String` cannot fail.
                let _ = write!(out, "{number}");
            }
            Json::Text(text) => quote(text, out),
            Json::List(elements) if elements.is_empty() => out.push_str("[]"),
            Json::Object(members) if members.is_empty() => out.push_str("{}"),
            Json::List(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    separate(index, inner, out);
                    element.write_at(inner, out);
                }
                break_line(level, out);
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(index, inner, out);
                    quote(name, out);
                    out.push_str(if level.is_some() { ": " } else { ":" });
                    value.write_at(inner, out);
                }
                break_line(level, out);
                out.push('}');
            }
        }
    }
}

fn separate(index: usize, level: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    break_line(level, out);
}

fn break_line(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        out.push('\n');
        for _ in 0..level {
            out.push_str("  ");
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    let special = |character: char| character == '"' || character == '\\' || character < ' ';
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            byte @ (b'"' | b'\\') => {
                out.push('\\');
                out.push(char::from(byte));
            }
            byte => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}
