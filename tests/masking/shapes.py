"""The ways of writing a password into code.

`{S}` is the password, `{B}` the same in base64, `{I}` the number of the shape.
"""

from __future__ import annotations

from base64 import b64encode

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
    "URL of SQLAlchemy 1.3": 'create_engine(URL("postgresql", "u", "{S}", "h", 5432, "db"))',
    "URL.create with a dictionary": 'create_engine(URL.create(**{"drivername": "postgresql", "password": "{S}"}))',
    "URL.create with dict": 'create_engine(URL.create(**dict(drivername="postgresql", password="{S}")))',
    "percent dict": 'create_engine("postgresql://u:%(pw)s@h/db" % dict(pw="{S}"))',
    "format map": 'create_engine("postgresql://u:{p}@h/db".format_map({"p": "{S}"}))',
    "template": 'create_engine(Template("postgresql://u:$p@h/db").substitute(p="{S}"))',
    "template and dictionary": 'create_engine(Template("postgresql://u:$p@h/db").substitute({"p": "{S}"}))',
    "join of a generator": 'create_engine("".join(part for part in ("postgresql://u:", "{S}", "@h/db")))',
    "bytes put together": 'create_engine((b"postgresql://u:" + b"{S}" + b"@h/db").decode())',
    "base64": 'create_engine("postgresql://u:" + b64decode("{B}").decode() + "@h/db")',
    "base64 in bytes": 'create_engine(b64decode(b"{B}").decode())',
    "walrus inside": 'create_engine("postgresql://u:" + (pw := "{S}") + "@h/db")',
    "strip": 'create_engine("postgresql://u:{S}@h/db ".strip())',
    "slice": 'create_engine("xpostgresql://u:{S}@h/db"[1:])',
    "character by character": 'create_engine("postgresql://u:" + "".join(list("{S}")) + "@h/db")',
    "nested calls": 'create_engine(make_url(str(make_url("postgresql://u:{S}@h/db"))))',
    "conversion in an f-string": "create_engine(f\"postgresql://u:{'{S}'!s:>9}@h/db\")",
    "format specification": 'create_engine(f"postgresql://u:{USER:{S}}@h/db")',
    "setdefault": 'create_engine(os.environ.setdefault("DS_{I}", "postgresql://u:{S}@h/db"))',
    "pop with a default": 'create_engine(os.environ.pop("DP_{I}", "postgresql://u:{S}@h/db"))',
    "lambda": 'create_engine((lambda: "postgresql://u:{S}@h/db")())',
    "comprehension": 'create_engine([url for url in ["postgresql://u:{S}@h/db"]][0])',
    "engine from configuration": 'engine_from_config({"sqlalchemy.url": "postgresql://u:{S}@h/db"})',
    "token of a service": 'create_engine("databricks://token:{S}@h:443/db")',
    "two urls": 'create_engine("postgresql://u:{S}@h/db,postgresql://u:{S}@i/db")',
    "host list": 'create_engine("postgresql://u:{S}@h1:5432,h2:5432/db?target_session_attrs=any")',
    "two statements": "create_engine(two_{I}())",
    "three statements": "create_engine(three_{I}())",
    "list that grows": "create_engine(grown_{I}())",
    "dictionary that grows": "create_engine(URL.create(**settings_{I}()))",
    "parts of a constant": 'create_engine("postgresql://u:" + PW_{I} + "@h/db")',
    "constant in an f-string": 'create_engine(f"postgresql://u:{PW_{I}}@h/db")',
    "dataclass": "create_engine(Data{I}().url)",
    "field": "create_engine(Fields{I}().url)",
    "secret field": "create_engine(Fields{I}().hidden.get_secret_value())",
    "enumeration": "create_engine(Choice{I}.LIVE.value)",
    "named tuple": 'create_engine(Pair{I}("postgresql://u:{S}@h/db").url)',
    "raw driver": 'psycopg2.connect("host=h user=u password={S}")',
    "raw driver by keyword": 'psycopg2.connect(host="h", user="u", password="{S}")',
    "driver pool": 'ThreadedConnectionPool(1, 5, "host=h password={S}")',
}

