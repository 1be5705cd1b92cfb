//! The canonical record: what every API of the family says about a task, in one spelling.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::raw::{Extra, Keep, Raw, owned};

/// One asynchronous task of a task center.
///
/// `None` is honest: null, an empty text and an absent member are all `None`, and where a dialect
/// forbids one of them, the deviations tell them apart. Nothing is invented.
///
/// Its JSON is the canonical form, stable byte for byte; reading that back gives the same task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task<'a> {
    /// Identifies the task within its service; not unique across services. (`id`; GaussDB `job_id`)
    pub id: Option<Cow<'a, str>>,
    /// The kind of task, such as `CreateMysqlSingleHAInstance`. (`name`)
    pub name: Option<Cow<'a, str>>,
    /// How the task is doing. (`status`; scheduled tasks `job_status`)
    pub status: Option<Status<'a>>,
    /// The service's own word for the status, where that is another one: `SUCCESS`, `ToBeSwitched`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_word: Option<Cow<'a, str>>,
    /// When the task was created, with the offset in which the service said so.
    /// (`created`; GeminiDB `start_time`; GaussDB `created_at`)
    #[serde(serialize_with = "time")]
    pub created: Option<DateTime<FixedOffset>>,
    /// When the task ended; on a running task, when it was last updated.
    /// (`ended`; GeminiDB `end_time`; GaussDB `ended_at`)
    #[serde(serialize_with = "time")]
    pub ended: Option<DateTime<FixedOffset>>,
    /// When a scheduled task is to begin, which says nothing of when it did. (`start_time`)
    #[serde(default, serialize_with = "time", skip_serializing_if = "Option::is_none")]
    pub planned_start: Option<DateTime<FixedOffset>>,
    /// By when a scheduled task is to be done. (`end_time`)
    #[serde(default, serialize_with = "time", skip_serializing_if = "Option::is_none")]
    pub planned_end: Option<DateTime<FixedOffset>>,
    /// How much is done, in percent, 0 to 100. (RDS, GaussDB `process`; DDS, GeminiDB `progress`)
    pub progress: Option<u8>,
    /// The instance on which the task is executed. (`instance`; GaussDB `instance_info`)
    pub instance: Option<Instance<'a>>,
    /// What the task works on, by the kind of task. (RDS `entities`)
    pub entities: Option<Box<Entities<'a>>>,
    /// Why the task failed, for people. (`fail_reason`)
    pub fail_reason: Option<Cow<'a, str>>,
    /// The id of the task of which this one is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Cow<'a, str>>,
    /// Members that have no meaning in any dialect.
    pub extra: Extra<'a>,
}

impl<'a> Task<'a> {
    /// Whether the task is over, well or badly. An unknown status is not.
    pub fn is_terminal(&self) -> bool {
        self.status.as_ref().is_some_and(Status::is_terminal)
    }

    /// Whether the task is over and ended well.
    pub fn is_success(&self) -> bool {
        self.status.as_ref().is_some_and(Status::is_success)
    }

    /// How long the task took, once it is over.
    ///
    /// Services set an end time on running tasks too; that is the last update, and not believed.
    /// Neither is an end before the beginning.
    pub fn elapsed(&self) -> Option<TimeDelta> {
        let elapsed = self.ended?.signed_duration_since(self.created?);
        (self.is_terminal() && elapsed >= TimeDelta::zero()).then_some(elapsed)
    }

    /// Why the task failed. Absent, null and "" are the same here, and told apart by the deviations.
    pub fn fail_reason(&self) -> Option<&str> {
        self.fail_reason.as_deref()
    }

    /// The ids of the resources that the task touches; none for most kinds of task.
    pub fn resource_ids(&self) -> &[Cow<'_, str>] {
        self.entities.as_ref().map_or(&[], |entities| &entities.resource_ids)
    }

