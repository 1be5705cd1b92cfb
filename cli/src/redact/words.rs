//! Pseudonyms in the place of texts, and of words in them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use taskcenter::redact::Pseudonyms;

use super::meaning::Meaning;

/// Words of envelopes, pages and labels, which say nothing of anybody.
const HARMLESS: [&str; 34] = [
    "html",
    "head",
    "body",
    "title",
    "doctype",
    "xml",
    "error",
    "code",
    "message",
    "version",
    "encoding",
    "utf",
    "http",
    "https",
    "request",
    "response",
    "example",
    "get",
    "post",
    "true",
    "false",
    "null",
    "running",
    "completed",
    "failed",
    "job",
    "jobs",
    "tasks",
    "the",
    "meta",
    "div",
    "span",
    "script",
    "h1",
];

/// How many bytes the names in one body may have together, which are those of some thousand tasks. Where there are
/// more, a text that may speak of them goes as a whole.
const NAMES: usize = 64 << 10;

/// How many names are known at most when a body begins. Those of a history aren't kept for ever.
const KNOWN: usize = 1 << 16;

/// Shorter names are replaced where they are words, and not inside of words.
const PART: usize = 4;

/// The pseudonyms of a run, and what is known to need one.
pub struct Words {
    pseudonyms: Pseudonyms,
    /// Words that no pattern would find.
    known: HashMap<String, String>,
    /// Those that this body told.
    in_body: HashSet<String>,
    /// How many bytes they have; beyond the limit no more are kept.
    in_body_bytes: usize,
    /// Finds them in a text.
    finder: Option<AhoCorasick>,
}

