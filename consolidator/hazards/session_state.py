"""Statements whose effect stays on the connection: SET, roles, temporary tables, advisory locks, autocommit.

An engine for each call took them away with its connection; a pool hands them to the next user. Measured: another
search_path, a lock still held, a rolled-back insert kept. `SET LOCAL`, `pg_advisory_xact_lock` and
`ON COMMIT DROP` end with the transaction and are no finding.
https://docs.sqlalchemy.org/en/20/core/pooling.html#reset-on-return
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from consolidator.hazards._alone import runs_alone
from consolidator.hazards._blocks import leading_text
from consolidator.hazards._scene import Scene, reported
from consolidator.hazards._statements import State, states, undoes
from consolidator.hazards._value import Value
from consolidator.meaning.standing import last_name
from consolidator.model import Binding, Call, Facts, Finding
from consolidator.syntax.expressions import dotted

CODE = "CE304"
_EXECUTES = ("execute", "exec_driver_sql", "scalar", "scalars", "exec", "stream", "fetch", "fetchval")
_LOCKS = {"pg_advisory_lock", "pg_try_advisory_lock", "get_lock"}
_CURES = {
    "set": "use SET LOCAL inside the transaction, or reset it before the connection goes back",
    "temp": "add ON COMMIT DROP, or drop it before the connection goes back",
    "lock": "use pg_advisory_xact_lock, or unlock before the connection goes back",
}

_SWITCHES = {"foreign_key_checks", "unique_checks", "sql_safe_updates", "session_replication_role", "identity_insert"}
"""Settings that a function turns off and on again."""

Scope = tuple[str, str]


def find(scene: Scene) -> tuple[Finding, ...]:
    """Every such statement that runs on a connection of a shared engine and is not undone in the same function."""
    if not scene.shared:
        return ()
    rows: dict[Scope, list[tuple[Call, State, Value]]] = defaultdict(list)
    undone: dict[Scope, frozenset[str]] = defaultdict(frozenset)
    for path, call in _executed(scene):
        text = _sql(scene, path, call)
        found = tuple(states(text))
        value = _receiver(scene, path, call) if found else None
        undone[path, call.scope] |= undoes(text)
        if value is not None:
            rows[path, call.scope] += [(call, state, value) for state in found]
    return (*_statements(scene, rows, undone), *_autocommit(scene))


def _executed(scene: Scene) -> Iterator[tuple[str, Call]]:
    for name in _EXECUTES:
        for path, call in scene.index.called(name):
            if len(call.expr.parts) > 1:
                yield path, call


def _sql(scene: Scene, path: str, call: Call) -> str:
    """The text of the statement that a call executes, as far as it is constant; `text()` and variables followed."""
    expr = call.expr.parts[1]
    while expr.kind == "call" and len(expr.parts) > 1:
        names = dotted(expr.parts[0])
        if names and names[-2:-1] == ("func",) and names[-1] in _LOCKS:
            return f"{names[-1]}("
        expr = expr.parts[1]
    return leading_text(expr) if expr.kind != "name" else _assigned(scene, path, call.scope, str(expr.value))


def _assigned(scene: Scene, path: str, scope: str, name: str) -> str:
    """The text that a variable holds, itself or in a call."""
    rows = scene.world.bindings(path, scope, name) or scene.world.bindings(path, "", name)
    value = rows[0].value if len(rows) == 1 else None
    if value is None:
        return ""
    return leading_text(value.parts[1] if value.kind == "call" and len(value.parts) > 1 else value)


def _receiver(scene: Scene, path: str, call: Call) -> Value | None:
    """The session or connection that a statement runs on, where it belongs to a shared engine."""
    function = call.expr.parts[0]
    value = scene.values.of(path, function.parts[0], call.scope) if function.kind == "attr" else None
    return value if value is not None and (value.is_open or value.kind == "engine") else None


def _statements(
    scene: Scene, rows: dict[Scope, list[tuple[Call, State, Value]]], undone: dict[Scope, frozenset[str]]
) -> Iterator[Finding]:
    for (path, scope), found in rows.items():
        if runs_alone(scene.world, path):
            continue
        counts = Counter(state.key for _, state, _ in found)
        commits = any(last_name(call.expr) in ("begin", "commit") for call in scene.index.in_scope(path, scope))
        for call, state, value in found:
            restored = state.kind in undone[path, scope] or (state.key in _SWITCHES and counts[state.key] > 1)
            if not restored:
                yield _finding(scene, scene.world.facts[path], call, state, value, commits)


def _finding(scene: Scene, facts: Facts, call: Call, state: State, value: Value, commits: bool) -> Finding:
    """What is told; only noted where nothing seems to commit: PostgreSQL takes SET and CREATE back on rollback.

    https://www.postgresql.org/docs/current/sql-set.html
    """
    plain = state.kind != "lock" and value.kind == "connection" and "AUTOCOMMIT" not in facts.source
    rolled_back = plain and not commits
    when = " once a commit follows" if rolled_back else ", and the next user of the pool gets it"
    words = ("session state would leak", f"{state.what} stays on the connection{when}", _CURES[state.kind])
    level = "note" if rolled_back else scene.level(value)
    return reported(CODE, facts, call.expr.span, call.scope, words, level)


def _autocommit(scene: Scene) -> Iterator[Finding]:
    """`raw = engine.raw_connection(); raw.autocommit = True`, unless it is set back."""
    raw = [opening for opening in scene.openings if opening.value.kind == "raw"]
    assigned: dict[Scope, list[Binding]] = defaultdict(list)
    for facts in {opening.facts.path: opening.facts for opening in raw}.values():
        for binding in facts.bindings:
            if binding.target.endswith(".autocommit"):
                assigned[facts.path, binding.scope].append(binding)
    for opening in raw:
        facts, scope = opening.facts, opening.call.scope
        sets = assigned[facts.path, scope]
        if len(sets) == 1 and sets[0].value is not None and sets[0].value.value is True:
            words = (
                "session state would leak",
                "autocommit stays on the raw connection, and the next user's rollback keeps its rows",
                "set it back before the connection goes back, or use execution_options(isolation_level='AUTOCOMMIT')",
            )
            yield reported(CODE, facts, sets[0].span, scope, words, scene.level(opening.value))