    /// The same task, with a copy of every text that it borrowed.
    pub fn into_owned(self) -> Task<'static> {
        self.with_texts(&owned)
    }

    pub(crate) fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Task<'b> {
        Task {
            id: self.id.map(keep),
            name: self.name.map(keep),
            status: self.status.map(|status| status.with_texts(keep)),
            status_word: self.status_word.map(keep),
            created: self.created,
            ended: self.ended,
            planned_start: self.planned_start,
            planned_end: self.planned_end,
            progress: self.progress,
            instance: self.instance.map(|instance| instance.with_texts(keep)),
            entities: self.entities.map(|entities| Box::new(entities.with_texts(keep))),
            fail_reason: self.fail_reason.map(keep),
            parent_id: self.parent_id.map(keep),
            extra: self.extra.with_texts(keep),
        }
    }
}

/// How a task is doing, in one word for all services. What their own words say stands in their schemas.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status<'a> {
    /// It is planned or waits, and nothing is being done yet.
    Pending,
    /// It is being executed.
    Running,
    /// It ended well.
    Completed,
    /// It ended badly.
    Failed,
    /// It was called off or undone. Terminal, and no success.
    Canceled,
    /// A word that the document doesn't have, kept as it stands. Not terminal.
    Other(Cow<'a, str>),
}

impl<'a> Status<'a> {
    /// The documented word, or the text that was there.
    pub fn as_str(&self) -> &str {
        match self {
            Status::Pending => "Pending",
            Status::Running => "Running",
            Status::Completed => "Completed",
            Status::Failed => "Failed",
            Status::Canceled => "Canceled",
            Status::Other(text) => text,
        }
    }

    /// `Completed`, `Failed` and `Canceled`.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Status::Completed | Status::Failed | Status::Canceled)
    }

    /// `Completed` alone.
    pub fn is_success(&self) -> bool {
        matches!(self, Status::Completed)
    }

    /// The canonical word exactly, or anything else as it stands.
    pub fn from_text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        match text.as_ref() {
            "Pending" => Status::Pending,
            "Running" => Status::Running,
            "Completed" => Status::Completed,
            "Failed" => Status::Failed,
            "Canceled" => Status::Canceled,
            _ => Status::Other(text),
        }
    }

    /// The status of a canonical word in any case.
    pub(crate) fn known(word: &str) -> Option<Status<'static>> {
        use Status::{Canceled, Completed, Failed, Pending, Running};
        [Pending, Running, Completed, Failed, Canceled]
            .into_iter()
            .find(|status| status.as_str().eq_ignore_ascii_case(word))
    }

    /// Whether it is more than a text.
    pub(crate) fn is_known(&self) -> bool {
        !matches!(self, Status::Other(_))
    }

    /// The same status, with a copy of its text.
    pub fn into_owned(self) -> Status<'static> {
        self.with_texts(&owned)
    }

    fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Status<'b> {
        match self {
            Status::Pending => Status::Pending,
            Status::Running => Status::Running,
            Status::Completed => Status::Completed,
            Status::Failed => Status::Failed,
            Status::Canceled => Status::Canceled,
            Status::Other(text) => Status::Other(keep(text)),
        }
    }
}

impl fmt::Display for Status<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Status<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Status::from_text)
    }
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct $name<'a> {
            $(
                $(#[$member_doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $member: Option<Cow<'a, str>>,
            )*
            /// Members that have no meaning in any dialect.
            #[serde(default, skip_serializing_if = "Extra::is_empty")]
            pub extra: Extra<'a>,
        }

        impl<'a> $name<'a> {
            /// The same record, with a copy of every text that it borrowed.
            pub fn into_owned(self) -> $name<'static> {
                self.with_texts(&owned)
            }

            fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> $name<'b> {
                $name { $($member: self.$member.map(keep),)* extra: self.extra.with_texts(keep) }
            }
        }
    };
}

/// The database instance on which a task is executed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Instance<'a> {
    /// 32 hexadecimal digits and a suffix that names the engine, such as `in01`.
    /// (`id`; GaussDB `instance_id`)
    pub id: Option<Cow<'a, str>>,
    /// The name that its owner gave it. (`name`; GaussDB `instance_name`)
    pub name: Option<Cow<'a, str>>,
    /// What it is doing, such as `creating`. (GaussDB `instance_status`)
    pub status: Option<Cow<'a, str>>,
    /// Members that have no meaning in any dialect.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra<'a>,
}

