"""Matters whose guide the city publishes though they are not handled here: ``handling: guide`` in service.yaml.

Such a folder holds service.yaml, guide.md and blank forms; it has no form, no process, no rules and no scenarios.
It may be read while much is lacking; ``check`` names each lack, so that an editor sees a list of what to complete.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from yimen.engines import bpmn, dmn, forms
from yimen.engines.problem import Problem
from yimen.engines.service import english, strict_yaml
from yimen.engines.service.meta import Meta
from yimen.engines.service.meta.guide import GuideMeta
from yimen.engines.service.model import Service, ServiceError
from yimen.engines.service.shape import faults

_ALLOWED = re.compile(r"service\.yaml|guide\.md|en\.yaml|guide\.en\.md|CHANGES\.md|exchange\.json|materials/[^/]+")
_SAYS_SO = re.compile(rb"^handling:[ \t]*[\"']?guide[\"']?[ \t\r]*(?:#.*)?$", re.MULTILINE)
_ARTICLE = re.compile(r"第.+条")
_PHONE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|[0-9]{3,5}|1[0-9]{10}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNITS = {"workday": "个工作日", "day": "天"}
# The rest of the house asks every service for these: here there is nothing behind them.
_NO_FORM = forms.Form(sections=())
_NO_PROCESS = bpmn.read(
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="none"><process id="none" '
    b'name="none" isExecutable="true"><startEvent id="start"/><sequenceFlow id="f" sourceRef="start" targetRef="end"/>'
    b'<endEvent id="end"/></process></definitions>'
)
_NO_RULES = dmn.read(
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="none" name="none" namespace="none"/>'
)
_EMPTY: Mapping[str, Any] = {
    "name_en": "",
    "plain_name": "",
    "summary": "",
    "phrases": [],
    "department": "",
    "audience": [],
    "project_type": "承诺件",
    "review_kind": "前审后批",
    "visits": {"times": 0},
    "posts": [],
    "facts": [],
    "situations": [],
    "documents": {},
    "promise": {"text": "", "basis": ""},
    "decision": {"granted": "", "refused": "", "basis": ""},
    "papers": {"granted": "", "refused": ""},
    "not_accepted": [],
    "refusals": [],
    "version": 1,
    "in_force_from": "",
}
_MATERIAL = {"plain": "", "source": "self", "obtain": "upload", "need": 1, "when": "都要", "basis": "", "src": "F"}
_BASIS = {"article": "", "gist": "", "in_force_from": "", "src": "F"}
_CODE = {"task_type": "", "task_type_name": "", "base": "", "handling": "", "use_level": "", "src": "F"}
_RESULT = {"kind": "", "ecert": False, "template": "", "validity": "", "fields": []}
_STEP = {"who": "", "plain": "", "limit": 0, "counts": False, "phase": "inside"}
_REMEDIES = {"text": "", "review_body": "", "review_days": 0, "court": "", "lawsuit_months": 0, "basis": "", "src": "F"}


def says_so(files: Mapping[str, bytes]) -> bool:
    """Whether these are the files of a matter with a guide only; ``read`` says whether they can be read."""
    return bool(_SAYS_SO.search(files.get("service.yaml", b"")))


def read(files: Mapping[str, bytes]) -> Service:
    """Read such a folder; what it leaves out is empty. Raises ServiceError with every fault of what it does say."""
    problems = list(_names(files))
    data = _data(files, problems)
    texts = {path: _text(path, files, problems) for path in files if path.endswith(".md")}
    told_in_english: dict[str, str] = {}
    if english.FILE in files:
        try:
            told_in_english = english.read(files[english.FILE])
        except ValueError as error:
            problems.append(Problem(english.FILE, f"读不懂：{error}"))
    if problems or data is None:
        raise ServiceError(problems)
    return Service(
        slug=data["slug"],
        meta=filled(data),
        guide=texts.get("guide.md", ""),
        form=_NO_FORM,
        process=_NO_PROCESS,
        model=_NO_RULES,
        certificates={},
        scenarios=(),
        files=dict(files),
        english=told_in_english,
        guide_in_english=texts.get(english.GUIDE, ""),
    )


def filled(data: GuideMeta) -> Meta:
    """The description with an empty value wherever it says nothing, so that pages may show it like any other."""
    told = cast(dict[str, Any], {**_EMPTY, **_placed(data)})
    told["review_kind"] = "即审即办" if told["project_type"] == "即办件" else "前审后批"
    limits = dict(data.get("limits", {}))
    for name in ("statutory", "promised"):
        if name in limits:
            limits[name] = _limit(cast(dict[str, Any], limits[name]))
    promised = {"promised": _limit({"value": 0, "unit": "workday"})}
    return cast(
        Meta,
        {
            **told,
            "code": {**_CODE, **data.get("code", {})},
            "deciding_body": {"role": "", "level": "", "name": "", **data.get("deciding_body", {})},
            "region": {"code": "", "name": "", "scope": "", **data.get("region", {})},
            "channels": [{"note": "", **one} for one in told.get("channels", [])],
            "legal_basis": [{**_BASIS, **one} for one in data.get("legal_basis", [])],
            "limits": {**promised, **limits, "modes": [], "pauses": []},
            "fee": _fee(data),
            "conditions": [{"id": f"c{at}", "basis": "", "src": "F", **c} for at, c in _counted(data, "conditions")],
            "materials": [{**_MATERIAL, **one} for one in data.get("materials", [])],
            "steps": [{"n": at, **_STEP, **one} for at, one in _counted(data, "steps")],
            "results": [{"id": f"r{at}", **_RESULT, **one} for at, one in _counted(data, "results")],
            "faq": [{"src": "F", **one} for one in data.get("faq", [])],
            "remedies": {**_REMEDIES, **data.get("remedies", {})},
            "phones": {"consult": "", "complain": "", "src": "F", **data.get("phones", {})},
            "checked_on": data.get("checked_on", data.get("in_force_from", "")),
        },
    )


def check(service: Service) -> Iterator[Problem]:
    """What lacks before the guide may be published, each with what to do."""
    said = _placed(cast(GuideMeta, _said(strict_yaml.load(service.files["service.yaml"].decode()))))
    yield from _head(service)
    yield from _dates(said)
    yield from _basis(said)
    yield from _limits(said)
    yield from _money(said)
    yield from _phones(said)
    yield from _ways(said)
    yield from _papers(service, said)
    if not service.guide.strip():
        yield Problem("guide.md", "没有办事指南，", "用平常话写清楚谁能办、怎么办、办好拿到什么。")


def _data(files: Mapping[str, bytes], problems: list[Problem]) -> GuideMeta | None:
    try:
        data = _said(strict_yaml.load(files["service.yaml"].decode()))
    except ValueError as error:
        problems.append(Problem("service.yaml", f"读不懂：{error}"))
        return None
    found = list(faults(data, GuideMeta, "service.yaml"))
    problems += found
    return None if found else cast(GuideMeta, data)


def _said(value: Any) -> Any:
    """Without what is empty: a delivery writes a key for what it does not know."""
    if isinstance(value, dict):
        return {key: _said(inner) for key, inner in value.items() if inner not in ("", None)}
    return [_said(inner) for inner in value] if isinstance(value, list) else value


def _placed(data: GuideMeta) -> dict[str, Any]:
    """Windows stand where ``where`` says, unless they say otherwise; a note that is an address of the web is a link."""
    told = cast(dict[str, Any], dict(data))
    where = told.get("where", {})
    if "channels" in told:
        told["channels"] = [_channel(one, where) for one in told["channels"]]
    return told


def _channel(way: Mapping[str, Any], where: Mapping[str, Any]) -> dict[str, Any]:
    if way["kind"] == "window":
        return {**where, **way, "note": "" if way.get("note") == where.get("address") else way.get("note", "")}
    if way["kind"] == "online" and "link" not in way and _is_link(way.get("note", "")):
        return {**way, "link": way["note"], "note": ""}
    return dict(way)


def _names(files: Mapping[str, bytes]) -> Iterator[Problem]:
    for path in sorted(files):
        if not _ALLOWED.fullmatch(path):
            advice = "这里只放 service.yaml、指南和 materials 里的空白表；要在平台上办，删去 handling: guide。"
            yield Problem(path, "只有指南的事项没有这个文件。", advice)


def _text(path: str, files: Mapping[str, bytes], problems: list[Problem]) -> str:
    try:
        return files[path].decode()
    except UnicodeDecodeError:
        problems.append(Problem(path, "不是 UTF-8 文字。", "另存为 UTF-8。"))
        return ""


def _limit(told: Mapping[str, Any]) -> dict[str, Any]:
    counted = {"value": 0, "unit": "workday", **told}
    plain = f"{counted['value']} {_UNITS[counted['unit']]}" if counted["value"] else "当场办结"
    return {"plain": plain, "basis": "", "src": "F", **counted}


def _fee(data: GuideMeta) -> dict[str, Any]:
    told: dict[str, Any] = {"charge": False, **data.get("fee", {})}
    basis = [{"article": "", "src": "F", **one} for one in told.get("basis", [])]
    return {"plain": "收费" if told["charge"] else "不收费", **told, "basis": basis}


def _counted(data: GuideMeta, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    return enumerate(cast(dict[str, Any], data).get(key, []), 1)


def _lack(key: str, what: str, advice: str) -> Problem:
    return Problem(f"service.yaml#{key}", what, advice, kind="lacks")


_HEAD = (
    ("plain_name", "没有平常的叫法，", "写大家嘴上怎么说，像“办小吃店的证”。"),
    ("summary", "没有一句话说明，", "写这是给谁的、有什么用。"),
    ("phrases", "一句平常的说法都没有，", "写上大家会怎么搜。"),
    ("department", "没有写哪个部门管，", "写上部门的名称。"),
    ("audience", "没有写谁能办，", "写自然人、法人或者非法人组织。"),
)


def _head(service: Service) -> Iterator[Problem]:
    meta = cast(dict[str, Any], service.meta)
    if not _SLUG.fullmatch(service.slug):
        yield Problem("service.yaml#slug", f"{service.slug} 不能用，", "用小写字母、数字和短横线。")
    if not service.meta["name"].strip():
        yield _lack("name", "没有名称，", "写清单上的事项名称。")
    for key, what, advice in _HEAD:
        told = meta[key] if isinstance(meta[key], str) else "".join(meta[key])
        if not told.strip():
            yield _lack(key, what, advice)
    if not service.meta["code"]["task_type"]:
        yield _lack("code/task_type", "没有事项类型，", "写两位代码，行政许可是 01。")
    if not meta["deciding_body"]["name"].strip():
        yield _lack("deciding_body", "没有写由谁决定，", "写实施机关的名称。")


def _dates(said: Mapping[str, Any]) -> Iterator[Problem]:
    if not said.get("in_force_from"):
        yield _lack("in_force_from", "没有写从哪天起用，", "写成 2026-01-05 这样。")
    for key in ("in_force_from", "checked_on"):
        try:
            date.fromisoformat(said.get(key) or "2026-01-05")
        except ValueError:
            yield Problem(f"service.yaml#{key}", f"{said[key]} 不是日期，", "写成 2026-01-05 这样。")


def _basis(said: Mapping[str, Any]) -> Iterator[Problem]:
    if not said.get("legal_basis"):
        yield _lack("legal_basis", "没有设定依据，", "写明文件和条款。")
    for at, basis in enumerate(said.get("legal_basis", []), 1):
        if not basis["document"].strip():
            yield _lack(f"legal_basis/{at}", "没有写文件的名称，", "写全称，不加书名号。")
        if not _ARTICLE.search(basis.get("article", "")):
            yield _lack(f"legal_basis/{at}", "没有写到条，", "写成“第十九条”这样。")


def _limits(said: Mapping[str, Any]) -> Iterator[Problem]:
    limits = said.get("limits", {})
    if "promised" not in limits:
        yield _lack("limits/promised", "没有承诺期限，", "写多少个工作日，当场办的写 0。")
        return
    promised, statutory = limits["promised"], limits.get("statutory")
    for name in ("promised", "statutory"):
        if name in limits and not {"value", "unit"} <= limits[name].keys():
            yield _lack(f"limits/{name}", "没有写多少天，", "写数字和单位，工作日写 workday，自然日写 day。")
            return
    if promised["value"] < 0 or (statutory and statutory["value"] < 1):
        yield Problem("service.yaml#limits", "天数不对，", "承诺写 0 或者更多，法定的至少写 1。")
    if statutory and not statutory.get("basis"):
        yield _lack("limits/statutory", "法定期限没有依据，", "写明文件和条款。")
    same = statutory and statutory["unit"] == promised["unit"]
    if statutory and same and promised["value"] > statutory["value"] >= 1:
        told = f"承诺 {promised['value']} 天，比法定的 {statutory['value']} 天还长。"
        yield Problem("service.yaml#limits/promised", told, "改短，或者核对法定期限。")


def _money(said: Mapping[str, Any]) -> Iterator[Problem]:
    if "fee" not in said:
        yield _lack("fee", "没有写收不收费，", "不收费的也要写明。")
        return
    if said["fee"]["charge"] and not said["fee"].get("basis"):
        yield _lack("fee/basis", "收费没有依据，", "写明法律或者行政法规的条款。")
    if said["fee"]["charge"] and not said["fee"].get("plain"):
        yield _lack("fee/plain", "没有写收多少，", "写金额，或者怎么算。")


def _phones(said: Mapping[str, Any]) -> Iterator[Problem]:
    phones = said.get("phones", {})
    for kind, what in (("consult", "咨询电话"), ("complain", "投诉电话")):
        number = phones.get(kind, "")
        if not number:
            yield _lack(f"phones/{kind}", f"没有{what}，", "写区号加号码，像 0300-0000105。")
        elif not _PHONE.fullmatch(number):
            yield Problem(f"service.yaml#phones/{kind}", f"{number} 不完整，", "写成区号加号码，像 0300-0000105。")
    if phones.get("consult") and phones.get("consult") == phones.get("complain"):
        yield Problem("service.yaml#phones", "咨询和投诉是同一个电话，", "写两个不同的电话。")


def _ways(said: Mapping[str, Any]) -> Iterator[Problem]:
    """Who cannot apply here must be told where: an address with hours, a web page, a number."""
    if not said.get("channels"):
        yield _lack("channels", "没有写到哪里办，", "写窗口的地址和时间，或者网址。")
    for at, way in enumerate(said.get("channels", []), 1):
        place = f"channels/{at}"
        if way["kind"] in ("window", "kiosk", "post") and not way.get("address", "").strip():
            yield _lack(f"{place}/address", f"{way['name']}没有地址，", "写到门牌号，几楼几号窗。")
        if way["kind"] in ("window", "kiosk") and not way.get("hours", "").strip():
            yield _lack(f"{place}/hours", f"{way['name']}没有写什么时间开，", "写清工作日几点到几点。")
        if way["kind"] == "online" and not _is_link(way.get("link", "")):
            yield _lack(f"{place}/link", f"{way['name']}没有网址，", "写 https:// 开头的网址。")
        if way["kind"] == "phone" and not _PHONE.fullmatch(way.get("phone", "")):
            yield _lack(f"{place}/phone", f"{way['name']}没有电话，", "写成区号加号码，像 0300-0000105。")
    if not said.get("visits"):
        yield _lack("visits", "没有写要跑几次，", "写次数；要跑的写为什么。")
    elif said["visits"]["times"] and not said["visits"].get("reason"):
        yield _lack("visits/reason", f"要来 {said['visits']['times']} 次，没有写为什么，", "写清楚来做什么。")


def _papers(service: Service, said: Mapping[str, Any]) -> Iterator[Problem]:
    if not said.get("materials") and not said.get("no_materials"):
        yield _lack("materials", "没有写要交什么材料，", "一样一样写；什么都不用交的，在 no_materials 里写一句。")
    if not said.get("no_blank_forms") and not any(path.startswith("materials/") for path in service.files):
        advice = "放进 materials 里；没有表要填的，在 no_blank_forms 里写一句。"
        yield _lack("no_blank_forms", "没有空白表，也没有说不用填表，", advice)
    ids = [one["id"] for one in said.get("materials", [])]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(f"service.yaml#materials/{one}", f"{one} 写了 {ids.count(one)} 次，", "每个名字只用一次。")


def _is_link(text: str) -> bool:
    """An address that a browser opens; anything else would not lead anywhere, or somewhere bad."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and "." in (found.hostname or "") and not re.search(r"\s", text)
