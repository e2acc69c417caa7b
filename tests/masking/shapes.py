"""The ways of writing a password into code: `{S}` is the password, `{I}` the number of the shape."""

from __future__ import annotations

SHAPES = {
    # one literal
    "plain": 'create_engine("postgresql://u:{S}@h/db")',
    "url keyword": 'create_engine(url="postgresql://u:{S}@h/db")',
    "single quotes": "create_engine('postgresql://u:{S}@h/db')",
    "triple quotes": 'create_engine("""postgresql://u:{S}@h/db""")',
    "raw": 'create_engine(r"postgresql://u:{S}@h/db")',
    "bytes": 'create_engine(b"postgresql://u:{S}@h/db".decode())',
    "no user": 'create_engine("postgresql://:{S}@h/db")',
    "quote inside": 'create_engine("postgresql://u:x\'{S}@h/db")',
    "escaped quote inside": 'create_engine("postgresql://u:x\\"{S}@h/db")',
    "at sign inside": 'create_engine("postgresql://u:p@{S}@h/db")',
    "slash inside": 'create_engine("postgresql://u:p/{S}@h/db")',
    "blank inside": 'create_engine("postgresql://u:p {S}@h/db")',
    "colon inside": 'create_engine("postgresql://u:p:{S}@h/db")',
    "scheme inside": 'create_engine("postgresql://u:p://{S}@h/db")',
    "hash inside": 'create_engine("postgresql://u:#{S}?@h/db")',
    "percent inside": 'create_engine("postgresql://u:%40{S}%2F@h/db")',
    "line feed inside": 'create_engine("postgresql://u:\\n{S}@h/db")',
    "after digits": 'create_engine("postgresql://u:5432/{S}@h/db")',
    "user@server": 'create_engine("postgresql://adm@srv:{S}@srv.pg.example.com/db")',
    "long user": 'create_engine("postgresql://' + "user" * 28 + ':{S}@h/db")',
    "long password": 'create_engine("postgresql://u:' + "a" * 60 + "{S}" * 20 + '@h/db")',
    "unclosed": 'create_engine("postgresql://u:{S}")',
    # in the query of a URL, or in a connection string
    "query": 'create_engine("postgresql://h/db?user=u&password={S}")',
    "query of a proxy": 'create_engine("postgresql://h/db?sslmode=require&sslpassword={S}")',
    "query of another name": 'create_engine("snowflake://u@account/db?passcode={S}")',
    "odbc": 'create_engine("mssql+pyodbc:///?odbc_connect=UID%3Du%3BPWD%3D{S}")',
    "odbc quoted": 'create_engine("mssql+pyodbc:///?odbc_connect=" + quote_plus("DRIVER=x;UID=u;PWD={S}"))',
    "odbc in braces": 'create_engine("mssql+pyodbc:///?odbc_connect=" + quote_plus("PWD={{a;{S}}};UID=u"))',
    "options": 'create_engine("postgresql://h/db", connect_args={"password": "{S}"})',
    "options by call": 'create_engine("postgresql://h/db", connect_args=dict(password="{S}"))',
    "options in a string": 'create_engine("postgresql://h/db", connect_args={"dsn": "host=h password={S}"})',
    "creator": 'create_engine("postgresql://", creator=lambda: psycopg2.connect("host=h password={S}"))',
    "creator by keyword": 'create_engine("postgresql://", creator=partial(psycopg2.connect, password="{S}"))',
    "creator with a url": 'create_engine("postgresql://", creator=lambda: pg("postgresql://u:{S}@host.example.com/db"))',
    "pool class": 'create_engine("postgresql://h/db", poolclass=mk("password={S}"))',
    "module": 'create_engine("postgresql://h/db", module=fake("password={S}"))',
    # put together
    "plus": 'create_engine("postgresql://u:" + "{S}" + "@h/db")',
    "plus names": 'create_engine("postgresql://" + USER + ":{S}@" + HOST)',
    "side by side": 'create_engine("postgresql://u:" "{S}" "@h/db")',
    "over lines": 'create_engine(\n        "postgresql://u:"  # not {S}\n        "{S}"\n        "@h/db"\n    )',
    "percent": 'create_engine("postgresql://u:%s@h/db" % "{S}")',
    "percent pair": 'create_engine("postgresql://%s:%s@h/db" % ("u", "{S}"))',
    "percent names": 'create_engine("postgresql://u:%(pw)s@h/db" % {"pw": "{S}"})',
    "format": 'create_engine("postgresql://{}:{}@h/db".format("u", "{S}"))',
    "format names": 'create_engine("postgresql://{u}:{p}@h/db".format(u="u", p="{S}"))',
    "join": 'create_engine("".join(["postgresql://u:", "{S}", "@h/db"]))',
    "replace": 'create_engine("postgresql://u:PW@h/db".replace("PW", "{S}"))',
    "quote_plus": 'create_engine("postgresql://u:" + quote_plus("{S}") + "@h/db")',
    "f-string, user known later": "create_engine(f\"postgresql://{os.environ['DBUSER']}:{S}@h/db\")",
    "f-string, host known later": 'create_engine(f"postgresql://u:{S}@{HOST}/db")',
    "f-string with a literal": "create_engine(f\"postgresql://u:{'{S}'}@h/db\")",
    "f-string with a call": "create_engine(f\"postgresql://u:{quote_plus('{S}')}@h/db\")",
    "f-string with a default": "create_engine(f\"postgresql://u:{os.getenv('PW_{I}', '{S}')}@h/db\")",
    "backwards": 'create_engine("bd/h@" + "{S}"[::-1] + ":u//:lqsergtsop"[::-1])',
    # from somewhere else
    "URL.create": 'create_engine(URL.create("postgresql", username="u", password="{S}", host="h", database="db"))',
    "URL.create in order": 'create_engine(URL.create("postgresql", "u", "{S}", "h", 5432, "db"))',
    "make_url": 'create_engine(make_url("postgresql://u:{S}@h/db"))',
    "make_url and set": 'create_engine(make_url("postgresql://u@h/db").set(password="{S}"))',
    "default": 'create_engine(os.getenv("DB_{I}", "postgresql://u:{S}@h/db"))',
    "default by keyword": 'create_engine(os.getenv("DK_{I}", default="postgresql://u:{S}@h/db"))',
    "default by or": 'create_engine(os.environ.get("DC_{I}") or "postgresql://u:{S}@h/db")',
    "either": 'create_engine(os.environ["DE_{I}"] if HOST else "postgresql://u:{S}@h/db")',
    "lookup": 'create_engine({"live": "postgresql://u:{S}@h/db"}[HOST])',
    "walrus": 'create_engine(url := "postgresql://u:{S}@h/db")',
    "constant": "create_engine(CONST_{I})",
    "class attribute": "create_engine(Config{I}.DSN)",
    "settings field": "create_engine(Settings{I}().database_url)",
    "helper": "create_engine(url_{I}())",
    "parameter": "engine_for_{I}()",
    "raw driver": 'psycopg2.connect("host=h user=u password={S}")',
    "raw driver by keyword": 'psycopg2.connect(host="h", user="u", password="{S}")',
    "driver pool": 'ThreadedConnectionPool(1, 5, "host=h password={S}")',
}

