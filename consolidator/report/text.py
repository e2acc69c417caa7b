"""A report in; what a person reads in a terminal out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consolidator.errors import ConsolidateError
from consolidator.masking import mask, printable
from consolidator.model import Action, Budget, Database, Finding, Plan, Server
from consolidator.report.console import Grid, Line, paint
from consolidator.report.listing import processes
from consolidator.report.outcome import Report, left_for_a_person, with_action
from consolidator.report.words import amount, change, count, holders, offence, place, sentences, told, would

Part = Line | Grid


def overview(report: Report, verbosity: int, width: int | None, color: bool) -> str:
    """The whole of a scan: databases, sites by what becomes of them, budget. `width` None: not a terminal."""
    plan = report.plan
    if plan is None:
        return ""
    parts: list[Part] = [Line(_sentence(plan), "bold")]
    if plan.databases:
        parts += [Line(), _databases(plan.databases)]
    parts += processes(plan.processes)
    detailed = verbosity > 0
    parts += _section("To consolidate", with_action(plan, Action.CONSOLIDATED), "green", _reason)
    parts += _section("Left for a person", left_for_a_person(plan), "yellow", told)
    parts += _section("Left alone on purpose", _settled(plan), "dim", told if detailed else _without_cure)
    if plan.budget:
        parts += _budget(plan.budget)
    return paint(parts, width, color)


def offences(report: Report, color: bool) -> str:
    """One line for each finding that makes `check` fail: `path:line:column: code message: reason; cure`."""
    found = report.guard.new if report.guard else ()
    return paint([Line(_offence(each)) for each in found], None, color)


def error_line(error: ConsolidateError) -> str:
    """`error: what is wrong. What to do about it`, on one line, masked, control characters shown; then its details."""
    cure = error.cure[:1].upper() + error.cure[1:]
    lines = [f"error: {error.message.rstrip('.')}. {cure}", *error.detail.splitlines()]
    return "".join(printable(mask(line)) + "\n" for line in lines)


def notes(sentences: Sequence[str]) -> str:
    """`note: ...`, a line each, in the form of `error_line`."""
    return "".join(printable(mask(f"note: {sentence.rstrip('.')}.")) + "\n" for sentence in sentences)


def _offence(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
    return f"{where}: {finding.code} {offence(finding)}"


def _sentence(plan: Plan) -> str:
    """How many places create what, and how many of them a run would share: the number of the list below."""
    sites = sum(len(each.sites) for each in plan.databases)
    shared = with_action(plan, Action.CONSOLIDATED)
    places = {(site.path, site.line) for each in plan.databases for site in each.sites}
    others = sum((each.path, each.line) not in places for each in shared)
    if not sites and not others:
        return "No database engine is created here."
    databases = count(len(plan.databases), "database")
    said = [f"{count(sites, 'site')} {_verb(sites, 'create')} {holders(plan.databases)} for {databases}"]
    said += [f"{count(others, 'site')} {_verb(others, 'make')} clients that hold connections"]
    told = " and ".join(text for text, number in zip(said, (sites, others), strict=True) if number)
    return f"{told}; {_verdict(len(shared), sites + others)}."


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _verdict(shared: int, sites: int) -> str:
    if not shared:
        return "nothing to consolidate"
    whole = "it" if sites == 1 else "all of them"
    return f"`consolidate run` shares {whole if shared == sites else f'{shared} of them'}"


def _databases(databases: Sequence[Database]) -> Grid:
    rows = [
        (
            each.name,
            each.url_source,
            _driver(each),
            change(each.engines_before, each.engines_after),
            change(each.pool_before, each.pool_after),
        )
        for each in databases
    ]
    head = ("Database", "URL from", "Driver", holders(databases).capitalize(), "Connections of one process")
    return Grid(rows, head, ("bold", "", "", "", ""))


def _driver(database: Database) -> str:
    return " ".join(filter(None, (database.driver, "async" if database.is_async else "")))


def _section(title: str, findings: Sequence[Finding], style: str, say: Callable[[Finding], str]) -> list[Part]:
    if not findings:
        return []
    rows = [(place(each), each.symbol, each.code, say(each)) for each in findings]
    head = Line(f"{title} ({len(findings)})", f"bold {style}")
    return [Line(), head, Grid(rows, (), ("", "", style, ""), 2, whole=True)]


def _reason(finding: Finding) -> str:
    return sentences(would(finding.reason))


def _without_cure(finding: Finding) -> str:
    return told(finding, with_cure=False)


def _settled(plan: Plan) -> tuple[Finding, ...]:
    """What is kept, and the notes that nobody has to act on."""
    told = {*left_for_a_person(plan), *with_action(plan, Action.CONSOLIDATED)}
    return tuple(each for each in plan.findings if each not in told)


def _budget(budget: Budget) -> list[Part]:
    number = count(budget.processes, "process")
    sums = f"{change(budget.before, budget.after)} of {budget.max_connections} connections for {number}"
    each = "" if budget.per_process is None else f", {amount(budget.per_process)} each at most"
    bound = "; an upper bound" if budget.upper_bound else ""
    return [
        Line(),
        Line("Connection budget", "bold"),
        Line(f"  {sums}{each}{bound}"),
        *(Line(f"  {change(one.before, one.after)} to {one.name or _UNNAMED}") for one in _several(budget)),
        *((Line(f"  warning: {budget.warning}", "yellow"),) if budget.warning else ()),
        *(Line(f"  - {one}") for one in budget.assumptions),
    ]


_UNNAMED = "the server that settings name"


def _several(budget: Budget) -> Sequence[Server]:
    return budget.servers if len(budget.servers) > 1 else ()
