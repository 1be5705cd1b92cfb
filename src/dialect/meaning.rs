//! What members can mean, and the forms of their values: the `$defs` of `task.schema.json`.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

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
        // An object without a meaning: documented, checked, and kept raw.
        Other "other"
    }
}

impl Meaning {
    /// Which object a member of that meaning holds, if it holds one.
    pub(crate) fn holds(self) -> Option<Place> {
        match self {
            Meaning::Task | Meaning::Tasks => Some(Place::Task),
            other => Place::from_word(other.word()),
        }
    }

    /// Whether a member of that meaning can stand in such an object.
    pub(crate) fn belongs_in(self, place: Place) -> bool {
        use Meaning as M;
        match self {
            M::Task | M::Tasks | M::Total => place == Place::Envelope,
            M::TaskId | M::TaskName | M::Status | M::Created | M::Ended => place == Place::Task,
            M::Progress | M::FailReason | M::Instance | M::Entities => place == Place::Task,
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
        }
    }
}
