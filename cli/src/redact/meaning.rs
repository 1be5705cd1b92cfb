//! What a member is, as far as it matters to whose it is.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

/// What a value says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Which one.
    Id,
    /// What its owner calls it.
    Name,
    /// Where it is.
    Address,
    /// A sentence, in which any of these can stand.
    Text,
    /// What kind of task.
    TaskName,
    /// One of the words, times or numbers of the service.
    Word,
    /// Nobody knows.
    Unknown,
}

const WORDS: [&str; 45] = [
    "status",
    "instancestatus",
    "created",
    "createdat",
    "createtime",
    "ended",
    "endedat",
    "endtime",
    "starttime",
    "updated",
    "updatedat",
    "begintime",
    "finishtime",
    "progress",
    "process",
    "type",
    "version",
    "datastoretype",
    "originalsize",
    "targetsize",
    "size",
    "switchstrategy",
    "errorcode",
    "errcode",
    "code",
    "totalcount",
    "count",
    "total",
    "offset",
    "limit",
    "engine",
    "mode",
    "volumetype",
    "datastoreversion",
    "jobstatus",
    "createdtime",
    "endedtime",
    "subjobstotal",
    "operations",
    "actions",
    "actionnames",
    "order",
    "showdetail",
    "cpu",
    "mem",
];

const TEXTS: [&str; 12] = [
    "failreason",
    "reason",
    "errormsg",
    "errmsg",
    "errormessage",
    "message",
    "msg",
    "description",
    "detail",
    "details",
    "errordescription",
    "error",
];

const ADDRESSES: [&str; 18] = [
    "endpoint",
    "endpoints",
    "address",
    "addresses",
    "addr",
    "host",
    "hosts",
    "hostname",
    "domain",
    "dns",
    "url",
    "uri",
    "link",
    "href",
    "email",
    "fqdn",
    "cidr",
    "gateway",
];

const CONTAINERS: [&str; 15] = [
    "job",
    "jobs",
    "task",
    "tasks",
    "instance",
    "instanceinfo",
    "entities",
    "volume",
    "datastore",
    "schedules",
    "scheduletasks",
    "subjobs",
    "extendparam",
    "targetconfig",
    "backup",
];

/// Letters and digits alone, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}

/// Whether an object under this name is a task.
pub fn is_task(name: &str) -> bool {
    ["job", "jobs", "task", "tasks", "schedules", "scheduletasks", "subjobs"].contains(&plain(name).as_str())
}

/// Whether a name is one of the services' own, and nobody's.
pub fn is_known(name: &str) -> bool {
    let plain = plain(name);
    CONTAINERS.contains(&plain.as_str())
        || plain == "name"
        || (plain.len() <= 24
            && !matches!(of(name, false), Meaning::Name | Meaning::Unknown)
            && !has_digit(&plain))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// What the values of a member are.
pub fn of(name: &str, in_task: bool) -> Meaning {
    let plain = plain(name);
    let word = plain.as_str();
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if WORDS.contains(&word) {
        Meaning::Word
    } else if TEXTS.contains(&word) {
        Meaning::Text
    } else if matches!(word, "jobname" | "taskname" | "jobtype" | "tasktype") || (word == "name" && in_task) {
        Meaning::TaskName
    } else if ADDRESSES.contains(&word) || ends(&["ip", "ips", "ipv4", "ipv6", "address", "endpoint", "host"]) {
        Meaning::Address
    } else if ends(&["id", "ids", "replicaof", "urn", "account"]) {
        Meaning::Id
    } else if ends(&["name", "names"]) {
        Meaning::Name
    } else {
        Meaning::Unknown
    }
}
