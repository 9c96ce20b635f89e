"""Entries are recoded, merged, split and handed over with their history; running cases stay as they are."""

from typing import Any

import pytest

from tests.cast import Cast
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make as make_case
from yimen.domains.catalogue.actions.start_draft_of_entry import start_draft_of_entry
from yimen.domains.catalogue.drafting import said_of
from yimen.domains.catalogue.files import from_json
from yimen.domains.directory import queries
from yimen.domains.directory.actions.merge import merge
from yimen.domains.directory.actions.recode import recode
from yimen.domains.directory.actions.reorganise import Body, reorganise
from yimen.domains.directory.actions.split import split
from yimen.domains.directory.conformity import contradictions, differences
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.models import Entry, Lineage, Reorganisation
from yimen.domains.directory.store import Told, store
from yimen.domains.directory.tests import make
from yimen.ground.audit.models import Entry as Evidence
from yimen.ground.documents.models import Document
from yimen.ground.places.models import Organisation

REGION, NAME = "990181000000", "云溪市"
OLD, APPROVALS = Body("市场监管局"), Body("行政审批局", "115113010833722043")


def listed(at: int, **more: Any) -> Entry:
    told = {"task_name": f"事项{at}", "local_task_code": f"A{at}", **more}
    return make.entry(make.source(), REGION, NAME, **told)


def again(at: int, **more: Any) -> Any:
    told = {"task_name": f"事项{at}", "dept_name": "市场监管局", "task_type": "01", "local_task_code": f"A{at}", **more}
    return store(make.source(), [Told(told, REGION, NAME)], by="x", now=make.NOW)


@pytest.mark.django_db
class TestCodes:
    def test_an_entry_is_found_by_the_codes_it_had(self) -> None:
        one = listed(1)
        recode(actor=make.EDITOR, entry=one.pk, codes={"local_task_code": "B1"}, note="省里换码", now=make.NOW)
        assert again(1).added == 0 and again(1, local_task_code="B1").added == 0
        assert Entry.objects.count() == 1
        assert [row.word for row in queries.history(one)][-2:] == ["换编码", "导入"]

    def test_another_code_does_not_part_an_entry_from_its_guide(self) -> None:
        one = listed(1)
        recode(actor=make.EDITOR, entry=one.pk, codes={"local_task_code": "B1"}, note="", now=make.NOW)
        found = queries.entry_at(one.pk)
        assert found.slug == one.slug == "a1"
        draft = start_draft_of_entry(actor=make.EDITOR, entry=found, now=make.NOW)
        assert (draft.slug, said_of(from_json(draft.files), "slug")) == ("a1", "a1")

    def test_a_code_of_another_entry_or_a_wrong_one_is_refused(self) -> None:
        one, other = listed(1), listed(2)
        with pytest.raises(NotPossible, match="另一个事项"):
            recode(actor=make.EDITOR, entry=one.pk, codes={"local_task_code": "A2"}, note="", now=make.NOW)
        with pytest.raises(NotPossible, match="12 位"):
            recode(actor=make.EDITOR, entry=other.pk, codes={"catalog_code": "1"}, note="", now=make.NOW)
        with pytest.raises(NotPossible, match="不是编码"):
            recode(actor=make.EDITOR, entry=other.pk, codes={"task_name": "1"}, note="", now=make.NOW)
        assert Entry.objects.get(pk=one.pk).revision == 1

    def test_merged_entries_lead_on_and_are_not_imported_again(self) -> None:
        one, other = listed(1), listed(2)
        merge(actor=make.EDITOR, entries=[other.pk], into=one.pk, note="同一件事", now=make.NOW)
        assert Lineage.objects.get().successor == one
        assert [row.sentence for row in again(2).refused] == ["这个事项已合并到别的事项"]
        assert [row.id for row in queries.searchable(0, 9)] == [one.pk]
        with pytest.raises(NotPossible, match="已合并"):
            merge(actor=make.EDITOR, entries=[other.pk], into=one.pk, note="", now=make.NOW)

    def test_only_entries_of_one_region_are_merged(self) -> None:
        other = make.entry(make.source(), "990182000000", "邻县", local_task_code="Z")
        with pytest.raises(NotPossible, match="同一个地区"):
            merge(actor=make.EDITOR, entries=[other.pk], into=listed(1).pk, note="", now=make.NOW)

    def test_an_entry_is_split_into_others_with_codes_of_their_own(self) -> None:
        one = listed(1, by_law="《甲法》")
        parts = [{"task_name": f"部分{at}", "local_task_code": f"A1-{at}"} for at in (1, 2)]
        made = split(actor=make.EDITOR, entry=one.pk, into=parts, note="拆开办", now=make.NOW)
        assert [(row.name, row.values["by_law"]) for row in made] == [("部分1", "《甲法》"), ("部分2", "《甲法》")]
        assert {row.successor_id for row in Lineage.objects.all()} == {row.pk for row in made}
        with pytest.raises(NotPossible, match="编码重复"):
            split(actor=make.EDITOR, entry=made[0].pk, into=parts, note="", now=make.NOW)

    def test_what_contradicts_a_lock_and_what_differs_is_reported(self) -> None:
        base = {"catalog_code": "000131001000"}
        province = make.source()
        make.entry(province, "990000000000", "样例省", locks=("is_fee",), is_fee="0", anticipate_day="20", **base)
        city = make.source("city", REGION, NAME)
        make.entry(city, REGION, NAME, is_fee="1", anticipate_day="30", **base)
        (one,) = contradictions()
        assert (one.label, one.said, one.in_effect, one.locked_by) == ("是否收费", "1", "0", "样例省")
        assert ("anticipate_day", "30", "20") in [(two.field, two.said, two.in_effect) for two in differences()]