impl<'a> Instance<'a> {
    /// The same instance, with a copy of every text that it borrowed.
    pub fn into_owned(self) -> Instance<'static> {
        self.with_texts(&owned)
    }

    fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Instance<'b> {
        Instance {
            id: self.id.map(keep),
            name: self.name.map(keep),
            status: self.status.map(keep),
            extra: self.extra.with_texts(keep),
        }
    }
}

/// What an RDS task works on: each kind of task has other members.
///
/// Two are equal when they mean the same, whatever [`raw`](Entities::raw) text said so.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entities<'a> {
    /// The instance that the task makes. (RDS, tasks that create an instance)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<EntityInstance<'a>>,
    /// The ids of machines and volumes that the task touches. (RDS `resource_ids`)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_ids: Vec<Cow<'a, str>>,
    /// The disk whose size the task changes. (RDS, scaling up storage)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Volume<'a>>,
    /// The elastic IP address. (RDS, binding an EIP)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_ip: Option<Cow<'a, str>>,
    /// The policy of a switch between primary and standby. (RDS)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_strategy: Option<Cow<'a, str>>,
    /// Members that have no meaning in any dialect.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra<'a>,
    /// The whole object as it came; `None` in a task that was read from its canonical form.
    #[serde(skip)]
    pub raw: Option<Raw<'a>>,
}

impl<'a> Entities<'a> {
    /// The same entities, with a copy of every text that they borrowed.
    pub fn into_owned(self) -> Entities<'static> {
        self.with_texts(&owned)
    }

    fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Entities<'b> {
        Entities {
            instance: self.instance.map(|instance| instance.with_texts(keep)),
            resource_ids: self.resource_ids.into_iter().map(keep).collect(),
            volume: self.volume.map(|volume| volume.with_texts(keep)),
            public_ip: self.public_ip.map(keep),
            switch_strategy: self.switch_strategy.map(keep),
            extra: self.extra.with_texts(keep),
            raw: self.raw.map(|raw| raw.with_text(keep)),
        }
    }
}

impl PartialEq for Entities<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.instance == other.instance
            && self.resource_ids == other.resource_ids
            && self.volume == other.volume
            && self.public_ip == other.public_ip
            && self.switch_strategy == other.switch_strategy
            && self.extra == other.extra
    }
}

impl Eq for Entities<'_> {}

/// The instance that an RDS task makes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EntityInstance<'a> {
    /// The address at which it listens, with its port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Cow<'a, str>>,
    /// `Single`, `Ha` (primary and standby) or `Replica` (a read replica); other words as they stand.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'a, str>>,
    /// The database engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datastore: Option<Datastore<'a>>,
    /// The id of the primary instance, for a read replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica_of: Option<Cow<'a, str>>,
    /// Members that have no meaning in any dialect.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra<'a>,
}

impl<'a> EntityInstance<'a> {
    /// The same instance, with a copy of every text that it borrowed.
    pub fn into_owned(self) -> EntityInstance<'static> {
        self.with_texts(&owned)
    }

    fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> EntityInstance<'b> {
        EntityInstance {
            endpoint: self.endpoint.map(keep),
            kind: self.kind.map(keep),
            datastore: self.datastore.map(|datastore| datastore.with_texts(keep)),
            replica_of: self.replica_of.map(keep),
            extra: self.extra.with_texts(keep),
        }
    }
}

record! {
    /// A database engine and its version.
    Datastore {
        /// The engine, such as `mysql`.
        #[serde(rename = "type")]
        kind,
        /// The version, such as `5.7`.
        version,
    }
}

record! {
    /// A disk whose size an RDS task changes. The document gives the sizes as texts, without a unit.
    Volume {
        /// The kind of disk.
        #[serde(rename = "type")]
        kind,
        /// The size before the task.
        original_size,
        /// The size after the task.
        target_size,
    }
}

/// Spells a time canonically: RFC 3339, its own offset, `Z` for zero.
pub(crate) fn canonical_time(time: &DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn time<S: Serializer>(time: &Option<DateTime<FixedOffset>>, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_ref().map(canonical_time).serialize(serializer)
}
