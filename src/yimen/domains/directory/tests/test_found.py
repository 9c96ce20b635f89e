"""What is listed is found as it is now: at once when few have changed, after one more build of the index when many."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import SERVICE, Cast
from yimen.config.exchanging import complete_from_guide
from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.actions.publish import Validity, add_version
from yimen.domains.catalogue.events import VersionTookForce
from yimen.domains.catalogue.models import Item
from yimen.domains.catalogue.queries import current_version, definition
from yimen.domains.directory.actions import let_be_found as finding
from yimen.domains.directory.actions.complete import complete
from yimen.domains.directory.actions.merge import merge
from yimen.domains.directory.actions.recode import recode
from yimen.domains.directory.actions.reorganise import Body, reorganise
from yimen.domains.directory.actions.split import split
from yimen.domains.directory.models import Entry
from yimen.domains.directory.tests import make
from yimen.domains.directory.tests.test_exchange import item, sent, taken
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.deliver import deliver_due
from yimen.ground.outbox.models import Delivery
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Filters
from yimen.ground.search.find import find
from yimen.ground.search.models import Index, Row

pytestmark = pytest.mark.django_db
REGION, NAME = "990181000000", "云溪市"


def keys(text: str) -> set[int]:
    return {int(hit.key) for hit in find(text, Filters(kind="directory")).hits}


def listed(name: str, code: str, **more: Any) -> Entry:
    return make.entry(make.source(), REGION, NAME, task_name=name, local_task_code=code, **more)


@pytest.fixture
def entry() -> Entry:
    one = listed("烟花爆竹零售许可", "A1")
    rebuild(now=make.NOW)
    return one


def waiting() -> int:
    return Delivery.objects.filter(listener="search.rebuild").count()


def test_what_is_renamed_here_is_found_by_its_new_name_and_no_more_by_the_old(entry: Entry) -> None:
    complete(actor=make.EDITOR, entry=entry, told={"task_name": "游艺场所设立审批"}, now=make.NOW)
    assert keys("游艺场所") == {entry.pk} and keys("烟花爆竹") == set()
    assert waiting() == 0


def test_nothing_is_written_for_what_is_completed_with_the_same_words(entry: Entry) -> None:
    before = Index.objects.get().stamp
    complete(actor=make.EDITOR, entry=entry, told={"task_name": entry.name}, now=make.NOW)
    assert Index.objects.get().stamp == before


def test_what_is_delivered_is_found_and_what_has_ended_is_not(tmp_path: Path) -> None:
    rebuild(now=make.NOW)
    taken(sent(tmp_path, "p1", item()), dry_run=True)
    assert keys("食品摊贩备案") == set()
    taken(sent(tmp_path, "p1", item()))
    (found,) = keys("食品摊贩备案")
    taken(sent(tmp_path, "p2", since="p1", ended=(item().key,)))
    assert Entry.objects.get(pk=found).state == "ended" and keys("食品摊贩备案") == set()


def test_what_was_merged_is_found_no_more_and_what_was_split_is_found_as_its_parts(entry: Entry) -> None:
    other = listed("烟花爆竹批发许可", "A2")
    rebuild(now=make.NOW)
    assert keys("烟花爆竹") == {entry.pk, other.pk}
    merge(actor=make.EDITOR, entries=[other.pk], into=entry.pk, note="", now=make.NOW)
    assert keys("烟花爆竹") == {entry.pk}
    parts = [{"task_name": f"烟花爆竹{word}", "local_task_code": f"B{word}"} for word in ("仓储", "燃放")]
    made = split(actor=make.EDITOR, entry=entry.pk, into=parts, note="", now=make.NOW)
    assert keys("烟花爆竹") == {one.pk for one in made}


def test_another_code_stands_in_the_index_at_once(entry: Entry) -> None:
    recode(actor=make.EDITOR, entry=entry.pk, codes={"local_task_code": "B1"}, note="", now=make.NOW)
    assert "|B1|" in Row.objects.get(kind="directory").codes


def test_a_reform_stands_in_the_index_at_once(entry: Entry) -> None:
    told = {"kind": "rename", "region": "990181", "document": "云委〔2026〕8号", "now": make.NOW}
    reorganise(actor=make.EDITOR, old=Body("市场监管局"), new=Body("应急管理局"), **told)
    assert Row.objects.get(kind="directory").department == "应急管理局"


def test_many_at_once_are_found_after_the_worker_has_built_the_index_anew(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "AT_ONCE", 0)
    taken(sent(tmp_path, "p1", item()))
    assert (waiting(), keys("食品摊贩备案")) == (1, set())
    # While another one builds it, it is tried again later.
    Index.objects.update(building_since=make.NOW)
    deliver_due(lambda: make.NOW)
    assert keys("食品摊贩备案") == set()
    Index.objects.update(building_since=None)
    deliver_due(lambda: make.NOW + timedelta(minutes=3))
    assert len(keys("食品摊贩备案")) == 1 and Delivery.objects.get(listener="search.rebuild").done_at


def test_what_ends_while_the_index_is_built_is_not_found_afterwards(entry: Entry) -> None:
    other = listed("烟花爆竹批发许可", "A2")

    def read_before() -> Iterator[Any]:
        from yimen.domains.directory.finding import entries

        told = list(entries())
        merge(actor=make.EDITOR, entries=[other.pk], into=entry.pk, note="", now=make.NOW)
        yield from told

    rebuild(now=make.NOW, entries=read_before())
    assert keys("烟花爆竹") == {entry.pk}


class TestBesideItsService:
    def listed(self, cast: Cast) -> Entry:
        one = listed("开餐馆的旧事项名称", "A1")
        # Its guide comes under the short name that its code gives.
        Entry.objects.filter(pk=one.pk).update(slug=SERVICE)
        return one

    def test_it_comes_back_when_the_service_ends_and_goes_when_it_is_published_again(self, cast: Cast) -> None:
        one, today = self.listed(cast), legal_day(make.NOW)
        rebuild(now=make.NOW)
        assert keys("餐馆的旧事项") == set()
        last = Validity(begins=today, until=today)
        add_version(actor=make.EDITOR, service=definition(current_version(SERVICE)), now=make.NOW, validity=last)
        tomorrow = make.NOW + timedelta(days=1)
        assert keys("餐馆的旧事项") == set()
        bring_into_force(actor=make.EDITOR, now=tomorrow)
        assert Item.objects.get(slug=SERVICE).ended_on == today + timedelta(days=1)
        assert keys("餐馆的旧事项") == {one.pk}
        service = definition(Item.objects.get(slug=SERVICE).current)  # type: ignore[arg-type]
        add_version(actor=make.EDITOR, service=service, now=tomorrow, validity=Validity(begins=legal_day(tomorrow)))
        assert keys("餐馆的旧事项") == set()

    def test_what_the_guide_completes_does_not_bring_it_back(self, cast: Cast) -> None:
        one = self.listed(cast)
        rebuild(now=make.NOW)
        complete(actor=make.EDITOR, entry=one, told={"task_name": "开餐馆的新事项名称"}, now=make.NOW)
        complete_from_guide(VersionTookForce(SERVICE, current_version(SERVICE).number), make.NOW)
        assert keys("餐馆的新事项") == set()
