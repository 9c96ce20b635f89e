"""Sample pages for the tests: the pages of the design system, a form, and what the form saves."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from yimen.ground.accounts.gate import public

SAVED: list[dict[str, str]] = []
STATUS = {"save": 204}
TABLE = {
    "key": "staff",
    "type": "table",
    "label": "从业人员",
    "columns": [{"key": "name", "type": "text", "label": "姓名"}, {"key": "day", "type": "date", "label": "入职日期"}],
    "rows": [{"name": "周涛"}, {"name": "陈静"}],
}
PAGE = """{% extends "ym/base.html" %}{% load ym %}{% block title %}样例{% endblock %}
{% block main %}<h1>样例</h1>{% error_summary errors %}
<form method="post" action="/save/" data-autosave="/save/">{% csrf_token %}{% saved %}
{% field shop %}{% field table %}<button class="btn" id="send">保存</button></form>
<form method="post" action="" hx-post="" hx-target="body" hx-select="body" hx-swap="innerHTML">{% csrf_token %}
<button class="btn" id="swap">换一次</button></form>
<p><a href="/design/" data-dialog="d">打开</a></p>
{% dialog "d" "样例" %}<button type="button" data-close>好</button>{% enddialog %}
{% if not viewer.is_staff %}{% session_warning 302 "/extend/" %}{% endif %}{% endblock %}"""


@public
def page(request: HttpRequest) -> HttpResponse:
    refused = request.method == "POST"
    errors = [{"key": "shop", "sentence": "填写店名"}] if refused else []
    shop = {"key": "shop", "type": "text", "label": "店名", "failure": "填写店名" if refused else ""}
    role = request.GET.get("as")
    viewer = SimpleNamespace(name="欧阳慕云", is_staff=role == "staff") if role else None
    context = {"shop": shop, "table": TABLE, "errors": errors, "viewer": viewer, "unread": 12}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request), status=422 if refused else 200)


@public
def save(request: HttpRequest) -> HttpResponse:
    SAVED.append({**request.POST.dict(), "autosave": request.headers.get("X-Autosave", "")})
    return HttpResponse(status=STATUS["save"])


@public
def extend(request: HttpRequest) -> HttpResponse:
    SAVED.append({"extend": request.method or ""})
    return HttpResponse(status=204)


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("for the test of the error page")


urlpatterns = [
    path("", include("yimen.ui.urls")),
    path("page/", page, name="sample-page"),
    path("save/", save, name="sample-save"),
    path("extend/", extend),
    path("broken/", broken),
]
handler400 = "yimen.ui.views.bad_request"
handler403 = "yimen.ui.views.permission_denied"
handler404 = "yimen.ui.views.page_not_found"
handler500 = "yimen.ui.views.server_error"
