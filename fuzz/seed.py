#!/usr/bin/env python3
"""Fills fuzz/corpus/<target>/ with seeds: the repository's corpus, each body as the target wants it.

`seed.py 10` takes every tenth body alone, for a short look."""
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
# Larger ones make a fuzzer slow, and say nothing that a smaller one doesn't.
LARGEST = 16 << 10


def write(target, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if len(data) <= LARGEST:
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


STEP = int(sys.argv[1]) if len(sys.argv) > 1 else 1

bodies = [path.read_bytes() for path in sorted((ROOT / "corpus").glob("*/*/*")) if path.is_file()][::STEP]
schemas = [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.json"))]

for number, body in enumerate(bodies):
    for target in ["read", "repair", "redaction"]:
        write(target, body)
    # These take their time with each.
    if number % 4 == 0:
        for target in ["capture", "output"]:
            write(target, body)
    line = body.replace(b"\n", b" ").replace(b"\r", b" ")
    write("bulk", line + b"\n" + line)
    for piece in [line, line[1:-1]]:
        write("differential", piece)

for first, second in zip(bodies[::14], bodies[3::14]):
    line = first.replace(b"\n", b" ").replace(b"\r", b" ")
    write("bulk", line + b"\r\n\n" + second.replace(b"\n", b" "))
    write("capture", first + b"\n" + second)
    head = b"HTTP/1.1 200 OK\r\nX-Auth-Token: abc\r\nContent-Length: %d\r\n\r\n" % len(first)
    log = b"2024-01-01T00:00:00Z [DEBUG] GET https://rds.example.com/v3/p/jobs?id=1 answered " + line + b" in 3 ms\n"
    for capture in [head + first, log]:
        for target in ["capture", "output", "redaction"]:
            write(target, capture)

for schema in schemas:
    for body in bodies[::250]:
        write("schema", schema + b"\xff" + body)
for text in [
    b'{"$ref":"#"}',
    b'{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[true,false]}}}',
    b'{"type":"object","properties":{"job":{"$ref":"#"}},"patternProperties":{"^(a|a)*$":{"pattern":"(x+)+y"}}}',
    b'{"properties":{"job":{"properties":{"id":{"$ref":"task.schema.json#/$defs/task-id"}},"required":["id"]}}}',
    b'{"oneOf":[{"const":1e400},{"enum":[1,2.0]},{"multipleOf":0.1}],"items":{"$ref":"#"}}',
]:
    write("schema", text + b"\xff" + b'{"job":{"id":"a","x":[[1,"xxxxy"]]}}')
