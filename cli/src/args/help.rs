//! What stands at the end of each help: the exit status, and examples.

/// What the exit status says; an end of its own for what else a command may do.
macro_rules! status {
    ($done:literal, $failed:literal) => {
        concat!(
            "Exit status:\n",
            "  0  every body was read, and nothing is denied",
            $done,
            "\n",
            "  1  a body was rejected, or has a finding that is denied\n",
            "  2  the command line is wrong, or an input could not be opened",
            $failed,
        )
    };
}

pub(super) const STATUS: &str = status!("", "");

pub(super) const START: &str = "\
To begin with:
  taskcenter check capture.json            what is odd about this response?
  taskcenter normalize history.jsonl       the tasks in it, one a line, all spelled alike
  taskcenter explain padded-key            what does this finding mean?";

pub(super) const CHECK: &str = concat!(
    status!("", ""),
    "

Examples:
  One response, fresh from the service:
    curl -s -H \"X-Auth-Token: $TOKEN\" \"$URL/v3/$PROJECT/jobs?id=$JOB\" | taskcenter check -

  A folder of captures, in a pipeline that fails on what nobody could read:
    taskcenter check --deny unread captures/

  In a workflow of GitHub, with what is known already left out:
    taskcenter check --format github --deny tolerated --baseline known.json captures/

  Does the service send exactly what its document promises?
    taskcenter check --dialect gaussdb-tasks --deny tolerated answer.json

  The tasks that failed, with jq:
    taskcenter check --format json history.jsonl | jq '.tasks[] | select(.status == \"Failed\")'"
);

pub(super) const NORMALIZE: &str = concat!(
    "\
Each line is a task: `source` and `line` say where its body begins, `dialect` what it was read as,
and the rest is the canonical record, with times in UTC. Bodies that hold no task are reported
on the standard error.

",
    status!("", ""),
    "

Examples:
  A history in which each service spells alike:
    taskcenter normalize rds.jsonl gaussdb.jsonl > tasks.ndjson

  How did each task end, as a table?
    taskcenter normalize --latest --format csv history/ > tasks.csv

  How long did backups take?
    taskcenter normalize history/ | jq -c 'select(.name | test(\"Backup\")?) | [.created, .ended]'"
);

pub(super) const STATS: &str = concat!(
    "\
Durations go from `created` to `ended` of tasks that are over, in whole milliseconds. The median
and the 95th percentile are durations that occurred (nearest rank). Bodies that hold no task are
reported on the standard error.

",
    status!("; all was merged", " or merged"),
    "

Examples:
  What fails, and what takes long?
    taskcenter stats history/

  A history in two halves, on two machines:
    taskcenter stats --format json may/ > may.json
    taskcenter stats --format json june/ > june.json
    taskcenter stats --merge may.json june.json"
);

pub(super) const GENERATE: &str = "\
Examples:
  taskcenter generate --size 256MB --messes 30% > history.jsonl
  taskcenter generate --dialect gaussdb-tasks --page 50 --size 20 --pretty
  taskcenter generate --messes 1 --mess padded-key --mess no-zone --size 10 | taskcenter check";

pub(super) const EXPLAIN: &str = "\
Examples:
  taskcenter explain                 every code, with a sentence each
  taskcenter explain padded-key      one of them at length

An unknown code is answered with those that are spelled most like it, and exit status 2.";

pub(super) const SCHEMA: &str = "\
The document brings every definition along, and any validator of JSON Schema 2020-12 takes it.

Examples:
  taskcenter schema rds-job > rds-job.schema.json
  npx ajv-cli validate --spec=draft2020 -s rds-job.schema.json -d answer.json";
