//! Documents that nobody shaped after the scanner: any depth, any number, any spelling of a text, against serde_json's
//! plain grammar and against UTF-16 as the standard library reads it.

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::*;

/// What the grammar alone says. serde_json passes over what it needn't look at without a limit of depth, without the
/// range of numbers, and without a look at the halves of pairs.
fn grammar(text: &str) -> std::result::Result<(), serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)).map(|_| ())
}

/// Accepted or refused as the grammar says, without an exception, and by walking as by skipping.
fn judged(text: &str) {
    let ours = scan(text, usize::MAX);
    let oracle = grammar(text);
    assert_eq!(ours.is_ok(), oracle.is_ok(), "{ours:?}, but {oracle:?}: {text:?}");
    if let Err(error) = ours {
        check_place(text, &error, usize::MAX);
    }
}

/// Every value lies where serde_json finds it, on every level.
fn same_values(text: &str) {
    let begin = if text.starts_with(BYTE_ORDER_MARK) { 3 } else { 0 };
    let mut open = vec![(begin, serde_json::from_str::<&RawValue>(&text[begin..]).unwrap())];
    while let Some((from, raw)) = open.pop() {
        let mut scanner = Scanner::new(text, usize::MAX);
        scanner.jump(from);
        let token = scanner.value().unwrap();
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        assert_eq!(token.start, start, "{text:?}");
        match token.kind {
            Kind::Array => {
                let mut theirs = serde_json::from_str::<Vec<&RawValue>>(raw.get()).unwrap().into_iter();
                let mut first = true;
                while scanner.element(first).unwrap() {
                    first = false;
                    let at = scanner.at();
                    let token = scanner.value().unwrap();
                    scanner.skip(token).unwrap();
                    open.push((at, theirs.next().expect("an element more than there is")));
                }
                assert!(theirs.next().is_none(), "an element was swallowed: {text:?}");
            }
            Kind::Object => {
                let Members(theirs) = serde_json::from_str(raw.get()).unwrap();
                let mut theirs = theirs.into_iter();
                let mut first = true;
                while let Some(name) = scanner.member(first).unwrap() {
                    first = false;
                    let (quoted, value) = theirs.next().expect("a member more than there is");
                    assert_eq!(quoted.get(), &text[name.start()..name.end()]);
                    let said: std::result::Result<String, _> = serde_json::from_str(quoted.get());
                    assert_eq!(
                        said.ok(),
                        Some(name.decode_checked()).filter(|it| !it.1).map(|it| it.0.into_owned())
                    );
                    let at = scanner.at();
                    let token = scanner.value().unwrap();
                    scanner.skip(token).unwrap();
                    open.push((at, value));
                }
                assert!(theirs.next().is_none(), "a member was swallowed: {text:?}");
            }
            Kind::Text => {
                let said: std::result::Result<String, _> = serde_json::from_str(raw.get());
                let (ours, lone) = scanner.text_of(token).decode_checked();
                assert_eq!(said.ok(), (!lone).then(|| ours.into_owned()), "{:?}", raw.get());
            }
            kind => {
                assert_eq!(&text[token.start..token.end], raw.get());
                let first = match raw.get().as_bytes()[0] {
                    b't' => Kind::True,
                    b'f' => Kind::False,
                    b'n' => Kind::Null,
                    _ => Kind::Number,
                };
                assert_eq!(kind, first);
            }
        }
    }
}

/// An object as serde_json sees it: every member, also of a name that stands twice.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'a> serde::Deserialize<'a> for Members<'a> {
    fn deserialize<D: serde::Deserializer<'a>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Visitor;
        impl<'a> serde::de::Visitor<'a> for Visitor {
            type Value = Members<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'a>>(
                self,
                mut map: A,
            ) -> std::result::Result<Members<'a>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// One step of a document that is written from left to right; what is open at the end is closed.
#[derive(Debug, Clone)]
enum Step {
    Open(bool),
    Close,
    Leaf(String),
}

