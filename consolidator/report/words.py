"""Numbers of a plan in; the phrases that all reports share out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from consolidator.model import Action, Claim, Database, Finding, Guard, Holder, Plan, Site, TestCount, Trial
from consolidator.regex import lazy

UNBOUNDED = "unbounded"
_PRESENT = lazy(r"^(it |its pool )?(share|take|make|get|keep|ha)s\b")


def count(number: int, noun: str) -> str:
    """`1 engine`, `4 engines`, `2 databases`, `3 classes`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("s") else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def amount(number: int | None) -> str:
    """A number of engines or connections; None is one for each call, hence without a bound."""
    return UNBOUNDED if number is None else f"{number:,}"


def change(before: int | None, after: int | None) -> str:
    """`4 -> 1`, or the one number where nothing changes."""
    return amount(before) if before == after else f"{amount(before)} -> {amount(after)}"


def counted(trial: Trial) -> str:
    """`41 passed before, 44 after; 2 failed before, 2 after`, or how the command ended where it does not count."""
    before, after = trial.before, trial.after
    if before.passed is None or after.passed is None:
        return f"the command ended with {_ending(before)} before and {_ending(after)} after, and does not count"
    passed = f"{before.passed:,} passed before, {after.passed:,} after"
    if not before.failed and not after.failed:
        return passed
    return f"{passed}; {before.failed:,} failed before, {after.failed:,} after"


def _ending(run: TestCount) -> str:
    return "a time-out" if run.status is None else f"status {run.status}"


def place(item: Finding | Site) -> str:
    """`path:line`, or the path alone where no line is known."""
    return f"{item.path}:{item.line}" if item.line else item.path


def sentences(*texts: str) -> str:
    """The texts as sentences, empty ones left out: a plain word in front gets a capital, the end a full stop."""
    return " ".join(map(_sentence, filter(None, texts)))


def told(finding: Finding, with_cure: bool = True) -> str:
    """`message: reason`, and the cure as a sentence of its own."""
    return sentences(f"{finding.message}: {finding.reason}", finding.cure if with_cure else "")


_POOL = "driver pool shared"
"""What CE110 says of a pool; a client is called by its class."""
_WAYS = (
    (
        {"CE101", "CE102"},
        "Sites take the engine from one shared module, which creates it on first use, under a lock and with a bound.",
    ),
    ({"CE103"}, "Sites take the engine from the module that makes it already, once for each process."),
    (
        {"CE104"},
        "Functions that made an engine each time they ran make one for each URL and process, where they stand.",
    ),
    ({"CE105"}, "The pool of an engine that is made once gets its sizes from the settings."),
    ({"CE110"}, "A client that owns an engine is built once, when the application starts, and closed when it ends."),
    ({_POOL}, "Sites take the pool of their driver from one module, which makes it on first use."),
)


def offence(finding: Finding) -> str:
    """What is told of a finding before anything was changed: a site that would be consolidated is not yet."""
    if finding.action is not Action.CONSOLIDATED:
        return told(finding)
    made = "an engine" if finding.code != "CE110" else "a pool" if finding.message == _POOL else "a client"
    return sentences(f"`{finding.symbol}` makes {made} of its own", f"with `consolidate run` {finding.reason}")


def known_by(guard: Guard) -> str:
    """Why findings do not fail a check: `accepted in FILE`, `there since before 1234567890`, or either."""
    named = f"accepted in {guard.baseline}" if guard.baseline else ""
    since = f"there since before {guard.since[:10]}" if guard.since else ""
    return " or ".join(filter(None, (named, since)))


def would(reason: str) -> str:
    """The reason of a site as long as nothing has changed: `it shares ...` becomes `it would share ...`."""
    return _PRESENT.sub(lambda found: f"{found[1] or ''}would {'have' if found[2] == 'ha' else found[2]}", reason)


def _sentence(text: str) -> str:
    first = text.partition(" ")[0].rstrip(",:;")
    start = text[0].upper() if first.isalpha() and first.islower() else text[0]
    return start + text[1:] + ("" if text.endswith((".", "!", "?", ":")) else ".")


def holders(rows: Iterable[Claim | Database]) -> str:
    """What reaches some databases: `engines`, `pools`, or `engines and pools`."""
    return " and ".join(f"{kind}s" for kind in sorted({row.kind for row in rows})) or "engines"


