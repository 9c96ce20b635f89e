"""The components as template tags: `{% load ym %}`. One tag, one file in `templates/ym/components/`.

Lists hold plain dicts; a key that is missing is simply not shown. Block tags (`note`, `card`, `legal`, `dialog`,
`polling`, `hero`) wrap what stands between them and their `end…` tag.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yimen.ground import language
from yimen.ui import fields, navigation
from yimen.ui.folding import silent
from yimen.ui.kept import kept_part

register = template.Library()
Item = Mapping[str, Any]
Items = Sequence[Item]

LIGHTS = {
    "ok": ("circle-check-fill", "时限内"),
    "soon": ("alert-triangle-fill", "临期"),
    "late": ("alert-octagon-fill", "超期"),
    "pause": ("player-pause-fill", "不计时"),
}
STATUSES = {
    "草稿": ("todo", "edit"),
    "等您处理": ("soon", "alert-triangle-fill"),
    "在办": ("doing", "hourglass"),
    "已办结": ("ok", "circle-check-fill"),
    "未办成": ("pause", "circle-x-fill"),
}
NOTES = {"info": "info-circle", "soon": "alert-triangle-fill", "ok": "circle-check-fill", "late": "alert-octagon-fill"}
VERDICTS = {
    "valid": ("ok", "circle-check-fill", "有效"),
    "revoked": ("late", "circle-x-fill", "已撤销"),
    "expired": ("soon", "clock-fill", "已过有效期"),
    "unknown": ("pause", "help-hexagon-fill", "查不到这份证照"),
}
FINDINGS = {
    "符合": ("ok", "circle-check-fill"),
    "不符合": ("late", "circle-x-fill"),
    "存疑": ("soon", "help-hexagon-fill"),
}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_IN_CHINESE = '<span lang="zh-Hans-CN">{}</span>'
# What the rules have not been asked about yet: 没核.
UNCHECKED = ("pause", "player-pause-fill")
TASKS = {
    "done": ("plain", "已完成", "check"),
    "doing": ("doing", "填了一半", ""),
    "todo": ("todo", "未开始", ""),
    "fix": ("late", "需要修改", "alert-circle-fill"),
    "off": ("plain off", "还不能开始", ""),
}


def component(name: str) -> str:
    return f"ym/components/{name}.html"


@register.filter
@silent
def say(value: Any) -> Any:
    """A Chinese text in the language of the page; what is no plain text (a number, ready HTML) stays as it is."""
    # A text that is written in a template is a SafeString too: only what holds elements is HTML.
    is_html = isinstance(value, SafeString) and "<" in value
    return language.say(str(value)) if isinstance(value, str) and not is_html else value


@register.filter
@silent
def spoken(value: Any) -> Any:
    """As ``say``; what has no words in the language of the page is marked as Chinese, so that it is read aloud as such
    (WCAG 2.2, 3.1.2)."""
    return marked(say(value))


@register.filter
@silent
def marked(said: Any) -> Any:
    """The mark of ``spoken`` for what was said already. Of English words with a Chinese term in brackets it marks the
    term alone."""
    if (
        not isinstance(said, str)
        or isinstance(said, SafeString)
        or not (language.speaks_english() and _CHINESE.search(said))
    ):
        return said
    if not language.is_said(said):
        return format_html(_IN_CHINESE, said)
    pieces = ((format_html(_IN_CHINESE, part) if n % 2 else part,) for n, part in enumerate(language.TERM.split(said)))
    return format_html_join("", "{}", pieces)


# The frame


@register.inclusion_tag(component("navigation"), takes_context=True, name="navigation")
def navigation_entries(context: Context) -> dict[str, Any]:
    found = navigation.entries("YIMEN_NAV", is_staff(context), lambda: own_posts(context))
    told = {name: context.get(name) for name in ("viewer", "nav", "path")}
    group = next((one.group for one in found if one.key == told["nav"]), "")
    return {"entries": navigation.menu(found), "group": group, **told}


@register.inclusion_tag(component("footer_links"), takes_context=True)
def footer_links(context: Context) -> dict[str, Any]:
    return {"entries": navigation.entries("YIMEN_FOOTER", is_staff(context))}


def is_staff(context: Context) -> bool:
    return bool(getattr(context.get("viewer"), "is_staff", False))


def own_posts(context: Context) -> frozenset[str]:
    """Codes of the reader's posts, as the middleware has them; none where there is no request."""
    return frozenset(getattr(context.get("request"), "posts", ()))


