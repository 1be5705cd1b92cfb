//! `--redact`: ids, names and addresses out of a body before anybody reads it.
//!
//! What was never read can't be printed: the pseudonyms are in the bytes, so they are in tasks,
//! findings, messages and lines alike. It works without a valid body, since damaged ones are printed too.
//! Where it can't tell, it replaces rather than keeps.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod meaning;
mod tokens;
mod words;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

use taskcenter::redact::Pseudonyms;
use taskcenter::{Code, Dialect, ErrorCode, Reading, Verdict};

use meaning::Meaning;
use tokens::{Token, tokens};
use words::Words;

/// A body with pseudonyms, and how its bytes stand to those of the capture.
#[derive(Debug, Default)]
pub struct Redacted {
    /// The body as it may be shown.
    pub bytes: Vec<u8>,
    /// What was replaced by something longer or shorter, in order.
    shifts: Vec<Shift>,
}

/// Bytes here, and those of the original. Bodies are smaller than 4 GiB.
#[derive(Debug)]
struct Shift {
    here: (u32, u32),
    there: (u32, u32),
}

impl Redacted {
    /// The byte of the original that stands at this byte.
    pub fn original(&self, offset: usize) -> usize {
        let next = self.shifts.partition_point(|shift| shift.here.0 as usize <= offset);
        let Some(Shift { here, there }) = next.checked_sub(1).and_then(|index| self.shifts.get(index)) else {
            return offset;
        };
        match offset.checked_sub(here.1 as usize) {
            Some(behind) => behind.saturating_add(there.1 as usize),
            None => offset.saturating_sub(here.0 as usize).saturating_add(there.0 as usize).min(there.1 as usize),
        }
    }

    /// Adds bytes; its room grows by a quarter, since it stands beside the original.
    fn keep(&mut self, bytes: &[u8]) {
        if self.bytes.capacity().saturating_sub(self.bytes.len()) < bytes.len() {
            self.bytes.reserve_exact(bytes.len().max(self.bytes.len() / 4));
        }
        self.bytes.extend_from_slice(bytes);
    }

    fn put(&mut self, there: Range<usize>, replacement: &[u8]) {
        let start = self.bytes.len();
        self.keep(replacement);
        if replacement.len() != there.len() {
            let pair = |start: usize, end: usize| (start as u32, end as u32);
            self.shifts.push(Shift { here: pair(start, self.bytes.len()), there: pair(there.start, there.end) });
        }
    }
}

/// What a reading came to, without its tasks: those of two readings needn't be there at once.
#[derive(Debug, PartialEq)]
pub struct Opinion {
    verdict: Verdict,
    error: Option<ErrorCode>,
    dialect: Option<Dialect>,
    counts: Vec<(Code, u64)>,
}

impl Opinion {
    /// Of that reading.
    pub fn of(reading: &Reading<'_>) -> Self {
        Opinion {
            verdict: reading.verdict(),
            error: reading.error().map(|error| error.code),
            dialect: reading.dialect().cloned(),
            counts: reading.deviation_counts().to_vec(),
        }
    }
}

/// Replaces, the same by the same through a whole run.
pub struct Redactor {
    words: RefCell<Words>,
    /// Bodies of which the judgement isn't that of the original.
    judged_otherwise: Cell<u64>,
}

impl Redactor {
    /// With pseudonyms of this run alone, or with those of a salt.
    pub fn new(salt: Option<&str>) -> Self {
        let pseudonyms = salt.map_or_else(Pseudonyms::new, Pseudonyms::with_salt);
        Redactor { words: RefCell::new(Words::new(pseudonyms)), judged_otherwise: Cell::new(0) }
    }

