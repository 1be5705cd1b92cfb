//! The task under construction: which field a meaning is, and where its value stood.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use super::log::ReadAs;
use crate::dialect::meaning::{Meaning, Place};
use crate::place::Span;
use crate::raw::{Extra, Raw};
use crate::task::{Datastore, Entities, EntityInstance, Instance, Status, Task, Volume};

/// A value for a field.
#[derive(Debug)]
pub(super) enum Field<'a> {
    Text(Cow<'a, str>),
    Time(DateTime<FixedOffset>),
    Percent(u8),
    Count(u64),
    Status(Status<'a>),
    /// A status, and the service's own word for it.
    Worded(Status<'a>, Cow<'a, str>),
}

impl<'a> Field<'a> {
    pub(super) fn is_known_status(&self) -> bool {
        matches!(self, Field::Status(status) | Field::Worded(status, _) if status.is_known())
    }

    pub(super) fn read_as(&self) -> ReadAs<'a> {
        match self {
            Field::Text(text) => ReadAs::Text(text.clone()),
            Field::Time(time) => ReadAs::Time(*time),
            Field::Percent(percent) => ReadAs::Number(u64::from(*percent)),
            Field::Count(count) => ReadAs::Number(*count),
            Field::Worded(_, word) => ReadAs::Text(word.clone()),
            Field::Status(Status::Other(text)) => ReadAs::Text(text.clone()),
            Field::Status(status) => ReadAs::Text(status.to_string().into()),
        }
    }
}

/// The task, and where the values stand that the notes quote.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) task: Task<'a>,
    pub(super) status: Span,
    pub(super) created: Span,
    pub(super) ended: Span,
    pub(super) progress: Span,
    pub(super) fail_reason: Span,
    /// Entities of tasks that nobody needs any more, for the next ones.
    #[allow(clippy::vec_box, reason = "the boxes themselves are what is used again")]
    spare: Vec<Box<Entities<'a>>>,
}

impl<'a> Record<'a> {
    /// Takes the room that tasks had, for the next ones.
    pub(super) fn recycle(&mut self, tasks: &mut Vec<Task<'a>>) {
        for entities in tasks.iter_mut().filter_map(|task| task.entities.take()) {
            self.spare.push(entities);
        }
        tasks.clear();
    }

    /// The value into the field of that meaning.
    pub(super) fn store(&mut self, meaning: Meaning, field: Field<'a>, span: Span) {
        match field {
            Field::Text(text) => self.store_text(meaning, text, span),
            Field::Time(time) => self.store_time(meaning, time, span),
            Field::Percent(percent) => self.store_percent(percent, span),
            Field::Status(status) => {
                self.task.status = Some(status);
                self.status = span;
            }
            Field::Worded(status, word) => {
                self.task.status = Some(status);
                self.task.status_word = Some(word);
                self.status = span;
            }
            Field::Count(_) => {}
        }
    }

    #[inline]
    pub(super) fn store_time(&mut self, meaning: Meaning, time: DateTime<FixedOffset>, span: Span) {
        match meaning {
            Meaning::Created => {
                self.task.created = Some(time);
                self.created = span;
            }
            Meaning::PlannedStart => self.task.planned_start = Some(time),
            Meaning::PlannedEnd => self.task.planned_end = Some(time),
            _ => {
                self.task.ended = Some(time);
                self.ended = span;
            }
        }
    }

    #[inline]
    pub(super) fn store_percent(&mut self, percent: u8, span: Span) {
        self.task.progress = Some(percent);
        self.progress = span;
    }

    /// A status by the word that its dialect has for it.
    pub(super) fn store_worded(&mut self, status: Status<'static>, word: &'a str, span: Span) {
        if status.as_str() != word {
            self.task.status_word = Some(Cow::Borrowed(word));
        }
        self.task.status = Some(status);
        self.status = span;
    }

    /// One of the canonical words, which the dialect documents.
    #[inline]
    pub(super) fn store_status(&mut self, word: &'a str, span: Span) {
        self.task.status = Some(Status::from_text(word));
        self.status = span;
    }

    #[inline(always)]
    pub(super) fn store_text(&mut self, meaning: Meaning, text: Cow<'a, str>, span: Span) {
        use Meaning as M;
        match meaning {
            M::Status => {
                self.status = span;
                self.task.status = Some(Status::Other(text));
            }
            M::FailReason => {
                self.fail_reason = span;
                self.task.fail_reason = Some(text);
            }
            M::TaskId => self.task.id = Some(text),
            M::TaskName => self.task.name = Some(text),
            M::InstanceId => self.instance().id = Some(text),
            M::InstanceName => self.instance().name = Some(text),
            M::InstanceStatus => self.instance().status = Some(text),
            M::ResourceIds => self.entities().resource_ids.push(text),
            M::PublicIp => self.entities().public_ip = Some(text),
            M::SwitchStrategy => self.entities().switch_strategy = Some(text),
            M::Endpoint => self.entity_instance().endpoint = Some(text),
            M::InstanceType => self.entity_instance().kind = Some(text),
            M::ReplicaOf => self.entity_instance().replica_of = Some(text),
            M::DatastoreType => self.datastore().kind = Some(text),
            M::DatastoreVersion => self.datastore().version = Some(text),
            M::VolumeType => self.volume().kind = Some(text),
            M::OriginalSize => self.volume().original_size = Some(text),
            M::TargetSize => self.volume().target_size = Some(text),
            // The others hold objects, lists, times or numbers.
            M::Task | M::Tasks | M::Total | M::Created | M::Ended | M::Progress => {}
            M::PlannedStart | M::PlannedEnd | M::SubTasks | M::Wrapper => {}
            M::Instance | M::Entities | M::EntityInstance | M::Datastore | M::Volume => {}
        }
    }