@register.inclusion_tag(component("account"), takes_context=True)
def account(context: Context) -> dict[str, Any]:
    links = {key: navigation.link(key) for key in ("account", "inbox", "sign_in", "sign_out")}
    in_navigation = {one.href for one in navigation.entries("YIMEN_NAV", is_staff(context), lambda: own_posts(context))}
    if is_staff(context) or links["account"] in in_navigation:
        # Officers have no such page; for others it stands in the navigation: one stop less by keyboard.
        links["account"] = ""
    if is_staff(context):
        links["inbox"] = navigation.address("messages:desk-inbox")
    return {"viewer": context.get("viewer"), "unread": context.get("unread"), "path": context.get("path"), **links}


@register.simple_tag
def frame_link(key: str) -> str:
    """`{% frame_link "home" as home %}`: address of home, search, sign_in …, or "" when there is no such page."""
    return navigation.link(key)


# Small parts


@kept_part(register, component("icon"))
def icon(name: str, label: str = "") -> dict[str, str]:
    """An icon of the sprite; decorative unless it has a `label`."""
    return {"name": name, "label": label}


@kept_part(register, component("light"))
def light(state: str, text: str = "") -> dict[str, str]:
    """Traffic light: `state` is ok, soon, late or pause; shape, word and colour say the same."""
    shape, word = LIGHTS[state]
    return {"state": state, "icon_name": shape, "text": text or word}


@kept_part(register, component("tag"))
def tag(kind: str, text: str, icon: str = "") -> dict[str, str]:
    """Status tag: `kind` is ok, soon, late, pause, todo, doing or plain. Never a button."""
    return {"kind": kind, "text": text, "icon_name": icon}


@kept_part(register, component("tag"))
def status(word: str) -> dict[str, str]:
    """One of the five words citizens see: 草稿, 等您处理, 在办, 已办结, 未办成."""
    kind, shape = STATUSES[word]
    return {"kind": kind, "text": word, "icon_name": shape}


@kept_part(register, component("phone"))
def phone(number: str, label: str = "") -> dict[str, str]:
    """A telephone number that a phone can dial; `label` says who answers."""
    return {"number": number, "label": label}


@kept_part(register, component("finding"))
def finding(word: str) -> dict[str, str]:
    """符合, 不符合 or 存疑; anything else has not been looked at."""
    kind, shape = FINDINGS.get(word, UNCHECKED)
    return {"kind": kind, "text": word, "icon_name": shape}


@register.inclusion_tag(component("saved"))
def saved(text: str = "") -> dict[str, str]:
    """The line that tells whether the draft is stored; the script writes into it."""
    return {"text": text}


# Forms


@register.inclusion_tag(component("error_summary"))
def error_summary(errors: Sequence[Any]) -> dict[str, Any]:
    """Box on top of a refused form. An error is a dict {"href", "sentence"}, a dict or an object with
    `key`, `sentence` and, inside a composed field, `row`, `column`."""
    return {"errors": [failure_link(one) for one in errors or ()]}


def failure_link(failure: Any) -> dict[str, str]:
    given = failure if isinstance(failure, Mapping) else vars_of(failure)
    href = given.get("href") or f"#{fields.anchor(given['key'], given.get('row'), given.get('column'))}"
    return {"href": href, "sentence": given["sentence"]}


def vars_of(failure: Any) -> dict[str, Any]:
    return {name: getattr(failure, name, None) for name in ("href", "key", "sentence", "row", "column")}


@register.inclusion_tag(component("field"))
def field(spec: Item | None = None, **more: Any) -> dict[str, Any]:
    """A form field from a plain dict (see `yimen.ui.fields`); keyword arguments win over the dict."""
    return {"control": fields.present({**(spec or {}), **more})}


@register.filter
def shown(spec: Item) -> str:
    """The value of a field as people read it."""
    return fields.shown(spec)


@register.inclusion_tag(component("prefill"))
def prefill(rows: Items, title: str = "这些信息我们已经有了，请核对") -> dict[str, Any]:
    """Facts that are not asked again: rows of label, value, source and `href` (where 有误 leads), or `button` and `key`
    (name and value of a button of the form around it, so that what was typed is stored first)."""
    return {"rows": rows, "title": title}


