"""按岗位只显示办理需要的内容."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.tests import make as cases
from yimen.ground.audit.models import Entry
from yimen.portals.desk.conditions import reads_of
from yimen.portals.desk.tests import make

MANAGER_ID, REP_ID, MOBILE = "990181198904150626", "990181198711030281", "15400000002"


@dataclass(frozen=True)
class Seen:
    """What stands on a post's page, and what does not."""

    who: str
    shown: tuple[str, ...]
    hidden: tuple[str, ...]


@pytest.mark.parametrize(
    "seen",
    [
        Seen("wang_fang", (MANAGER_ID, MOBILE, "m3.pdf"), ("没有因食品安全犯罪", "离污染源 25 米以上")),
        Seen("wu_lei", ("没有因食品安全犯罪", MOBILE, "林芳", "m3.pdf"), ()),
        Seen("sun_jian", ("林芳", MOBILE, "离污染源 25 米以上", "m3.pdf"), (MANAGER_ID, REP_ID, "没有因食品安全犯罪")),
        Seen("zheng_hong", ("没有因食品安全犯罪", "m3.pdf"), (MANAGER_ID, REP_ID, MOBILE)),
        Seen("ma_jianguo", (MANAGER_ID, REP_ID, MOBILE, "m3.pdf"), ()),
    ],
    ids=lambda one: one.who,
)
def test_a_post_sees_what_it_needs_and_nothing_else(cast: Cast, staff: make.Staff, seen: Seen) -> None:
    case = make.inspected(cast.chen_jing, staff)
    Material.objects.get(case=case).file.__class__.objects.filter(subject_reference=case.number).update(name="m3.pdf")
    page = make.window(getattr(staff, seen.who), case).page()
    for text in seen.shown:
        assert text in page
    for text in seen.hidden:
        assert text not in page
    assert ("项没有显示" in page) == (seen.who != "ma_jianguo")


def test_a_colleague_of_the_body_whose_post_has_nothing_to_do_with_it_sees_how_far_it_is(
    cast: Cast, staff: make.Staff
) -> None:
    case = cases.in_review(cast.chen_jing)
    desk = make.window(staff.sun_jian, case)
    page = desk.page()
    assert "这件事不归您的岗位办" in page
    for text in ("学府路 6 号", REP_ID, MOBILE, "收件凭证", "禁设区域"):
        assert text not in page
    for name, args in (("paper", [case.number, "receipt"]), ("urge", [case.number]), ("revoke", [case.number])):
        path = reverse(f"desk:{name}", args=args)
        answer = desk.browser.get(path) if name == "paper" else desk.browser.post(path)
        assert answer.status_code == 403


def test_an_officer_of_another_body_does_not_learn_that_the_case_exists(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    browser = browser_of(staff.zhou_tao)
    row = Material.objects.get(case=case).pk
    got = {
        **{name: [case.number] for name in ("review", "clock", "correct", "mend")},
        "paper": [case.number, "receipt"],
        "material": [case.number, row],
    }
    sent = ("review", "claim", "release", "again", "correct", "mend", "special", "special-more", "special-close")
    for name, args in got.items():
        assert browser.get(reverse(f"desk:{name}", args=args)).status_code == 404, name
    for name in (*sent, "extend", "urge", "revoke"):
        assert browser.post(reverse(f"desk:{name}", args=[case.number]), {"outcome": "accept"}).status_code == 404, name
    assert make.task_of(case).claimed_by is None


def test_nobody_but_officers_comes_in(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    for who, status in ((cast.chen_jing, 403), (None, 302)):
        for name in ("review", "clock", "correct"):
            assert browser_of(who).get(reverse(f"desk:{name}", args=[case.number])).status_code == status


def test_a_material_opens_as_a_file_for_posts_that_see_it_and_leaves_a_row(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    row = Material.objects.get(case=case)
    path = reverse("desk:material", args=[case.number, row.pk])
    assert path in make.window(staff.wang_fang, case).page()
    answer = browser_of(staff.wang_fang).get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == row.file.read()
    entry = Entry.objects.get(action="read-material")
    assert (entry.actor_name, entry.details) == ("王芳", {"material": "m3", "row": str(row.pk)})


def test_a_material_that_the_post_does_not_see_or_of_another_case_is_not_found(cast: Cast, staff: make.Staff) -> None:
    case, other = make.received(cast.chen_jing), cases.in_review(cast.zhang_wei)
    row = Material.objects.get(case=case)
    Material.objects.filter(pk=row.pk).update(material="m5")
    assert browser_of(staff.wu_lei).get(reverse("desk:material", args=[case.number, row.pk])).status_code == 404
    assert browser_of(staff.wang_fang).get(reverse("desk:material", args=[case.number, row.pk])).status_code == 200
    for number in (row.pk, 10**30):
        assert browser_of(staff.li_min).get(reverse("desk:material", args=[other.number, number])).status_code == 404
    assert not Entry.objects.filter(action="read-material", actor_name__in=("吴磊", "李敏")).exists()


def test_each_condition_knows_what_its_rules_read(cast: Cast) -> None:
    from yimen.domains.catalogue.queries import current_version, definition

    reads = reads_of(definition(current_version(make.FOOD)))
    assert reads["c12"] == {"false_application_1y"}
    assert reads["k1"] >= {"site_pollution_m"}
    assert {"ready_food_staff", "healthy_staff"} <= reads["c5"]
    # Derived values stand for the answers that they are made of.
    assert "permit_needed" not in frozenset().union(*reads.values())


def test_looking_at_a_case_leaves_a_row(cast: Cast, staff: make.Staff) -> None:
    case: Case = make.received(cast.chen_jing)
    make.window(staff.wang_fang, case).page()
    make.window(staff.wang_fang, case).page("clock")
    acts = Entry.objects.filter(object_ref=case.number, actor_name="王芳").values_list("action", flat=True)
    assert list(acts) == ["read-case", "read-clock"]
