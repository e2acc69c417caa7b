"""Passwords never reach an output, other text does."""

from __future__ import annotations

import pytest

from consolidator.masking import hide, mask, mask_command, mask_urls, printable, secrets_of, without_literals


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://app:s3cret@db:5432/x", "postgresql://app:***@db:5432/x"),
        ("postgresql+asyncpg://app:p%40ss@db/x and more", "postgresql+asyncpg://app:***@db/x and more"),
        ("create_engine('mysql://a:b@h/d')", "create_engine('mysql://a:***@h/d')"),
        ("redis://:s3cret@cache/0", "redis://:***@cache/0"),
        ("postgresql://u:p@ss/w:rd@db/x", "postgresql://u:***@db/x"),
        ("postgresql://u:two words@db/x", "postgresql://u:***@db/x"),
        ("a://u:p@h, b://u:q@h", "a://u:***@h, b://u:***@h"),
        ("https://ghp_token@github.com/o/r.git", "https://***@github.com/o/r.git"),
        ("https://user:token@github.com/o/r.git", "https://user:***@github.com/o/r.git"),
        ("postgresql:///db?user=u&password=s3cret&x=1", "postgresql:///db?user=u&password=***&x=1"),
        ("postgresql://app@db/x", "postgresql://app@db/x"),
        ("redis://cache:6379/0 is down, ask ops@example.com", "redis://cache:6379/0 is down, ask ops@example.com"),
        ("see http://localhost:8000/docs", "see http://localhost:8000/docs"),
        ("line://u:p@h\nnext@line", "line://u:***@h\nnext@line"),
        ("no url: a@b", "no url: a@b"),
        ("postgresql://adm@srv:s3cret@srv.example.com/db", "postgresql://adm@srv:***@srv.example.com/db"),
        ("'postgresql://u:x's3cret@h/db'", "'postgresql://u:***@h/db'"),
        ('"postgresql://u:x"s3cret@h/db"', '"postgresql://u:***@h/db"'),
        ("postgresql://u:a://s3cret@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:5432/s3cret@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:s3cr", "postgresql://u:***"),
        ("mssql+pyodbc:///?odbc_connect=UID%3Du%3BPWD%3Ds3cret", "mssql+pyodbc:///?odbc_connect=***"),
        ("DRIVER=x;UID=u;PWD=s3cret;Encrypt=yes", "DRIVER=x;UID=u;PWD=***;Encrypt=yes"),
        ("PWD={a;s3cret};UID=u", "PWD=***;UID=u"),
        ("host=h user=u password=s3cret dbname=d", "host=h user=u password=*** dbname=d"),
        ("password='two s3cret' dbname=d", "password='***' dbname=d"),
        ("{'user': 'u', 'password': 's3cret'}", "{'user': 'u', 'password': '***'}"),
        ('{"password": "s3\\"cret", "x": 1}', '{"password": "***", "x": 1}'),
        ("PGPASSWORD=s3cret psql", "PGPASSWORD=*** psql"),
        ("ALTER ROLE u WITH PASSWORD 's3cret'", "ALTER ROLE u WITH PASSWORD '***'"),
        (
            "[type=int_parsing, input_value='s3cret', input_type=str]",
            "[type=int_parsing, input_value='***', input_type=str]",
        ),
        ("postgresql://u:\\*\\*\\*@h", "postgresql://u:\\*\\*\\*@h"),
        ("redis://cache:6379", "redis://cache:6379"),
        ("cannot connect to http://[::1]:8000, ask a@b", "cannot connect to http://[::1]:8000, ask a@b"),
        ("password authentication failed for user u", "password authentication failed for user u"),
        ("max_tokens=5, bypass=1, compass: north", "max_tokens=5, bypass=1, compass: north"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


def test_printable_shows_what_a_terminal_would_obey() -> None:
    assert printable("a\x1b[31m\n\udcffé") == r"a\x1b[31m\n\udcffé"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error file=x::y", r"\x3a:error file=x::y"),
        ("  ::set-output name=a::b.py:3", r"  \x3a:set-output name=a::b.py:3"),
        ("app/##[error]x.py", r"app/\x23#[error]x.py"),
        ("tests/test_a.py::test_it", "tests/test_a.py::test_it"),
        ("x[::2]", "x[::2]"),
        ("# heading ## [link]", "# heading ## [link]"),
    ],
)
def test_printable_shows_what_a_runner_would_obey(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_code_keeps_everything_but_the_passwords_of_its_urls() -> None:
    code = 'def f(password: str, token="x"): return make(f"postgresql://u:s3cret@{HOST}/db", password=password)'
    assert mask_urls(code) == code.replace("s3cret", "***")


@pytest.mark.parametrize(
    ("command", "masked"),
    [
        ("app --password s3cret -v", "app --password *** -v"),
        ("app --db-pass=s3cret --workers=2", "app --db-pass=*** --workers=2"),
        ("app -p s3cret", "app -p ***"),
        ("python -m pytest -p no:randomly", "python -m pytest -p no:randomly"),
        ("flask run -p 5000", "flask run -p 5000"),
        ("celery flower --basic_auth=u:s3cret --port 5555", "celery flower --basic_auth=*** --port 5555"),
        ("app --ask-pass --workers 2", "app --ask-pass --workers 2"),
        ("app --url postgresql://u:s3cret@h/db", "app --url postgresql://u:***@h/db"),
        ("gunicorn -k uvicorn.workers.UvicornWorker -w 4", "gunicorn -k uvicorn.workers.UvicornWorker -w 4"),
        ("uvicorn app.tokens:app", "uvicorn app.tokens:app"),
    ],
)
def test_a_command_keeps_its_words_but_those_that_a_secret_is_given_by(command: str, masked: str) -> None:
    assert mask_command(command.split()) == masked


def test_what_an_unforeseen_error_quotes_is_hidden() -> None:
    assert without_literals("KeyError: 's3cret'") == "KeyError: '***'"
    assert without_literals("no 's3cr") == "no '***'"
    assert without_literals("'a' is no 's3cret' here") == "'***' is no '***' here"
    assert without_literals("""['x = "it\\'s s3cret"', "s3cret"] of x""") == "['***'"
    assert without_literals("line 3 of app/db.py") == "line 3 of app/db.py"


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    environ = {"DB_PASSWORD": "hunter22", "API_TOKEN": "tok", "COMPASS_MODE": "northern", "OLDPWD": "northern"}
    assert hide("hunter22 and xhunter22y, tok, northern", secrets_of(environ)) == "*** and x***y, tok, northern"