def created(findings: Sequence[Finding]) -> str:
    """`1 engine`, `3 pools`, `4 engines and pools`: what the places of some findings create."""
    kinds = {"pool" if finding.message.startswith("driver pool") else "engine" for finding in findings}
    return count(len(findings), *kinds) if len(kinds) == 1 else f"{len(findings):,} engines and pools"


def made(number: int | None, kind: Holder) -> str:
    """`3 engines`, `1 pool`; `an engine per call` where nothing bounds them."""
    return f"{_article(kind)} per call" if number is None else count(number, kind)


def _article(kinds: str) -> str:
    return " or ".join(f"{'an' if kind == 'engine' else 'a'} {kind}" for kind in kinds.split(" or "))


def headline(plan: Plan) -> str:
    """What the plan comes to, in one line."""
    changing = _changing(plan)
    if plan.is_empty:
        return "Nothing to consolidate"
    if only_sizes(plan):
        return "Size the engine's pool by the settings"
    if any(finding.code == "CE106" for finding in plan.findings):
        return "Write the shared engine module anew, in its short form"
    each = f"each of {count(len(changing), 'database')}" if len(changing) > 1 else "the database"
    pooled = {"engine": "pooled engine", "pool": "pool"}.get(_kinds(changing), "engine or pool")
    return f"Share one {pooled} for {each}"


def engines(plan: Plan) -> str:
    """`4 engines for each process become 1`, over the databases that change; sites where engines cannot be counted."""
    changing = _changing(plan)
    if only_sizes(plan):
        return "the engine is sized by the settings"
    if any(finding.code == "CE106" for finding in plan.findings):
        return "the shared module keeps its names and gets shorter"
    kinds = _kinds(changing)
    before, after = _of_one_process(plan, changing)
    if before == after or after is None:
        sites = sum(len(shared_sites(each)) for each in changing)
        target = f"one {kinds}" if len(changing) == 1 else f"one {kinds} for each database"
        return f"{count(sites, 'site')} {'shares' if sites == 1 else 'share'} {target}"
    if before is None:
        number = f"{after:,}" if " " in kinds else count(after, kinds)
        return f"{_article(kinds)} for each call becomes {number} for each process"
    many = f"{before:,} {holders(changing)}" if " " in kinds else count(before, kinds)
    return f"{many} for each process {'becomes' if before == 1 else 'become'} {after:,}"


def _kinds(changing: Sequence[Database]) -> str:
    """`engine`, `pool`, or `engine or pool` where databases of both kinds change."""
    return " or ".join(sorted({each.kind for each in changing})) or "engine"


def only_sizes(plan: Plan) -> bool:
    """Whether engines get sizes where they are made, and nothing else changes."""
    return all(finding.code == "CE105" for finding in plan.findings if finding.action is Action.CONSOLIDATED)


def ways(plan: Plan) -> list[str]:
    """How the sites come to share, a sentence for each way that occurs."""
    done = [finding for finding in plan.findings if finding.action is Action.CONSOLIDATED]
    codes = {_POOL if finding.message == _POOL else finding.code for finding in done}
    return [sentence for known, sentence in _WAYS if codes & known]


def shared_sites(database: Database) -> list[Site]:
    """The sites of a database that share its engine from now on."""
    return [site for site in database.sites if site.action is Action.CONSOLIDATED]


def _changing(plan: Plan) -> list[Database]:
    return [each for each in plan.databases if shared_sites(each)]


def _of_one_process(plan: Plan, changing: Sequence[Database]) -> tuple[int | None, int | None]:
    """Engines before and after, of the serving process that makes most of them; of all databases where none is seen."""
    names = {each.name for each in changing}
    serving = [row.claims for row in plan.processes if row.process.serves]
    claims = [[claim for claim in each if claim.database in names] for each in serving]
    made: list[Sequence[Claim | Database]] = [each for each in claims if each]
    sums = [
        (_sum([each.engines_before for each in rows]), _sum([each.engines_after for each in rows]))
        for rows in made or [changing]
    ]
    return max(sums, key=lambda pair: tuple(inf if number is None else number for number in pair))


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
