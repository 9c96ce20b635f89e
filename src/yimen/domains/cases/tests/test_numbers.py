"""A result is numbered when it is granted, in its own series: what is refused or cannot be sealed uses up no number."""

import pytest

from tests.cast import NOW, Cast, reading_once
from yimen.domains.cases.tests import make_food
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.engines.service.folder import files_of
from yimen.engines.service.tests.joint_shop import FOOD
from yimen.ground.audit import SYSTEM
from yimen.ground.numbering.models import Serial

PATTERN = "云溪食字〔{year}〕第{serial:4}号"
NATIONAL = "      scheme: food-licence\n"


@pytest.fixture
def plain(cast: Cast) -> None:
    """The food licence, numbered by a pattern."""
    files = dict(files_of(FOOD))
    text = files["service.yaml"].decode()
    begin, end = text.index(NATIONAL), text.index("    # from: form (answers")
    told = f"      scheme: plain\n      pattern: '{PATTERN}'\n"
    with reading_once():
        publish(actor=SYSTEM, files={**files, "service.yaml": (text[:begin] + told + text[end:]).encode()}, now=NOW)


@pytest.mark.usefixtures("plain")
def test_granted_cases_are_numbered_in_a_row_and_a_refused_one_leaves_no_gap(cast: Cast) -> None:
    first = make_food.decided(cast, "grant")
    refused = make_food.decided(cast, "refuse", grounds=["k3"], note="复看照片，没有消毒柜")
    second = make_food.decided(cast, "grant")
    assert (first.status, refused.status, second.status) == ("granted", "refused", "granted")
    assert [one.result_number for one in (first, refused, second)] == [
        "云溪食字〔2026〕第0001号",
        "",
        "云溪食字〔2026〕第0002号",
    ]
    certificate = certificate_of_subject("case", second.number)
    assert certificate is not None
    assert certificate.number == second.result_number
    assert dict(map(tuple, certificate.fields))["许可证编号"] == second.result_number


@pytest.mark.usefixtures("plain")
def test_until_it_is_granted_no_number_is_drawn(cast: Cast) -> None:
    make_food.inspected(cast)
    assert not Serial.objects.filter(scheme__startswith="plain").exists()


def test_the_national_scheme_goes_on_as_it_was(cast: Cast) -> None:
    assert make_food.granted(cast).result_number.startswith("JY2990181")


def test_what_officers_found_is_printed_as_the_folder_says(cast: Cast) -> None:
    files = dict(files_of(FOOD))
    text = files["service.yaml"].decode()
    begin = text.index("      - {key:", text.index("\nresults:"))
    fields = "      - {key: cards, label: 健康证明, expression: 'string(site_health_cards) + \" 张\"'}\n"
    fields += "      - {key: seen_on, label: 申请日期, expression: today}\n"
    path = next(path for path in files if path.startswith("certificates/"))
    files[path] = files[path] + b"\n// data.cards data.seen_on\n"
    with reading_once():
        publish(actor=SYSTEM, files={**files, "service.yaml": (text[:begin] + fields + text[begin:]).encode()}, now=NOW)
    granted = make_food.decided(cast, "grant")
    certificate = certificate_of_subject("case", granted.number)
    assert certificate is not None
    told = dict(certificate.fields)
    assert (told["健康证明"], told["申请日期"]) == ("4 张", "2026年11月20日")