@register.inclusion_tag(component("summary"))
def summary(rows: Items, title: str = "", action: str = "修改", href: str = "") -> dict[str, Any]:
    """Summary list: rows of label, value (or `lines`), id, source, doubt, failure, href, action.
    `href`: to change all."""
    return {"rows": rows, "title": title, "action": action, "href": href}


@register.inclusion_tag(component("summary_row"))
def summary_row(label: str, value: Any, href: str = "", action: str = "修改", source: str = "") -> dict[str, Any]:
    """One row, inside your own `<dl class="kv">`."""
    return {"row": {"label": label, "value": value, "href": href, "source": source}, "action": action}


@register.inclusion_tag(component("upload"))
def upload(item: Item) -> dict[str, Any]:
    """One material: key, label, hint, failure, required, accept, sample_href, files [{name, size, href, remove}]."""
    return {"item": item, "id": fields.anchor(item["key"])}


# Lists


@register.inclusion_tag(component("crumbs"))
def crumbs(items: Items) -> dict[str, Any]:
    """Way back: [{"href", "text"}]."""
    return {"items": items}


@register.inclusion_tag(component("facts"))
def facts(items: Items) -> dict[str, Any]:
    """The four facts of a service: term, value, note."""
    return {"items": items}


@register.inclusion_tag(component("steps"))
def steps(items: Items) -> dict[str, Any]:
    """How something is done, numbered: title, text."""
    return {"items": items}


@register.inclusion_tag(component("progress"))
def progress(names: Sequence[str], current: int) -> dict[str, Any]:
    """Where one is among the steps; `current` counts from 1."""
    states = ["done" if number < current else "now" if number == current else "next" for number in steps_range(names)]
    return {"steps": list(zip(names, states, strict=True)), "current": current, "total": len(names)}


def steps_range(names: Sequence[str]) -> range:
    return range(1, len(names) + 1)


@register.inclusion_tag(component("tasks"))
def tasks(items: Items, prefix: str = "t") -> dict[str, Any]:
    """Task list: name, hint, href, state (done, doing, todo, fix, off), word. `prefix` makes ids unique on a page."""
    rows = [{**item, "tag": TASKS[item["state"]], "id": f"{prefix}-{n}"} for n, item in enumerate(items, start=1)]
    return {"items": rows}


@register.inclusion_tag(component("meter"))
def meter(done: int, total: int, label: str = "完成进度", id: str = "meter") -> dict[str, Any]:  # noqa: A002
    """Bar with the same numbers in words."""
    return {"done": done, "total": total, "label": label, "id": id}


@register.inclusion_tag(component("timeline"))
def timeline(items: Items) -> dict[str, Any]:
    """What happened: state (done, now, next), icon, title, text, links [{"href", "text"}], time, time_text."""
    return {"items": items}


@register.inclusion_tag(component("lanes"))
def lanes(items: Items) -> dict[str, Any]:
    """Matters of a joint case: name, office, state, text, used, due, days (list of "on", "soon", "late", "pz", "")."""
    return {"items": items}


@register.inclusion_tag(component("stat"))
def stat(items: Items, label: str = "按时限筛选") -> dict[str, Any]:
    """Counters that filter: state, text, count, href, current."""
    return {"items": items, "label": label}


@register.inclusion_tag(component("checklist"))
def checklist(items: Items) -> dict[str, Any]:
    """Conditions for the officer: condition, finding, sentence, basis, source; with `key` the officer can answer it
    (posts `<key>` = 符合, 不符合 or 存疑), `failure` for what is missing."""
    return {"items": [{**item, "choices": officer_choices(item)} for item in items]}


def officer_choices(item: Item) -> list[dict[str, Any]]:
    key = item.get("key")
    if not key:
        return []
    return [
        {"value": word, "id": f"f-{key}" if n == 0 else f"f-{key}-{n}", "checked": word == item.get("finding")}
        for n, word in enumerate(FINDINGS)
    ]


@register.inclusion_tag(component("pagination"))
def pagination(earlier: str = "", later: str = "", text: str = "") -> dict[str, str]:
    """Addresses of the pages before and after, and where one is (“第 2 页”)."""
    return {"earlier": earlier, "later": later, "text": text}