MODULE = """\
import os
from functools import partial
from urllib.parse import quote_plus

import psycopg2
from psycopg2.pool import ThreadedConnectionPool
from pydantic_settings import BaseSettings
from sqlalchemy import URL, create_engine, make_url

from app.drivers import HOST, USER, fake, mk, pg

CONST_{I} = "postgresql://u:{S}@h/db"


class Config{I}:
    DSN = "postgresql://u:{S}@h/db"


class Settings{I}(BaseSettings):
    database_url: str = "postgresql://u:{S}@h/db"


def url_{I}():
    return "postgresql://u:{S}@h/db"


def engine_for_{I}(url="postgresql://u:{S}@h/db"):
    return create_engine(url)


def first_{I}():
    return {SHAPE}


def second_{I}():
    return {SHAPE}


kept_{I} = {SHAPE}
"""


def secret(number: int) -> str:
    """The password of a shape: a word that nothing else holds."""
    return f"S3cr3t{number:02}w"


def module(number: int) -> str:
    """A module that makes engines with a shape in functions and at import."""
    shape = list(SHAPES.values())[number]
    text = MODULE.replace("{SHAPE}", shape)
    return text.replace("{S}", secret(number)).replace("{I}", str(number)).replace("{{", "{").replace("}}", "}")


def service() -> dict[str, str]:
    """The files of a service that has them all."""
    drivers = "HOST = 'h'\nUSER = 'u'\nfake = mk = pg = print\n"
    main = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    modules = {f"app/shape_{number:02}.py": module(number) for number in range(len(SHAPES))}
    return {"app/__init__.py": "", "app/drivers.py": drivers, "app/main.py": main, **modules}
