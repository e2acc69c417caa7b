"""The variables that a service has in a compose file, for the proof."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from consolidator.errors import UsageError
from consolidator.prove.arguments import Arguments, to_ask
from consolidator.prove.compose import from_compose

COMPOSE = """
x-common: &common
  LOG_LEVEL: debug
services:
  base:
    environment:
      - KIND=base
      - SHARED=${NAMED}-${UNNAMED:-plain}
  api:
    extends: {service: base}
    env_file:
      - api.env
      - {path: none.env, required: false}
    environment:
      <<: *common
      DATABASE_URL: postgresql://shop:${PASSWORD:?}@db:5432/shop
      READ_URL: "postgresql+asyncpg://db/shop"
      POSTGRES_HOST: db
      CACHE: redis://cache:6379/0
      PRICE: $$5 ${CURRENCY-EUR}${EMPTY:+!}
      BRACES: "{a}"
      FROM_OUTSIDE:
      PORT: 8000
  worker:
    environment: [QUEUE=mail, FROM_OUTSIDE, ABSENT, "RATIO=1=2"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docker-compose.yml").write_text(COMPOSE)
    (tmp_path / "api.env").write_text("KEY='of the file'\nPORT=1\n")
    (tmp_path / ".env").write_text("PASSWORD=hunter2\nNAMED=dotenv\n")
    return tmp_path


def test_a_service_has_its_files_its_base_and_what_surrounds_it(folder: Path) -> None:
    found = from_compose("api", folder, {"NAMED": "outside", "FROM_OUTSIDE": "yes", "EMPTY": ""})
    assert found == {
        "KEY": "of the file",
        "KIND": "base",
        "SHARED": "outside-plain",
        "PORT": "8000",
        "LOG_LEVEL": "debug",
        "DATABASE_URL": "{url}",
        "READ_URL": "{url}",
        "POSTGRES_HOST": "{host}",
        "CACHE": "redis://cache:6379/0",
        "PRICE": "$5 EUR",
        "BRACES": "{{a}}",
        "FROM_OUTSIDE": "yes",
    }
    assert from_compose("base", folder, {}) == {"KIND": "base", "SHARED": "dotenv-plain"}
    assert from_compose("worker", folder, {}) == {"QUEUE": "mail", "RATIO": "1=2"}


def test_the_file_laid_over_goes_before_and_another_can_be_named(folder: Path) -> None:
    (folder / "docker-compose.override.yml").write_text("services: {worker: {environment: {QUEUE: sms}}}\n")
    (folder / "deploy").mkdir()
    (folder / "deploy" / "prod.yml").write_text("services: {worker: {environment: {QUEUE: push}}}\n")
    assert from_compose("worker", folder, {})["QUEUE"] == "sms"
    assert from_compose("deploy/prod.yml:worker", folder, {}) == {"QUEUE": "push"}


def test_flags_and_the_file_of_variables_go_before(folder: Path) -> None:
    (folder / "own.env").write_text("KEY=own\nQUEUE={x}\n")
    given = Arguments(
        "a", "b", folder, app="m:app", compose_service="api", env_file=str(folder / "own.env"), env=("PORT=9",)
    )
    ask = to_ask(given)
    assert ask.under_load is not None
    values = dict(ask.under_load.service.variables)
    assert (values["KEY"], values["QUEUE"], values["PORT"]) == ("own", "{{x}}", "9")
    assert values["DATABASE_URL"] == "{url}"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("apo", "no service 'apo'.*it has base, api, worker"),
        ("other.yml:api", "cannot be read"),
        ("broken.yml:api", "no service 'api'.*it has none"),
        ("needs.yml:api", "TOKEN is not set: ask ops.*TOKEN=VALUE"),
        ("files.yml:api", "no env_file .*gone.env"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_cure(folder: Path, told: str, said: str) -> None:
    (folder / "broken.yml").write_text("services: [\n")
    (folder / "needs.yml").write_text("services: {api: {environment: {TOKEN: '${TOKEN:?ask ops}'}}}\n")
    (folder / "files.yml").write_text("services: {api: {env_file: gone.env}}\n")
    with pytest.raises(UsageError) as found:
        from_compose(told, folder, {})
    assert re.search(said, f"{found.value.message}. {found.value.cure}")


def test_without_a_compose_file_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no compose file"):
        from_compose("api", tmp_path, {})
