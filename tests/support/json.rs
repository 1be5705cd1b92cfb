//! JSON to be written in any order of members, with any white space, and any spelling of texts.

/// A value whose numbers keep their text and whose members keep their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    True,
    Number(String),
    Text(String),
    /// A text between quotes as it is, escapes and all.
    Quoted(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

pub fn number(number: impl ToString) -> Json {
    Json::Number(number.to_string())
}

pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
}

/// Where the free choices come from: without seeds everything is compact and in order, so that
/// proptest can shrink to that.
#[derive(Debug, Clone, Default)]
pub struct Style {
    seeds: Vec<u32>,
    at: usize,
    spread: bool,
}

impl Style {
    pub fn new(seeds: Vec<u32>) -> Self {
        Style { seeds, at: 0, spread: true }
    }

    fn next(&mut self) -> u32 {
        let Some(seed) = self.seeds.get(self.at % self.seeds.len().max(1)) else { return 0 };
        self.at += 1;
        // The seeds come round again, but not the same.
        let round = (self.at / self.seeds.len()) as u32;
        if *seed == 0 { 0 } else { seed.wrapping_mul(2_654_435_761).rotate_left(round % 32) }
    }
}

impl Json {
    pub fn get_mut(&mut self, path: &[Step]) -> Option<&mut Json> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        match (self, step) {
            (Json::Object(members), Step::Member(name)) => {
                members.iter_mut().find(|(key, _)| key == name)?.1.get_mut(rest)
            }
            (Json::List(list), Step::Element(index)) => list.get_mut(*index)?.get_mut(rest),
            _ => None,
        }
    }

    pub fn get(&self, path: &[Step]) -> Option<&Json> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        match (self, step) {
            (Json::Object(members), Step::Member(name)) => {
                members.iter().find(|(key, _)| key == name)?.1.get(rest)
            }
            (Json::List(list), Step::Element(index)) => list.get(*index)?.get(rest),
            _ => None,
        }
    }

    pub fn members(&mut self) -> &mut Vec<(String, Json)> {
        match self {
            Json::Object(members) => members,
            other => panic!("no object: {other:?}"),
        }
    }

    /// The same value with the members of every object in another order.
    pub fn shuffled(mut self, style: &mut Style) -> Json {
        match &mut self {
            Json::Object(members) => {
                for from in 0..members.len() {
                    let to = from + style.next() as usize % (members.len() - from);
                    members.swap(from, to);
                }
                for (_, value) in members.iter_mut() {
                    *value = std::mem::replace(value, Json::Null).shuffled(style);
                }
            }
            Json::List(list) => {
                for value in list.iter_mut() {
                    *value = std::mem::replace(value, Json::Null).shuffled(style);
                }
            }
            _ => {}
        }
        self
    }

    pub fn write(&self, style: &mut Style) -> String {
        let mut body = String::new();
        self.write_to(&mut body, style);
        body
    }

    pub fn compact(&self) -> String {
        self.write(&mut Style::default())
    }

    fn write_to(&self, body: &mut String, style: &mut Style) {
        blanks(body, style);
        match self {
            Json::Null => body.push_str("null"),
            Json::True => body.push_str("true"),
            Json::Number(text) => body.push_str(text),
            Json::Text(text) => quote(text, body, style),
            Json::Quoted(text) => {
                body.push('"');
                body.push_str(text);
                body.push('"');
            }
            Json::List(list) => {
                body.push('[');
                for (index, value) in list.iter().enumerate() {
                    if index > 0 {
                        body.push(',');
                    }
                    value.write_to(body, style);
                }
                blanks(body, style);
                body.push(']');
            }
            Json::Object(members) => {
                body.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        body.push(',');
                    }
                    blanks(body, style);
                    quote(name, body, style);
                    blanks(body, style);
                    body.push(':');
                    value.write_to(body, style);
                }
                blanks(body, style);
                body.push('}');
            }
        }
        blanks(body, style);
    }
}

fn blanks(body: &mut String, style: &mut Style) {
    if style.spread {
        body.push_str(["", "", "", " ", "\n", "\t", "\r\n  ", "    "][(style.next() >> 7) as usize % 8]);
    }
}

/// Mostly as it is; sometimes with escapes, of names too: `"st\u0061tus"` is `status`.
fn quote(text: &str, body: &mut String, style: &mut Style) {
    let escaping = (style.next() >> 5) % 8 == 1;
    body.push('"');
    for character in text.chars() {
        let escape = escaping && style.next() % 3 == 1;
        match character {
            '"' | '\\' => body.extend(['\\', character]),
            '\n' if !escape => body.push_str("\\n"),
            '/' if escape => body.push_str("\\/"),
            '\0'..='\u{1f}' => body.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ if escape => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    body.push_str(&format!("\\u{unit:04X}"));
                }
            }
            _ => body.push(character),
        }
    }
    body.push('"');
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Member(String),
    Element(usize),
}

/// `/jobs/0/id` as steps; numbers are elements.
pub fn path(pointer: &str) -> Vec<Step> {
    let steps = pointer.split('/').skip(1);
    steps.map(|step| step.parse().map_or_else(|_| Step::Member(step.to_owned()), Step::Element)).collect()
}