fn blanks() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(String::new()), 1 => "[ \t\r\n]{1,3}", 1 => "[ \n]{14,40}"]
}

/// A number of any length.
fn number() -> impl Strategy<Value = String> {
    let digits = |most: usize| prop_oneof![4 => 0..4usize, 1 => 0..most];
    (
        any::<bool>(),
        digits(400),
        prop::option::of(digits(400)),
        prop::option::of((0..6usize, digits(60))),
        any::<u64>(),
    )
        .prop_map(|(minus, whole, fraction, exponent, seed)| {
            let mut state = seed | 1;
            let mut digits = |count: usize| -> String {
                let mut next = || {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    char::from(b'0' + (state >> 33) as u8 % 10)
                };
                (0..count).map(|_| next()).collect()
            };
            let whole = digits(whole + 1);
            let whole = whole.trim_start_matches('0');
            let mut text = if minus { "-".to_owned() } else { String::new() };
            text += if whole.is_empty() { "0" } else { whole };
            if let Some(fraction) = fraction {
                text = text + "." + &digits(fraction + 1);
            }
            if let Some((sign, exponent)) = exponent {
                text = text + ["e", "E", "e+", "E+", "e-", "E-"][sign] + &digits(exponent + 1);
            }
            text
        })
}

/// A piece of a text: characters as they are, or a unit of UTF-16, in whatever spelling.
#[derive(Debug, Clone)]
enum Piece {
    Plain(String),
    Unit(u16, u8),
    Simple(char),
}

fn piece() -> impl Strategy<Value = Piece> {
    let unit = prop_oneof![
        any::<u16>(),
        0xd7f0..0xe010u16,
        0xd800..0xdc00u16,
        0xdc00..0xe000u16,
        0..0x80u16,
        prop::sample::select(vec![0, 0x1f, 0x22, 0x5c, 0x2f, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x2028]),
    ];
    prop_oneof![
        2 => "[^\"\\\\\u{0}-\u{1f}]{0,20}".prop_map(Piece::Plain),
        1 => "[a-z]{0,70}".prop_map(Piece::Plain),
        4 => (unit, any::<u8>()).prop_map(|(unit, case)| Piece::Unit(unit, case)),
        1 => prop::sample::select("\"\\/bfnrt".chars().collect::<Vec<_>>()).prop_map(Piece::Simple),
    ]
}

/// The text between the quotes, and what it says by the standard library's UTF-16.
fn spelled(pieces: &[Piece]) -> (String, String) {
    let (mut source, mut said, mut units) = (String::new(), String::new(), Vec::new());
    let decode = |units: &mut Vec<u16>| -> String {
        let decoded = char::decode_utf16(units.drain(..));
        decoded.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    for piece in pieces {
        match piece {
            Piece::Unit(unit, case) => {
                let spell = |(at, digit): (usize, char)| {
                    if case >> at & 1 == 1 { digit.to_ascii_uppercase() } else { digit }
                };
                source += "\\u";
                source.extend(format!("{unit:04x}").chars().enumerate().map(spell));
                units.push(*unit);
            }
            // Nothing at all parts no pair.
            Piece::Plain(text) if text.is_empty() => {}
            Piece::Plain(text) => {
                said += &decode(&mut units);
                source += text;
                said += text;
            }
            Piece::Simple(letter) => {
                said += &decode(&mut units);
                source.extend(['\\', *letter]);
                said.push(match letter {
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    itself => *itself,
                });
            }
        }
    }
    said += &decode(&mut units);
    (source, said)
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..6).prop_map(|pieces| format!("\"{}\"", spelled(&pieces).0))
}

