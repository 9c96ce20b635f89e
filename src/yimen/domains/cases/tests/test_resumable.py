"""A large file in parts: announced, sent on from where it broke off, checked as any other, nobody else's business."""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.views import resumable
from yimen.ground.errors import Unavailable
from yimen.ground.files.actions import begin_incoming
from yimen.ground.files.check import LARGEST
from yimen.ground.files.incoming import held
from yimen.ground.files.jobs import clear_leftovers
from yimen.ground.files.models import Incoming
from yimen.ground.files.tests import uploads

WHOLE = uploads.jpeg(4000, 3000)
HALF = len(WHOLE) // 2


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


@pytest.fixture(autouse=True)
def nothing_on_its_way(cast: Cast) -> None:
    """What the tests before left in the folder of the module; their rows were rolled back."""
    for path in on_disk():
        path.unlink()


@pytest.fixture
def case(cast: Cast) -> Case:
    """陈静's food licence, which lacks its drawing."""
    found = make_food.filled(cast.chen_jing)
    row = handed_in(found)[0]
    row.delete()
    return found


@pytest.fixture
def her(cast: Cast) -> Client:
    return browser_of(cast.chen_jing)


def announce(
    browser: Client, case: Case, content: bytes = WHOLE, *, name: str = "布局图.jpg", material: str = "m3", **told: str
) -> HttpResponse:
    about = {"filename": name, "material": material, "sha256": hashlib.sha256(content).hexdigest(), **told}
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items()]
    return browser.post(
        reverse("cases:uploads", args=[case.number]),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": ",".join(pairs)},
    )


def part(browser: Client, place: str, offset: int, content: bytes) -> HttpResponse:
    return browser.patch(
        place, content, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


def there(browser: Client, place: str) -> int:
    return int(browser.head(place)["Upload-Offset"])


def on_disk() -> list[Path]:
    return sorted((Path(settings.YIMEN_VAR) / "incoming").glob("*"))


def test_a_file_in_parts_is_handed_in_as_one(case: Case, her: Client) -> None:
    begun = announce(her, case)
    assert (begun.status_code, begun["Upload-Offset"], begun["Tus-Resumable"]) == (201, "0", "1.0.0")
    place = begun["Location"]
    assert part(her, place, 0, WHOLE[:HALF])["Upload-Offset"] == str(HALF)
    assert handed_in(case) == []
    done = part(her, place, HALF, WHOLE[HALF:])
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(WHOLE)))
    (row,) = handed_in(case)
    assert (row.material, row.file.name, row.file.read()) == ("m3", "布局图.jpg", WHOLE)
    assert on_disk() == []


