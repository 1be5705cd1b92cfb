//! What services and documents do to a task: one mess each, as really seen.
//!
//! Each looks for something in its documented spelling and makes it odd, so two messes of one
//! record never undo each other.

use std::borrow::Cow;

use crate::dialect::Dialect;
use crate::json::{Json, Member};
use crate::random::Random;
use crate::vocabulary;

macro_rules! messes {
    ($($variant:ident $word:literal $forbidden:literal $sentence:literal)+) => {
        /// One thing that a record does and its dialect doesn't document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Mess {
            $(#[doc = $sentence] $variant,)+
        }

        impl Mess {
            /// Every mess.
            pub const ALL: &'static [Mess] = &[$(Mess::$variant),+];

            /// A stable kebab-case word.
            pub const fn name(self) -> &'static str {
                match self { $(Mess::$variant => $word),+ }
            }

            /// Whether the dialect doesn't allow it; the others are worth a note at most.
            pub const fn is_forbidden(self) -> bool {
                match self { $(Mess::$variant => $forbidden),+ }
            }
        }
    };
}

messes! {
    PaddedKey "padded-key" true "`\" status\"`"
    PaddedValue "padded-value" true "`\" CreateMysqlReplicaInstance\"`"
    BlanksInside "blanks-inside" true "`\"31b8ae23 - c687 - 4d80 - b7b4 - 42a66c9bb886\"`"
    PercentBlanks "percent-blanks" true "`\"60 % \"`"
    PercentBare "percent-bare" true "`\"60\"`"
    PercentNumber "percent-number" true "`60`"
    OffsetColon "offset-colon" true "`+08:00`"
    BlankForT "blank-for-t" true "`2018-08-06 10:41:14+0000`"
    Fraction "fraction" true "`2018-08-06T10:41:14.046+0000`"
    NoZone "no-zone" true "`2018-08-06T10:41:14`"
    EpochMilliseconds "epoch-milliseconds" true "`1659344800845`"
    NullForText "null-for-text" true "`null` for a name, a status or an id"
    NumberForText "number-for-text" true "`\"fail_reason\": 500000`"
    OtherName "other-name" true "the name that another service has for it: `progress` for `process`"
    OtherNameCase "other-name-case" true "`\"Status\"`"
    OtherWordCase "other-word-case" true "`\"type\": \"replica\"`, `\"status\": \"running\"`"
    ResourceId "resource-id" true "`resource_id` for `resource_ids`"
    ScalarForList "scalar-for-list" true "one text for a list of them"
    MissingMember "missing-member" true "a required member isn't there"
    UnknownStatus "unknown-status" true "`\"Complete\"`"
    UnreadProgress "unread-progress" true "`\"first progress\"`"
    UnreadTimestamp "unread-timestamp" true "`\"Mon Jul 27 17:24:03 CST 2020\"`"
    DuplicateMember "duplicate-member" true "the same member twice, the last one as it should be; no validator of trees sees it"
    UnknownMember "unknown-member" false "`\"order_id\": \"\"`"
    EndedWhileRunning "ended-while-running" false "an end time on a running task"
    EndedBeforeCreated "ended-before-created" false "clocks that differ"
    MixedOffsets "mixed-offsets" false "created at `+0800`, ended at `+0000`"
    FailedWithoutReason "failed-without-reason" false "a failed task that doesn't say why"
    CompletedWithReason "completed-with-reason" false "a completed task that says why it failed"
    ProgressOnFinished "progress-on-finished" false "`\"100%\"` on a completed task"
}

impl Mess {
    /// Messes the task up; `false` where it has nothing to which this could happen.
    pub(crate) fn apply(self, dialect: Dialect, task: &mut Vec<Member>, random: &mut Random) -> bool {
        self.try_apply(dialect, task, random).is_some()
    }