/// Few names, so that they collide, in spellings that differ.
fn name() -> impl Strategy<Value = String> {
    let few = [
        "\"a\"",
        "\"\\u0061\"",
        "\"A\"",
        "\"\"",
        "\" a\"",
        "\"id\"",
        "\"\\u0069d\"",
        "\"a\\u0000\"",
        "\"\\ud800\"",
    ];
    prop_oneof![3 => prop::sample::select(few.to_vec()).prop_map(str::to_owned), 1 => text()]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false", "0", "-0"]).prop_map(str::to_owned),
        number(),
        text()
    ];
    let step = move |open: u32, close: u32| {
        prop_oneof![
            open => any::<bool>().prop_map(Step::Open),
            close => Just(Step::Close),
            4 => leaf.clone().prop_map(Step::Leaf),
        ]
    };
    prop_oneof![
        4 => prop::collection::vec(step(3, 3), 0..40),
        // Ever deeper: past 64 levels, past 128, past the limit of anybody.
        1 => prop::collection::vec(step(60, 1), 0..400),
    ]
}

/// The document of these steps.
fn document() -> impl Strategy<Value = String> {
    let spices = prop::collection::vec((blanks(), name()), 1..24);
    (steps(), spices, 0..4u8).prop_map(|(steps, spices, mark)| {
        let mut spices = spices.iter().cycle();
        let mut blank = String::new();
        let mut out = if mark == 0 { BYTE_ORDER_MARK.to_string() } else { String::new() };
        // Which brackets are open, and whether something stands in them.
        let mut open: Vec<(bool, bool)> = Vec::new();
        let mut begin = |out: &mut String, open: &mut Vec<(bool, bool)>| {
            let (blank, name) = spices.next().unwrap();
            if let Some((object, filled)) = open.last_mut() {
                if std::mem::replace(filled, true) {
                    *out = std::mem::take(out) + blank + ",";
                }
                out.push_str(blank);
                if *object {
                    *out = std::mem::take(out) + name + blank + ":" + blank;
                }
            }
            blank.clone()
        };
        for step in steps {
            match step {
                Step::Close if open.len() > 1 => {
                    let (object, _) = open.pop().unwrap();
                    out = out + &blank + if object { "}" } else { "]" };
                }
                Step::Close => {}
                Step::Open(object) => {
                    blank = begin(&mut out, &mut open);
                    out.push(if object { '{' } else { '[' });
                    open.push((object, false));
                }
                Step::Leaf(leaf) => {
                    if open.is_empty() {
                        out.push('[');
                        open.push((false, false));
                    }
                    blank = begin(&mut out, &mut open);
                    out.push_str(&leaf);
                }
            }
        }
        if open.is_empty() && !out.ends_with(['}', ']']) {
            out.push_str("null");
        }
        for (object, _) in open.iter().rev() {
            out = out + &blank + if *object { "}" } else { "]" };
        }
        out + &blank
    })
}