def test_announced_again_after_a_reload_it_goes_on_where_it_broke_off(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    assert there(her, place) == HALF
    again = announce(her, case)
    assert (again["Location"], again["Upload-Offset"]) == (place, str(HALF))
    part(her, place, HALF, WHOLE[HALF:])
    assert [one.file.name for one in handed_in(case)] == ["布局图.jpg"]


def test_another_file_of_the_same_name_and_size_begins_anew(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    other = announce(her, case, WHOLE[:-3] + b"\1\xff\xd9")
    assert (other["Location"] == place, other["Upload-Offset"]) == (False, "0")


def test_without_a_number_of_its_content_nothing_broken_off_is_found_again(case: Case, her: Client) -> None:
    places = {announce(her, case, sha256=told)["Location"] for told in ("", "", "ab" * 31 + "zz")}
    assert len(places) == 3


def test_the_page_says_what_broke_off_and_lets_it_go_without_script(case: Case, her: Client) -> None:
    part(her, announce(her, case)["Location"], 0, WHOLE[:HALF])
    path = reverse("cases:materials", args=[case.number])
    page = her.get(path).content.decode()
    assert "上次没有传完" in page
    assert f"已传 {round(HALF / 1024)} KB，共 {round(len(WHOLE) / 1024)} KB" in page
    code = Incoming.objects.get().code
    assert her.post(path, {"drop_upload": code})["Location"] == path
    assert "上次没有传完" not in her.get(path).content.decode()
    assert (Incoming.objects.count(), on_disk()) == (0, [])
    assert her.post(path, {"drop_upload": code}).status_code == 302


@pytest.mark.parametrize("offset", [1, HALF - 1, HALF + 1, 0])
def test_a_gap_and_an_overlap_are_refused_and_change_nothing(case: Case, her: Client, offset: int) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    assert part(her, place, offset, WHOLE[HALF:]).status_code == 409
    assert there(her, place) == HALF


def test_more_than_was_announced_is_refused(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    answer = part(her, place, 0, WHOLE + b"x")
    assert (answer.status_code, answer.json()["code"]) == (422, "too-much")
    assert there(her, place) == 0


def test_too_large_and_empty_is_told_before_anything_is_sent(case: Case, her: Client) -> None:
    at = reverse("cases:uploads", args=[case.number])
    for length, status, sentence in ((LARGEST + 1, 413, "一个文件最大 20 MB"), (0, 422, "这个文件是空的")):
        about = f"material {base64.b64encode(b'm3').decode()}"
        answer = her.post(at, headers={"Upload-Length": str(length), "Upload-Metadata": about})
        assert answer.status_code == status
        assert sentence in answer.json()["sentence"]
    assert not Incoming.objects.exists()


def test_a_part_that_is_too_large_or_no_part_is_refused(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    assert part(her, place, 0, bytes(resumable.MOST_IN_PART + 1)).status_code == 413
    assert her.patch(place, WHOLE, content_type="application/json", headers={"Upload-Offset": "0"}).status_code == 415
    assert her.patch(place, WHOLE, content_type=resumable.PART_TYPE).status_code == 400
    assert part(her, place, -1, WHOLE).status_code == 400  # type: ignore[arg-type]
    assert there(her, place) == 0


@pytest.mark.parametrize(
    ("name", "content", "code", "sentence"),
    [
        ("布局图.docx", uploads.archive("word/document.xml"), "wrong-kind", "这是Word 文档"),
        ("布局图.pdf", uploads.png(), "disguised", "里面却是PNG 图片"),
        ("布局图.pdf", uploads.locked_pdf(), "encrypted", "加了密码"),
        ("布局图.png", uploads.png(rows=3), "broken", "打不开"),
        ("布局图.png", uploads.png(10001, 5000, rows=1), "too-many-pixels", "图片最多 5000 万像素"),
    ],
    ids=["word", "disguised", "locked", "cut", "too many pixels"],
)
def test_it_is_checked_as_a_file_in_one_piece_and_the_answer_can_be_asked_for_again(
    case: Case, her: Client, name: str, content: bytes, code: str, sentence: str
) -> None:
    place = announce(her, case, content, name=name)["Location"]
    for answer in (part(her, place, 0, content), part(her, place, len(content), b"")):
        assert answer.status_code == 422
        assert answer.json()["code"] == code
        assert sentence in answer.json()["sentence"]
        assert answer.json()["advice"]
    assert (handed_in(case), on_disk()) == ([], [])


def test_a_photo_in_parts_loses_its_place_too(case: Case, her: Client) -> None:
    photo = uploads.jpeg(extra=uploads.exif())
    place = announce(her, case, photo)["Location"]
    part(her, place, 0, photo)
    assert uploads.PLACE in photo
    assert handed_in(case)[0].file.read() == uploads.jpeg()


def test_whoever_did_not_hear_that_it_was_taken_asks_again_and_it_counts_once(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE)
    assert there(her, place) == len(WHOLE)
    assert part(her, place, len(WHOLE), b"").status_code == 204
    assert len(handed_in(case)) == 1


def test_what_changed_on_the_way_is_not_taken(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    answer = part(her, place, HALF, WHOLE[HALF:-3] + b"\1\xff\xd9")
    assert (answer.status_code, answer.json()["code"]) == (422, "damaged")
    assert handed_in(case) == []


def test_when_it_cannot_be_looked_at_now_it_stays_and_is_finished_later(
    case: Case, her: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**told: object) -> None:
        raise Unavailable("现在检查不了上传的文件")

    place = announce(her, case)["Location"]
    with monkeypatch.context() as now:
        now.setattr(resumable, "add_material", away)
        assert part(her, place, 0, WHOLE).status_code == 503
    assert there(her, place) == len(WHOLE)
    assert part(her, place, len(WHOLE), b"").status_code == 204
    assert len(handed_in(case)) == 1


def test_two_requests_at_once_do_not_write_into_one_another(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    with held(Incoming.objects.get()):
        assert part(her, place, 0, WHOLE).status_code == 409
    assert part(her, place, 0, WHOLE).status_code == 204


@pytest.mark.parametrize("material", ["m1", "m5", "m99", ""])
def test_what_is_not_wanted_cannot_be_announced(case: Case, her: Client, material: str) -> None:
    assert announce(her, case, material=material).status_code == 422
    assert not Incoming.objects.exists()


def test_a_material_that_is_closed_meanwhile_takes_nothing_any_more(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    make_food.hand_in(case, "m3")
    assert her.post(reverse("cases:check", args=[case.number]), {"promise": "yes"}).status_code == 302
    answer = part(her, place, HALF, WHOLE[HALF:])
    assert (answer.status_code, answer.json()["sentence"]) == (422, "这份材料现在不用交，或者不能再改")
    assert len(handed_in(case)) == 1


def test_nobody_else_touches_it(cast: Cast, case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    his = make_food.draft(cast.zhang_wei)
    elsewhere = reverse("cases:upload", args=[his.number, Incoming.objects.get().code])
    for browser, path in (
        *((browser_of(one), place) for one in (cast.zhang_wei, cast.wang_fang)),
        (browser_of(cast.zhang_wei), elsewhere),
        (her, reverse("cases:upload", args=[case.number, "0" * 32])),
    ):
        answers = [browser.head(path), browser.get(path), part(browser, path, HALF, WHOLE[HALF:]), browser.delete(path)]
        assert [one.status_code for one in answers] == [404] * 4
    assert announce(browser_of(cast.zhang_wei), case).status_code == 404
    assert there(her, place) == HALF


def test_it_is_asked_for_the_token_of_the_page(cast: Cast, case: Case) -> None:
    strict = browser_of(cast.chen_jing)
    strict.handler.enforce_csrf_checks = True
    assert announce(strict, case).status_code == 403
    assert not Incoming.objects.exists()


def test_given_up_it_leaves_nothing_behind(case: Case, her: Client) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    assert her.delete(place).status_code == 204
    assert (her.head(place).status_code, on_disk()) == (404, [])


def test_what_nobody_goes_on_with_goes_after_two_days(case: Case, her: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = announce(her, case)["Location"]
    part(her, place, 0, WHOLE[:HALF])
    assert on_disk()[0].stat().st_mode & 0o077 == 0
    just_before = NOW + begin_incoming.KEPT - timedelta(seconds=1)
    clear_leftovers.call(just_before.isoformat())
    assert len(on_disk()) == 1
    later = NOW + begin_incoming.KEPT
    monkeypatch.setattr("yimen.config.middleware.now", lambda: later)
    assert her.head(place).status_code == 404
    assert clear_leftovers.call(later.isoformat()) == 1
    assert (on_disk(), Incoming.objects.count()) == ([], 0)


def test_nobody_fills_the_disk_with_beginnings(case: Case, her: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begin_incoming, "MOST", 2)
    told = [announce(her, case, sha256="").status_code for _ in range(3)]
    assert told == [201, 201, 422]


@pytest.mark.parametrize("headers", [{}, {"Upload-Length": "x"}, {"Upload-Length": "-1"}, {"Upload-Length": "9" * 40}])
def test_strange_announcements_get_a_plain_answer(case: Case, her: Client, headers: dict[str, str]) -> None:
    at = reverse("cases:uploads", args=[case.number])
    for about in ("", "filename", "material %%%", "a b,c d, ,", "material /w=="):
        answer = her.post(at, headers={**headers, "Upload-Metadata": about})
        assert answer.status_code == 400
