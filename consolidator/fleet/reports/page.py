"""The fleet in; an index for a browser, and the review page of each service, out."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence

from consolidator import __version__
from consolidator.fleet.proposals.ready import file_name
from consolidator.fleet.reports.chart import chart
from consolidator.fleet.reports.standing import Load, Standing
from consolidator.fleet.reports.text import WAITING, request, totals, web_address, word
from consolidator.fleet.state import Record
from consolidator.fleet.values import Outcome
from consolidator.masking import mask, printable
from consolidator.report.words import amount, change, count
from consolidator.templating import render

ORDER: tuple[Outcome | None, ...] = (*reversed(Outcome), None)
"""The groups of services: what asks for a person first."""


def as_pages(fleet: Standing, pages: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Every file by its path: the index `name`, and the `pages` of the services in a folder beside it.

    The index loads nothing and runs one script that only hides rows; every value is escaped by the template.
    """
    folder = f"{name.removesuffix('.html')}-services"
    places = _places(fleet.records, pages, folder)
    files = {place: zlib.decompress(pages[service]).decode() for service, place in places.items()}
    return {name: _index(fleet, places), **files}


def _places(records: Sequence[Record], pages: Mapping[str, bytes], folder: str) -> dict[str, str]:
    """Where each page goes; names that would be one file are told apart by a number."""
    places: dict[str, str] = {}
    for number, record in enumerate(records):
        if record.name in pages:
            place = f"{folder}/{file_name(record.name)}.html"
            taken = place.lower() in {each.lower() for each in places.values()}
            places[record.name] = f"{folder}/{file_name(record.name)}-{number}.html" if taken else place
    return places


def _index(fleet: Standing, places: Mapping[str, str]) -> str:
    script = render("fleet.js.j2", {}).strip()
    values: dict[str, object] = {
        "title": totals(fleet),
        "updated": _moment(fleet),
        "states": [_state(each, fleet.counts[each]) for each in ORDER if fleet.counts[each]],
        "servers": [_server(each) for each in fleet.loads],
        "chart": chart(fleet),
        "groups": [_group(each, fleet, places) for each in ORDER if fleet.counts[each]],
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "version": __version__,
    }
    return render("fleet.html.j2", values)


def _moment(fleet: Standing) -> str:
    return fleet.history[-1].at.replace("T", " ").replace("+00:00", " UTC") if fleet.history else ""


def _key(outcome: Outcome | None) -> str:
    return outcome.value if outcome else WAITING


def _state(outcome: Outcome | None, number: int) -> dict[str, str]:
    return {"key": _key(outcome), "word": word(outcome), "number": amount(number)}


def _group(outcome: Outcome | None, fleet: Standing, places: Mapping[str, str]) -> dict[str, object]:
    rows = [
        _row(each, places.get(each.name, ""), fleet.told(each)) for each in fleet.records if each.outcome is outcome
    ]
    return {"key": _key(outcome), "word": word(outcome).capitalize(), "rows": rows}


def _row(record: Record, page: str, told: Sequence[str]) -> dict[str, object]:
    known = record.stage is not None
    return {
        "name": _text(record.name),
        "page": page,
        "owner": _text(record.owner),
        "stage": record.stage.value if record.stage else "",
        "engines": change(record.engines_before, record.engines_after) if known else "",
        "processes": amount(record.processes) if known and record.processes else "",
        "request": _text(request(record)),
        "url": web_address(record),
        "branch": _text(record.branch or ""),
        "seconds": f"{record.seconds:.1f}" if record.attempts else "",
        "why": [_text(each) for each in told],
    }


def _server(load: Load) -> dict[str, object]:
    limit = load.max_connections
    most = max([each for each in (load.before, load.after, limit) if each is not None], default=0)
    return {
        "name": _text(load.name),
        "services": count(len(load.services), "service"),
        "bars": [_bar("before", load.before, limit, limit or most), _bar("after", load.after, limit, limit or most)],
    }


def _bar(name: str, value: int | None, limit: int | None, whole: int) -> dict[str, object]:
    """A bar in per cent of what is allowed; what is beyond it, or without a bound, fills it and is marked."""
    share = 100 if value is None else min(100, round(100 * value / max(1, whole)))
    return {
        "name": name,
        "value": f"{value:,} of {limit:,}" if value is not None and limit else amount(value),
        "share": share,
        "over": value is None or (limit is not None and value > limit),
    }


def _text(text: str) -> str:
    return printable(mask(text))
