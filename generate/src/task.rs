//! One task, spelled as its service documents it.

use crate::dialect::Dialect;
use crate::json::{Json, Member};
use crate::random::Random;
use crate::vocabulary;

/// The members of one well-behaved task, in the documented order.
pub(crate) fn task(dialect: Dialect, random: &mut Random) -> Vec<Member> {
    let facts = Facts::draw(dialect, random);
    let words = dialect.words();
    let id = (words.id, Json::text(task_id(random)));
    let name = ("name", Json::text(facts.name));
    let status = ("status", Json::text(facts.status));
    let created = (words.created, Json::text(timestamp(facts.created, facts.offset)));
    let ended = (words.ended, Json::text(timestamp(facts.created + facts.seconds, facts.offset)));
    let progress = match (facts.progress, dialect) {
        (Some(percent), _) => Json::text(format!("{percent}%")),
        (None, Dialect::GaussdbTasks) => Json::Null,
        (None, _) => Json::text(""),
    };
    let progress = (words.progress, progress);
    let reason = match (facts.reason, dialect) {
        (Some(reason), _) => Json::text(reason),
        (None, Dialect::GeminidbJobs) => Json::text(""),
        (None, _) => Json::Null,
    };
    let reason = ("fail_reason", reason);
    let instance = (words.instance, instance(dialect, &facts, random));
    let members = match dialect {
        Dialect::RdsJob => {
            let entities = ("entities", entities(&facts, random));
            let mut members = vec![id, name, status, created, ended, progress, instance, entities];
            // A running RDS task has no end, and only a failed one has a reason.
            members.retain(|(member, _)| *member != words.ended || facts.has_end);
            members.extend(facts.reason.is_some().then_some(reason));
            members
        }
        Dialect::DdsJob | Dialect::GeminidbJobs => {
            vec![id, name, status, created, ended, progress, instance, reason]
        }
        Dialect::GaussdbTasks => vec![instance, id, name, status, progress, reason, created, ended],
    };
    members.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// What happened, before it is spelled.
struct Facts {
    name: &'static str,
    /// Engine and version, for an RDS task that makes an instance.
    datastore: Option<(&'static str, &'static str)>,
    status: &'static str,
    progress: Option<usize>,
    reason: Option<&'static str>,
    /// Seconds since 1970.
    created: u64,
    /// How long it took, or has been running.
    seconds: u64,
    /// Hours east of UTC.
    offset: u8,
    has_end: bool,
    instance_id: String,
}

impl Facts {
    fn draw(dialect: Dialect, random: &mut Random) -> Facts {
        let mut datastore = None;
        let name = match dialect {
            Dialect::RdsJob if random.chance(0.5) => {
                let (name, engine, version) = vocabulary::RDS_CREATE[random.below(vocabulary::RDS_CREATE.len())];
                datastore = Some((engine, version));
                name
            }
            Dialect::RdsJob if random.chance(0.2) => "MysqlBindEIP",
            Dialect::RdsJob => random.pick(vocabulary::RDS),
            Dialect::DdsJob => random.pick(vocabulary::DDS),
            Dialect::GeminidbJobs => random.pick(vocabulary::GEMINIDB),
            Dialect::GaussdbTasks => random.pick(vocabulary::GAUSSDB),
        };
        // A history: most of it is over, and most of that went well.
        let status = match random.below(100) {
            0..82 => "Completed",
            82..92 => "Failed",
            _ => "Running",
        };
        let running = status == "Running";
        let mut instance_id = String::with_capacity(36);
        random.hex(32, &mut instance_id);
        instance_id.push_str(random.pick(dialect.words().suffixes));
        Facts {
            name,
            datastore,
            status,
            progress: running.then(|| random.between(1, 99)),
            reason: (status == "Failed").then(|| random.pick(vocabulary::REASONS)),
            // From 2019 to 2025.
            created: 1_546_300_800 + random.below(220_924_800) as u64,
            seconds: random.between(2, 7200) as u64,
            offset: [0, 0, 0, 8, 1][random.below(5)],
            has_end: !running && random.chance(0.7),
            instance_id,
        }
    }
}

fn instance(dialect: Dialect, facts: &Facts, random: &mut Random) -> Json {
    let words = dialect.words();
    let mut name = random.pick(vocabulary::INSTANCES).to_owned();
    name.push('-');
    random.hex(4, &mut name);
    let id = (words.instance_id, Json::text(facts.instance_id.clone()));
    let name = (words.instance_name, Json::text(name));
    match dialect {
        Dialect::GaussdbTasks => {
            let status = Json::text(random.pick(vocabulary::INSTANCE_STATUSES));
            Json::object([id, name, ("instance_status", status)])
        }
        _ => Json::object([id, name]),
    }
}

/// What an RDS task works on, by its kind.
fn entities(facts: &Facts, random: &mut Random) -> Json {
    if facts.name == "MysqlBindEIP" {
        return Json::object([("public_ip", Json::text(address(random)))]);
    }
    let Some((engine, version)) = facts.datastore else { return Json::Object(Vec::new()) };
    let endpoint = format!("{}:{}", address(random), [3306, 5432, 1433][random.below(3)]);
    let datastore = Json::object([("type", Json::text(engine)), ("version", Json::text(version))]);
    let replica = facts.name.contains("Replica");
    let kind = if replica { "Replica" } else { random.pick(&["Single", "Ha"]) };
    let mut made = vec![
        ("endpoint".into(), Json::text(endpoint)),
        ("type".into(), Json::text(kind)),
        ("datastore".into(), datastore),
    ];
    if replica {
        let mut primary = String::with_capacity(36);
        random.hex(32, &mut primary);
        primary.push_str("in01");
        made.push(("replica_of".into(), Json::text(primary)));
    }
    let resources = ["vm", "volume"].map(|kind| Json::text(format!("{}.{kind}", facts.instance_id)));
    Json::object([("instance", Json::Object(made)), ("resource_ids", Json::List(resources.into()))])
}

fn address(random: &mut Random) -> String {
    let [a, b, c] = [(); 3].map(|()| random.between(1, 254));
    format!("10.{a}.{b}.{c}")
}

/// `31b8ae23-c687-4d80-b7b4-42a66c9bb886`
fn task_id(random: &mut Random) -> String {
    let mut id = String::with_capacity(36);
    for (index, digits) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if index > 0 {
            id.push('-');
        }
        random.hex(digits, &mut id);
    }
    id
}

/// `2018-08-06T10:41:14+0800`
fn timestamp(seconds: u64, offset: u8) -> String {
    let local = seconds + u64::from(offset) * 3600;
    let (year, month, day) = date(local / 86_400);
    let [hour, minute, second] = [local / 3600 % 24, local / 60 % 60, local % 60];
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+{offset:02}00")
}

/// The date of a day since 1970, counted in years that begin in March so that the leap day comes last.
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let era = day / 146_097;
    let day = day % 146_097;
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let january = u64::from(month >= 10);
    (era * 400 + year + january, if month < 10 { month + 3 } else { month - 9 }, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(timestamp(0, 0), "1970-01-01T00:00:00+0000");
        assert_eq!(timestamp(951_782_400, 0), "2000-02-29T00:00:00+0000");
        assert_eq!(timestamp(1_533_552_074, 8), "2018-08-06T18:41:14+0800");
        assert_eq!(timestamp(1_735_689_599, 0), "2024-12-31T23:59:59+0000");
    }
}
