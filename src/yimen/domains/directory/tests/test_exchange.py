"""Deliveries both ways: the province sends, the city completes, and what is locked stays as it was sent."""

from pathlib import Path

import pytest

from yimen.config.exchanging import complete_from_guide
from yimen.domains.catalogue.events import VersionTookForce
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.directory import queries
from yimen.domains.directory.actions.complete import complete
from yimen.domains.directory.actions.deliver import Delivered, deliver
from yimen.domains.directory.actions.receive import Received, receive
from yimen.domains.directory.errors import Locked, NotReceived
from yimen.domains.directory.models import Delivery, Entry
from yimen.domains.directory.tests import make
from yimen.engines.service.exchange import KEPT, folder_of
from yimen.engines.service.exchange import delivery as exchange
from yimen.ground.errors import NotFound

pytestmark = pytest.mark.django_db
PROVINCE, CITY = exchange.Party("990000000000", "样例省"), exchange.Party("990181000000", "云溪市")
KEY = f"990181000000/task_code:{make.BODY}4000131001000"


def item(version: int = 1, locks: tuple[str, ...] = ("by_law",), **more: object) -> exchange.Item:
    told = {
        "task_name": "食品摊贩备案",
        "task_type": "01",
        "dept_name": "市场监管局",
        "catalog_code": "000131001000",
        "task_code": f"{make.BODY}4000131001000",
        "region_code": "990181",
        "region_name": "云溪市",
        "by_law": "《甲法》第一条",
        "省里的字段": "甲",
    }
    return exchange.Item(KEY, version, {**told, **more}, locks)


def sent(tmp_path: Path, number: str, *items: exchange.Item, since: str = "", ended: tuple[str, ...] = ()) -> Path:
    path = tmp_path / f"{number}.zip"
    made = exchange.Delivery(PROVINCE, CITY, number, "2026-11-20", since, items, ended)
    path.write_bytes(exchange.packed(exchange.write(made)))
    return path


def taken(path: Path, **more: bool) -> Received:
    return receive(actor=make.EDITOR, path=path, now=make.NOW, **more)


def out(**more: bool) -> Delivered:
    return deliver(actor=make.EDITOR, region="990181", name="云溪市", to="delivery-990000000000", now=make.NOW, **more)


def test_the_province_sends_and_the_city_completes_and_sends_back(tmp_path: Path) -> None:
    assert taken(sent(tmp_path, "p1", item())).added == 1
    entry = Entry.objects.get()
    complete(actor=make.EDITOR, entry=entry, told={"promise_day": "3", "promise_type": "1"}, now=make.NOW)
    back = out()
    (arrived,) = exchange.read(back.files).items
    assert (arrived.key, arrived.version, arrived.record["promise_day"]) == (KEY, 2, "3")
    assert arrived.record["省里的字段"] == "甲"
    assert out().files == {}


