#!/usr/bin/env python3
"""Every dependency has a licence of the list in deny.toml, and comes from the registry."""
import json
import pathlib
import re
import subprocess
import sys
import tomllib

root = pathlib.Path(__file__).resolve().parent.parent
allowed = set(tomllib.loads((root / "deny.toml").read_text())["licenses"]["allow"])
metadata = json.loads(
    subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1"], cwd=root, check=True, capture_output=True
    ).stdout
)


def accepts(expression):
    """Whether an SPDX expression of AND, OR and brackets can be met; `/` is an old way to write OR."""
    words = re.findall(r"\(|\)|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))
    python = ["(" if w == "(" else ")" if w == ")" else w.lower() if w in ("AND", "OR") else str(w in allowed) for w in words]
    return eval(" ".join(python), {"__builtins__": {}})


bad = []
for package in metadata["packages"]:
    where = f"{package['name']} {package['version']}"
    if package["source"] is None:
        continue
    if not package["source"].startswith("registry+https://github.com/rust-lang/crates.io-index"):
        bad.append(f"{where} comes from {package['source']}")
    if not package["license"] or not accepts(package["license"]):
        bad.append(f"{where}: the licence {package['license']!r} isn't on the list of deny.toml")
print("\n".join(bad) if bad else f"{len(metadata['packages'])} packages, every licence is on the list")
sys.exit(bool(bad))
