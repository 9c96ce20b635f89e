"""Changing a table changes supervision from its day on: no program is touched, and no act of before is judged anew."""

from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tests.cast import NOW, Cast
from yimen.domains.cases.tests.make_steps import at
from yimen.domains.supervision.actions.examine import examine, unexamined
from yimen.domains.supervision.actions.publish_rulebook import publish_rulebook
from yimen.domains.supervision.errors import NotPublishable
from yimen.domains.supervision.models import Examined, Finding, Rulebook
from yimen.domains.supervision.rulebooks import rulebook_on
from yimen.domains.supervision.tests.make import FIFTH, SIXTH, accepted_on
from yimen.engines.service.folder import files_of
from yimen.ground.audit import SYSTEM

FOLDER = settings.YIMEN_SERVICES / "supervision"


def changed(*pairs: tuple[str, str, str]) -> dict[str, bytes]:
    """The city's own folder with some texts replaced: file, old, new."""
    files = files_of(FOLDER)
    for name, old, new in pairs:
        assert old in files[name].decode()
        files[name] = files[name].decode().replace(old, new).encode()
    return files


def stricter(valid_from: str) -> dict[str, bytes]:
    """From that day on acceptances have to come a day before the law's last one; the city may ask more of itself."""
    return changed(
        ("supervision.yaml", "valid_from: 2026-01-01", f"valid_from: {valid_from}"),
        ("acts.dmn", '<inputEntry id="accept-late-i3"><text>&gt; 0', '<inputEntry id="accept-late-i3"><text>&gt;= 0'),
        ("scenarios/accept-on-fifth-day.yaml", "findings: []", "findings: [accept-late]"),
        ("scenarios/wrong-post.yaml", "findings: [wrong-post]", "findings: [accept-late, wrong-post]"),
    ) | {
        "scenarios/accept-unknown.yaml": (
            "name: 不知道哪天收到，没有问题\ngiven:\n  act: accept\n  permit: true\nthen:\n  findings: []\n".encode()
        )
    }


def test_the_city_begins_with_its_own_folder(cast: Cast) -> None:
    book = Rulebook.objects.get()
    assert (book.number, book.in_force_from) == (1, date(2026, 1, 1))
    assert rulebook_on(date(2025, 12, 31)) is None


def test_the_same_bytes_publish_nothing_new(cast: Cast) -> None:
    assert publish_rulebook(actor=SYSTEM, files=files_of(FOLDER), now=NOW).number == 1
    assert Rulebook.objects.count() == 1


def test_an_act_is_judged_by_the_table_of_its_day(cast: Cast) -> None:
    second = publish_rulebook(actor=SYSTEM, files=stricter("2026-11-27"), now=NOW)
    assert rulebook_on(date(2026, 11, 26)) != second and rulebook_on(date(2026, 11, 27)) == second
    before, after = accepted_on(cast, at(11, 26)), accepted_on(cast, FIFTH)
    assert not Finding.objects.filter(case=before).exists()
    finding = Finding.objects.get(case=after)
    assert (finding.rule, finding.rulebook) == ("accept-late", second)


def test_a_finding_keeps_the_words_and_the_rulebook_it_was_found_by(cast: Cast) -> None:
    finding = Finding.objects.get(case=accepted_on(cast, SIXTH))
    publish_rulebook(actor=SYSTEM, files=stricter("2026-11-27"), now=SIXTH)
    finding.refresh_from_db()
    assert finding.rulebook.number == 1 and len(finding.facts_hash) == 64


def test_a_table_does_not_reach_back(cast: Cast) -> None:
    case = accepted_on(cast, FIFTH)
    Examined.objects.filter(case=case).delete()
    second = publish_rulebook(actor=SYSTEM, files=stricter("2026-11-02"), now=SIXTH)
    assert second.in_force_from == date(2026, 11, 30)
    for entry in unexamined().filter(object_ref=case.number):
        assert examine(entry=entry, now=SIXTH) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("acts.dmn", "<text>行政许可法第三十二条第一款第四项</text>", "<text></text>"), "没有写依据"),
        (("supervision.yaml", "name: corrections, ", "name: corrections_asked, "), "corrections_asked"),
        (("scenarios/accept-on-sixth-day.yaml", "[accept-late]", "[]"), "预期查到"),
    ],
)
def test_what_has_a_fault_is_not_published(cast: Cast, change: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish_rulebook(actor=SYSTEM, files=changed(change), now=NOW)
    assert sentence in refused.value.advice
    assert Rulebook.objects.count() == 1


def test_a_published_rulebook_is_never_changed(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Rulebook.objects.update(title="别的")
    assert Rulebook.objects.get().title.startswith("云溪市")
