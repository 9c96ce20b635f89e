"""停住的流程: an operator sees why a process stands still, mends it in two steps, lets it go on; nobody else does."""

import re
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests.cast import NOW, REGULATOR, Cast, browser_of
from yimen.config import middleware
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError, NotFound
from yimen.ground.places.models import Organisation, Post
from yimen.ground.places.queries import organisation
from yimen.ground.places.queries import post as post_of
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Instance, Task, Token
from yimen.ground.processes.store import load
from yimen.ground.processes.tests.make import Probe, at, one_round, start
from yimen.ground.processes.tests.test_repairs import REVIEW

SECRET = "330106199001011234"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)


@pytest.fixture
def instance(probe: Probe) -> Instance:
    """One that has stopped at a task, with a variable that is somebody's data."""
    probe.process = REVIEW
    found = start()
    Instance.objects.filter(pk=found.pk).update(
        stopped_at=NOW,
        stopped_reason="“late”的时间到了，往下办时程序出错",
        stopped_detail="KeyError\nx.py 第 3 行（f）",
    )
    found.refresh_from_db()
    return found


@pytest.fixture
def operator(cast: Cast) -> Client:
    return browser_of(cast.li_min)


def told(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def page(browser: Client, instance: Instance, status: int = 200) -> str:
    answer = browser.get(reverse("processes:instance", args=[instance.pk]))
    assert answer.status_code == status
    return told(answer)


def post(browser: Client, instance: Instance, **typed: object) -> Any:
    data = {name.replace("_", "-"): value for name, value in typed.items()}
    return browser.post(reverse("processes:repair", args=[instance.pk]), data)


def token(instance: Instance, node: str) -> int:
    return next(one.id for one in load(instance).tokens if one.node == node)


def test_the_page_says_why_where_and_since_when_and_shows_nobodys_data(operator: Client, instance: Instance) -> None:
    post(operator, instance, act="variable", variable_name="owner", variable_kind="text", variable_value=SECRET)
    seen = {"seen": instance.version, "sure": "yes"}
    post(operator, instance, act="variable", variable_name="owner", variable_kind="text", variable_value=SECRET, **seen)
    said = page(operator, instance)
    assert "“late”的时间到了，往下办时程序出错" in said
    assert "现在停在哪里 看一看" in said and "· 在旁边等着" in said
    assert "owner 文字 不显示" in said
    assert SECRET not in said
    assert "改流程里的一个值 李敏：owner" in said


def test_a_yes_or_no_that_is_somebodys_is_not_shown(operator: Client, probe: Probe) -> None:
    probe.process = REVIEW
    found = start("P2", variables={"disabled": True, "look_outcome": "yes", "note_outcome": "yes", "died": None})
    said = page(operator, found)
    assert "disabled 是或否 不显示" in said and "died 没有值 不显示" in said
    assert "look_outcome 文字 yes" in said and "note_outcome 文字 不显示" in said


def test_an_operator_reads_names_and_the_ids_stand_last(operator: Client, instance: Instance) -> None:
    said, last = page(operator, instance).split("给维护系统的人")
    assert "看一看" in said and "令牌" not in said and "变量" not in said
    for hidden in ("probe@1", "look", "late："):
        assert hidden not in said.partition("现在停在哪里")[2]
    assert "流程定义 probe@1" in last and "看一看：look" in last and "KeyError" in last


ADVISE = 'name="给意见" ym:act="advise" ym:post="registrar"'
ADVICE = process(
    f'<startEvent id="s"/><userTask id="a" {ADVISE} ym:outcomes="agree object"/>'
    f'<userTask id="b" {ADVISE} ym:outcomes="agree elsewhere"/><endEvent id="e"/>'
    '<parallelGateway id="f"/><parallelGateway id="j"/>' + chain("s", "f", "a", "j", "e") + chain("f", "b", "j")
)


def test_a_step_is_skipped_with_an_outcome_by_the_word_that_officers_see(operator: Client, probe: Probe) -> None:
    probe.process = ADVICE
    found = start("P3")
    Instance.objects.filter(pk=found.pk).update(stopped_at=NOW)
    html = operator.get(reverse("processes:instance", args=[found.pk])).content.decode()
    offered = re.findall(r'name="skip-outcome" value="(\w+)"[^>]*>(?:</?span>)*([^<]+)', html)
    assert offered == [("agree", "同意"), ("object", "有不同意见"), ("elsewhere", "不属于本单位职责")]
    number = token(found, "a")
    assert f"给意见（编号 {number}）" in html, "two steps of one name are told apart"
    said = told(post(operator, found, act="skip", skip_token=number, skip_outcome="object"))
    assert "跳过“给意见”，按“有不同意见”算" in said
    refused = post(operator, found, act="skip", skip_token=number, skip_outcome="elsewhere")
    assert refused.status_code == 422
    assert "“给意见”没有这个结果。可选的是：同意、有不同意见。" in told(refused)


def test_a_repair_is_shown_before_it_is_done(operator: Client, instance: Instance) -> None:
    number = token(instance, "look")
    shown = post(operator, instance, act="skip", skip_token=number, skip_outcome="yes")
    assert shown.status_code == 200
    assert "跳过“看一看”，按“yes”算" in told(shown)
    assert "关掉“看一看”" in told(shown)
    assert "系统去办“办”" in told(shown)
    assert at(instance) == ["late", "look"]
    done = {"act": "skip", "skip_token": number, "skip_outcome": "yes", "seen": instance.version, "sure": "yes"}
    answer = post(operator, instance, **done)
    assert answer.status_code == 302
    assert at(instance) == ["work"]
    again = post(operator, instance, **done)
    assert again.status_code == 302, "pressed twice, it is done once"
    assert Entry.objects.filter(action="skip-step").count() == 1


def test_the_process_goes_on_only_when_the_operator_says_so(operator: Client, instance: Instance) -> None:
    number = token(instance, "look")
    post(operator, instance, act="skip", skip_token=number, skip_outcome="yes", seen=instance.version, sure="yes")
    one_round()
    assert at(instance) == ["work"]
    assert operator.post(reverse("processes:resume", args=[instance.pk])).status_code == 302
    assert operator.post(reverse("processes:resume", args=[instance.pk])).status_code == 302
    one_round()
    instance.refresh_from_db()
    assert instance.ended_with == "done"
    assert Entry.objects.filter(action="resume-process").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"act": "skip"}, "选一个要处理的环节"),
        ({"act": "move", "move_token": "1"}, "选换到哪个环节"),
        ({"act": "move", "move_token": "1", "move_to": "start"}, "“start”是流程的开头"),
        ({"act": "variable", "variable_kind": "text"}, "写上值的名字"),
        ({"act": "variable", "variable_name": "fee"}, "选这个值是哪一种"),
        (
            {"act": "variable", "variable_name": "fee", "variable_kind": "number", "variable_value": "三元"},
            "写一个数字，例如 12 或 0.5",
        ),
        (
            {"act": "variable", "variable_name": "on", "variable_kind": "date", "variable_value": "明天"},
            "写成 2026-01-05 这样的日期",
        ),
        (
            {"act": "variable", "variable_name": "ok", "variable_kind": "yes-no", "variable_value": "也许"},
            "写“是”或“否”",
        ),
        ({"act": "burn"}, "没有说要改什么"),
        ({"act": "skip", "skip_token": "9" * 30}, "选一个要处理的环节"),
    ],
)
def test_what_cannot_be_done_comes_back_with_what_was_typed(
    operator: Client, instance: Instance, typed: dict[str, str], said: str
) -> None:
    answer = post(operator, instance, **typed)
    assert answer.status_code == 422
    assert said in told(answer) and "有 1 处需要修改" in told(answer)
    if text := typed.get("variable_value"):
        assert f'value="{text}"' in answer.content.decode()
    assert at(instance) == ["late", "look"]


