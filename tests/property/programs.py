"""Hypothesis strategies for small services that create engines in the ways people write them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from property.recording import Call, SetVariable, Step

FORMS = (
    "module",
    "factory",
    "local",
    "chained",
    "class",
    "optional",
    "parameter",
    "cached",
    "lru",
    "sessions",
)
SOURCES = ("constant", "environ", "default", "function", "settings", "parts", "inline")
NAMES = ("get_engine", "_pg_engine", "make_engine", "db")
OPTIONS = (
    "",
    "echo=True",
    "pool_size=20",
    "pool_size=3, max_overflow=2",
    "pool_pre_ping=True",
    'isolation_level="AUTOCOMMIT"',
    'isolation_level="SERIALIZABLE", echo=True',
    'connect_args={"sslmode": "require"}',
    'execution_options={"stream_results": True}',
    "json_serializer=str",
)


@dataclass(frozen=True)
class Database:
    """A database and how its URL is known: `number` tells it from the others, `source` is one of SOURCES."""

    number: int
    source: str

    @property
    def variable(self) -> str:
        return ("DATABASE_URL", "AUDIT_URL", "REPORTS_URL")[self.number]

    @property
    def url(self) -> str:
        return f"postgresql://app:pw@host/{self.number}"

    def config(self) -> str:
        """The lines of `app/config.py` that know the URL."""
        n, read = self.number, f'os.environ["{self.variable}"]'
        return {
            "constant": f'{self.variable} = "{self.url}"\n',
            "environ": f"{self.variable} = {read}\n",
            "default": f'{self.variable} = os.getenv("{self.variable}", "postgresql://app:pw@fallback/{self.number}")\n',
            "function": f"def {self.variable.lower()}():\n    return {read}\n",
            "settings": f"class Settings{n}:\n    url = {read}\n\n\nsettings{n} = Settings{n}()\n",
            "parts": f'HOST{self.number} = os.environ["HOST{self.number}"]\n',
            "inline": "",
        }[self.source]

    def name(self) -> str:
        """The name that a site takes from the configuration, empty where it reads the environment itself."""
        special = {
            "function": self.variable.lower(),
            "settings": f"settings{self.number}",
            "parts": f"HOST{self.number}",
        }
        return "" if self.source == "inline" else special.get(self.source, self.variable)

    def expression(self, name: str) -> str:
        """The URL as a site writes it, `name` being how it calls what it imported."""
        return {
            "function": f"{name}()",
            "settings": f"{name}.url",
            "parts": f'f"postgresql://app:pw@{{{name}}}/{self.number}"',
            "inline": f'os.environ["{self.variable}"]',
        }.get(self.source, name)


@dataclass(frozen=True)
class Site:
    """One module with one creation call, and a function `request` that uses it."""

    number: int
    database: Database
    form: str
    options: str
    is_async: bool
    creator: str
    config: str
    factory: str
    dispose: str
    user: str

    @property
    def has_factory(self) -> bool:
        return self.form in ("factory", "optional", "cached", "lru")


@dataclass(frozen=True)
class Program:
    """The files of a service, the steps of its run, and its environment."""

    files: dict[str, str]
    steps: tuple[Step, ...]
    environment: dict[str, str]


def _sites(number: int, databases: list[Database]) -> st.SearchStrategy[Site]:
    return st.builds(
        Site,
        number=st.just(number),
        database=st.sampled_from(databases),
        form=st.sampled_from(FORMS),
        options=st.sampled_from(OPTIONS) | st.just(""),
        is_async=st.booleans() if number == 0 else st.just(False),
        creator=st.sampled_from(("plain", "renamed", "namespace", "local")),
        config=st.sampled_from(("from", "module", "alias")),
        factory=st.sampled_from(NAMES),
        dispose=st.sampled_from(("", "", "plain", "finally")),
        user=st.sampled_from(("", "from", "renamed", "module")),
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A service of one to four modules with engines, on one to three databases."""
    count = draw(st.integers(1, 3))
    databases = [Database(number, draw(st.sampled_from(SOURCES))) for number in range(count)]
    sites = [draw(_sites(number, databases)) for number in range(draw(st.integers(1, 4)))]
    files = {"app/__init__.py": "", "app/config.py": "import os\n\n" + "\n\n".join(d.config() for d in databases)}
    calls: list[Step] = []
    for site in sites:
        files[f"app/m{site.number}.py"] = module(site)
        calls.append(Call(f"app.m{site.number}", "request"))
        if site.user and site.has_factory:
            files[f"app/u{site.number}.py"] = user(site)
            calls.append(Call(f"app.u{site.number}", "request"))
    files["app/main.py"] = main(sites)
    environment = {d.variable: d.url for d in databases} | {f"HOST{d.number}": "host" for d in databases}
    return Program(files, (*calls, *draw(st.permutations(calls)), *draw(_switch(sites)), *calls), environment)


def _switch(sites: list[Site]) -> st.SearchStrategy[list[Step]]:
    """A database that moves while the service runs; a factory with a cache of its own would have kept the first URL."""
    pinned = {site.database for site in sites if site.form in ("cached", "lru")}
    moving = [site.database for site in sites if site.database not in pinned]
    steps = [SetVariable(d.variable, f"postgresql://app:pw@other/{d.number}") for d in moving]
    return st.lists(st.sampled_from(steps), max_size=1) if steps else st.just([])


# --------------------------------------------------------------------------- text


