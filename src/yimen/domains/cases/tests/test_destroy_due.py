"""What was handed in goes when its period is over, and only then: in batches, once, never said before it is true."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from yimen.domains.benefits.queries import entitlement_of_case
from yimen.domains.cases import jobs
from yimen.domains.cases.actions import carry_out_destruction as carrying
from yimen.domains.cases.actions.reuse_material import reuse_material
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.jobs import destroy_due_materials
from yimen.domains.cases.keeping import ended_on
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.tests import make, make_allowance, make_food, make_joint
from yimen.domains.cases.tests.make import fresh
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.daily import Incomplete
from yimen.ground.files.errors import FileDestroyed
from yimen.ground.files.models import StoredFile

YEARS = 10
LAST = date(2036, 11, 20)
ON_LAST = NOW.replace(year=2036)
AFTER = ON_LAST + timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.YIMEN_VAR, settings.YIMEN_KEEP_YEARS = tmp_path, YEARS
    return tmp_path / "files"


@pytest.fixture
def ended(cast: Cast) -> Case:
    """陈静's food licence with its drawing, withdrawn on the day of the tests."""
    return withdrawn(make_food.submitted(cast.chen_jing))


def withdrawn(case: Case, now: datetime = NOW) -> Case:
    withdraw(actor=case.account.actor(now), case=case, reason="", now=now)
    return fresh(case)


def run(now: datetime = AFTER) -> int:
    return destroy_due_materials.func(now.isoformat())


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def file_of(case: Case) -> StoredFile:
    return StoredFile.objects.get(pk=case.materials.get().file_id)


def test_a_file_stays_to_the_last_day_of_its_period_and_goes_the_next(ended: Case, folder: Path) -> None:
    assert run(NOW) == 0
    assert ended.materials.get().kept_until == LAST
    assert run(ON_LAST) == 0
    assert file_of(ended).read()
    assert run(AFTER) == 1
    assert on_disk(folder) == 0
    with pytest.raises(FileDestroyed):
        file_of(ended).read()


def test_what_remains_says_what_it_was_who_destroyed_it_when_and_why(ended: Case) -> None:
    was = file_of(ended)
    run()
    row = file_of(ended)
    assert (row.sha256, row.size, row.name) == (was.sha256, was.size, was.name)
    assert (row.ordered_at, row.destroyed_at, row.destroyed_by) == (AFTER, AFTER, "一门系统")
    assert row.destroyed_why.startswith("保管期限 10 年已满（机关文件材料归档范围")
    ordered, done = (Entry.objects.get(action=one, object_kind="file") for one in ("order-destruction", "destroy-file"))
    assert ordered.details == done.details
    assert (done.details["sha256"], done.details["reason"], done.at) == (was.sha256, row.destroyed_why, AFTER)
    step = ended.steps.get(kind="materials-destroyed")
    assert (step.note, step.at, step.by) == ("1 个文件", AFTER, "一门系统")


