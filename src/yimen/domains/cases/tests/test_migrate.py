"""A case and its process go to another version of the service together, or stay together."""

import pytest

from tests.cast import NOW, Cast
from yimen import cli
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.tests import make
from yimen.domains.cases.tests.test_versions import publish_next
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Version
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.processes.models import Instance

SERVICE = "individual-business-registration"


def changed(version: Version, file: str, old: str, new: str) -> Version:
    files = from_json(version.files)
    text = files[file].decode()
    assert old in text
    return publish(actor=SYSTEM, files={**files, file: text.replace(old, new).encode()}, now=NOW)


def migrate(*more: str) -> int:
    return cli.main(["process", "migrate", SERVICE, "1", "2", "--by", "赵志远", *more])


def process_of(number: str) -> Instance:
    return Instance.objects.get(subject_ref=number)


def test_case_and_process_move_together_and_the_case_is_decided_by_the_new_version(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    case = make.in_review(cast.zhang_wei)
    publish_next(cast.version)
    assert migrate("--dry-run") == 0
    assert "可以迁移 1 件，不能迁移 0 件。这次只看，什么也没有改。" in capsys.readouterr().out
    assert make.fresh(case).version.number == 1
    assert migrate() == 0
    assert f"{SERVICE}@1 → {SERVICE}@2，在办 1 件" in (told := capsys.readouterr().out)
    assert "已迁移 1 件，不能迁移 0 件。" in told
    moved = make.fresh(case)
    assert (moved.version.number, process_of(case.number).definition) == (2, f"{SERVICE}@2")
    assert "一个人、一家人开店" in service_of(moved).meta["summary"]
    make.decided(moved, cast.li_min, "grant")
    make.drain()
    assert make.fresh(case).status == "granted"
    assert Entry.objects.get(action="migrate-process").object_ref == case.number


def test_the_evidence_names_who_gave_the_command(cast: Cast) -> None:
    make.in_review(cast.zhang_wei)
    publish_next(cast.version)
    assert migrate() == 0
    entry = Entry.objects.get(action="migrate-process")
    assert (entry.actor_name, entry.actor_kind, entry.authority) == ("赵志远", "staff", "在服务器上执行命令")


@pytest.mark.parametrize("name", ["", "  ", "赵" * 101, "赵\x00志远"])
def test_a_command_that_names_nobody_moves_nothing(cast: Cast, capsys: pytest.CaptureFixture[str], name: str) -> None:
    case = make.in_review(cast.zhang_wei)
    publish_next(cast.version)
    assert migrate("--by", name) == 2
    assert "没有写明是谁在操作。在 --by 后面写操作人的姓名" in capsys.readouterr().err
    assert process_of(case.number).definition == f"{SERVICE}@1"
    with pytest.raises(SystemExit):
        cli.main(["process", "migrate", SERVICE, "1", "2"])


def test_a_case_whose_form_differs_is_named_with_its_reason_and_stays(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    case = make.in_review(cast.zhang_wei)
    changed(cast.version, "form.json", "您主要靠自己的劳动收入生活吗", "您靠自己的劳动收入生活吗")
    assert migrate() == 1
    told = capsys.readouterr().out
    assert f"{case.number}  不能迁移" in told
    assert "新版本的申请表不同。这件按提交时的版本办完。" in told
    assert (make.fresh(case).version.number, process_of(case.number).definition) == (1, f"{SERVICE}@1")


def test_a_version_or_a_mapping_that_is_not_there_is_said(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate() == 2
    assert f"没有 {SERVICE}@2 这个版本" in capsys.readouterr().err
    publish_next(cast.version)
    assert migrate("--map", "nonsense") == 2
    assert "写成“旧环节=新环节”" in capsys.readouterr().err
    assert migrate("--map", "nobody=decide") == 2
    assert "旧版本里没有“nobody”" in capsys.readouterr().err
