"""The whole catalogue goes out and comes in: byte-equal, nothing twice, nothing newer overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW, SERVICE, Cast
from yimen.cli import main
from yimen.domains.cases.lists import NAMES
from yimen.domains.catalogue import archiving
from yimen.domains.catalogue.actions.import_archive import import_archive
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.archiving import archive_of_catalogue
from yimen.domains.catalogue.arrivals import arrivals
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.models import Draft, Item, Version
from yimen.domains.catalogue.queries import current_version, definition, search
from yimen.domains.catalogue.tests import make
from yimen.engines import service as engine
from yimen.engines.service.archive import Archive, ArchivedItem, ArchiveError, read, unpack, write
from yimen.engines.service.archive.tests.make import archive as small
from yimen.engines.service.archive.tests.make import version as made
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

SLUG = make.SLUG
CORPUS = Path(__file__).parent / "archives"


@contextmanager
def empty_catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A city without services: the rows of this one stand under other names and are not exported."""
    with transaction.atomic():
        for one in Item.objects.all():
            Item.objects.filter(pk=one.pk).update(slug=f"gone-{one.pk}", current=None, part_of=None)
        gone = set(Item.objects.values_list("pk", flat=True))

        class Others:
            """The items that came in."""

            objects = Item.objects.exclude(pk__in=gone)

        monkeypatch.setattr(archiving, "Item", Others)
        yield
        transaction.set_rollback(True)


def take_in(archive: Archive) -> Any:
    return import_archive(actor=SYSTEM, archive=archive, now=NOW)


