//! What Terraform's providers say around the bodies in their debug logs.
//!
//! huaweicloud up to 2023: `[DEBUG] API Request URL: GET https://…: timestamp=…` and
//! `[DEBUG] API Response Body: {` over several lines, with `: timestamp=…` glued to the last brace.
//! Later: `[DEBUG] [<ms>-<n>] API Response Body: {`, the same id on request and response, which
//! overtake each other. opentelekomcloud: `[DEBUG] OpenTelekomCloud Response Body: {`.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::VecDeque;

use super::exchange::Exchange;
use super::log::url;

/// How many requests can be under way.
const MOST: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Marks {
    /// By their ids, the oldest first; "" where the log has none.
    exchanges: VecDeque<(String, Exchange)>,
    seen: bool,
}

/// Whose body stands on a line.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Unknown,
    Request,
    Response,
}

impl Marks {
    pub(super) fn are_in(text: &[u8]) -> bool {
        [&b" Response Body: "[..], b" API Request URL: ", b" OpenTelekomCloud Request", b"terraform-provider-"]
            .iter()
            .any(|mark| memchr::memmem::find(text, mark).is_some())
    }

    /// Whether one of the providers spoke.
    pub(super) fn seen(&self) -> bool {
        self.seen
    }

    /// Takes a line into account: whose body is on it, and of which exchange.
    pub(super) fn line(&mut self, line: &str) -> (Role, Exchange) {
        for (mark, role) in [("Request ", Role::Request), ("Response ", Role::Response)] {
            let Some((before, after)) = line.split_once(mark) else { continue };
            if !(before.ends_with("API ") || before.ends_with("OpenTelekomCloud ")) {
                continue;
            }
            let Some((what, value)) = after.split_once(':') else { continue };
            self.seen = true;
            let id = id(before);
            match (role, what) {
                (Role::Request, "URL") => {
                    let mut exchange = Exchange { time: time(line), ..Exchange::default() };
                    if let Some(method) = value.split_whitespace().next().filter(|word| !word.contains(':')) {
                        exchange.set_method(method);
                    }
                    if let Some(url) = url(value) {
                        exchange.set_url(url);
                    }
                    self.exchanges.retain(|(known, _)| known != id);
                    if self.exchanges.len() == MOST {
                        self.exchanges.pop_front();
                    }
                    self.exchanges.push_back((id.to_owned(), exchange));
                }
                (Role::Response, "Code") => {
                    let status =
                        value.split_whitespace().next().and_then(|word| word.trim_end_matches(':').parse().ok());
                    if let Some(exchange) = self.exchange(id) {
                        exchange.status = status;
                    }
                }
                (_, "Body") => {
                    let exchange = self.exchange(id).cloned().unwrap_or_default();
                    let time = exchange.time.clone().or_else(|| time(line));
                    return (role, Exchange { time, ..exchange });
                }
                _ => {}
            }
            return (Role::Unknown, Exchange::default());
        }
        (Role::Unknown, from_line(line))
    }

    fn exchange(&mut self, id: &str) -> Option<&mut Exchange> {
        self.exchanges.iter_mut().rev().find(|(known, _)| known == id).map(|(_, exchange)| exchange)
    }
}

/// `1706000000000-12` of `[DEBUG] [1706000000000-12] API `.
fn id(before: &str) -> &str {
    let inside = before.trim_end_matches("API ").trim_end_matches("OpenTelekomCloud ").trim_end();
    let id = inside.strip_suffix(']').and_then(|inside| inside.rsplit_once('[')).map_or("", |(_, id)| id);
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') { id } else { "" }
}

/// What a line of any other log says before the body: a URL, and the method before it.
fn from_line(line: &str) -> Exchange {
    let before = line.split('{').next().unwrap_or_default();
    let mut exchange = Exchange { time: time(line), ..Exchange::default() };
    if let Some(url) = url(before) {
        exchange.set_url(url);
        let (start, _) = before.split_once(url).unwrap_or_default();
        let word = start.split_whitespace().next_back().map(|word| word.trim_matches(['"', '\'', '[', '(']));
        if let Some(method) = word.filter(|word| ["GET", "POST", "PUT", "DELETE", "PATCH"].contains(word)) {
            exchange.set_method(method);
        }
    }
    exchange
}

/// The time that a line begins with, as it spells it.
fn time(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['[', ' ']);
    let part = |character: char| {
        character.is_ascii_digit() || matches!(character, '-' | '/' | ':' | '.' | ',' | '+' | 'T' | 'Z')
    };
    let (date, rest) = line.split_at_checked(line.find(|character| !part(character)).unwrap_or(line.len()))?;
    if date.len() < 10 || !date.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let rest = rest.strip_prefix(' ').unwrap_or_default();
    let clock =
        rest.split(|character| !part(character)).next().filter(|clock| date.len() == 10 && clock.contains(':'));
    let time = clock.map_or_else(|| date.to_owned(), |clock| format!("{date} {clock}"));
    Some(time.trim_end_matches([':', ',']).chars().take(40).collect())
}
