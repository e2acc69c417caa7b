"""Expressions are laid out as the formatter does it, in lines of every usual length."""

from __future__ import annotations

import subprocess
import sys

import pytest

from consolidator.layout import assigned, call

URLS = (
    "settings.url",
    'get_settings().database_url.replace("postgresql+psycopg://", "postgresql+asyncpg://").replace("sqlite:", "aio:")',
    'os.environ["DATABASE_URL"].replace("+psycopg2", "+" + os.environ.get("DRIVER", "asyncpg"))',
    'settings.database_url.replace("postgresql://", "postgresql+asyncpg://").replace("aaaaaaa", "b").replace("c", "d")',
    'os.environ["DATABASE_URL_OF_SERVICE"].replace("postgresql+psycopg2://somewhere", "postgresql+asyncpg://far_away")',
    'URL.create("postgresql+psycopg2", settings.username, settings.password, settings.hostname, settings.port, "main")',
)


@pytest.mark.parametrize("width", [79, 88, 100, 120])
def test_the_formatter_changes_nothing(width: int) -> None:
    source = ""
    for number, url in enumerate(URLS):
        source += f"def f{number}():\n    {assigned('url', url, 4, width)}\n    return url\n\n\n"
        source += f"def g{number}():\n    {call('return _shared', ['_engines', url, 'create'], 4, width)}\n\n\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(width), "-"]
    done = subprocess.run(command, input=source.rstrip() + "\n", capture_output=True, text=True, check=True)
    assert done.stdout == source.rstrip() + "\n"
