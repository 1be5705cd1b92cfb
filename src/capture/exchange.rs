//! What a capture knows of the request that a body answers.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::answer;
use crate::dialect::{Detection, Dialect, Registry, detect_among};
use crate::limits::Limits;
use crate::redact;

/// A request and the head of its response, as far as the capture tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The request's method, such as `GET`.
    pub method: Option<String>,
    /// The request's URL, with what authenticates masked.
    pub url: Option<String>,
    /// The response's status code; 0 where a browser got no response.
    pub status: Option<u16>,
    /// When it took place, as the capture spells it.
    pub time: Option<String>,
}

/// Longer URLs and methods are damage; what is behind this isn't kept.
const LONGEST: usize = 4096;

impl Exchange {
    /// Notes the URL, masked.
    pub(super) fn set_url(&mut self, url: &str) {
        let start = (0..=url.len().min(LONGEST)).rev().find_map(|end| url.get(..end)).unwrap_or_default();
        self.url = Some(redact::secrets_in(start).into_owned());
    }

    pub(super) fn set_method(&mut self, method: &str) {
        self.method = Some(method.chars().take(32).collect());
    }

    /// The dialect that the request's URL decides: the only one whose request it is.
    pub(super) fn dialect(&self) -> Option<&'static Dialect> {
        let mut fitting = self.dialects();
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// The dialect of a body that answers the request, which decides between those whose request it is where they are
    /// several; and another one that it could be as well.
    pub(super) fn dialect_of(&self, body: &[u8]) -> Option<(&'static Dialect, Option<&'static Dialect>)> {
        let fitting: Vec<_> = self.dialects().map(Dialect::name).collect();
        if let [only] = fitting[..] {
            return Dialect::named(only).map(|dialect| (dialect, None));
        }
        let is_possible =
            |index: usize| Dialect::all().get(index).is_some_and(|one| fitting.contains(&one.name()));
        let depth_limit = Limits::default().nesting;
        let found = match detect_among(Registry::built_in(), &answer::text(body), depth_limit, is_possible) {
            Detection::One(index) => (index, None),
            Detection::Tie(indexes) => (*indexes.first()?, indexes.get(1).copied()),
            Detection::NoEnvelope => return None,
        };
        let dialect = |index: usize| Dialect::all().get(index);
        Some((dialect(found.0)?, found.1.and_then(dialect)))
    }

    /// Those whose request it is.
    fn dialects(&self) -> impl Iterator<Item = &'static Dialect> {
        let asked = self.asked();
        Dialect::all().iter().filter(move |dialect| {
            let Some((host, service, path)) = &asked else { return false };
            let Some(request) = dialect.request() else { return false };
            let mut words = request.split_whitespace();
            let (Some(own), Some(method), Some(template)) = (words.next(), words.next(), words.next()) else {
                return false;
            };
            // Several services can have the API; what clouds call one of them stands there as well.
            let mut names = own.split('|');
            (names.next() == Some(service.as_str()) || names.any(|own| own.eq_ignore_ascii_case(host)))
                // A URL without a method is a question.
                && self.method.as_deref().unwrap_or("GET").eq_ignore_ascii_case(method)
                && fits(template, path)
        })
    }

    /// Whether the request went to one of the services that have a dialect, whatever it asked for.
    pub(super) fn is_of_service(&self) -> bool {
        let Some((host, service, _)) = self.asked() else { return false };
        let requests = Dialect::all().iter().filter_map(Dialect::request);
        let mut names =
            requests.filter_map(|request| request.split_whitespace().next()).flat_map(|own| own.split('|'));
        names.any(|own| own.eq_ignore_ascii_case(host) || own == service)
    }

    /// The first label of the host, the service that it belongs to, and the path.
    fn asked(&self) -> Option<(&str, String, &str)> {
        let (host, path) = split(self.url.as_deref()?)?;
        Some((host.split(['.', ':']).next()?, service(host)?, path))
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Exchange::default()
    }
}

/// Host and path of an absolute URL.
fn split(url: &str) -> Option<(&str, &str)> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = rest.split(['?', '#']).next()?;
    let (authority, path) = address.split_at_checked(address.find('/')?)?;
    let host = authority.rsplit('@').next().unwrap_or(authority);
    (!host.is_empty()).then_some((host, path))
}

