"""Typed tasks with times. What a model doesn't expect fails the body, with all places."""

import sys
from datetime import datetime
from typing import Literal

from pydantic import AliasChoices, BaseModel, Field, ValidationError


class Instance(BaseModel):
    id: str = Field(validation_alias=AliasChoices("id", "instance_id"))
    name: str = Field(validation_alias=AliasChoices("name", "instance_name"))


class Task(BaseModel):
    id: str = Field(validation_alias=AliasChoices("id", "job_id"), pattern="^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?$")
    name: str
    status: Literal["Running", "Completed", "Failed"]
    created: datetime = Field(validation_alias=AliasChoices("created", "start_time", "created_at"))
    ended: datetime | None = Field(None, validation_alias=AliasChoices("ended", "end_time", "ended_at"))
    progress: str | None = Field(None, validation_alias=AliasChoices("progress", "process"))
    instance: Instance = Field(validation_alias=AliasChoices("instance", "instance_info"))
    entities: dict | None = None
    fail_reason: str | None = None


class Body(BaseModel):
    job: Task | None = None
    jobs: list[Task] = Field([], validation_alias=AliasChoices("jobs", "tasks"))
    total_count: int | None = None


bodies = invalid = tasks = 0
with open(sys.argv[1], "rb") as history:
    for line in history:
        bodies += 1
        try:
            body = Body.model_validate_json(line)
            tasks += len(body.jobs) + (body.job is not None)
        except ValidationError as error:
            invalid += bool(error.errors(include_url=False))
print(f"bodies {bodies} tasks {tasks} invalid {invalid}")