def module(site: Site) -> str:
    """The source of a site's module."""
    imports, create, name = _header(site)
    url = site.database.expression(name)
    options = f", {site.options}" if site.options else ""
    local = f"    {_creator_import(site)}\n" if site.creator == "local" else ""
    body = BODIES[site.form](site, f"{create}({url}{options})", url, create, options, local)
    return imports + "\n\n" + body


def _header(site: Site) -> tuple[str, str, str]:
    """The import lines, what the creator is called, what the configured name is called."""
    function = "create_async_engine" if site.is_async else "create_engine"
    create = {"renamed": "ce", "namespace": f"sa.{function}"}.get(site.creator, function)
    lines = [] if site.creator == "local" and site.form not in ("module", "sessions") else [_creator_import(site)]
    wanted = site.database.name()
    lines += ["import os"] if not wanted else [_config_import(site, wanted)]
    if site.form == "lru":
        lines.append("from functools import lru_cache")
    if site.form == "sessions":
        kind = "ext.asyncio import async_sessionmaker as sessionmaker" if site.is_async else "orm import sessionmaker"
        lines.append(f"from sqlalchemy.{kind}")
    name = {"from": wanted, "module": f"config.{wanted}", "alias": f"conf.{wanted}"}[site.config]
    return "".join(f"{line}\n" for line in lines), create, name


def _creator_import(site: Site) -> str:
    home, function = (
        ("sqlalchemy.ext.asyncio", "create_async_engine") if site.is_async else ("sqlalchemy", "create_engine")
    )
    forms = {"renamed": f"from {home} import {function} as ce", "namespace": f"import {home} as sa"}
    return forms.get(site.creator, f"from {home} import {function}")


def _config_import(site: Site, name: str) -> str:
    forms = {"module": "from app import config", "alias": "import app.config as conf"}
    return forms.get(site.config, f"from app.config import {name}")


def _request(site: Site, engine: str, before: str = "", dispose: bool = False) -> str:
    """The function `request`, which makes one request on `engine`."""
    asynchronous = "async " if site.is_async else ""
    wait = "await " if site.is_async else ""
    use = f'{asynchronous}with {engine}.connect() as connection:\n    {wait}connection.execute("m{site.number}")\n'
    close = f"{wait}{engine}.dispose()\n"
    if dispose and site.dispose == "plain":
        use += close
    if dispose and site.dispose == "finally":
        use = "try:\n" + _indented(use) + "finally:\n" + _indented(close)
    return f"{asynchronous}def request():\n" + _indented(before + use)


def _indented(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


def _module(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    return f"engine = {call}\n\n\n" + _request(site, "engine")


def _factory(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = f"def {site.factory}():\n{local}    return {call}\n\n\n"
    return head + _request(site, "engine", f"engine = {site.factory}()\n", dispose=True)


def _local(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    return _request(site, "engine", local.strip() + ("\n" if local else "") + f"engine = {call}\n", dispose=True)


def _chained(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    return _request(site, call, local.strip() + ("\n" if local else ""))


def _class(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = f"class Store:\n    def __init__(self):\n{_indented(local)}        self.engine = {call}\n\n\n"
    return head + _request(site, "store.engine", "store = Store()\n")


def _optional(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = f"def {site.factory}():\n{local}    url = {url}\n    if not url:\n        return None\n"
    head += f"    return {create}(url{options})\n\n\n"
    return head + _request(site, "engine", f"engine = {site.factory}()\n")


def _parameter(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = f"def {site.factory}(url):\n{local}    return {create}(url{options})\n\n\n"
    return head + _request(site, "engine", f"engine = {site.factory}({url})\n", dispose=True)


def _cached(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = (
        f"_engine = None\n\n\ndef {site.factory}():\n    global _engine\n{local}"
        f"    if _engine is None:\n        _engine = {call}\n    return _engine\n\n\n"
    )
    return head + _request(site, f"{site.factory}()")


def _lru(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    head = f"@lru_cache(maxsize=1)\ndef {site.factory}():\n{local}    return {call}\n\n\n"
    return head + _request(site, f"{site.factory}()")


def _sessions(site: Site, call: str, url: str, create: str, options: str, local: str) -> str:
    asynchronous, wait = ("async ", "await ") if site.is_async else ("", "")
    return (
        f"Session = sessionmaker(bind={call})\n\n\n{asynchronous}def request():\n"
        f'    {asynchronous}with Session() as session:\n        {wait}session.execute("m{site.number}")\n'
    )


BODIES = {
    "module": _module,
    "factory": _factory,
    "local": _local,
    "chained": _chained,
    "class": _class,
    "optional": _optional,
    "parameter": _parameter,
    "cached": _cached,
    "lru": _lru,
    "sessions": _sessions,
}


def main(sites: list[Site]) -> str:
    """The source of the module that imports all others."""
    names = [f"m{site.number}" for site in sites]
    calls = "".join(f"    {name}.request()\n" for name in names)
    return f"from app import {', '.join(names)}\n\n\ndef main():\n{calls}"


def user(site: Site) -> str:
    """The source of another module that uses a site's factory."""
    home = f"app.m{site.number}"
    line, called = {
        "from": (f"from {home} import {site.factory}", site.factory),
        "renamed": (f"from {home} import {site.factory} as make", "make"),
        "module": (f"import {home} as home", f"home.{site.factory}"),
    }[site.user]
    return f"{line}\n\n\n" + _request(site, f"{called}()").replace(f'"m{site.number}"', f'"u{site.number}"')
