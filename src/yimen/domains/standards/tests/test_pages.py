import csv

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from yimen.config import middleware
from yimen.domains.standards.actions.publish import publish
from yimen.engines.service.standards import read_folder, tables_of
from yimen.ground.audit import SYSTEM


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    return answer.content.decode()


def test_anybody_sees_the_library_by_kind(cast: Cast) -> None:
    shown = text("/standards/")
    assert all(name in shown for name in ("代码表", "字段标准", "表单标准", "材料标准", "质量规则", "事项质量规则"))
    assert "第 1 版，2026-01-01 起用" in shown


@pytest.mark.parametrize("folder", sorted(settings.YIMEN_STANDARDS.iterdir()), ids=lambda path: path.name)
def test_each_standard_shows_its_tables_and_gives_them_as_csv(cast: Cast, folder: object) -> None:
    told = read_folder(folder)  # type: ignore[arg-type]
    shown = text(reverse("standards:standard", args=[told.id]))
    assert told.meta["source"]["text"] in shown and "在用" in shown
    for table in tables_of(told):
        address = reverse("standards:table", args=[told.id, told.number, table.id])
        assert f'href="{address}"' in shown
        rows = list(csv.reader(Client().get(address).content.decode("utf-8-sig").splitlines()))
        assert rows[0] == list(table.columns) and len(rows) == len(table.rows) + 1


def test_an_older_version_is_still_shown_and_said_not_to_be_in_force(cast: Cast) -> None:
    content = (settings.YIMEN_STANDARDS / "case-codes/standard.yaml").read_text()
    changed = content.replace("version: 1", "version: 2").replace("name: 出证办结", "name: 发证办结")
    publish(actor=SYSTEM, content=changed.encode(), now=NOW)
    now, before = text("/standards/case-codes/"), text("/standards/case-codes/1/")
    assert "发证办结" in now and "现在不在用" not in now
    assert "发证办结" not in before and "现在不在用" in before
    assert 'href="/standards/case-codes/1/"' in now


@pytest.mark.parametrize(
    "path", ["nothing/", "case-codes/9/", "case-codes/1/nothing.csv", "case-codes/99999999999999/"]
)
def test_what_is_not_there_is_not_found(cast: Cast, path: str) -> None:
    assert Client().get(f"/standards/{path}").status_code == 404


def test_the_page_asks_a_constant_number_of_questions(cast: Cast, django_assert_num_queries: object) -> None:
    text("/standards/")
    with django_assert_num_queries(1):  # type: ignore[operator]
        text("/standards/")