def test_it_is_announced_once_with_how_many_files_of_the_case(ended: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(carrying, "announce", lambda event, now: told.append((event, now)))
    for _ in range(3):
        run()
    ((event, now),) = told
    assert (event.number, event.files, now) == (ended.number, 1, AFTER)


def test_run_again_it_destroys_nothing_and_says_nothing(ended: Case) -> None:
    assert [run(), run(), run(AFTER + timedelta(days=1))] == [1, 0, 0]
    assert Entry.objects.filter(action="destroy-file").count() == 1
    assert ended.steps.filter(kind="materials-destroyed").count() == 1


def test_a_case_that_goes_on_keeps_its_files_whatever_their_age(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    assert run(NOW.replace(year=2090)) == 0
    assert case.materials.get().kept_until is None
    assert file_of(case).read()


def test_a_file_that_an_open_case_uses_again_stays_until_that_one_ends_and_its_period_is_over(
    cast: Cast, ended: Case
) -> None:
    later = NOW.replace(year=2036, month=11, day=3)
    again = make_food.draft(cast.chen_jing, now=later)
    row = handed_in(ended)[0]
    Material.objects.create(case=again, material="m3", file=row.file, added_by="陈静", added_at=later)
    assert run(AFTER) == 0
    Case.objects.filter(pk=again.pk).update(status="withdrawn", closed_at=AFTER)
    assert run(NOW.replace(year=2046, month=11, day=21)) == 0
    assert file_of(ended).read()
    assert run(NOW.replace(year=2046, month=11, day=22)) == 1
    assert [case.steps.filter(kind="materials-destroyed").count() for case in (ended, again)] == [1, 1]


def test_what_is_ordered_to_be_destroyed_is_not_offered_and_not_taken_again(cast: Cast, ended: Case) -> None:
    row = handed_in(ended)[0]
    StoredFile.objects.filter(pk=row.file_id).update(ordered_at=AFTER)
    draft = make_food.draft(cast.chen_jing, now=AFTER)
    with pytest.raises(NotOpenForChange):
        reuse_material(actor=cast.chen_jing.actor(AFTER), case=draft, material="m3", row=row.pk, now=AFTER)


def test_what_becomes_ordered_while_it_is_taken_again_is_refused(
    cast: Cast, ended: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = handed_in(ended)[0]
    draft = make_food.draft(cast.chen_jing)
    monkeypatch.setattr("yimen.domains.cases.actions.reuse_material.reusable", lambda case: {"m3": [row]})
    monkeypatch.setattr("yimen.domains.cases.actions.reuse_material.check_open", lambda case, material, now: None)
    StoredFile.objects.filter(pk=row.file_id).update(ordered_at=AFTER)
    with pytest.raises(NotOpenForChange, match="保管期限"):
        reuse_material(actor=cast.chen_jing.actor(NOW), case=draft, material="m3", row=row.pk, now=NOW)
    assert not draft.materials.exists()


def test_killed_before_the_content_goes_nothing_is_claimed_and_the_next_run_does_it(
    ended: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(carrying, "remove_content", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    row = file_of(ended)
    assert (row.ordered_at, row.destroyed_at, on_disk(folder)) == (AFTER, None, 1)
    with pytest.raises(FileDestroyed):
        row.read()
    assert run(AFTER + timedelta(days=1)) == 1
    assert file_of(ended).destroyed_at == AFTER + timedelta(days=1)


def test_killed_between_content_and_record_the_next_run_records_it(
    ended: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(carrying, "_tell", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert (file_of(ended).destroyed_at, on_disk(folder)) == (None, 0)
    assert not ended.steps.filter(kind="materials-destroyed").exists()
    assert [run(), run()] == [1, 0]
    assert Entry.objects.filter(action="destroy-file").count() == 1


def test_a_file_that_cannot_be_removed_is_not_said_to_be_gone_and_keeps_no_other(
    cast: Cast, ended: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, stuck = withdrawn(make_food.submitted(cast.zhang_wei)), file_of(ended)
    remove = carrying.remove_content

    def refuses_one(file: StoredFile) -> None:
        if file.pk == stuck.pk:
            raise OSError("read-only")
        remove(file)

    with monkeypatch.context() as broken:
        broken.setattr(carrying, "remove_content", refuses_one)
        with pytest.raises(Incomplete, match=f"办成 1 项，没办成：文件 {stuck.pk}（{ended.number}）"):
            run()
    assert (file_of(ended).destroyed_at, file_of(other).destroyed_at) == (None, AFTER)
    assert run(AFTER + timedelta(days=1)) == 1


def test_batches_of_one_destroy_as_much_as_one_batch(
    cast: Cast, ended: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [ended, withdrawn(make_food.submitted(cast.zhang_wei))]
    make_food.submitted(cast.chen_jing)
    monkeypatch.setattr(jobs, "_BATCH", 1)
    monkeypatch.setattr(jobs, "_FILES", 1)
    assert run() == 2
    assert [file_of(case).destroyed_at for case in cases] == [AFTER, AFTER]
    assert on_disk(folder) == 1


def test_a_longer_period_counts_from_today_and_a_shorter_one_takes_nothing_back(ended: Case, settings: object) -> None:
    run(NOW)
    settings.YIMEN_KEEP_YEARS = 5
    assert run(NOW.replace(year=2032)) == 0
    settings.YIMEN_KEEP_YEARS = 30
    assert run(AFTER) == 0
    assert run(NOW.replace(year=2056, month=11, day=21)) == 1


def test_what_is_paid_on_keeps_its_papers_and_the_period_begins_when_it_ends(cast: Cast) -> None:
    case = make_allowance.granted(cast)
    assert case.closed_at is not None
    assert ended_on(case) is None
    paid = entitlement_of_case(case.number)
    type(paid).objects.filter(pk=paid.pk).update(standing="stopped", until=date(2030, 2, 1))
    assert ended_on(case) == date(2030, 2, 28)


def test_the_parts_of_a_joint_application_share_a_file_until_the_last_of_them_lets_it_go(cast: Cast) -> None:
    case = make_joint.submitted(cast)
    rows = Material.objects.filter(file__in=case.materials.values("file"))
    assert len({row.case_id for row in rows}) > 1
    lane = rows.exclude(case=case).first().case
    Case.objects.filter(pk=lane.pk).update(status="withdrawn", closed_at=NOW)
    assert run() == 0, "the whole and the other part go on"
    Case.objects.filter(pk__in={row.case_id for row in rows}).update(status="withdrawn", closed_at=NOW)
    assert run() == len({row.file_id for row in rows})


def test_drafts_go_earlier_than_any_period(cast: Cast) -> None:
    draft = make_food.filled(cast.chen_jing)
    file = file_of(draft)
    make.drain(NOW + timedelta(days=31))
    file.refresh_from_db()
    assert (file.destroyed_why, file.destroyed_by) == ("草稿到期", "一门系统")