    /// The body with pseudonyms.
    pub fn body(&self, body: &[u8]) -> Redacted {
        let words = &mut *self.words.borrow_mut();
        words.forget_body();
        let mut redacted = Redacted { bytes: Vec::with_capacity(body.len()), shifts: Vec::new() };
        if body.trim_ascii_start().starts_with(b"<") {
            let text = String::from_utf8_lossy(body);
            redacted.put(0..body.len(), words.strangers(&text).as_bytes());
            return redacted;
        }
        // Names first: a text may speak of an instance that is named behind it.
        tokens(body, |token| {
            if let Token::Value { range, quoted, meaning } = token {
                words.learn(&text_of(part(body, &range), quoted), meaning);
            }
        });
        let mut done = 0;
        tokens(body, |token| {
            let (range, quoted, replaced) = match token {
                Token::Value { range, quoted, meaning } => {
                    let text = text_of(part(body, &range), quoted);
                    let is_number = text.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
                    let replaced = if quoted && range.end == body.len() && meaning == Meaning::Text {
                        words.cut_text(&text).into()
                    } else if quoted || is_number || meaning != Meaning::Unknown {
                        words.value(&text, meaning, quoted)
                    } else {
                        words.strangers(&text).into()
                    };
                    (range, quoted, changed(&text, replaced))
                }
                Token::Name { range, quoted } => {
                    let text = text_of(part(body, &range), quoted);
                    let replaced = if meaning::is_known(&text) { None } else { changed(&text, words.text(&text)) };
                    (range, quoted, replaced)
                }
                Token::Stray { range } => {
                    let text = text_of(part(body, &range), false);
                    let replaced = changed(&text, words.strangers(&text).into());
                    (range, false, replaced)
                }
            };
            if let Some(replaced) = replaced {
                redacted.keep(part(body, &(done..range.start)));
                done = range.end;
                let mut bytes = if quoted { in_quotes(&replaced) } else { replaced.into_bytes() };
                // What is no text is a finding of its own, and says nothing.
                bytes.extend(part(body, &range).utf8_chunks().flat_map(|chunk| chunk.invalid()));
                redacted.put(range, &bytes);
            }
        });
        redacted.keep(part(body, &(done..body.len())));
        redacted
    }

    /// A text about a capture, or the name of one, without ids and addresses.
    pub fn text(&self, text: &str) -> String {
        self.words.borrow_mut().text(text).into_owned()
    }

    /// Takes notice whether pseudonyms changed the judgement: whoever reads a report has to know.
    pub fn compare(&self, original: &Opinion, redacted: &Opinion) {
        let otherwise = u64::from(original != redacted);
        self.judged_otherwise.set(self.judged_otherwise.get().saturating_add(otherwise));
    }

    /// How many bodies were judged otherwise.
    pub fn judged_otherwise(&self) -> u64 {
        self.judged_otherwise.get()
    }
}

#[expect(clippy::indexing_slicing, reason = "nothing of a body may be kept because its place is a wrong one")]
fn part<'b>(body: &'b [u8], range: &Range<usize>) -> &'b [u8] {
    &body[range.clone()]
}

/// What a text says; as it stands, when that can't be told.
fn text_of(bytes: &[u8], quoted: bool) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if quoted && text.contains('\\') {
        return serde_json::from_str(&format!("\"{text}\"")).map_or(text, Cow::Owned);
    }
    text
}

fn in_quotes(text: &str) -> Vec<u8> {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().as_bytes().to_vec()
}

