"""The page of the calendar: officers read, operators change, nothing typed is lost."""

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.actions.load_orders import ANNOUNCED
from yimen.ground.calendar.lines import as_lines
from yimen.ground.calendar.queries import days_of, fingerprint, working_calendar
from yimen.ground.calendar.tests.make import DAYS, LINES, SOURCE

PAGE = reverse("calendar:year")
NEXT = f"{PAGE}?year=2027"
WARNING = "2027 年放假安排尚未公布，按周末推算的日期可能变动"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path", "circle"}


class Markup(HTMLParser):
    """Open elements, ids, and what names or describes what: enough to find a page that is not well made."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.asked: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[str] = []
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby"):
            self.asked += given.get(name, "").split()
        if tag == "a" and given.get("href", "").startswith("#"):
            self.asked.append(given["href"][1:])
        if tag == "label":
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.controls.append(given["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open and self.open.pop() == tag, f"</{tag}> closes something else"


def look(answer: HttpResponse) -> str:
    """The page, after a look at how it is made."""
    html = answer.content.decode()
    found = Markup(html)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert set(found.asked) <= set(found.ids)
    assert set(found.controls) <= found.labelled | {"q"}
    assert found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.inline == []
    return html


@pytest.fixture
def operator(cast: Cast) -> Client:
    return browser_of(cast.li_min)


def order_form(browser: Client, **given: object) -> HttpResponse:
    seen = browser.get(NEXT).context["seen"]
    return browser.post(NEXT, {"act": "order", "seen": seen, "source": SOURCE, "lines": LINES, **given})


def day_form(browser: Client, **given: str) -> HttpResponse:
    typed = {"day": "2026-12-14", "kind": "off", "name": "样例节", "reason": "市政府通告〔2026〕1号", **given}
    return browser.post(PAGE, {"act": "day", **typed})


def file_of(year: int, days: list[dict[str, object]] | None = None) -> SimpleUploadedFile:
    rows = [{"name": one.name, "date": one.day.isoformat(), "isOffDay": one.off} for one in DAYS]
    document = {"year": year, "papers": ["https://www.gov.cn/2027.htm"], "days": rows if days is None else days}
    return SimpleUploadedFile("2027.json", json.dumps(document).encode(), "application/json")


def test_every_officer_sees_the_year_drawn_and_in_words(cast: Cast) -> None:
    answer = browser_of(cast.zhou_tao).get(PAGE)
    html = look(answer)
    assert answer.status_code == 200
    assert html.count('<table><caption class="vh">') == 12
    assert html.count('<td class="day day--off') == len([one for one in days_of(2026) if one.off])
    assert html.count('<td class="day day--worked') == len([one for one in days_of(2026) if not one.off])
    assert '<time datetime="2026-10-10">10</time><b>班</b><span class="vh">（国庆节）</span>' in html
    assert "10月1日（周四）至10月7日（周三）休，共 7 天" in html
    assert "gov.cn/zhengce" in html
    assert '<form method="post" enctype' not in html


def test_a_year_without_an_order_warns(cast: Cast) -> None:
    browser = browser_of(cast.zhou_tao)
    assert WARNING in look(browser.get(NEXT))
    # On the page of this year the next one stands in the list, with the same words.
    assert look(browser.get(PAGE)).count(WARNING) == 1


def test_others_than_officers_do_not_get_in(cast: Cast) -> None:
    assert browser_of(cast.zhang_wei).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302


@pytest.mark.parametrize("act", ["order", "day", ""])
def test_only_an_operator_changes_anything(cast: Cast, act: str) -> None:
    browser = browser_of(cast.zhou_tao)
    typed = {"act": act, "seen": fingerprint("", []), "source": SOURCE, "lines": LINES}
    typed |= {"day": "2026-12-14", "kind": "off", "name": "样例节", "reason": "通告"}
    answer = browser.post(NEXT, typed)
    assert answer.status_code == 403
    assert "放假安排由业务系统管理员修改" in answer.content.decode()
    assert days_of(2027) == []
    assert working_calendar().is_working_day(date(2026, 12, 14))
    assert not Entry.objects.filter(object_kind="calendar", actor_kind="staff").exists()


def test_an_operator_whose_post_has_ended_changes_nothing(cast: Cast) -> None:
    browser = browser_of(cast.li_min)
    cast.li_min.appointments.filter(post__code="operator").update(until=cast.li_min.created_at)
    assert order_form(browser).status_code == 403
    assert '<form method="post" enctype' not in look(browser.get(NEXT))


def test_an_operator_enters_a_year_by_lines(operator: Client) -> None:
    answer = order_form(operator)
    assert (answer.status_code, answer["Location"]) == (302, f"{NEXT}&saved=order")
    assert days_of(2027) == DAYS
    html = look(operator.get(answer["Location"]))
    assert "2027 年的放假安排已更新" in html
    assert WARNING not in html
    assert "录入全年放假安排 · 李敏" in html


def test_a_year_is_entered_by_file_and_names_its_papers(operator: Client) -> None:
    answer = order_form(operator, source="", lines="", file=file_of(2027))
    assert answer.status_code == 302
    assert days_of(2027) == DAYS
    assert "https://www.gov.cn/2027.htm" in look(operator.get(NEXT))


def test_the_file_of_a_year_that_is_in_force_changes_nothing(operator: Client) -> None:
    page = operator.get(f"{PAGE}?year=2026")
    before = days_of(2026)
    with (ANNOUNCED / "2026.json").open("rb") as file:
        typed = {"act": "order", "seen": page.context["seen"], "source": "", "file": file}
        answer = operator.post(f"{PAGE}?year=2026", {**typed, "lines": page.context["typed"]["lines"]})
    assert answer.status_code == 302
    assert days_of(2026) == before
    assert not Entry.objects.filter(action="enter-order").exists()


def test_bad_lines_come_back_as_typed_with_all_that_is_wrong(operator: Client) -> None:
    lines = "2027-01-01 元旦 休\n2027-02-30 春节 休\n<b>放假</b>"
    answer = order_form(operator, source="", lines=lines)
    assert answer.status_code == 422
    html = look(answer)
    assert "<title>错误：" in html
    assert "有 3 处需要修改" in html
    for sentence in ("写明来源", "第 2 行的日期 2027-02-30 不存在", "第 3 行“&lt;b&gt;放假&lt;/b&gt;”看不懂"):
        assert sentence in html
    assert "\n2027-01-01 元旦 休\n2027-02-30 春节 休\n&lt;b&gt;放假&lt;/b&gt;</textarea>" in html
    assert days_of(2027) == []


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "至少写一天 2027 年的放假安排"),
        ("2028-01-01 元旦 休", "不在 2027 年的安排里"),
        ("2027-02-06 春节 休\n2027-02-06 春节 班", "既写了休又写了班"),
        ("2027-02-05 春节 班", "本来就上班"),
    ],
)
def test_days_that_make_no_sense_come_back_as_typed(operator: Client, lines: str, sentence: str) -> None:
    answer = order_form(operator, lines=lines)
    assert answer.status_code == 422
    html = look(answer)
    assert sentence in html
    assert f'value="{SOURCE}"' in html
    assert f"\n{lines}</textarea>" in html
    assert days_of(2027) == []


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.json", b"PK\x03\x04"), "文件不是 JSON"),
        (SimpleUploadedFile("a.json", b"[" * 100_000), "文件不是 JSON"),
        (SimpleUploadedFile("a.json", b"[]"), "要有 year 和 days 两项"),
        (SimpleUploadedFile("a.json", b'{"year": "2027", "days": []}'), "年份应是整数"),
        (SimpleUploadedFile("a.json", b'{"year": 2027}'), "缺少 days 列表"),
        (SimpleUploadedFile("a.json", b'{"year": 2027, "days": [1]}'), "有一行不完整"),
        (SimpleUploadedFile("a.json", b" " * (256 * 1024 + 1)), "文件超过 256 KB"),
        (file_of(2026), "文件是 2026 年的，这里是 2027 年"),
    ],
)
def test_a_file_that_is_no_order_is_refused_and_the_rest_stays(
    operator: Client, file: SimpleUploadedFile, sentence: str
) -> None:
    file.seek(0)
    answer = order_form(operator, lines="", file=file)
    assert answer.status_code == 422
    html = look(answer)
    assert sentence in html
    assert f'value="{SOURCE}"' in html
    assert 'id="f-file-e"' in html


def test_the_days_of_a_file_that_is_refused_can_be_mended_on_the_page(operator: Client) -> None:
    rows = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "", "date": "2027-01-04", "isOffDay": True},
    ]
    html = look(order_form(operator, source="", lines="", file=file_of(2027, rows)))
    assert "2027年1月4日（周一）还没有写是哪个节日" in html
    assert "2027-01-01 元旦 休\n2027-01-04  休</textarea>" in html
    assert 'value="https://www.gov.cn/2027.htm"' in html


def test_file_and_lines_together_are_asked_about(operator: Client) -> None:
    answer = order_form(operator, file=file_of(2027))
    assert answer.status_code == 422
    assert "文件和逐行填写只用一种" in look(answer)
    assert f"\n{LINES}</textarea>" in answer.content.decode()


def test_who_saves_over_the_work_of_another_sees_it_first(operator: Client) -> None:
    seen = operator.get(NEXT).context["seen"]
    assert order_form(operator).status_code == 302
    other = "2027-01-01 元旦 休"
    answer = operator.post(NEXT, {"act": "order", "seen": seen, "source": "别的来源", "lines": other})
    assert answer.status_code == 409
    html = look(answer)
    assert "2027 年的安排刚刚被别人改过" in html
    assert f"\n{other}</textarea>" in html
    assert days_of(2027) == DAYS
    again = {"act": "order", "seen": answer.context["seen"], "source": "别的来源", "lines": other}
    assert operator.post(NEXT, again).status_code == 302
    assert as_lines(days_of(2027)) == other


def test_an_operator_corrects_a_day(operator: Client) -> None:
    answer = day_form(operator, day="2026年12月14日")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?year=2026&saved=day")
    assert not working_calendar().is_working_day(date(2026, 12, 14))
    html = look(operator.get(answer["Location"]))
    assert "这一天已更正" in html
    assert "2026-12-14：平常 → 休 样例节。依据：市政府通告〔2026〕1号" in html


@pytest.mark.parametrize(
    ("given", "sentence", "anchor"),
    [
        ({"day": "2026-02-30"}, "写出要改的日子", "f-day"),
        ({"day": ""}, "写出要改的日子", "f-day"),
        ({"kind": ""}, "选一下这一天", "f-kind"),
        ({"kind": "holiday"}, "选一下这一天", "f-kind"),
        ({"kind": "worked"}, "本来就上班", "f-kind"),
        ({"name": ""}, "还没有写是哪个节日", "f-name"),
        ({"reason": ""}, "写明为什么改", "f-reason"),
        ({"day": "2027-01-04"}, "2027 年的放假安排还没有录入", "f-day"),
    ],
)
def test_a_correction_that_makes_no_sense_comes_back_as_typed(
    operator: Client, given: dict[str, str], sentence: str, anchor: str
) -> None:
    answer = day_form(operator, **given)
    assert answer.status_code == 422
    html = look(answer)
    assert sentence in html
    assert f'<a href="#{anchor}">' in html
    typed = {"day": "2026-12-14", "name": "样例节", "reason": "市政府通告〔2026〕1号", **given}
    for key in ("day", "name", "reason"):
        assert f'name="{key}" value="{typed[key]}"' in html
    assert working_calendar().is_working_day(date(2026, 12, 14))


def test_nothing_that_is_typed_breaks_the_page(operator: Client) -> None:
    for strange in ("\ud800", "x" * 5000, "𰻞" * 400):
        strange = strange.encode("utf-8", "replace").decode()
        assert order_form(operator, source=strange, lines=strange).status_code in (302, 422)
        answer = day_form(operator, day=strange, kind=strange, name=strange, reason=strange)
        assert answer.status_code == 422
    for strange in ("\0", "2027-01-01 \0 休"):
        assert order_form(operator, source=strange, lines=strange).status_code == 400
        assert day_form(operator, day=strange, kind=strange, name=strange, reason=strange).status_code == 400


@pytest.mark.parametrize("year", ["1999", "2100", "abc", "２０２７", "-1", "2027.0", "9" * 5000])
def test_a_year_without_a_calendar_is_not_found(operator: Client, year: str) -> None:
    assert operator.get(PAGE, {"year": year}).status_code == 404


def test_a_page_asks_the_database_the_same_for_few_and_many_days(
    operator: Client, django_assert_num_queries: Any
) -> None:
    operator.get(PAGE)
    for path in (PAGE, NEXT):
        with django_assert_num_queries(10):
            operator.get(path)


def test_the_page_is_light(operator: Client) -> None:
    assert len(operator.get(PAGE).content) < 100 * 1024