/// A part of a sentence.
enum Piece<'p> {
    Original(&'p str),
    Replaced(Cow<'p, str>),
}

impl Words {
    pub fn new(pseudonyms: Pseudonyms) -> Self {
        Words { pseudonyms, known: HashMap::new(), in_body: HashSet::new(), in_body_bytes: 0, finder: None }
    }

    /// Another body begins.
    pub fn forget_body(&mut self) {
        self.in_body.clear();
        self.in_body_bytes = 0;
        self.finder = None;
        if self.known.len() > KNOWN {
            self.known.clear();
        }
    }

    /// Takes notice of a value that may be spoken of elsewhere.
    pub fn learn(&mut self, text: &str, meaning: Meaning) {
        let text = text.trim();
        if text.chars().nth(1).is_none() || is_plain_number(text) || matches!(text, "null" | "true" | "false") {
            return;
        }
        if !matches!(meaning, Meaning::Id | Meaning::Name | Meaning::Address) || self.in_body.contains(text) {
            return;
        }
        let is_known = self.known.contains_key(text);
        if !is_known && self.pattern(text).is_some() {
            return;
        }
        self.in_body_bytes = self.in_body_bytes.saturating_add(text.len());
        if self.has_too_many() {
            return;
        }
        if !is_known {
            let replaced = match meaning {
                Meaning::Id => self.id(text),
                Meaning::Address => self.address(text),
                _ => self.pseudonyms.name(text),
            };
            self.known.insert(text.to_owned(), replaced);
        }
        self.in_body.insert(text.to_owned());
        self.finder = None;
    }

    /// Whether not all names of the body are known.
    fn has_too_many(&self) -> bool {
        self.in_body_bytes > NAMES
    }

    /// Finds the names of the body in a text, if they are known. Shorter ones are replaced where they are words.
    fn finder(&mut self) -> Option<AhoCorasick> {
        if self.has_too_many() {
            return None;
        }
        if self.finder.is_none() {
            let names = self.in_body.iter().filter(|name| name.len() >= PART);
            // Made for each body, and of a few names mostly: what is made soonest is best.
            let kind = Some(AhoCorasickKind::NoncontiguousNFA);
            self.finder =
                AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(names).ok();
        }
        self.finder.clone()
    }

    /// The value of a member with pseudonyms; without quotes it has to stay a number if it is one.
    pub fn value<'t>(&mut self, text: &'t str, meaning: Meaning, quoted: bool) -> Cow<'t, str> {
        if text.trim().is_empty() || (!quoted && matches!(text, "null" | "true" | "false")) {
            return text.into();
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if !quoted && is_plain_number(text) {
            return match meaning {
                Meaning::Word => text.into(),
                Meaning::Unknown | Meaning::Text if digits < 8 => text.into(),
                _ => self.number(text).into(),
            };
        }
        match meaning {
            Meaning::Id => self.id(text).into(),
            Meaning::Name => self.name(text).into(),
            Meaning::Address => self.address(text).into(),
            Meaning::Text => self.text(text),
            Meaning::Word if text.len() < 64 && text.bytes().all(|byte| is_of_word(byte) || byte == b' ') => {
                // Versions and times look like addresses and ids; a service's own word names nobody.
                let may_name = self.known.contains_key(text.trim()) || self.has_too_many();
                if may_name && digits > 0 { self.text(text) } else { text.into() }
            }
            Meaning::Word => self.text(text),
            Meaning::TaskName => {
                let kind = text.trim();
                let is_kind = kind.starts_with(|first: char| first.is_ascii_alphabetic())
                    && kind.len() < 80
                    && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if is_kind && self.pattern(kind).is_none() { text.into() } else { self.name(text).into() }
            }
            Meaning::Unknown if digits < 8 && !text.contains(char::is_alphabetic) => self.text(text),
            Meaning::Unknown => self.name(text).into(),
        }
    }

    /// An id of the same shape, with the blanks that stood in it.
    fn id(&self, text: &str) -> String {
        let bare: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        let shaped = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        let letters = bare.chars().filter(|character| character.is_alphanumeric()).count();
        let replaced = self.pseudonyms.id(&bare);
        let is_shaped = replaced.chars().count() == bare.chars().count();
        let replaced =
            if is_shaped || shaped(&bare) && letters >= 8 { replaced } else { self.odd_id(&bare, letters) };
        let mut rest = replaced.chars();
        let mut laid: String = String::with_capacity(text.len());
        let end = text.trim_end().len();
        for (at, character) in text.char_indices() {
            if at == end {
                laid.extend(rest.by_ref());
            }
            if character.is_whitespace() { laid.push(character) } else { laid.extend(rest.next()) }
        }
        laid.extend(rest);
        laid
    }

    /// An id without a known shape: its signs stay, letters and digits become others.
    fn odd_id(&self, bare: &str, letters: usize) -> String {
        let mut rounds = 1u64..;
        let mut digits = self.pseudonyms.id(&format!("{bare}#")).into_bytes().into_iter();
        if letters < 12 {
            // As many letters wouldn't tell two of them apart.
            let whole: String = digits.map(char::from).collect();
            let mut whole = Some(whole);
            let mut odd = String::new();
            for character in bare.chars() {
                if character.is_alphanumeric() { odd.extend(whole.take()) } else { odd.push(character) }
            }
            return odd;
        }
        let mut odd = String::with_capacity(bare.len());
        for character in bare.chars() {
            if !character.is_alphanumeric() {
                odd.push(character);
                continue;
            }
            let digit = digits.next().or_else(|| {
                let round = rounds.next().unwrap_or_default();
                digits = self.pseudonyms.id(&format!("{round}#{letters}")).into_bytes().into_iter();
                digits.next()
            });
            odd.extend(digit.map(char::from));
        }
        odd
    }

    fn name(&self, text: &str) -> String {
        let (before, core, after) = with_blanks(text);
        format!("{before}{}{after}", self.pseudonyms.name(core))
    }

    /// Addresses, one or several, with a blank inside where there were some.
    fn address(&self, text: &str) -> String {
        let one = |text: &str| {
            let (before, core, after) = with_blanks(text);
            let bare: String = core.chars().filter(|character| !character.is_whitespace()).collect();
            if bare.is_empty() {
                return text.to_owned();
            }
            let mut replaced = self.pseudonyms.address(&bare);
            if bare.len() < core.len()
                && let Some(at) = replaced.find(['.', ':'])
            {
                replaced.insert(at, ' ');
            }
            format!("{before}{replaced}{after}")
        };
        text.split(',').map(one).collect::<Vec<_>>().join(",")
    }

    /// A number of twelve digits.
    fn number(&self, text: &str) -> String {
        let digits = self.pseudonyms.id(&format!("number {text}"));
        let digit = |byte: u8| char::from_digit(u32::from(byte) % 10, 10).unwrap_or('0');
        std::iter::once('7').chain(digits.bytes().take(11).map(digit)).collect()
    }

    /// A sentence with pseudonyms for everything in it that is known, or looks like an id or an address.
    pub fn text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let Some(finder) = self.finder() else { return self.pseudonyms.name(text).into() };
        // Of two names the longer one: one can be the beginning of another.
        let named = |text: &'t str| {
            let mut pieces = Vec::new();
            let mut done = 0;
            for found in finder.find_iter(text) {
                let Some(replaced) = text.get(found.range()).and_then(|name| self.known.get(name)) else {
                    continue;
                };
                pieces.push(Piece::Original(text.get(done..found.start()).unwrap_or_default()));
                pieces.push(Piece::Replaced(Cow::Borrowed(replaced.as_str())));
                done = found.end();
            }
            pieces.push(Piece::Original(text.get(done..).unwrap_or_default()));
            pieces
        };
        // Pseudonyms look like ids, and mustn't be replaced again.
        let pieces = self.mail(text).into_iter().flat_map(|piece| match piece {
            Piece::Original(text) => named(text),
            replaced => vec![replaced],
        });
        let replaced: String = pieces
            .map(|piece| match piece {
                Piece::Original(text) => Cow::Owned(self.each_word(text, |words, word| words.word(word, 0))),
                Piece::Replaced(name) => name,
            })
            .collect();
        if replaced == text { text.into() } else { replaced.into() }
    }

    /// Takes addresses of mail out, before a host in them is replaced and somebody's name is left.
    fn mail<'t>(&self, text: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, _)) = rest.split_once('@') {
            let plain = before.trim_end_matches(belongs);
            let mail = rest.strip_prefix(plain).unwrap_or(rest);
            // The sign itself is part of it, so something always is.
            let after = mail.trim_start_matches(belongs);
            let address = mail.strip_suffix(after).unwrap_or(mail);
            pieces.push(Piece::Original(plain));
            pieces.push(Piece::Replaced(self.pseudonyms.name(address).into()));
            rest = after;
        }
        pieces.push(Piece::Original(rest));
        pieces
    }

    /// A sentence that was cut off, and may end in a part of a name.
    pub fn cut_text(&mut self, text: &str) -> String {
        let whole = text.trim_end_matches(|character: char| !character.is_whitespace());
        let cut = text.strip_prefix(whole).unwrap_or(text);
        let cut = if cut.is_empty() { String::new() } else { self.pseudonyms.name(cut) };
        format!("{}{cut}", self.text(whole))
    }

    /// What is no JSON with pseudonyms for every word in it.
    pub fn strangers(&mut self, text: &str) -> String {
        self.each_word(text, |words, word| {
            let lower = word.to_ascii_lowercase();
            let is_known = lower.split(['.', ':', '-', '_']).all(|part| {
                HARMLESS.contains(&part) || part.len() < 3 && part.bytes().all(|byte| byte.is_ascii_digit())
            });
            match words.pattern(word) {
                Some(replaced) => replaced,
                None if is_known => word.to_owned(),
                None => words.pseudonyms.name(word),
            }
        })
    }

    fn each_word(&self, text: &str, replace: impl Fn(&Self, &str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, found)) = rest.find(char::is_alphanumeric).and_then(|at| rest.split_at_checked(at))
        {
            // Chinese sentences have no blanks: an id in one begins where the letters change.
            let is_ascii = found.starts_with(|first: char| first.is_ascii());
            let ends = |character: char| !belongs(character) || character.is_ascii() != is_ascii;
            let run = found.split(ends).next().unwrap_or(found);
            let word = run.trim_end_matches(['-', '_', '.', ':', '@', '+']);
            out.push_str(before);
            out.push_str(&replace(self, word));
            rest = found.strip_prefix(word).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }

    /// A word, or else each of its parts.
    fn word(&self, word: &str, level: usize) -> String {
        // The dot comes last: what stands beside an address is parted from it first.
        const SEPARATORS: [char; 5] = ['@', ':', '_', '-', '.'];
        if let Some(replaced) = self.known.get(word) {
            return replaced.clone();
        }
        if let Some(replaced) = self.pattern(word) {
            return replaced;
        }
        match SEPARATORS.iter().enumerate().skip(level).find(|(_, separator)| word.contains(**separator)) {
            Some((level, separator)) => {
                let parts: Vec<_> =
                    word.split(*separator).map(|part| self.word(part, level.saturating_add(1))).collect();
                parts.join(separator.encode_utf8(&mut [0; 4]))
            }
            None => word.to_owned(),
        }
    }

    /// The pseudonym of what looks like an id or an address.
    fn pattern(&self, word: &str) -> Option<String> {
        let host = match word.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => word,
        };
        if host.parse::<std::net::IpAddr>().is_ok() {
            return Some(self.pseudonyms.address(word));
        }
        if word.contains('@') {
            return Some(self.pseudonyms.name(word));
        }
        let hexadecimal = word.bytes().filter(u8::is_ascii_hexdigit).count();
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        // With the suffix of an engine, a node or a backup, such as `in01` and `no01`.
        let others = word.bytes().filter(|byte| !byte.is_ascii_hexdigit() && *byte != b'-').count();
        let body = word.len() >= 2 && others == 0 || others <= 2 && hexadecimal >= 32 && word.len() == 36;
        let dashes = word.bytes().filter(|byte| *byte == b'-').count();
        let is_id = body
            && digits > 0
            && (hexadecimal >= 16 || hexadecimal >= 8 && digits < hexadecimal && dashes == 0 || digits >= 11);
        // Account names of a service, such as 12 digits and more, are ids as well.
        is_id.then(|| self.id(word))
    }
}

/// A text without the blanks around it, and these.
fn with_blanks(text: &str) -> (&str, &str, &str) {
    let core = text.trim();
    let (before, after) = text.split_once(core).unwrap_or_default();
    (before, core, after)
}

/// Whether a character is one of a word, such as an address or a name with dashes.
fn belongs(character: char) -> bool {
    character.is_alphanumeric() || "-_.:@+".contains(character)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.:+/%".contains(&byte)
}

fn is_plain_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'))
}