def test_a_page_that_is_older_than_the_facts_changes_nothing(operator: Client, instance: Instance) -> None:
    number, seen = token(instance, "look"), instance.version
    post(operator, instance, act="variable", variable_name="x", variable_kind="nothing", seen=seen, sure="yes")
    answer = post(operator, instance, act="skip", skip_token=number, seen=seen, sure="yes")
    assert answer.status_code == 409
    assert "这个流程刚刚有了变化，这次没有改" in told(answer)
    assert at(instance) == ["late", "look"]


def test_a_step_that_failed_is_on_the_list_and_is_tried_again(probe: Probe, operator: Client, cast: Cast) -> None:
    def refuses(reference: str) -> dict[str, object]:
        raise DomainError("印不出来", "换一个字")

    probe.answer = refuses
    instance = start()
    one_round()
    listed = told(operator.get(reverse("processes:stopped")))
    assert "办 P1 印不出来。换一个字" in listed and "一步没办成" in listed
    number = token(instance, "work")
    instance.refresh_from_db()
    assert "再试一次“办”" in told(post(operator, instance, act="retry", retry_token=number))
    probe.answer = lambda reference: {}
    post(operator, instance, act="retry", retry_token=number, seen=instance.version, sure="yes")
    one_round()
    assert at(instance) == ["look"]
    assert "没有。流程都在正常办。" in told(operator.get(reverse("processes:stopped")))
    task = Task.objects.get(node="look")
    complete_task(actor=cast.li_min.actor(NOW), task=task, outcome="yes", variables={}, now=NOW)
    assert "这个流程已经结束" in page(operator, instance)