MODULE = """\
import os
from base64 import b64decode
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from string import Template
from typing import NamedTuple
from urllib.parse import quote_plus

import psycopg2
from psycopg2.pool import ThreadedConnectionPool
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings
from sqlalchemy import URL, create_engine, engine_from_config, make_url

from app.drivers import HOST, USER, fake, mk, pg

CONST_{I} = "postgresql://u:{S}@h/db"


class Config{I}:
    DSN = "postgresql://u:{S}@h/db"


class Settings{I}(BaseSettings):
    database_url: str = "postgresql://u:{S}@h/db"


PW_{I} = "{S}"


@dataclass
class Data{I}:
    url: str = "postgresql://u:{S}@h/db"
    other: str = field(default="postgresql://u:{S}@h/db")


class Fields{I}(BaseSettings):
    url: str = Field(default="postgresql://u:{S}@h/db", description="not {S}")
    hidden: SecretStr = Field(SecretStr("postgresql://u:{S}@h/db"), alias="DB_SECRET_{I}")


class Choice{I}(Enum):
    LIVE = "postgresql://u:{S}@h/db"


class Pair{I}(NamedTuple):
    url: str


def two_{I}():
    password = "{S}"
    return "postgresql://u:" + password + "@h/db"


def three_{I}():
    url = "postgresql://u:"
    url += "{S}"
    url += "@h/db"
    return url


def grown_{I}():
    parts = ["postgresql://u:"]
    parts.append("{S}")
    parts.extend(["@h", "/db"])
    return "".join(parts)


def settings_{I}():
    values = {"drivername": "postgresql", "username": "u"}
    values["password"] = "{S}"
    values.update(host="h", query={"sslpassword": "{S}"})
    return values


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

IN_FILES = "S3cr3tInAFile"
"""The password that each file of the deployment holds."""
DEPLOYMENT = {
    "Dockerfile": """\
FROM python:3.12
ENV DATABASE_URL=postgresql://u:{S}@db/app PGPASSWORD={S}
ARG DB_PASSWORD={S}
COPY . /app
CMD ["gunicorn", "app.main:app", "--workers", "4", "--env", "PGPASSWORD={S}", "--dsn", "postgresql://u:{S}@db/app"]
""",
    "Procfile": """\
web: PGPASSWORD={S} DATABASE_URL=postgresql://u:{S}@db/app uvicorn app.main:app --workers 3
other: python -m app.main --password {S} --db-pass={S} --url postgresql://u:{S}@db/app
third: python -m app.main -p {S}
""",
    "docker-compose.yml": """\
services:
  web:
    build: .
    command: uvicorn app.main:app --workers 2 --dsn "host=h password={S}"
    environment:
      DATABASE_URL: ${DATABASE_URL:-postgresql://u:{S}@db/app}
      DB_PASSWORD: ${DB_PASSWORD:-{S}}
      POSTGRES_PASSWORD: {S}
  db:
    image: postgres:16
    environment:
      - POSTGRES_PASSWORD={S}
""",
    "k8s/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          image: web
          args: ["uvicorn", "app.main:app", "--password", "{S}", "--token={S}"]
          env:
            - name: DB_PASSWORD
              value: {S}
""",
    "systemd/web.service": """\
[Service]
Environment=PGPASSWORD={S}
ExecStart=/usr/bin/uvicorn app.main:app --password={S}
""",
    "start.sh": "#!/bin/sh\nexport PGPASSWORD={S}\nexec gunicorn app.main:app -w 4 --db postgresql://u:{S}@db/app\n",
    ".env.example": "DATABASE_URL=postgresql://u:{S}@db/app\nDB_PASSWORD={S}\n",
    "README.md": "# x\n\n| Variable | Default |\n|---|---|\n| `DATABASE_URL` | `postgresql://u:{S}@db/app` |\n",
}


def secret(number: int) -> str:
    """The password of a shape: a word that nothing else holds."""
    return f"S3cr3t{number:03}w"


def encoded(number: int) -> str:
    """The same in base64."""
    return b64encode(secret(number).encode()).decode()


def module(number: int) -> str:
    """A module that makes engines with a shape in functions and at import."""
    shape = list(SHAPES.values())[number]
    text = MODULE.replace("{SHAPE}", shape)
    for field, value in (("{S}", secret(number)), ("{B}", encoded(number)), ("{I}", str(number))):
        text = text.replace(field, value)
    return text.replace("{{", "{").replace("}}", "}")


def service() -> dict[str, str]:
    """The files of a service that has them all."""
    drivers = "HOST = 'h'\nUSER = 'u'\nfake = mk = pg = print\n"
    main = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    modules = {f"app/shape_{number:02}.py": module(number) for number in range(len(SHAPES))}
    deployment = {path: text.replace("{S}", IN_FILES) for path, text in DEPLOYMENT.items()}
    return {"app/__init__.py": "", "app/drivers.py": drivers, "app/main.py": main, **modules, **deployment}