/// A change of a document that needn't leave it one.
#[derive(Debug, Clone)]
enum Change {
    Put(prop::sample::Index, String),
    Take(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Move(prop::sample::Index, prop::sample::Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    use prop::sample::Index;
    let tokens = "[]{}:,\"\\-+.eE0019tfnu/ \t\r\n'#";
    let odd = [
        "\u{0}", "\u{b}", "\u{c}", "\u{1f}", "\u{7f}", "\u{85}", "\u{a0}", "\u{feff}", "\u{2028}", "é", "😀",
        "\\u", "\\ud83d", "\\u12", "\\x", "//", "/*", "NaN", "true", "nul", "\"a\":", ",,", "]}", "1e", "0x", "“",
    ];
    let mut pieces: Vec<String> = tokens.chars().map(String::from).collect();
    pieces.extend(odd.map(str::to_owned));
    prop_oneof![
        4 => (any::<Index>(), prop::sample::select(pieces)).prop_map(|(at, piece)| Change::Put(at, piece)),
        3 => (any::<Index>(), 1..6usize).prop_map(|(at, length)| Change::Take(at, length)),
        1 => (any::<Index>(), 1..30usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        1 => (any::<Index>(), any::<Index>(), 1..30usize).prop_map(|(from, to, length)| Change::Move(from, to, length)),
    ]
}

fn apply(text: &mut String, change: &Change) {
    let place = |text: &str, at: &prop::sample::Index| boundary(text, at.index(text.len() + 1));
    let piece = |text: &str, at: usize, length: usize| boundary(text, (at + length).min(text.len()));
    match change {
        Change::Put(at, piece) => {
            let at = place(text, at);
            text.insert_str(at, piece);
        }
        Change::Take(at, length) => {
            let at = place(text, at);
            let end = piece(text, at, *length);
            text.replace_range(at..end.max(at), "");
        }
        Change::Repeat(at, length) => {
            let at = place(text, at);
            let again = text[at..piece(text, at, *length).max(at)].to_owned();
            text.insert_str(at, &again);
        }
        Change::Move(from, to, length) => {
            let from = place(text, from);
            let end = piece(text, from, *length).max(from);
            let moved = text[from..end].to_owned();
            text.replace_range(from..end, "");
            let to = place(text, to);
            text.insert_str(to, &moved);
        }
    }
}

proptest! {
    #![proptest_config(config(384))]

    #[test]
    fn documents_of_any_depth_are_what_serde_json_sees(text in document()) {
        grammar(&text).unwrap();
        judged(&text);
        same_values(&text);
        // serde_json can hold the shallow ones.
        check(&text);
    }

    #[test]
    fn changed_documents_are_judged_by_the_grammar_alone(text in document(), changes in prop::collection::vec(change(), 1..5)) {
        let mut text = text;
        changes.iter().for_each(|change| apply(&mut text, change));
        judged(&text);
        if grammar(&text).is_ok() {
            same_values(&text);
        }
    }

    #[test]
    fn any_characters_are_judged_by_the_grammar_alone(text in "\\PC{0,30}", control in any::<char>(), at in any::<prop::sample::Index>()) {
        let mut inside = format!("\"{text}\"");
        judged(&inside);
        inside.insert(boundary(&inside, at.index(inside.len())), control);
        judged(&inside);
        judged(&text);
    }

    #[test]
    fn texts_say_what_utf_16_says(pieces in prop::collection::vec(piece(), 0..12), before in 0..40usize) {
        let (source, said) = spelled(&pieces);
        // Somewhere in a window of the vector, or of eight bytes.
        let text = format!("{}\"{source}\"", " ".repeat(before));
        let mut scanner = Scanner::new(&text, LIMIT);
        let token = scanner.value().unwrap();
        prop_assert_eq!(token.end, text.len());
        let (ours, lone) = scanner.text_of(token).decode_checked();
        prop_assert_eq!(&*ours, &said);
        prop_assert_eq!(lone, serde_json::from_str::<String>(&text).is_err());
        prop_assert_eq!(&*Text::in_body(&text, token.start, token.end).decode(), &said);
    }

    #[test]
    fn numbers_of_any_length_are_numbers(number in number(), cut in any::<prop::sample::Index>(), tail in "[0-9eE+.x,\\] \"-]{0,2}") {
        let mut scanner = Scanner::new(&number, LIMIT);
        let token = scanner.value().unwrap();
        prop_assert_eq!((token.kind, scanner.source(token.start, token.end)), (Kind::Number, &*number));
        judged(&number);
        judged(&number[..cut.index(number.len())]);
        judged(&format!("[{number}{tail}"));
        judged(&format!("[{}{tail}]", &number[..cut.index(number.len())]));
    }
}

/// Each byte in each place of a short document, the whole table.
#[test]
fn every_character_of_ascii_in_every_place() {
    let document = r#"{"a":[-1.5e+3,true,"\u00e9\n",{}],"":null}"#;
    for at in 0..=document.len() {
        for byte in 0..=0x7fu8 {
            let (before, after) = document.split_at(at);
            judged(&format!("{before}{}{after}", char::from(byte)));
            if let Some(rest) = after.get(1..) {
                judged(&format!("{before}{}{rest}", char::from(byte)));
            }
        }
    }
}