def test_export_import_export_is_byte_equal_for_the_whole_catalogue(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.approved(cast)
    publish(actor=SYSTEM, files=example.files(guide="## 怎么办\n\n另一版。\n"), now=NOW)
    make.saved(cast, make.begun(cast), example.files(guide="## 怎么办\n\n还在写。\n"))
    first = write(archive_of_catalogue())
    count = Version.objects.count()
    with empty_catalogue(monkeypatch):
        Draft.objects.all().delete()
        found = take_in(read(first))
        assert len(found.versions) == count
        assert found.conflicts == ()
        second = write(archive_of_catalogue())
        assert second == first
        assert search("卖鞭炮")[0].key == f"{SLUG}@2"
        assert definition(current_version("open-restaurant")).parts


def test_a_second_import_adds_nothing(cast: Cast) -> None:
    before = Version.objects.count()
    found = take_in(archive_of_catalogue())
    assert (len(found.versions), found.same, found.conflicts) == (0, before, ())
    assert Version.objects.count() == before
    assert not Entry.objects.filter(action="import-version").exists()


def test_an_older_archive_never_overwrites_a_newer_version(cast: Cast) -> None:
    make.approved(cast)
    old = archive_of_catalogue()
    second = publish(actor=SYSTEM, files=example.files(guide="## 怎么办\n\n更新的。\n"), now=NOW)
    found = take_in(old)
    assert SLUG in found.ahead
    assert current_version(SLUG) == second


def test_an_archive_with_more_versions_adds_those(cast: Cast) -> None:
    take_in(Archive({SLUG: ArchivedItem(SLUG, small().items[SLUG].versions[:1])}))
    found = take_in(small())
    assert list(found.versions) == [f"{SLUG}@2", f"{SLUG}@3"]
    assert [one.slug for one in found.drafts] == [SLUG]
    assert Version.objects.get(item__slug=SLUG, number=3).in_force_from.isoformat() == "2026-12-01"  # type: ignore[union-attr]
    assert current_version(SLUG).number == 2
    draft = Draft.objects.get(slug=SLUG)
    assert (draft.revision, draft.base and draft.base.number, draft.locked) == (4, 3, {"name": "四川省"})


def test_another_text_under_the_same_number_leaves_the_item_alone(cast: Cast) -> None:
    other = example.files(guide="## 怎么办\n\n别处写的。\n")
    publish(actor=SYSTEM, files=other, now=NOW)
    found = take_in(small())
    assert found.conflicts[0] == f"{SLUG} 的第 1 版和这里的第 1 版内容不同"
    assert Version.objects.filter(item__slug=SLUG).count() == 1
    assert not Draft.objects.filter(slug=SLUG).exists()


def test_a_dry_run_says_what_would_come_and_changes_nothing(cast: Cast) -> None:
    before = (Version.objects.count(), Draft.objects.count(), Entry.objects.count())
    lines = list(arrivals(small()).lines())
    assert lines[:3] == [f"新增 {SLUG}@1", f"新增 {SLUG}@2", f"新增 {SLUG}@3"]
    assert lines[-1] == "新增 1 个事项、3 个版本、1 份草稿；0 个版本已经有了；0 处对不上"
    assert (Version.objects.count(), Draft.objects.count(), Entry.objects.count()) == before


def test_a_part_that_is_nowhere_keeps_its_joint_service_out(cast: Cast) -> None:
    joint = made(1, example.files("slug: fireworks-retail", "slug: joint"), {"shop": "nowhere@1"})
    found = take_in(Archive({"joint": ArchivedItem("joint", [joint])}))
    assert found.conflicts == ("joint@1 要用的 nowhere@1 没有",)
    assert not Item.objects.filter(slug="joint").exists()


def test_an_old_version_that_nobody_reads_any_more_is_kept_and_a_current_one_is_refused(cast: Cast) -> None:
    broken = made(1, {"service.yaml": b"format: 0\nname: \xe6\x97\xa7\n"})
    whole = made(2, example.files())
    take_in(Archive({SLUG: ArchivedItem(SLUG, [broken, whole])}))
    assert Version.objects.get(item__slug=SLUG, number=1).name == "旧"
    assert current_version(SLUG).number == 2
    other = ArchivedItem("other", [broken])
    with pytest.raises(NotPublishable, match="整份档案都没有导入"):
        take_in(Archive({"other": other}))


def test_an_open_draft_here_is_not_replaced(cast: Cast) -> None:
    mine = make.begun(cast)
    found = take_in(small())
    assert found.drafts == ()
    assert Draft.objects.get(slug=SLUG) == mine


@pytest.mark.parametrize(("name", "drafts"), [("format-1", 0), ("format-2.zip", 1)])
def test_every_older_export_comes_in(cast: Cast, name: str, drafts: int) -> None:
    """open-forms #1046, #1803: old exports stopped importing after each upgrade."""
    found = take_in(read(unpack(CORPUS / name)))
    assert found.conflicts == ()
    assert list(found.versions) == ["fireworks-of-2026@1", "insurance-of-2026@1", "fireworks-of-2026@2"]
    assert len(found.drafts) == drafts
    whole = definition(current_version("insurance-of-2026"))
    assert [one.severity for one in engine.check(whole, known_lists=NAMES) if one.severity == "error"] == []
    assert whole.scenarios
    assert current_version("fireworks-of-2026").number == 2
    assert not current_version("fireworks-of-2026").handled


def test_what_an_older_format_holds_is_the_same_in_the_present_one() -> None:
    first, second = (read(unpack(CORPUS / name)) for name in ("format-1", "format-2.zip"))
    for slug, item in first.items.items():
        same = [replace(one, in_force_from=None, in_force_until=None) for one in second.items[slug].versions]
        assert list(item.versions) == same


def test_an_archive_of_an_older_format_is_refused_when_it_is_damaged(tmp_path: Path) -> None:
    text = (CORPUS / "format-1" / "catalogue.json").read_text()
    for old, new in (("第 2 版", "第 3 版"), ("base64:iVBO", "base64:iV@O"), ('"number": 1', '"number": "1"')):
        assert old in text
        (tmp_path / "catalogue.json").write_text(text.replace(old, new))
        with pytest.raises(ArchiveError):
            read(unpack(tmp_path))


def test_the_example_service_is_in_the_archive_of_the_city(cast: Cast) -> None:
    item = archive_of_catalogue().items[SERVICE]
    assert item.versions[0].files == dict(definition(cast.version).files)


def test_the_commands_export_and_import_and_say_what_came(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "catalogue.zip")
    assert main(["catalogue", "export", target]) == 0
    assert f"导出了 {Item.objects.count()} 个事项" in capsys.readouterr().out
    assert main(["catalogue", "export", target]) == 2
    assert "已经有了" in capsys.readouterr().err
    source = str(CORPUS / "format-2.zip")
    assert main(["catalogue", "import-archive", source, "--by", "沈青", "--dry-run"]) == 0
    assert "这是预演" in capsys.readouterr().out
    assert not Item.objects.filter(slug="fireworks-of-2026").exists()
    assert main(["catalogue", "import-archive", source, "--by", "沈青"]) == 0
    assert "新增 2 个事项、3 个版本、1 份草稿" in capsys.readouterr().out
    assert Entry.objects.filter(action="import-version", actor_name="沈青").count() == 3
    (tmp_path / "half.zip").write_bytes((tmp_path / "catalogue.zip").read_bytes()[:5000])
    assert main(["catalogue", "import-archive", str(tmp_path / "half.zip"), "--by", "沈青"]) == 2
    assert "不是完整的 ZIP 文件" in capsys.readouterr().err
