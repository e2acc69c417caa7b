"""Values of one small migration, made by hand, with hostile text where the target could put it."""

from __future__ import annotations

from typing import Literal

from consolidator.model import (
    Action,
    Budget,
    Change,
    ChangeSet,
    Claim,
    Database,
    FileEdits,
    Finding,
    Getter,
    NewFile,
    Plan,
    PoolOptions,
    Process,
    Running,
    SettingsReader,
    SharedModule,
    Site,
    Snapshot,
)
from consolidator.report import Outcome, Report

SECRET = "hunter2"
HOSTILE = "x\x1b[31m[red]|`@octocat` <script>alert(1)</script> #1 ![i](u) \u202e"

SNAPSHOT = Snapshot(commit="a" * 40, branch="main", entries=(), texts={}, name="service")

SHARED = SharedModule(
    path="src/db.py",
    module="src.db",
    getters=(Getter("get_engine", "get_settings().DATABASE_URL"),),
    reader=SettingsReader(),
    pool=PoolOptions(),
)


def site(path: str, line: int, action: Action = Action.CONSOLIDATED, symbol: str = "get_engine") -> Site:
    return Site(path, line, 5, symbol, "create_engine", "get_settings().DATABASE_URL", action, "same URL everywhere")


def finding(code: str, action: Action, path: str = "src/a.py", line: int = 7, **more: str) -> Finding:
    values: dict[str, str] = {
        "symbol": "make",
        "message": "engine consolidated",
        "reason": "The URL is the same.",
        "cure": "Do this.",
        **more,
    }
    level: Literal["note", "warning"] = "note" if action is Action.KEPT else "warning"
    return Finding(code, level, path, line, 5, action=action, fingerprint=f"{code}-{path}-{line}", **values)


DATABASE = Database(
    name="main",
    url_source="get_settings().DATABASE_URL",
    driver="psycopg2",
    is_async=False,
    engines_before=2,
    engines_after=1,
    sites=(site("src/a.py", 7), site("src/b.py", 9)),
    pool_before=30,
    pool_after=15,
    environment="DATABASE_URL",
)

FINDINGS = (
    finding("CE102", Action.CONSOLIDATED, "src/a.py", symbol="_make", reason="it shares the engine of src/db.py"),
    finding("CE101", Action.CONSOLIDATED, "src/b.py", 9),
    finding("CE201", Action.KEPT, "alembic/env.py", 3, message="migration"),
)
BUDGET = Budget(
    before=120, after=60, per_process=15, processes=4, max_connections=100, assumptions=("4 workers from Procfile:1",)
)

RUNNING = (
    Running(
        Process(
            "api", "web", "uvicorn src.a:app", "Procfile:1", ("src/a.py",), "", python=(3, 11), workers=4, replicas=2
        ),
        (Claim("main", "", 2, 1, 30, 15),),
    ),
    Running(Process("seed", "script", "", "seed.py:1", ("seed.py",), ""), ()),
)

PLAN = Plan(
    shared=(SHARED,),
    new_files=(NewFile("src/db.py", "db.py.j2", (("module", SHARED),)),),
    file_edits=(FileEdits("src/a.py", (), "uses the shared engine"),),
    text_edits=(),
    findings=FINDINGS,
    databases=(DATABASE,),
    budget=BUDGET,
    processes=RUNNING,
)

CHANGES = ChangeSet(
    (
        Change(
            "src/a.py", b"engine = create_engine(url)\n", b"engine = get_engine()\n", reason="uses the shared engine"
        ),
        Change("src/db.py", None, b"def f(x: dict[str, int]) -> None: ...  # [/x] [red]\n", reason="shared module"),
    )
)

PATCH = b"""\
diff --git a/src/a.py b/src/a.py
index 1..2 100644
--- a/src/a.py
+++ b/src/a.py
@@ -1 +1 @@
-engine = create_engine(url)
+engine = get_engine()
diff --git a/src/db.py b/src/db.py
new file mode 100644
index 0..3
--- /dev/null
+++ b/src/db.py
@@ -0,0 +1 @@
+def f(x: dict[str, int]) -> None: ...  # [/x] [red]
"""

HOSTILE_FINDING = finding(
    "CE305",
    Action.REVIEW,
    path=f"src/{HOSTILE}.py",
    symbol=HOSTILE,
    message=HOSTILE,
    reason=f"It is at postgresql://me:{SECRET}@db/x.",
    cure="Look.",
)


def report(command: str = "run", **more: object) -> Report:
    values: dict[str, object] = {
        "outcome": Outcome.PREVIEWED,
        "snapshot": SNAPSHOT,
        "plan": PLAN,
        "changes": CHANGES,
        "patch": PATCH,
        **more,
    }
    return Report(command, **values)  # type: ignore[arg-type]


def with_findings(*findings: Finding) -> Plan:
    from dataclasses import replace

    return replace(PLAN, findings=(*FINDINGS, *findings))


HOSTILE_REPORT = report(plan=with_findings(HOSTILE_FINDING))