    fn try_apply(self, dialect: Dialect, task: &mut Vec<Member>, random: &mut Random) -> Option<()> {
        let words = dialect.words();
        let time = if random.chance(0.5) { words.created } else { words.ended };
        match self {
            Mess::PaddedKey => {
                let name = random.pick(&[words.id, "name", "status", words.created, words.progress]);
                let place = position(task, name)?;
                task[place].0 = if random.chance(0.8) { format!(" {name}") } else { format!("{name} ") }.into();
            }
            Mess::PaddedValue => {
                let value = word(task, random.pick(&["name", "status"]))?;
                *value = if random.chance(0.8) { format!(" {value}") } else { format!("{value} ") }.into();
            }
            Mess::BlanksInside => {
                let id = word(task, words.id)?;
                *id = id.replacen('-', " - ", 4).into();
            }
            Mess::PercentBlanks => *percent(task, words.progress)? = Json::text("60 % "),
            Mess::PercentBare => *percent(task, words.progress)? = Json::text("50"),
            Mess::PercentNumber => *percent(task, words.progress)? = Json::Number(30),
            Mess::OffsetColon => timestamp(task, time)?.insert(22, ':'),
            Mess::BlankForT => timestamp(task, time)?.replace_range(10..11, " "),
            Mess::Fraction => timestamp(task, time)?.insert_str(19, ".046"),
            Mess::NoZone => timestamp(task, time)?.truncate(19),
            // An edition of its document has numbers for both.
            Mess::EpochMilliseconds | Mess::NumberForText if dialect == Dialect::GaussdbTasks => return None,
            Mess::EpochMilliseconds => {
                timestamp(task, time)?;
                *member(task, time)? = Json::Number(1_659_344_800_845 + random.below(100_000_000) as i64 * 1000);
            }
            Mess::NullForText => {
                let name = random.pick(&["name", "status", words.id]);
                word(task, name)?;
                *member(task, name)? = Json::Null;
            }
            Mess::NumberForText => {
                let value = member(task, "fail_reason").filter(|value| matches!(value, Json::Text(_)))?;
                *value = Json::Number(500_000);
            }
            Mess::OtherName => {
                let (name, other) = match (random.below(3), dialect) {
                    (0, Dialect::RdsJob) => (words.progress, "progress"),
                    (0, Dialect::GaussdbTasks) => (words.id, "id"),
                    (0, _) => (words.progress, "process"),
                    (1, Dialect::GeminidbJobs | Dialect::GaussdbTasks) => (words.created, "created"),
                    (1, _) => (words.created, "created_at"),
                    (_, Dialect::GaussdbTasks) => (words.ended, "end_time"),
                    (_, Dialect::RdsJob) => (words.id, "job_id"),
                    (_, _) => (words.ended, "ended_at"),
                };
                let place = position(task, name)?;
                task[place].0 = other.into();
            }
            Mess::OtherNameCase => {
                let name = random.pick(&["name", "status", words.id]);
                let place = position(task, name)?;
                let (first, rest) = name.split_at(1);
                task[place].0 = format!("{}{rest}", first.to_ascii_uppercase()).into();
            }
            Mess::OtherWordCase => {
                let kind = inside(task, "entities")
                    .and_then(|entities| inside(entities, "instance"))
                    .and_then(|instance| word(instance, "type"));
                let documented = match kind {
                    Some(kind) => kind,
                    None => word(task, "status")?,
                };
                documented.to_mut().make_ascii_lowercase();
            }
            Mess::ResourceId => {
                let entities = inside(task, "entities")?;
                let place = position(entities, "resource_ids")?;
                entities[place].0 = "resource_id".into();
            }
            Mess::ScalarForList => {
                let list = member(inside(task, "entities")?, "resource_ids")?;
                let Json::List(ids) = list else { return None };
                *list = ids.pop()?;
            }
            Mess::MissingMember => {
                let name = random.pick(&["name", words.progress, words.instance, words.created, words.id]);
                let place = position(task, name)?;
                task.remove(place);
            }
            Mess::UnknownStatus => {
                let strange = random.pick(vocabulary::STRANGE_STATUSES);
                *word(task, "status")? = strange.into();
            }
            Mess::UnreadProgress => *percent(task, words.progress)? = Json::text("first progress"),
            Mess::UnreadTimestamp => *timestamp(task, time)? = "Mon Jul 27 17:24:03 CST 2020".into(),
            Mess::UnknownMember => {
                let (name, value) = vocabulary::STRANGE_MEMBERS[random.below(vocabulary::STRANGE_MEMBERS.len())];
                if position(task, name).is_some() {
                    return None;
                }
                task.insert(random.below(task.len() + 1), (name.into(), Json::text(value)));
            }
            Mess::DuplicateMember => {
                let name = random.pick(&["name", "status", words.created]);
                let place = position(task, name)?;
                let other = match name {
                    "status" => Json::text("Running"),
                    "name" => Json::text("CreateInstance"),
                    _ => task[place].1.clone(),
                };
                task.insert(random.below(place + 1), (name.into(), other));
            }
            Mess::EndedWhileRunning => {
                timestamp(task, words.ended)?;
                *word(task, "status")? = "Running".into();
            }
            Mess::EndedBeforeCreated => {
                let (created, ended) = (position(task, words.created)?, position(task, words.ended)?);
                let early = std::mem::replace(&mut task[created].1, Json::Null);
                let late = std::mem::replace(&mut task[ended].1, early);
                task[created].1 = late;
            }
            Mess::MixedOffsets => {
                let ended = timestamp(task, words.ended)?;
                let other = if ended.ends_with("+0800") { "+0000" } else { "+0800" };
                ended.replace_range(19.., other);
            }
            Mess::FailedWithoutReason => {
                *word(task, "status")? = "Failed".into();
                let nothing = match dialect {
                    Dialect::RdsJob => {
                        task.retain(|(name, _)| name != "fail_reason");
                        None
                    }
                    Dialect::GeminidbJobs => Some(Json::text("")),
                    Dialect::DdsJob | Dialect::GaussdbTasks => Some(Json::Null),
                };
                if let Some(nothing) = nothing {
                    *member(task, "fail_reason")? = nothing;
                }
            }
            Mess::CompletedWithReason => {
                *word(task, "status")? = "Completed".into();
                let reason = Json::text("Single task exception.");
                match member(task, "fail_reason") {
                    Some(value) => *value = reason,
                    None => task.push(("fail_reason".into(), reason)),
                }
            }
            Mess::ProgressOnFinished => {
                percent(task, words.progress)?;
                *word(task, "status")? = "Completed".into();
                *member(task, words.progress)? = Json::text("100%");
            }
        }
        Some(())
    }
}

