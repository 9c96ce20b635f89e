"""`yimen service check` asks the rules of the standards that it is given."""

from pathlib import Path

import pytest

from yimen.engines.service.command import check_folders
from yimen.engines.service.folder import files_of
from yimen.engines.service.quality.tests.city import FOLDERS, ROOT

SHOP = "individual-business-registration"


def folder(at: Path, old: str = "", new: str = "") -> Path:
    for name, content in files_of(FOLDERS[SHOP]).items():
        path = at / SHOP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.replace(old.encode(), new.encode(), 1) if name == "service.yaml" else content)
    return at


def test_an_error_by_the_rules_is_an_error_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = folder(tmp_path, "    blank: materials/application-form.txt\n")
    assert check_folders([bare], standards_at=ROOT / "standards") == 1
    assert "没有空白表" in capsys.readouterr().out
    assert check_folders([bare]) == 0


def test_a_service_in_order_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_folders([folder(tmp_path)], standards_at=ROOT / "standards") == 0
    assert capsys.readouterr().out.endswith("0 个问题\n")


def test_a_standard_that_cannot_be_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "standards" / "broken"
    broken.mkdir(parents=True)
    (broken / "standard.yaml").write_text("kind: nothing")
    assert check_folders([folder(tmp_path / "services")], standards_at=tmp_path / "standards") == 1
    assert "错误 standards/standard.yaml#kind" in capsys.readouterr().out
