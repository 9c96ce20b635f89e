"""The list of powers of the demo city, its history, and what does not fit."""

import csv
import io
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from tests.cast import NOW, Cast, browser_of
from yimen.cli import main
from yimen.domains.catalogue.queries import all_current
from yimen.domains.law.actions.watch import watch
from yimen.domains.law.models import Alarm
from yimen.domains.powers import gaps as compare
from yimen.domains.powers.actions.publish_powers import publish_powers
from yimen.domains.powers.errors import NotAList
from yimen.domains.powers.models import Exercise, Version
from yimen.domains.powers.queries import current_versions, power_numbered, power_within
from yimen.domains.powers.told import read
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

FILE = Path(settings.ROOT) / "demo" / "powers.yaml"
FOOD = "food-business-licence"
REGULATOR = "119901810000010118"


def told() -> list[Any]:
    return deepcopy(read(FILE.read_text()))


def one(key: str, **changes: object) -> list[Any]:
    """One power of the list with changes."""
    found = next(power for power in told() if power["key"] == key)
    return [{**found, **changes}]


def publish(powers: list[Any]) -> list[Version]:
    return list(publish_powers(actor=SYSTEM, powers=powers, now=NOW).versions)


def power_of(service: str) -> Version | None:
    """As the page of the service asks for it: a column of another question names it."""
    rows = Exercise.objects.filter(service=service).values_list(power_within("service"), flat=True)
    (number,) = set(rows)
    return power_numbered(number) if number else None


def kinds() -> list[str]:
    return [gap.kind for gap in compare.found_gaps()]


def shown(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_each_service_of_the_demo_city_exercises_exactly_one_power(cast: Cast) -> None:
    exercised = [slug for power in current_versions() for slug in power.services]
    assert sorted(exercised) == sorted(version.item.slug for version in all_current())
    assert compare.found_gaps() == []


def test_the_same_list_again_publishes_nothing(cast: Cast) -> None:
    before = Version.objects.count()
    assert publish(told()) == [] and Version.objects.count() == before


def test_changed_words_are_the_next_version_and_the_older_one_stays(cast: Cast) -> None:
    (second,) = publish(one(FOOD, name="食品经营许可（含食堂）", in_force_from="2026-11-20"))
    assert second.number == 2 and power_of("food-business-license") == second
    assert Version.objects.get(power__key=FOOD, number=1).name == "食品经营许可"
    assert Entry.objects.filter(action="publish-power", object_ref=FOOD).count() == 2
    page = shown(f"/powers/{REGULATOR}/{FOOD}/v1/")
    assert page.index("旧版本") < page.index("<h1") and "第 2 版" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(name="别的")


def test_a_power_that_has_moved_belongs_to_its_new_body_and_keeps_its_history(cast: Cast) -> None:
    administration = "119901810000010898"
    publish(one(FOOD, body=administration, posts=["head"], in_force_from="2026-12-01"))
    assert "食品经营许可" in shown(f"/powers/{administration}/")
    assert f'href="/powers/{REGULATOR}/{FOOD}/v1/"' in shown(f"/powers/{administration}/{FOOD}/")
    assert kinds() == [compare.OTHER_BODY]


def test_a_power_that_is_gone_says_why_and_leaves_its_service_without_one(cast: Cast) -> None:
    publish(one(FOOD, abolished="2026年12月1日起取消（演示）"))
    page = shown(f"/powers/{REGULATOR}/")
    assert page.index("已经取消") < page.index("2026年12月1日起取消")
    assert power_of("food-business-license") is None
    assert kinds() == [compare.NO_POWER]


def test_a_power_without_service_or_basis_and_a_service_in_two_are_found(cast: Cast) -> None:
    publish(one(FOOD, services=[], basis=[]))
    assert sorted(kinds()) == sorted([compare.NO_POWER, compare.NO_SERVICE, compare.NO_BASIS])
    publish(one(FOOD, services=["food-business-license", "open-restaurant", "nothing"]))
    assert sorted(kinds()) == sorted([compare.TWICE, compare.OTHER_KIND, compare.UNKNOWN])


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"body": "000"}, "没有代码是 000 的单位"),
        ({"posts": ["cook"]}, "没有 cook 这个岗位"),
        ({"supervised_by": "000"}, "没有代码是 000 的单位"),
        ({"basis": [{"document": "食品安全法", "article": "第九百条", "src": "L"}]}, "没有第九百条"),
    ],
)
def test_a_power_that_names_what_is_not_there_is_refused(cast: Cast, changes: dict[str, object], fault: str) -> None:
    before = Version.objects.count()
    with pytest.raises(NotAList) as refused:
        publish(one(FOOD, **changes))
    assert fault in refused.value.advice and Version.objects.count() == before