def reform(**more: Any) -> Reorganisation:
    told = {"kind": "rename", "region": "990181", "old": OLD, "new": APPROVALS, "document": "云委〔2026〕8号", **more}
    return reorganise(actor=make.EDITOR, now=make.NOW, **told)


@pytest.mark.django_db
class TestReform:
    @pytest.mark.parametrize("kind", ["rename", "merge"])
    def test_every_item_of_the_department_goes_in_one_operation(self, kind: str) -> None:
        one, other, foreign = listed(1), listed(2), listed(3, dept_name="别的局")
        Entry.objects.update(reviewed=1)
        made = reform(kind=kind)
        assert made.entries == [one.pk, other.pk]
        found = queries.entry_at(one.pk)
        assert (found.department, found.credit_code, found.revision) == ("行政审批局", APPROVALS.code, 2)
        assert found.reviewed == 1 and found.values["dept_name"] == "市场监管局"
        assert queries.entry_at(foreign.pk).revision == 1
        assert queries.history(one)[0].note.endswith("云委〔2026〕8号")
        assert Evidence.objects.filter(action="reorganise").count() == 1

    def test_only_the_powers_that_are_named_are_moved(self) -> None:
        one, other = listed(1), listed(2)
        reform(kind="move", entries=[one.pk])
        assert queries.entry_at(one.pk).department == "行政审批局"
        assert queries.entry_at(other.pk).department == "市场监管局"

    def test_an_older_file_does_not_take_the_reform_back(self) -> None:
        one = listed(1)
        reform()
        again(1, by_law="《新法》")
        found = queries.entry_at(one.pk)
        assert (found.department, found.values["by_law"]) == ("行政审批局", "《新法》")
        assert again(1, dept_name="行政审批局", dept_code=APPROVALS.code).changed == 1
        assert queries.entry_at(one.pk).own == {}

    def test_a_dry_run_changes_nothing(self) -> None:
        one = listed(1)
        assert reform(dry_run=True).entries == [one.pk]
        assert (queries.entry_at(one.pk).revision, Reorganisation.objects.count()) == (1, 0)

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"kind": "abolish"}, "哪一种"),
            ({"old": Body("没有这个局")}, "没有事项"),
            ({"new": OLD}, "同一个部门"),
            ({"document": " "}, "没有写依据"),
            ({"new": Body("行政审批局", "115113010833722044")}, "校验位"),
            ({"kind": "move"}, "哪些事项"),
            ({"entries": [1]}, "哪些事项"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, more: dict[str, Any], why: str) -> None:
        listed(1)
        with pytest.raises(NotPossible) as error:
            reform(**more)
        assert why in error.value.sentence and error.value.advice


def everything(case: Case) -> dict[str, Any]:
    found = Case.objects.filter(pk=case.pk).values().get()
    return {**found, "bodies": list(Organisation.objects.order_by("pk").values())}


def test_a_running_case_and_its_body_are_untouched_by_a_reform_and_the_case_is_decided(cast: Cast) -> None:
    """陈静's application goes on before the body that took it in, under the version of its service."""
    case = make_case.in_review(cast.chen_jing)
    body = Organisation.objects.get(role="market-regulator")
    listed(1, dept_name=body.name, dept_code=body.code)
    before = everything(case)
    reform(kind="merge", old=Body(body.name), new=Body("行政审批局"))
    assert everything(case) == before
    made = make_case.decided(case, cast.li_min, "refuse")
    assert (made.version_id, made.status) == (before["version_id"], "refused")
    papers = Document.objects.filter(subject_reference=case.number)
    assert {paper.body_id for paper in papers} == {body.pk}
