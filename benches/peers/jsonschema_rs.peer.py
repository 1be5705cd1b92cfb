"""A tree, the verdict and its reasons."""

import json
import pathlib
import sys

import jsonschema_rs

history, schemas = sys.argv[1], pathlib.Path(sys.argv[2])
words = json.loads((schemas / "task.schema.json").read_text())


def validator(name):
    schema = json.loads((schemas / f"{name}.schema.json").read_text())
    # Brought along under its own `$id`, so that nothing has to be fetched.
    schema["$defs"] = {"words": words}
    return jsonschema_rs.Draft202012Validator(schema)


rds, dds, geminidb, gaussdb = map(validator, ["rds-job", "dds-job", "geminidb-jobs", "gaussdb-tasks"])


def choose(body):
    if job := body.get("job"):
        identity = (job.get("instance") or {}).get("id")
        return dds if isinstance(identity, str) and identity.endswith("in02") else rds
    return geminidb if "jobs" in body else gaussdb


bodies = invalid = 0
with open(history, "rb") as lines:
    for line in lines:
        bodies += 1
        body = json.loads(line)
        known = choose(body)
        if not known.is_valid(body):
            invalid += bool([error.instance_path for error in known.iter_errors(body)])
print(f"bodies {bodies} invalid {invalid}")