def test_what_is_locked_above_is_refused_here_and_nothing_is_changed(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    entry = Entry.objects.get()
    with pytest.raises(Locked, match="设定依据（样例省）"):
        complete(actor=make.EDITOR, entry=entry, told={"by_law": "《乙法》", "is_fee": "0"}, now=make.NOW)
    assert Entry.objects.get().own == {} and Entry.objects.get().revision == 1


def test_to_say_the_same_in_a_locked_field_is_no_change(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    complete(actor=make.EDITOR, entry=Entry.objects.get(), told={"by_law": "《甲法》第一条"}, now=make.NOW)
    assert Entry.objects.get().revision == 1


def test_a_new_version_keeps_what_the_city_completed_and_stands_on_the_list(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    entry = Entry.objects.get()
    complete(actor=make.EDITOR, entry=entry, told={"promise_day": "3"}, now=make.NOW)
    Entry.objects.update(reviewed=2)
    assert taken(sent(tmp_path, "p2", item(2, by_law="《乙法》第二条"), since="p1")).changed == 1
    entry = Entry.objects.get()
    found = queries.effective(entry)
    assert (found["promise_day"].value, found["by_law"].value) == ("3", "《乙法》第二条")
    assert queries.changed_since_looked(entry) == ["by_law", "task_version"]


def test_when_the_province_locks_a_field_what_the_city_said_has_no_effect(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    complete(actor=make.EDITOR, entry=Entry.objects.get(), told={"promise_day": "3"}, now=make.NOW)
    taken(sent(tmp_path, "p2", item(2, locks=("promise_day",), promise_day="5"), since="p1"))
    one = queries.effective(Entry.objects.get())["promise_day"]
    assert (one.value, one.locked_by, one.without_effect) == ("5", "样例省", (("本地补充", "3"),))


def test_an_older_version_changes_nothing(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item(5)))
    assert taken(sent(tmp_path, "p2", item(4, by_law="《旧法》"), since="p1")).older == 1
    assert Entry.objects.get().values["by_law"] == "《甲法》第一条"


def test_a_delivery_is_taken_once_and_in_its_turn(tmp_path: Path) -> None:
    first, third = sent(tmp_path, "p1", item()), sent(tmp_path, "p3", item(3), since="p2")
    taken(first)
    with pytest.raises(NotReceived, match="已经接收过"):
        taken(first)
    with pytest.raises(NotReceived, match="p2 后面"):
        taken(third)
    assert Delivery.objects.count() == 1


def test_a_dry_run_takes_nothing(tmp_path: Path) -> None:
    path = sent(tmp_path, "p1", item())
    assert taken(path, dry_run=True).added == 1
    assert (Entry.objects.count(), Delivery.objects.count()) == (0, 0)
    assert taken(path).added == 1


def test_what_the_province_ends_is_listed_no_more_here_and_is_told_on(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    out()
    assert taken(sent(tmp_path, "p2", since="p1", ended=(KEY,))).ended == 1
    with pytest.raises(NotFound):
        queries.entry_at(Entry.objects.get().pk)
    assert exchange.read(out().files).ended == (KEY,)
    assert out().files == {}


def test_an_item_of_another_city_is_told_and_left(tmp_path: Path) -> None:
    found = taken(
        sent(
            tmp_path,
            "p1",
            item(region_code="880000"),
        )
    )
    assert (found.added, len(found.faults)) == (0, 1)


def test_what_was_altered_on_the_way_is_refused_whole(tmp_path: Path) -> None:
    path = sent(tmp_path, "p1", item())
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(NotReceived):
        taken(path)
    assert Entry.objects.count() == 0


def test_a_whole_delivery_holds_what_has_not_changed_too(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    first = out()
    assert out(whole=True).items == first.items == 1


def guide_in_force(files: dict[str, bytes], slug: str) -> None:
    of = Item.objects.create(slug=slug)
    told = {"files": to_json(files), "name": "指南", "fingerprint": "x", "published_at": make.NOW}
    Version.objects.create(item=of, number=1, **told)
    complete_from_guide(VersionTookForce(slug, 1), make.NOW)


def test_what_the_guide_says_goes_out_and_what_came_from_above_meanwhile_stays(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item(link_way="0300-1")))
    entry = Entry.objects.get()
    files = folder_of(queries.record_at(entry))
    taken(sent(tmp_path, "p2", item(2, locks=("by_law",), by_law="《新法》第一条", link_way="0300-1"), since="p1"))
    yaml = files["service.yaml"].decode().replace("0300-1", "0300-2").replace("甲法", "别的法")
    guide_in_force({**files, "service.yaml": yaml.encode()}, entry.slug)
    found = queries.effective(Entry.objects.get())
    assert found["link_way"].value == "0300-2" and found["by_law"].value == "《新法》第一条"
    assert Entry.objects.get().own == {"link_way": "0300-2"}
    (arrived,) = exchange.read(out().files).items
    assert arrived.record["link_way"] == "0300-2"


def test_a_folder_that_was_made_of_no_record_completes_nothing(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    entry = Entry.objects.get()
    files = {path: content for path, content in folder_of(queries.record_at(entry)).items() if path != KEPT}
    guide_in_force(files, entry.slug)
    assert Entry.objects.get().revision == 1


def test_a_sample_is_never_sent_out(tmp_path: Path) -> None:
    taken(sent(tmp_path, "p1", item()))
    make.entry(make.source("s", "990181000000", "云溪市", is_sample=True), "990181000000", "云溪市", task_code="X")
    assert out().items == 1
