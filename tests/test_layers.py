"""The rooms of the program know only the rooms below them: the contracts of `.importlinter`, kept by import-linter."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def test_contracts_hold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_a_broken_contract_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    broken = tmp_path / "contracts"
    broken.write_text(
        "[importlinter]\nroot_package = consolidator\n"
        "[importlinter:contract:upside-down]\nname = upside down\ntype = layers\n"
        "layers =\n    consolidator.model\n    consolidator.pipeline\n"
    )
    assert lint_imports(config_filename=str(broken), no_cache=True, no_logo=True) != 0
    assert "upside down" in capsys.readouterr().out