    /// An object of that meaning begins: it is there, even if nothing is in it. (Entities are when they end.)
    pub(super) fn open(&mut self, meaning: Option<Meaning>) {
        match meaning {
            Some(Meaning::Instance) => drop(self.instance()),
            Some(Meaning::EntityInstance) => drop(self.entity_instance()),
            Some(Meaning::Datastore) => drop(self.datastore()),
            Some(Meaning::Volume) => drop(self.volume()),
            _ => {}
        }
    }

    /// The entities ended, whose whole text this is.
    pub(super) fn close_entities(&mut self, raw: &'a str) {
        self.entities().raw = Some(Raw::new(raw));
    }

    /// Adds what an instance's object says to what stood in the task itself, which wins where both speak; gives the
    /// first field of which they say different things.
    pub(super) fn join(&mut self, flat: Instance<'a>) -> Option<Meaning> {
        let Some(object) = self.task.instance.as_mut() else {
            self.task.instance = Some(flat);
            return None;
        };
        let mut conflict = None;
        for (field, said, meaning) in [
            (&mut object.id, flat.id, Meaning::InstanceId),
            (&mut object.name, flat.name, Meaning::InstanceName),
            (&mut object.status, flat.status, Meaning::InstanceStatus),
        ] {
            let differs = said.is_some() && field.is_some() && said != *field;
            conflict = conflict.or(differs.then_some(meaning));
            *field = said.or(field.take());
        }
        conflict
    }

    /// Undoes what was stored in the field, or in the whole object, of that meaning.
    pub(super) fn forget(&mut self, meaning: Meaning) {
        use Meaning as M;
        match meaning {
            M::Status => (self.task.status, self.task.status_word) = (None, None),
            M::PlannedStart => self.task.planned_start = None,
            M::PlannedEnd => self.task.planned_end = None,
            M::Created => self.task.created = None,
            M::Ended => self.task.ended = None,
            M::Progress => self.task.progress = None,
            M::FailReason => self.task.fail_reason = None,
            M::TaskId => self.task.id = None,
            M::TaskName => self.task.name = None,
            M::Instance => self.task.instance = None,
            M::InstanceId => self.instance().id = None,
            M::InstanceName => self.instance().name = None,
            M::InstanceStatus => self.instance().status = None,
            M::Entities => self.task.entities = None,
            M::ResourceIds => self.entities().resource_ids.clear(),
            M::PublicIp => self.entities().public_ip = None,
            M::SwitchStrategy => self.entities().switch_strategy = None,
            M::EntityInstance => self.entities().instance = None,
            M::Endpoint => self.entity_instance().endpoint = None,
            M::InstanceType => self.entity_instance().kind = None,
            M::ReplicaOf => self.entity_instance().replica_of = None,
            M::Datastore => self.entity_instance().datastore = None,
            M::DatastoreType => self.datastore().kind = None,
            M::DatastoreVersion => self.datastore().version = None,
            M::Volume => self.entities().volume = None,
            M::VolumeType => self.volume().kind = None,
            M::OriginalSize => self.volume().original_size = None,
            M::TargetSize => self.volume().target_size = None,
            M::Task | M::Tasks | M::Total | M::SubTasks | M::Wrapper => {}
        }
    }

    /// Where the members without a meaning are kept; nowhere in an object that is kept raw itself.
    pub(super) fn extra(&mut self, place: Place) -> Option<&mut Extra<'a>> {
        match place {
            Place::Task => Some(&mut self.task.extra),
            Place::Instance => Some(&mut self.instance().extra),
            Place::Entities => Some(&mut self.entities().extra),
            Place::EntityInstance => Some(&mut self.entity_instance().extra),
            Place::Datastore => Some(&mut self.datastore().extra),
            Place::Volume => Some(&mut self.volume().extra),
            Place::Envelope | Place::Wrapper | Place::Other => None,
        }
    }

    fn instance(&mut self) -> &mut Instance<'a> {
        self.task.instance.get_or_insert_default()
    }

    fn entities(&mut self) -> &mut Entities<'a> {
        self.task.entities.get_or_insert_with(|| match self.spare.pop() {
            Some(mut entities) => {
                let Entities { instance, resource_ids, volume, public_ip, switch_strategy, extra, raw } =
                    &mut *entities;
                (*instance, *volume, *public_ip, *switch_strategy, *raw) = (None, None, None, None, None);
                resource_ids.clear();
                *extra = Extra::default();
                entities
            }
            None => Box::default(),
        })
    }

    fn entity_instance(&mut self) -> &mut EntityInstance<'a> {
        self.entities().instance.get_or_insert_default()
    }

    fn datastore(&mut self) -> &mut Datastore<'a> {
        self.entity_instance().datastore.get_or_insert_default()
    }

    fn volume(&mut self) -> &mut Volume<'a> {
        self.entities().volume.get_or_insert_default()
    }
}