@register.inclusion_tag(component("empty"))
def empty(text: str, href: str = "", action: str = "") -> dict[str, str]:
    """What will be here, and one thing to do."""
    return {"text": text, "href": href, "action": action}


@register.inclusion_tag(component("tiles"))
def tiles(items: Items) -> dict[str, Any]:
    """Entries as tiles: icon, title, text, href."""
    return {"items": items}


# Papers


@register.inclusion_tag(component("receipt"))
def receipt(item: Item) -> dict[str, Any]:
    """收件凭证: number, service, received_at, received_by, promise, next, href."""
    return {"item": item}


@register.inclusion_tag(component("doc_card"))
def doc_card(item: Item) -> dict[str, Any]:
    """A legal document: title, number, issuer, date, href, size, icon, plain (the plain explanation), plain_href."""
    return {"item": item}


@register.inclusion_tag(component("cert_card"))
def cert_card(item: Item, level: int = 3) -> dict[str, Any]:
    """A certificate: title, number, holder, issuer, issued, expires, href, verify_href, and `state`:
    valid, revoked, expired or unknown. `level` is that of its heading."""
    return {"item": item, "verdict": VERDICTS[item.get("state", "valid")], "level": level}


@register.inclusion_tag(component("verify_result"))
def verify_result(item: Item) -> dict[str, Any]:
    """Answer of a check: state (valid, revoked, expired, unknown), title, text, rows [{"label", "value"}],
    checks [{"ok", "text"}], checked_at."""
    return {"item": item, "verdict": VERDICTS[item["state"]]}


# Accounts


@register.inclusion_tag(component("cast"), takes_context=True)
def cast(context: Context, people: Items, action: str, next: str = "") -> dict[str, Any]:  # noqa: A002
    """The sample persons of a demo, each a button that signs in as them: key, name, role, note, is_staff."""
    return {"people": people, "action": action, "next": next, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(component("sign_in"))
def sign_in(methods: Items) -> dict[str, Any]:
    """Ways to sign in: title, hint, href, icon."""
    return {"methods": methods}


@register.inclusion_tag(component("session_warning"), takes_context=True)
def session_warning(context: Context, seconds: int, extend: str) -> dict[str, Any]:
    """Warns five minutes before the session of `seconds` ends; one click posts to `extend` and goes on."""
    return {"seconds": seconds, "extend": extend, "csrf_token": context.get("csrf_token")}


# Blocks


def block(name: str, content: str, **values: Any) -> SafeString:
    return SafeString(render_to_string(component(name), {"content": SafeString(content), **values}))


@register.simple_block_tag(end_name="endnote")
def note(content: str, kind: str = "info", title: str = "", live: bool = False) -> SafeString:
    """Notice: `kind` is info, soon, ok or late; `live` when it arrives later (then it is announced)."""
    return block("note", content, kind=kind, icon_name=NOTES[kind], title=title, live=live)


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str = "", id: str = "", lift: bool = False) -> SafeString:  # noqa: A002
    return block("card", content, title=title, id=id, lift=lift)


@register.simple_block_tag(end_name="endlegal")
def legal(
    content: str, title: str, number: str = "", to: str = "", issuer: str = "", date: str = "", sealed: bool = True
) -> SafeString:
    """A legal document in its legal form: title, number, addressee, the words between the tags, issuer and date."""
    return block("legal", content, title=title, number=number, to=to, issuer=issuer, date=date, sealed=sealed)


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002
    """Opened by `<a href="/the/same/without-script/" data-dialog="ID">`; inside, `data-close` closes."""
    return block("dialog", content, id=id, title=title)


@register.simple_block_tag(end_name="endpolling")
def polling(content: str, url: str, id: str, every: int = 60) -> SafeString:  # noqa: A002
    """A part that refreshes itself every `every` seconds from `url` (which returns the inside only); focus stays."""
    return block("polling", content, url=url, id=id, every=every)


@register.simple_block_tag(end_name="endhero", takes_context=True)
def hero(context: Context, content: str, title: str, lead: str = "", query: str = "", hint: str = "") -> SafeString:
    """Landscape with the search form; the block holds what stands under it (often used services)."""
    return block("hero", content, title=title, lead=lead, query=query, hint=hint, search=navigation.link("search"))