/// The service that a host belongs to, as dialects call it: the first label, or one of the names
/// that the clouds use for the same thing.
fn service(host: &str) -> Option<String> {
    let first = host.split(['.', ':']).next()?.to_ascii_lowercase();
    let known = match first.as_str() {
        "rdsv3" => "rds",
        "ddsv3" => "dds",
        "gaussdb-nosql" | "nosql" | "gaussdbfornosql" => "geminidb",
        "gaussdb-opengauss" | "opengauss" | "gaussdbforopengauss" => "gaussdb",
        other => other,
    };
    Some(known.to_owned())
}

/// Whether a path is of the form of a template such as `/v3/{project_id}/jobs`.
fn fits(template: &str, path: &str) -> bool {
    let mut wanted = template.trim_end_matches('/').split('/');
    let mut there = path.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), there.next()) {
            (None, None) => return true,
            (Some(wanted), Some(there)) if wanted == there || (wanted.starts_with('{') && !there.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(method: Option<&str>, url: &str) -> Option<&'static str> {
        let exchange =
            Exchange { method: method.map(str::to_owned), url: Some(url.to_owned()), ..Exchange::default() };
        exchange.dialect().map(Dialect::name)
    }

    #[test]
    fn urls_decide() {
        for (url, wanted) in [
            ("https://rds.eu-de.otc.t-systems.com/v3/0483b6b16e954cb88930a360d2c4e663/jobs?id=x", Some("rds-job")),
            ("https://dds.eu-de.otc.t-systems.com:443/v3/p/jobs?id=x", Some("dds-job")),
            ("https://gaussdb-nosql.cn-north-4.myhuaweicloud.com/v3/p/jobs?id=x", Some("geminidb-jobs")),
            ("https://nosql.eu-de.otc.t-systems.com/v3/p/jobs/", Some("geminidb-jobs")),
            ("https://gaussdb-opengauss.cn-north-4.myhuaweicloud.com/v3/p/tasks?limit=1", Some("gaussdb-tasks")),
            ("https://gaussdb.eu-de.otc.t-systems.com/v3/p/tasks", Some("gaussdb-tasks")),
            ("https://gaussdb.eu-de.otc.t-systems.com/v3/p/jobs", None),
            ("https://rds.eu-de.otc.t-systems.com/v3/p/instances", None),
            // Two services have this host, and each the path.
            ("https://gaussdb.cn-north-4.myhuaweicloud.com/v3/p/jobs?id=x", None),
            ("https://gaussdb-opengauss.cn-north-4.myhuaweicloud.com/v3/p/jobs?id=x", Some("gaussdb-job")),
            ("https://ddm.eu-de.otc.t-systems.com/v3/p/jobs/x", Some("ddm-job")),
            ("https://ddm.eu-de.otc.t-systems.com/v3/p/jobs?limit=10", Some("ddm-jobs")),
            ("https://ecs.cn-east-3.myhuaweicloud.com/v1/p/jobs/x", Some("cloud-job")),
            ("https://obs.cn-east-3.myhuaweicloud.com/v1/p/jobs/x", None),
            ("/v3/p/jobs?id=x", None),
        ] {
            assert_eq!(dialect(Some("GET"), url), wanted, "{url}");
            assert_eq!(dialect(None, url), wanted, "{url}");
        }
        assert_eq!(dialect(Some("POST"), "https://rds.example.com/v3/p/jobs"), None);
        assert_eq!(dialect(Some("POST"), "https://rds.example.com/v3/p/instances"), Some("submitted-job"));
    }

    #[test]
    fn hosts_say_whose_request_it_is() {
        let is_of_service =
            |url: &str| Exchange { url: Some(url.to_owned()), ..Exchange::default() }.is_of_service();
        for host in
            ["rds.cn-north-4", "gaussdb-nosql.cn-north-4", "nosql.eu-de", "GaussDB.cn-north-4", "dcs.eu-de"]
        {
            assert!(is_of_service(&format!("https://{host}.example.com/v3/p/instances/i/restart")), "{host}");
        }
        assert!(!is_of_service("https://obs.example.com/v3/p/jobs"));
        assert!(!is_of_service("/v3/p/jobs"));
    }
}
