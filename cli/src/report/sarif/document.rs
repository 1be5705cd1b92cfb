//! The parts of a SARIF document, with the members that we fill.

use serde::Serialize;
use taskcenter::{Code, ErrorCode, Position};

/// `tool`: who we are, and every rule there is.
#[derive(Serialize)]
pub struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: Level,
}

#[derive(Serialize)]
pub struct Message {
    pub text: String,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Tool {
    pub fn new() -> Self {
        let rules = Code::ALL.iter().map(|code| Rule::of_deviation(*code));
        let rules = rules.chain(ErrorCode::ALL.iter().map(|code| Rule::of_error(*code))).collect();
        let version = env!("CARGO_PKG_VERSION");
        Tool { driver: Driver { name: "taskcenter", version, semantic_version: version, rules } }
    }
}

impl Rule {
    fn of_deviation(code: Code) -> Self {
        let (sentence, reading) = (code.sentence(), code.reading());
        let help = format!(
            "{sentence} {reading}\n\nWitness: {}\nSeen in: {}\n\nThe dialect's schema decides the severity, \
             finding by finding: a note is allowed by it, a warning is forbidden.",
            code.witness(),
            code.origin()
        );
        Rule {
            id: code.as_str(),
            short_description: Message { text: sentence.to_owned() },
            full_description: Message { text: format!("{sentence} {reading}") },
            help: Message { text: help },
            default_configuration: Configuration { level: Level::Warning },
        }
    }

    fn of_error(code: ErrorCode) -> Self {
        const KEPT: &str = "The body is rejected; tasks that were complete before the place are kept.";
        let sentence = code.sentence();
        let text = format!("{sentence} {KEPT}");
        Rule {
            id: code.as_str(),
            short_description: Message { text: sentence.to_owned() },
            full_description: Message { text: text.clone() },
            help: Message { text },
            default_configuration: Configuration { level: Level::Error },
        }
    }
}

/// Where the rule of a code stands among the rules.
pub fn rule_index(code: &str) -> Option<usize> {
    let deviations = Code::ALL.iter().map(|code| code.as_str());
    deviations.chain(ErrorCode::ALL.iter().map(|code| code.as_str())).position(|known| known == code)
}

/// One finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Result<'r> {
    pub rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_index: Option<usize>,
    pub level: Level,
    pub message: Message,
    pub locations: [Location<'r>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_fingerprints: Option<Fingerprints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_state: Option<&'static str>,
    pub properties: Properties<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location<'r> {
    pub physical_location: PhysicalLocation<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logical_locations: Option<[Place<'r>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalLocation<'r> {
    pub artifact_location: Artifact<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

#[derive(Serialize)]
pub struct Artifact<'r> {
    pub uri: &'r str,
}

/// Columns count characters, and the last one is the one behind the place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub byte_offset: u64,
    pub byte_length: u64,
}

/// The JSON pointer in the body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place<'r> {
    pub fully_qualified_name: &'r str,
    pub kind: &'static str,
}

#[derive(Serialize)]
pub struct Fingerprints {
    #[serde(rename = "taskcenter/v1")]
    pub v1: String,
}

/// What SARIF has no member for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Properties<'r> {
    pub severity: &'static str,
    pub denied: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<usize>,
}

/// How the run went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    pub execution_successful: bool,
    pub exit_code: u8,
    #[serde(rename = "toolExecutionNotifications", skip_serializing_if = "Vec::is_empty")]
    pub notifications: Vec<Notification>,
}

/// What happened to a capture, beside its bodies.
#[derive(Serialize)]
pub struct Notification {
    level: Level,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<NotificationLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationLocation {
    physical_location: NotificationPlace,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationPlace {
    artifact_location: OwnedArtifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Start>,
}

#[derive(Serialize)]
struct OwnedArtifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Start {
    start_line: usize,
    start_column: usize,
}

impl Notification {
    /// About the whole run.
    pub fn bare(level: Level, text: String) -> Self {
        Notification { level, message: Message { text }, locations: Vec::new() }
    }

    /// About a capture.
    pub fn new(level: Level, text: String, uri: &str, position: Option<Position>) -> Self {
        let region = position.map(|position| Start { start_line: position.line, start_column: position.column });
        let place = NotificationPlace { artifact_location: OwnedArtifact { uri: uri.to_owned() }, region };
        let locations = vec![NotificationLocation { physical_location: place }];
        Notification { level, message: Message { text }, locations }
    }
}