def failed(post: Post, count: int, name: str) -> None:
    for number in range(count):
        other = start(f"{name}{number}")
        row = {"node": "look", "name": "x", "post": post, "reason": "r", "opened_at": NOW}
        Task.objects.create(instance=other, kind=Task.INCIDENT, token=99, **row)


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(operator: Client, instance: Instance) -> None:
    post, counts = post_of(organisation(REGULATOR), "operator"), []
    # The first page of a test asks what the process then knows.
    operator.get(reverse("processes:stopped"))
    for more, name in ((2, "A"), (30, "B")):
        failed(post, more, name)
        with CaptureQueriesContext(connection) as asked:
            answer = operator.get(reverse("processes:stopped"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert answer.content.decode().count("一步没办成") == 25
    last = Task.objects.filter(kind=Task.INCIDENT).order_by("-id")[24].pk
    later = operator.get(reverse("processes:stopped"), {"after": last})
    assert later.content.decode().count("一步没办成") == 7
    assert operator.get(reverse("processes:stopped"), {"after": "9" * 40}).status_code == 200


def listed(browser: Client) -> list[str]:
    """The addresses of the processes on the list."""
    found = browser.get(reverse("processes:stopped")).content.decode()
    return re.findall(r'href="(/desk/processes/\d+/)"', found)


def elsewhere(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> Post:
    """What the probe's processes are about is looked after by another body from now on."""
    other = Post.objects.filter(code="operator").exclude(organisation__code=REGULATOR).first() or Post.objects.create(
        organisation=Organisation.objects.exclude(code=REGULATOR)[0], code="operator", name="业务系统管理员"
    )
    monkeypatch.setattr(probe, "post", lambda reference, code: other)
    monkeypatch.setitem(subjects._SUBJECTS, "probe", probe.subject())
    return other


def opens(browser: Client, address: str) -> bool:
    return browser.get(address).status_code == 200


def test_one_that_nobody_was_asked_about_is_on_every_operators_list_and_opens_from_it(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(probe, monkeypatch)
    assert "没有分到岗位的 整个流程 P1 “late”的时间到了" in told(operator.get(reverse("processes:stopped")))
    assert [opens(operator, one) for one in listed(operator)] == [True]


def test_a_failed_step_without_a_post_is_everybodys_and_one_with_a_post_that_posts_alone(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    Instance.objects.filter(pk=instance.pk).update(stopped_at=None)
    row = {"token": 99, "node": "look", "name": "x", "reason": "r", "opened_at": NOW, "kind": Task.INCIDENT}
    task = Task.objects.create(instance=instance, **row)
    other = elsewhere(probe, monkeypatch)
    assert [opens(operator, one) for one in listed(operator)] == [True]
    Task.objects.filter(pk=task.pk).update(post=other)
    assert listed(operator) == []
    page(operator, instance, 404)


def test_whoever_was_asked_opens_it_although_the_subject_has_moved_to_another_body(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = post_of(organisation(REGULATOR), "operator")
    row = {"token": 0, "name": "x", "reason": "r", "opened_at": NOW, "kind": Task.INCIDENT}
    Task.objects.create(instance=instance, post=post, **row)
    elsewhere(probe, monkeypatch)
    assert [opens(operator, one) for one in listed(operator)] == [True]


@pytest.mark.parametrize("gone", [NotFound("还没有设置岗位"), Instance.DoesNotExist()])
def test_what_no_post_looks_after_any_more_is_not_found(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch, gone: Exception
) -> None:
    monkeypatch.setattr(probe, "post", Mock(side_effect=gone))
    monkeypatch.setitem(subjects._SUBJECTS, "probe", probe.subject())
    page(operator, instance, 200)
    Instance.objects.filter(pk=instance.pk).update(stopped_at=None)
    page(operator, instance, 404)


@pytest.mark.parametrize("error", [OperationalError("the connection is lost"), ZeroDivisionError()])
def test_an_error_in_asking_whose_it_is_is_told_as_the_error_that_it_is(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    Instance.objects.filter(pk=instance.pk).update(stopped_at=None)
    monkeypatch.setattr(probe, "post", Mock(side_effect=error))
    monkeypatch.setitem(subjects._SUBJECTS, "probe", probe.subject())
    with pytest.raises(type(error)):
        page(operator, instance)


def test_a_list_that_is_longer_than_the_page_says_so(operator: Client, instance: Instance) -> None:
    for number in range(25):
        start(f"L{number}")
    assert "还有更多" not in told(operator.get(reverse("processes:stopped")))
    Instance.objects.update(stopped_at=NOW)
    said = told(operator.get(reverse("processes:stopped")))
    assert "还有更多" in said and len(listed(operator)) == 25


def test_only_operators_see_it_and_mend_it(cast: Cast, instance: Instance) -> None:
    urls = [reverse("processes:stopped"), reverse("processes:instance", args=[instance.pk])]
    for officer in (cast.wang_fang, cast.ma_jianguo):
        browser = browser_of(officer)
        assert [browser.get(url).status_code for url in urls] == [403, 404]
        assert post(browser, instance, act="skip", skip_token=1).status_code == 404
        assert browser.post(reverse("processes:resume", args=[instance.pk])).status_code == 404
        assert urls[0] not in browser.get(reverse("calendar:year")).content.decode()
    assert urls[0] in browser_of(cast.li_min).get(reverse("calendar:year")).content.decode()
    assert browser_of(cast.zhang_wei).get(urls[0]).status_code in (302, 403, 404)
    instance.refresh_from_db()
    assert instance.stopped_at == NOW and at(instance) == ["late", "look"]


def test_an_unknown_process_and_one_of_another_body_look_alike(
    operator: Client, instance: Instance, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = operator.get(reverse("processes:instance", args=[999999]))
    Instance.objects.filter(pk=instance.pk).update(stopped_at=None)
    elsewhere(probe, monkeypatch)
    foreign = operator.get(reverse("processes:instance", args=[instance.pk]))
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert "没有找到这个流程" in told(unknown) and "没有找到这个流程" in told(foreign)


def test_one_whose_rows_are_damaged_is_shown_with_what_can_still_be_done(operator: Client, instance: Instance) -> None:
    Token.objects.filter(instance=instance).update(body="{")
    said = page(operator, instance)
    assert "读不出这个流程现在的情况" in said and "从备份恢复" in said
    answer = operator.post(reverse("processes:resume", args=[instance.pk]))
    assert answer.status_code == 422
    instance.refresh_from_db()
    assert instance.stopped_at == NOW


def test_what_goes_its_way_is_looked_at_and_not_mended(operator: Client, instance: Instance) -> None:
    Instance.objects.filter(pk=instance.pk).update(stopped_at=None)
    before = Entry.objects.filter(action="read-process").count()
    assert operator.get(reverse("processes:instance", args=[instance.pk])).status_code == 200
    assert Entry.objects.filter(action="read-process").count() == before + 1
    answer = post(operator, instance, act="skip", skip_token=token(instance, "look"), seen=instance.version, sure="yes")
    assert answer.status_code == 422
    assert "没有停住" in told(answer)
    assert at(instance) == ["late", "look"]
