//! What members can mean, and the forms of their values: the `$defs` of `task.schema.json`.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use crate::task::Status;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            #[cfg(test)]
            pub(crate) const ALL: &'static [$name] = &[$($name::$variant),+];

            #[allow(dead_code, reason = "not every family of words is spelled out")]
            pub(crate) const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            pub(crate) fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What a member means, by its name in `task.schema.json`.
    Meaning {
        Task "task"
        Tasks "tasks"
        Total "total"
        TaskId "task-id"
        TaskName "task-name"
        Status "status"
        Created "created"
        Ended "ended"
        Progress "progress"
        FailReason "fail-reason"
        Instance "instance"
        InstanceId "instance-id"
        InstanceName "instance-name"
        InstanceStatus "instance-status"
        Entities "entities"
        ResourceIds "resource-ids"
        PublicIp "public-ip"
        SwitchStrategy "switch-strategy"
        EntityInstance "entity-instance"
        Endpoint "endpoint"
        InstanceType "instance-type"
        ReplicaOf "replica-of"
        Datastore "datastore"
        DatastoreType "datastore-type"
        DatastoreVersion "datastore-version"
        Volume "volume"
        VolumeType "volume-type"
        OriginalSize "original-size"
        TargetSize "target-size"
        PlannedStart "planned-start"
        PlannedEnd "planned-end"
        SubTasks "sub-tasks"
        Wrapper "wrapper"
    }
}

words! {
    /// What a status says, whatever word a service has for it, by its name in `task.schema.json`.
    State {
        Pending "pending"
        Running "running"
        Completed "completed"
        Failed "failed"
        Canceled "canceled"
    }
}

words! {
    /// The textual form of a value, by its name in `task.schema.json`.
    Form {
        Timestamp "timestamp"
        Percent "percent"
        Identifier "identifier"
        Address "address"
        Name "name"
        Text "text"
        Moment "moment"
        EpochText "epoch-text"
        Digits "digits"
    }
}

words! {
    /// Which object of a body it is, by the meaning of the member that holds it.
    Place {
        Envelope "envelope"
        Task "task"
        Instance "instance"
        Entities "entities"
        EntityInstance "entity-instance"
        Datastore "datastore"
        Volume "volume"
        // An object around the tasks, inside of the envelope.
        Wrapper "wrapper"
        // An object without a meaning: documented, checked, and kept raw.
        Other "other"
    }
}

impl Meaning {
    /// Which object a member of that meaning holds, if it holds one.
    pub(crate) fn holds(self) -> Option<Place> {
        match self {
            Meaning::Task | Meaning::Tasks | Meaning::SubTasks => Some(Place::Task),
            other => Place::from_word(other.word()),
        }
    }

    /// Whether a member of that meaning can stand in such an object.
    pub(crate) fn belongs_in(self, place: Place) -> bool {
        use Meaning as M;
        match self {
            M::Task | M::Tasks | M::Total | M::Wrapper => matches!(place, Place::Envelope | Place::Wrapper),
            M::TaskId | M::TaskName | M::Status | M::Created | M::Ended => place == Place::Task,
            M::Progress | M::Instance | M::Entities | M::PlannedStart | M::PlannedEnd => place == Place::Task,
            // Beside the list it belongs to the tasks in it.
            M::FailReason => matches!(place, Place::Task | Place::Envelope),
            M::SubTasks => matches!(place, Place::Task | Place::Entities),
            // Some APIs of the family give the instance's members flat, in the task.
            M::InstanceId | M::InstanceName | M::InstanceStatus => {
                matches!(place, Place::Instance | Place::Task)
            }
            M::ResourceIds | M::PublicIp | M::SwitchStrategy => place == Place::Entities,
            M::EntityInstance | M::Volume => place == Place::Entities,
            M::Endpoint | M::InstanceType | M::ReplicaOf | M::Datastore => place == Place::EntityInstance,
            M::DatastoreType | M::DatastoreVersion => place == Place::Datastore,
            M::VolumeType | M::OriginalSize | M::TargetSize => place == Place::Volume,
        }
    }
}

impl State {
    /// The status itself.
    pub(crate) fn status(self) -> Status<'static> {
        match self {
            State::Pending => Status::Pending,
            State::Running => Status::Running,
            State::Completed => Status::Completed,
            State::Failed => Status::Failed,
            State::Canceled => Status::Canceled,
        }
    }

    /// What the word says that is spelled like the canonical one.
    pub(super) fn spelled(word: &str) -> Option<State> {
        let all = [State::Pending, State::Running, State::Completed, State::Failed, State::Canceled];
        all.into_iter().find(|state| state.status().as_str() == word)
    }
}

impl Form {
    /// Whether a text is spelled in this form: the form's `pattern`, in Rust.
    #[inline]
    pub(crate) fn recognises(self, text: &str) -> bool {
        use crate::lenient;
        match self {
            Form::Timestamp => lenient::timestamp::is_documented(text),
            Form::Percent => lenient::progress::is_documented(text),
            Form::Identifier => lenient::identifier::is_documented(text),
            Form::Address => lenient::address::is_documented(text),
            Form::Name => lenient::name::is_documented(text),
            Form::Text => true,
            Form::Moment => lenient::timestamp::is_moment(text),
            Form::EpochText => lenient::timestamp::is_epoch(text),
            Form::Digits => lenient::progress::is_digits(text),
        }
    }

    /// The form in people's words, with its article.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Form::Timestamp => "a time such as 2018-08-06T10:41:14+0000",
            Form::Percent => "a progress such as 60%",
            Form::Identifier => "an identifier",
            Form::Address => "an address",
            Form::Name => "a name",
            Form::Text => "a text",
            Form::Moment => "a time such as 2016-04-25T20:04:47.591Z",
            Form::EpochText => "milliseconds since 1970",
            Form::Digits => "a whole number up to 100",
        }
    }
}