fn changed(text: &str, replaced: Cow<'_, str>) -> Option<String> {
    (replaced != text).then(|| replaced.into_owned())
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn redacted(body: &str) -> String {
        String::from_utf8(Redactor::new(Some("salt")).body(body.as_bytes()).bytes).expect("text stays text")
    }

    #[test]
    fn what_a_task_says_stays_and_whose_it_is_goes() {
        let body = r#"{"job":{"id":"31 b8ae23 - c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance"," status":"Running","created":"2018-08-06T10:41:14+0000","process":"60 % ","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":" Canary "},"fail_reason":"canary-x: instance Canary at 10.1.2.3 is down","entities":{"resource_ids":["a48e43ff268f4c0e879652d65e63d0fb"],"instance":{"endpoint":"192.168 .1 .203: 3306","datastore":{"type":"mysql","version":"5.7"}}}}}"#;
        let out = redacted(body);
        for gone in ["31 b8", "a48e", "Canary", "10.1.2.3", "192.168"] {
            assert!(!out.contains(gone), "{gone} in {out}");
        }
        for stays in [
            "CreateMysqlSingleHAInstance",
            "\" status\":\"Running\"",
            "2018-08-06T10:41:14+0000",
            "60 % ",
            "in01",
            "\"5.7\"",
            " is down",
        ] {
            assert!(out.contains(stays), "{stays} not in {out}");
        }
        let (before, after) = (taskcenter::read(body.as_bytes()), out);
        let after = taskcenter::read(after.as_bytes());
        assert_eq!(before.deviation_counts(), after.deviation_counts());
    }

    #[test]
    fn places_are_those_of_the_original() {
        let body = br#"{"job": {"instance": {"name": "n"}, "x": 1}}"#;
        let redacted = Redactor::new(None).body(body);
        let x = |bytes: &[u8]| bytes.windows(3).position(|window| window == b"\"x\"").expect("x");
        assert_ne!(x(&redacted.bytes), x(body));
        assert_eq!(redacted.original(x(&redacted.bytes)), x(body));
        assert_eq!(redacted.original(redacted.bytes.len()), body.len());
        assert_eq!(redacted.original(0), 0);
    }

    #[test]
    fn damage_hides_nothing() {
        for body in [
            r#"{"job": {"instance": {"name": "Canary"#,
            r#"{"job": {"instance": {"name": Canary}}}"#,
            r#"{"job": {"instance": {"name: "Canary"}}}"#,
            r#"{"job": {"id": "1, "instance": {"name": "Canary"}}}"#,
            "{\"job\": {\"\": 1, // Canary\n \"id\": 1}}",
            r#"Canary: {"job": {}}"#,
            "<html><title>Canary</title></html>",
            "Canary",
            r#"{"job": {"extra": {"deep": [["Canary"]]}}}"#,
            r#"{"job": {"\u0069d": "\u0043anary"}}"#,
            r#"{"job": {"instance": {"name": "Canary"}, "x": {"Canary": 1}}}"#,
        ] {
            let out = redacted(body);
            assert!(!out.contains("Canary") && !out.contains("\\u0043"), "{body}\n→ {out}");
        }
        assert!(redacted("<html><title>x</title></html>").starts_with("<html"));
    }

    /// Each text of a body was compared with each name in it, which took minutes for megabytes.
    #[test]
    fn more_names_than_are_kept_hide_whole_sentences() {
        let said = |count: usize| {
            let names: Vec<_> = (0..count).map(|number| format!(r#"{{"name":"orders {number}"}}"#)).collect();
            let body = format!(r#"{{"jobs":[{{"fail_reason":"orders 7 is down","x":[{}]}}]}}"#, names.join(","));
            redacted(&body)
        };
        assert!(said(100).contains(" is down\""), "{}", said(100));
        let out = said(10_000);
        assert!(!out.contains("orders") && !out.contains(" is down"));
        assert!(out.contains(r#"{"fail_reason":"name-"#), "{}", out.get(..100).unwrap_or_default());
    }

    #[test]
    fn of_two_names_the_longer_one_is_replaced() {
        let out = redacted(
            r#"{"jobs":[{"instance":{"name":"prod"}},{"instance":{"name":"shop prod"}},{"instance":{"name":"shop"}},{"instance":{"name":"shop prod eu"}},{"fail_reason":"shop prod eu, shop prod, shop and prod are down"}]}"#,
        );
        assert!(!out.contains("shop") && out.contains(" are down"), "{out}");
        let reason = out.split_once("fail_reason").map_or("", |(_, reason)| reason);
        assert_eq!(reason.matches("name-").count(), 4, "{out}");
    }

    /// Sentences without blanks, and what stands beside an address.
    #[test]
    fn ids_and_addresses_are_found_whatever_stands_beside_them() {
        for said in [
            "实例a48e43ff268f4c0e879652d65e63d0fbin01(10.11.12.13主机)不存在",
            "地址10.11.12.13端口3306",
            "node a48e43ff268f4c0e879652d65e63d0fbno01 is down",
            "backup a48e43ff268f4c0e879652d65e63d0fbbr01",
            "10.11.12.13-slave, master-10.11.12.13, 10.11.12.13_3306, 10.11.12.13-10.11.12.19",
        ] {
            let out = redacted(&format!(r#"{{"job":{{"id":"x","fail_reason":"{said}"}}}}"#));
            assert!(!out.contains("10.11.12") && !out.contains("a48e43ff"), "{said}\n→ {out}");
        }
        let page = redacted("<html><body>Access denied for 10.20.30.40 by proxy</body></html>");
        assert!(!page.contains("10.20.30.40"), "{page}");
    }

    #[test]
    fn numbers_that_name_somebody_stay_numbers() {
        let out = redacted(r#"{"jobs": [{"id": 104, "progress": 60, "owner": 123456789012}], "total_count": 1}"#);
        assert!(!out.contains("104") && !out.contains("123456789012"), "{out}");
        assert!(out.contains("\"progress\": 60") && out.contains("\"total_count\": 1"), "{out}");
        serde_json::from_str::<serde_json::Value>(&out).expect("JSON");
    }
}
