from dataclasses import dataclass
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from yimen.ui import context, views


@dataclass
class Account:
    name: str
    is_staff: bool = False
    is_authenticated: bool = True


NOBODY = Account("", is_authenticated=False)
CITIZEN, OFFICER = Account("张伟"), Account("李敏", is_staff=True)


def base(user: Account | None, **more: Any) -> str:
    request = RequestFactory().get("/page/")
    if user is not None:
        request.user = user  # type: ignore[assignment]
    return render_to_string("ym/base.html", more, request=request)


@pytest.mark.parametrize("user", [None, NOBODY])
def test_a_visitor_is_offered_to_sign_in_and_comes_back(user: Account | None) -> None:
    page = base(user)
    assert 'href="/page/?next=/page/"' in page
    assert "退出" not in page
    assert "组件</a>" in page


def test_a_citizen_sees_the_name_and_signs_out_by_post() -> None:
    page = base(CITIZEN)
    assert "张伟" in page
    assert '<form method="post" action="/save/">' in page
    assert "csrfmiddlewaretoken" in page
    assert "登录</a>" not in page
    assert "工作人员端" not in page
    assert "待办</a>" not in page


def test_an_officer_sees_the_desk() -> None:
    page = base(OFFICER)
    assert "工作人员端" in page
    assert "待办</a>" in page
    assert "组件</a>" not in page


def test_a_page_that_does_not_exist_is_not_linked() -> None:
    assert "还没有的页" not in base(CITIZEN)


@pytest.mark.parametrize(("unread", "shown"), [(0, "没有未读消息"), (2, '2<span class="vh"> 条未读消息')])
def test_messages_are_counted_only_when_there_are_some(unread: int, shown: str) -> None:
    assert shown in base(CITIZEN, unread=unread)


def test_the_current_entry_is_marked() -> None:
    assert 'aria-current="true">组件' in base(CITIZEN, nav="design")
    assert "aria-current" not in base(CITIZEN)


def test_a_refused_form_says_so_in_the_title() -> None:
    assert "<title>错误：" in base(CITIZEN, errors=[{"href": "#f-a", "sentence": "填写店名"}])
    assert "<title>错误：" not in base(CITIZEN, errors=[])


def test_the_csrf_token_reaches_every_htmx_request() -> None:
    assert 'hx-headers:inherited=\'{"X-CSRFToken"' in base(CITIZEN)


def test_the_demo_notice_stands_in_a_demo_only(settings) -> None:
    assert "本站为演示" in base(CITIZEN)
    settings.YIMEN_DEMO = False
    assert "本站为演示" not in base(CITIZEN)


def test_the_account_is_not_read_before_a_page_asks() -> None:
    class Explodes:
        @property
        def is_authenticated(self) -> bool:
            raise AssertionError("the database was asked")

    request = RequestFactory().get("/")
    request.user = Explodes()  # type: ignore[assignment]
    assert context.page(request)["path"] == "/"


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.csrf_failure, 403),
        (views.page_not_found, 404),
        (views.server_error, 500),
    ],
)
def test_an_error_page_gives_a_reason_a_next_step_and_a_human_without_the_database(view: Any, status: int) -> None:
    request = RequestFactory().get("/x/", headers={"cookie": "ym_mode=elder"})
    answer = view(request)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "接下来可以这样" in page
    assert 'href="tel:12345"' in page
    assert 'href="/"' in page
    assert 'data-mode="elder"' in page
    assert "hx-headers" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_an_error_page_renders_with_no_context_at_all(name: str) -> None:
    assert "接下来可以这样" in render_to_string(f"{name}.html")


def test_a_broken_view_gets_the_error_page(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "是我们的错" in answer.content.decode()


def test_a_refusal_of_the_domain_says_what_to_do() -> None:
    page = render_to_string(
        "ym/refused.html", {"sentence": "这件事已经提交过了", "advice": "去“我的办件”看进度。", "code": "x"}
    )
    assert "这件事已经提交过了" in page
    assert "去“我的办件”看进度。" in page


def test_the_pattern_page_is_shut_in_production(client: Client, settings) -> None:
    assert client.get("/design/").status_code == 200
    settings.YIMEN_DEMO = settings.DEBUG = False
    assert client.get("/design/").status_code == 404


def test_the_footer_links_what_exists_when_the_settings_say_nothing(settings) -> None:
    del settings.YIMEN_FOOTER
    settings.ROOT_URLCONF = "yimen.config.urls"
    assert "工作人员登录" in base(NOBODY)
    assert "工作人员登录" not in base(OFFICER)
    settings.ROOT_URLCONF = "yimen.ui.tests.urls"
    assert "工作人员登录" not in base(NOBODY)
