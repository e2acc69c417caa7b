"""Files of hosting platforms to the commands that they run: Render, App Engine, Fly, Railway."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.processes.arguments import number
from consolidator.processes.files.documents import Block, documents
from consolidator.processes.files.procfile import Entry
from consolidator.processes.files.tables import from_json, from_toml, inner


def from_platform(name: str, data: bytes) -> Iterator[Entry]:
    """The commands of the file `name`; the platform's own defaults are not known."""
    if name.startswith("render."):
        yield from _render(data)
    elif name.startswith("app."):
        yield from (Entry("app", found.text("entrypoint"), 1) for found in documents(data) if found.text("entrypoint"))
    elif name.startswith("fly"):
        processes = inner(from_toml(data.decode("utf-8", "replace")), "processes")
        yield from (Entry(key, str(command), 1) for key, command in processes.items())
    else:
        text = data.decode("utf-8", "replace")
        deploy = inner(from_json(text) if name.endswith(".json") else from_toml(text), "deploy")
        if isinstance(deploy.get("startCommand"), str):
            yield Entry("deploy", deploy["startCommand"], 1, "", number(str(deploy.get("numReplicas"))))


def _render(data: bytes) -> Iterator[Entry]:
    """https://render.com/docs/blueprint-spec"""
    for document in documents(data):
        for row in document.list("services"):
            command = row.text("startCommand") or row.text("dockerCommand") if isinstance(row, Block) else ""
            if isinstance(row, Block) and command:
                name = "cron" if row.text("type") == "cron" else row.text("name") or "service"
                copies = number(row.text("numInstances"))
                yield Entry(name, command, min(row.lines.values(), default=1), row.text("rootDir"), copies)