def test_a_key_that_stands_twice_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAList):
        publish([*one(FOOD), *one(FOOD)])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("format: 1", "format: 2", "没有写 format: 1"),
        ("powers:", "powers: [", "读不出来"),
        ("kind: 行政许可", "kind: 圣旨", "圣旨"),
        ("key: joint-handling", "key: 联合 办理", "用小写字母"),
        ("in_force_from: 2026-11-01", "in_force_from: 明天", "写成 2026-11-01 这样"),
        ("    src: D\n", "    src: D\n    colour: red\n", "不认识 colour"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_place(old: str, new: str, fault: str) -> None:
    with pytest.raises(NotAList) as refused:
        read(FILE.read_text().replace(old, new))
    assert fault in refused.value.advice


def test_anybody_reads_what_a_body_must_do_and_what_it_answers_for(cast: Cast) -> None:
    assert "云溪市市场监督管理局" in shown("/powers/") and f"{len(told())} 项权力" in shown("/powers/")
    page = shown(f"/powers/{REGULATOR}/{FOOD}/")
    for words in ("必须做什么", "做错了怎样追究", "0300-0000234", "审批负责人", "食品经营许可（新办）"):
        assert words in page
    assert 'href="/law/food-safety-law/144/#k1x4"' in page and 'href="/s/food-business-license/"' in page
    assert f'href="/powers/{REGULATOR}/{FOOD}/"' in shown("/s/food-business-license/")


def test_nobody_supervises_the_own_powers(cast: Cast) -> None:
    assert [one.power.key for one in current_versions() if one.told["supervised_by"] == one.body.code] == []
    assert "云溪市人民政府（政府信息公开工作主管部门" in shown("/powers/119901810000010898/information-disclosure/")


@pytest.mark.parametrize("path", ["/powers/000/", f"/powers/{REGULATOR}/nothing/", f"/powers/{REGULATOR}/{FOOD}/v9/"])
def test_what_is_not_in_the_list_is_not_found(cast: Cast, path: str) -> None:
    shown(path, 404)


def test_the_table_holds_every_power_and_no_formula(cast: Cast) -> None:
    publish(one(FOOD, name="=1+1"))
    answer = Client().get("/powers/powers.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == current_versions().count()
    row = next(row for row in rows if row["权力"] == "'=1+1")
    assert row["单位"] == "云溪市市场监督管理局" and "《中华人民共和国食品安全法》第三十五条" in row["依据"]
    assert "审批负责人" in row["岗位"] and row["监督电话"] == "0300-0000234" and row["版本"] == "2"
    own = Client().get(f"/powers/powers.csv?body={REGULATOR}").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(own)))) == len([power for power in told() if power["body"] == REGULATOR])
    assert Client().get("/powers/powers.csv?body=000").status_code == 404


def test_the_pages_ask_the_same_few_questions_for_any_number(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for path, most in (
        ("/powers/", 3),
        (f"/powers/{REGULATOR}/", 4),
        (f"/powers/{REGULATOR}/{FOOD}/", 9),
        ("/powers/powers.csv", 6),
    ):
        with django_assert_max_num_queries(most):
            shown(path)


def test_only_the_editor_sees_what_does_not_fit(cast: Cast) -> None:
    assert "都对得上" in browser_of(cast.shen_qing).get("/desk/powers/").content.decode()
    publish(one(FOOD, services=[]))
    page = browser_of(cast.shen_qing).get("/desk/powers/").content.decode()
    assert "没有对应权力的事项（1）" in page and "没有事项行使的权力（1）" in page
    assert browser_of(cast.li_min).get("/desk/powers/").status_code == 404


def test_a_power_that_rests_on_a_law_not_in_force_raises_an_alarm_too(cast: Cast) -> None:
    basis = [{"document": "社会救助暂行办法", "article": "第九条", "src": "L"}]
    publish(one("minimum-living-allowance", basis=basis))
    watch(actor=SYSTEM, now=NOW)
    alarm = Alarm.objects.get(subject_kind="power", subject_ref="minimum-living-allowance", closed_at=None)
    assert alarm.kind == "ended" and alarm.subject_version == "minimum-living-allowance@2"
    page = browser_of(cast.shen_qing).get(f"/desk/law/{alarm.pk}/").content.decode()
    assert 'href="/powers/119901810000010380/minimum-living-allowance/"' in page


def test_the_commands_import_and_check(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["powers", "import", str(FILE)]) == 0
    assert capsys.readouterr().out == f"权责清单：{len(told())} 项，新的或者改过的 0 项\n"
    assert main(["powers", "check"]) == 0
    publish(one(FOOD, services=[]))
    assert main(["powers", "check"]) == 1
    assert capsys.readouterr().out.endswith("权责清单和事项对不上的：2 处\n")
    (tmp_path / "wrong.yaml").write_text("powers: 1")
    assert main(["powers", "import", str(tmp_path / "wrong.yaml")]) == 2
    assert main(["powers", "import", str(tmp_path / "nothing.yaml")]) == 2
