"""en.yaml and guide.en.md: complete or absent, and about nothing that is not there."""

from pathlib import Path

import pytest

from yimen.engines.service import Service, ServiceError, english, read
from yimen.engines.service.folder import files_of

FOLDER = Path(__file__).resolve().parents[5] / "services" / "market-regulation" / "individual-business-registration"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(FOLDER)


def faults(files: dict[str, bytes]) -> list[str]:
    return [str(one) for one in english.check(read(files))]


SERVICES = FOLDER.parents[1]
TOLD = sorted(path.parent for path in SERVICES.rglob("en.yaml"))


def find(slug: str) -> Service:
    return read(files_of(next(SERVICES.glob(f"*/{slug}"))), find)


@pytest.mark.parametrize("folder", TOLD, ids=lambda path: path.name)
def test_every_map_of_the_repository_is_complete(folder: Path) -> None:
    assert [str(one) for one in english.check(read(files_of(folder), find))] == []


def test_what_lacks_does_not_keep_a_service_from_being_published(files: dict[str, bytes]) -> None:
    found = list(english.check(read({**files, "en.yaml": '"名称": "Name"'.encode()})))
    assert {one.severity for one in found} == {"warning"}


def test_a_service_without_english_is_fine(files: dict[str, bytes]) -> None:
    chinese = {name: content for name, content in files.items() if name not in (english.FILE, english.GUIDE)}
    assert faults(chinese) == []


def test_a_text_without_english_is_named(files: dict[str, bytes]) -> None:
    lines = files["en.yaml"].decode().splitlines()
    left = "\n".join(line for line in lines if not line.startswith('"经营者姓名"'))
    assert ["经营者姓名" in fault and "没有英文" in fault for fault in faults({**files, "en.yaml": left.encode()})] == [
        True
    ]


def test_english_about_a_text_that_is_not_there_is_an_error(files: dict[str, bytes]) -> None:
    more = files["en.yaml"] + '"从来没有的问题": "A question that never was"\n'.encode()
    assert ["从来没有的问题" in fault and "没有这段中文" in fault for fault in faults({**files, "en.yaml": more})] == [
        True
    ]


def test_the_map_needs_the_guide_with_the_same_chapters(files: dict[str, bytes]) -> None:
    without = {name: content for name, content in files.items() if name != english.GUIDE}
    assert any("guide.en.md" in fault for fault in faults(without))
    assert any("guide.en.md" in fault for fault in faults({**files, english.GUIDE: b"# Title\n\n## One chapter\n"}))


@pytest.mark.parametrize("content", [b"- a list", b'"\xe5\x90\x8d": ""', b'"\xe5\x90\x8d": 3', b"a: b: c"])
def test_a_map_that_is_none_is_refused(files: dict[str, bytes], content: bytes) -> None:
    with pytest.raises(ServiceError) as raised:
        read({**files, "en.yaml": content})
    assert [problem.element for problem in raised.value.problems] == ["en.yaml"]


def test_what_applicants_read_is_shown_and_what_machines_read_is_not(files: dict[str, bytes]) -> None:
    shown = english.shown(read(files))
    assert {"经营者姓名", "形式审查", "还没有核到经营场所能不能设店", "不收钱"} <= set(shown)
    assert not {"990181", "market-regulator", "cert:经营者"} & set(shown)
