import csv
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.config import middleware
from yimen.domains.catalogue.queries import published
from yimen.domains.catalogue.reports.models import FormDownload

FOOD = "food-business-license"
FORM = f"/s/{FOOD}/materials/application-form.txt"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)


def text(path: str, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def everything() -> int:
    """How many services are handled here."""
    return published().filter(handled=True).count()


def table(path: str, browser: Client | None = None) -> list[list[str]]:
    answer = (browser or Client()).get(path)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def test_anybody_sees_the_burden_with_bars_and_the_same_figures_as_text(cast: Cast) -> None:
    page = Client().get("/reports/burden/").content.decode()
    shown = text("/reports/burden/")
    assert page.count('class="bars__ours"') >= 8 and 'aria-hidden="true"' in page
    assert "style=" not in page
    assert "市场监督管理" in shown and "当场办结" in shown and "法定：没有规定" in shown
    assert "食品经营许可（新办）" in shown


def test_the_report_is_narrowed_to_a_department_and_so_is_its_file(cast: Cast) -> None:
    shown = text("/reports/burden/?department=交通运输")
    assert "道路货物运输经营许可" in shown and "食品经营许可（新办）" not in shown
    assert len(table("/reports/burden.csv?department=交通运输")) == 2
    assert len(table("/reports/burden.csv")) == everything() + 1
    head, *rows = table("/reports/burden.csv")
    food = dict(zip(head, next(one for one in rows if one[0] == "食品经营许可（新办）"), strict=True))
    assert (food["材料"], food["其中不用交的"], food["法定天数"], food["承诺天数"]) == ("6", "3", "14", "7")


@pytest.mark.parametrize("query", ["?department=没有", "?region=000000", "?department=%FF"])
def test_a_choice_that_is_none_chooses_nothing(cast: Cast, query: str) -> None:
    assert len(table(f"/reports/burden.csv{query}")) == everything() + 1


def test_freshness_names_the_law_that_has_changed(cast: Cast) -> None:
    assert "要看一遍" in text("/reports/freshness/") and "道路运输条例》2026 年初修改过" in text("/reports/freshness/")
    rows = table("/reports/freshness.csv")
    told = next(one for one in rows if one[0].startswith("道路货物运输"))
    assert told[7] == "是" and rows[1][7] == "是"


def test_the_first_page_leads_to_both_reports_and_to_the_standards(cast: Cast) -> None:
    page = Client().get("/reports/").content.decode()
    for name in ("reports:burden", "reports:freshness", "standards:standards"):
        assert f'href="{reverse(name)}"' in page


def test_editors_see_what_is_lacking_and_others_do_not(cast: Cast) -> None:
    editor = browser_of(cast.shen_qing)
    assert "两寸照片" in text("/desk/catalogue/lacks/", editor)
    assert ["残疾人证新办", "残疾人联合会", "云溪市", "样张", "两寸照片、病历、检查资料"] in table(
        "/desk/catalogue/lacks.csv", editor
    )
    for address in ("lacks/", "lacks.csv", "downloads/", "downloads.csv"):
        assert Client().get(f"/desk/catalogue/{address}").status_code == 302
        assert browser_of(cast.zhang_wei).get(f"/desk/catalogue/{address}").status_code == 403


def test_a_downloaded_form_is_counted_and_looking_is_not(cast: Cast) -> None:
    browser = browser_of(cast.zhang_wei)
    Client().head(FORM)
    Client().get(f"/s/{FOOD}/")
    assert Client().get("/s/food-business-license/materials/none.txt").status_code == 404
    assert not FormDownload.objects.exists()
    for one in (Client(), browser):
        assert one.get(FORM).status_code == 200
    (row,) = FormDownload.objects.all()
    assert (row.slug, row.name, row.count, row.day.isoformat()) == (FOOD, "application-form.txt", 2, "2026-11-20")
    editor = browser_of(cast.shen_qing)
    assert "2 次" in text("/desk/catalogue/downloads/", editor)
    assert ["食品经营许可（新办）", "市场监督管理", "云溪市", "application-form.txt", "2"] in table(
        "/desk/catalogue/downloads.csv", editor
    )
