"""What a manifest may say, and what it must not."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from consolidator.errors import ConsolidateError, EnvironmentFailed, UsageError
from consolidator.fleet.manifest import read_manifest
from consolidator.fleet.manifest.tables import LIMITS, LISTS, TEXTS
from consolidator.fleet.values import Server

TOML = """
[defaults]
owner = "payments"
pool-size = 7
labels = ["database"]

[servers.orders-db]
max-connections = 200

[[service]]
name = "billing"
source = "git@example.org:acme/billing.git"
server = "orders-db"
base = "develop"
pool_size = 9

[[service]]
source = "mono"
path = "services/shop"
server = { DATABASE_URL = "orders-db" }
client-class = ["Store"]
"""


def write(folder: Path, text: str, name: str = "fleet.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_a_service_stands_on_the_defaults(tmp_path: Path) -> None:
    found = read_manifest(write(tmp_path, TOML))
    billing, shop = found.services
    assert found.servers == (Server("orders-db", 200),)
    assert (billing.name, billing.owner, billing.labels) == ("billing", "payments", ("database",))
    assert dict(billing.options) == {"base": "develop", "pool-size": 9} and billing.is_remote
    assert (shop.name, shop.source, shop.folder) == ("mono/services/shop", str(tmp_path / "mono"), "services/shop")
    assert dict(shop.options) == {"pool-size": 7, "client-class": ("Store",)} and not shop.is_remote
    assert billing.servers == (("", "orders-db"),) and shop.servers == (("DATABASE_URL", "orders-db"),)


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "fleet.md").read_text(encoding="utf-8")
    found = read_manifest(write(tmp_path, text.partition("```toml\n")[2].partition("```")[0]))
    assert [each.name for each in found.services] == ["billing", "shop"] and len(found.servers) == 2
    table = text.partition("| Key | Meaning |")[2].partition("\n\n")[0]
    assert {*TEXTS, *LISTS, *LIMITS, "server"} <= set(re.findall(r"`([a-z-]+)`", table))


def test_a_list_has_a_source_in_each_line(tmp_path: Path) -> None:
    text = "# the first\n./one\n\nhttps://example.org/a/two.git#subdirectory=api\nhttps://example.org/b/one.git\n"
    found = read_manifest(write(tmp_path, text, "fleet.txt"))
    assert [each.name for each in found.services] == [f"{tmp_path.name}/one", "two/api", "b/one"]
    assert found.services[0].source == str(tmp_path / "one") and found.services[1].folder == "api"


def test_standard_input_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"one\n")))
    assert read_manifest("-").services[0].source == str(tmp_path / "one")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'[[service]]\nsource = "two"\n')))
    assert read_manifest("-").services[0].source == str(tmp_path / "two")


def test_repositories_are_discovered_and_nothing_inside_them(tmp_path: Path) -> None:
    for name in ("a/.git", "a/inner/.git", "deep/b/.git", ".hidden/c/.git", "plain"):
        (tmp_path / "top" / name).mkdir(parents=True)
    (tmp_path / "top" / "link").symlink_to(tmp_path / "top" / "a")
    found = read_manifest(None, str(tmp_path / "top"), ["deep/*"])
    assert [(each.name, each.source) for each in found.services] == [("a", str(tmp_path / "top" / "a"))]


@pytest.mark.parametrize(
    "source",
    [
        "http://example.org/a.git",
        "ext::sh -c id",
        "ftp://example.org/a",
        "fd::17",
        "--upload-pack=id",
        "https://-oProxyCommand=id/x",
        "a\tb",
        "ssh://-oProxyCommand=id/x",
    ],
)
def test_a_source_that_could_run_something_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(UsageError):
        read_manifest(write(tmp_path, f"x\n{source}\n", "fleet.txt"))


@pytest.mark.parametrize("source", ["git@example.org:a/b.git", "host:a/b", "file:///srv/a", "git://h/a", "ssh://h/a"])
def test_a_url_stays_as_it_is(tmp_path: Path, source: str) -> None:
    (service,) = read_manifest(write(tmp_path, source, "fleet.txt")).services
    assert service.source == source and service.is_remote


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[service]]\nsource = "a"\npool-sise = 3', "did you mean pool-size?"),
        ('[[service]]\nsource = "a"\npool-size = "many"', "not a whole number"),
        ('[[service]]\nsource = "a"\ninteractive = true', "unknown key"),
        ('[[service]]\nname = "a"', "no source"),
        ('[[service]]\nsource = "a"\npath = "../b"', "outside"),
        ('[[service]]\nsource = "a"\nserver = "d"\n[servers.db]', "'d' is not among the servers"),
        ("[servers.db]\nmax-conections = 3", "did you mean max-connections?"),
        ('[[service]]\nname = "a"\nsource = "b"\n[[service]]\nname = "a"\nsource = "c"', "two services"),
        ("[[service", "not valid TOML"),
        ("service = 3\n[defaults]", "list of tables"),
        ('[[service]]\nsource = "a"\nforge = "gitlub"', "did you mean gitlab?"),
        ('[[service]]\nsource = "a"\ntimeout = "long"', "above 0"),
        ("[defaults]", "no service"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_cure(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        read_manifest(write(tmp_path, text))
    assert said in f"{error.value.message} {error.value.cure}"


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed):
        read_manifest(str(tmp_path / "missing"))
    (tmp_path / "latin").write_bytes(b"caf\xe9\n")
    with pytest.raises(UsageError, match="UTF-8"):
        read_manifest(str(tmp_path / "latin"))


@pytest.mark.parametrize(("place", "folder"), [(None, None), ("a", "b")])
def test_one_of_manifest_and_folder_is_named(place: str | None, folder: str | None) -> None:
    with pytest.raises(ConsolidateError, match="one of both"):
        read_manifest(place, folder)
