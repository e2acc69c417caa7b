"""The sample services as values: how each is started and asked, and what a migration must leave."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sample_repos"

PSYCOPG = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Sample:
    """One service.

    `app` is `module:attribute`; `routes` need no parameter and query the database. `variables` are the environment
    variables that hold database URLs, each with what is appended to the URL so that distinct databases stay distinct.
    `shared` is the module that a migration makes, `keeps` the files outside tests that still create engines after it;
    `wired` are those of them that close the shared module's pools.
    `setup` are arguments for Python that create the tables, where starting the service does not.
    """

    name: str
    app: str
    routes: tuple[str, ...]
    shared: str
    variables: tuple[tuple[str, str], ...] = (("DATABASE_URL", ""),)
    scheme: str = PSYCOPG
    keeps: frozenset[str] = frozenset()
    wired: frozenset[str] = frozenset()
    setup: tuple[str, ...] = ()
    is_wsgi: bool = False
    import_root: str = "."
    flags: tuple[str, ...] = ()

    @property
    def source(self) -> Path:
        """The folder that is copied into a repository."""
        return FOLDER / self.name


TICKETING = Sample(
    "ticketing",
    "src.main:app",
    (
        "/ready",
        "/events",
        "/inventory",
        "/search",
        "/analytics/sales",
        "/analytics/attendance",
        "/analytics/top-events",
        "/reports/daily",
        "/reports/refunds",
        "/reports/summary",
        "/revenue/forecast",
        "/fraud/suspicious",
        "/waitlist",
        "/notifications/pending",
    ),
    shared="src/db.py",
    keeps=frozenset({"migrations/env.py", "src/qr-verification/qr_batch.py"}),
)
CLASSROOM = Sample(
    "classroom",
    "classroom_engine.main:app",
    ("/pupils", "/lessons", "/report-cards", "/missing"),
    shared="classroom_engine/database.py",
    flags=("--pool-size", "5", "--max-overflow", "10", "--wait-warning", "10", "--health", "yes"),
)
AUTH_CLIENT = Sample(
    "auth_client",
    "auth_service.main:app",
    ("/users", "/logins/count", "/guest", "/audit"),
    shared="auth_service/db.py",
    flags=("--health", "yes"),
)
ASYNC_API = Sample(
    "async_api",
    "app.main:app",
    ("/parcels", "/couriers", "/stats", "/scans"),
    shared="app/db.py",
    keeps=frozenset({"app/main.py", "app/worker.py"}),
    wired=frozenset({"app/main.py"}),
    scheme="postgresql",
    flags=("--health", "yes"),
)
TWO_DATABASES = Sample(
    "two_databases",
    "shop.app:app",
    ("/orders/count", "/best-sellers", "/stock", "/stock/sold-out", "/visits", "/catalogue"),
    shared="src/shop/db.py",
    # One database under three names: the engines stay apart, the connections are counted together.
    variables=(
        ("SHOP_DATABASE_URL", ""),
        ("SHOP_ANALYTICS_URL", "?application_name=visits"),
        ("SHOP_REPLICA_URL", "?application_name=replica"),
    ),
    keeps=frozenset({"src/shop/catalogue.py", "src/shop/partners.py", "src/shop/schema.py"}),
    setup=("-m", "shop.schema"),
    import_root="src",
    # Main, main asynchronous and analytics with 4 each, and the replica's own 3.
    flags=("--pool-size", "2", "--max-overflow", "2", "--health", "yes"),
)
FLASK_BILLING = Sample(
    "flask_billing",
    "billing.wsgi:app",
    ("/customers", "/invoices", "/payments", "/reports/open"),
    shared="billing/db.py",
    setup=("-m", "flask", "--app", "billing.wsgi", "create-tables"),
    is_wsgi=True,
    flags=("--health", "yes"),
)
ALREADY_CLEAN = Sample(
    "already_clean",
    "weather.main:app",
    ("/measurements", "/averages"),
    shared="weather/db.py",
)

MIGRATED = (TICKETING, CLASSROOM, AUTH_CLIENT, ASYNC_API, TWO_DATABASES, FLASK_BILLING)
EVERY = (*MIGRATED, ALREADY_CLEAN)