/// Where the member stands, if it stands there once: two of a name are odd enough.
fn position(members: &[Member], name: &str) -> Option<usize> {
    let place = members.iter().position(|(known, _)| known == name)?;
    let again = members[place + 1..].iter().any(|(known, _)| known == name);
    (!again).then_some(place)
}

fn member<'m>(members: &'m mut [Member], name: &str) -> Option<&'m mut Json> {
    position(members, name).map(|place| &mut members[place].1)
}

/// The members of an object inside.
fn inside<'m>(members: &'m mut [Member], name: &str) -> Option<&'m mut Vec<Member>> {
    match member(members, name)? {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

/// A text that is still spelled as one word.
fn word<'m>(members: &'m mut [Member], name: &str) -> Option<&'m mut Cow<'static, str>> {
    match member(members, name)? {
        Json::Text(text) if !text.contains(' ') => Some(text),
        _ => None,
    }
}

/// A time that is still spelled as documented.
fn timestamp<'m>(members: &'m mut [Member], name: &str) -> Option<&'m mut String> {
    match member(members, name)? {
        Json::Text(text) if text.len() == 24 && text.as_bytes()[10] == b'T' && text.as_bytes()[19] == b'+' => {
            Some(text.to_mut())
        }
        _ => None,
    }
}

/// A progress that is still spelled as documented, also where it says nothing.
fn percent<'m>(members: &'m mut [Member], name: &str) -> Option<&'m mut Json> {
    member(members, name).filter(|value| match value {
        Json::Null => true,
        Json::Text(text) => text.is_empty() || (text.ends_with('%') && !text.contains(' ')),
        _ => false,
    })
}
