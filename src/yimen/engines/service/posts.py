"""Who works on a case: each post known to the process, found in the right place, shown only what it needs."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.meta.work import Post
from yimen.engines.service.model import Service

ALL = "all"
# Lists of the host whose values are regions.
_STREETS, _VILLAGES = "streets", "villages"


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``posts`` and of ``region.field``, which says where a case lies."""
    yield from _used(service)
    yield from _place_of_cases(service)
    known = visible_names(service)
    for post in service.meta["posts"]:
        yield from _sees(post, known)
        if post["id"] == bpmn.APPLICANT:
            yield Problem(_place(post), "applicant 是申请人，不是岗位，", "换一个名字。")
        if post.get("at") in ("street", "village") and "field" not in service.meta["region"]:
            where = "街道" if post.get("at") == "street" else "村（社区）"
            sentence = f"{post['name']}在{where}，没有写办件归哪个{where}，"
            yield Problem(_place(post), sentence, "在 region.field 里写表单里的那一项。")
        if post.get("at") == "village":
            yield from _village_known(service, post)


def visible_names(service: Service) -> frozenset[str]:
    """Everything of a case that a post may be shown: sections and fields of the form, materials, facts, findings."""
    meta = service.meta
    names = {section.id for section in service.form.sections} | set(service.form.fields)
    names |= {material["id"] for material in meta["materials"]} | {fact["name"] for fact in meta["facts"]}
    return frozenset(names | {item["id"] for one in meta.get("inspections", []) for item in one["items"]})


def _place(post: Post) -> str:
    return f"service.yaml#posts/{post['id']}"


def _sees(post: Post, known: frozenset[str]) -> Iterator[Problem]:
    sees = post["sees"]
    if ALL in sees and len(sees) > 1:
        yield Problem(_place(post), "sees 里有 all，又列了别的，", "都看就只写 all，不然逐项写。")
    for name in sorted(set(sees) - known - {ALL}):
        sentence = f"sees 里的 {name} 不是表单的部分或者项目，也不是材料、事实。"
        yield Problem(_place(post), sentence, "核对写法。")
    for name in sorted({one for one in sees if sees.count(one) > 1}):
        yield Problem(_place(post), f"sees 里的 {name} 写了 {sees.count(name)} 次，", "每个名字只写一次。")


def _used(service: Service) -> Iterator[Problem]:
    declared, used = {post["id"] for post in service.meta["posts"]}, set()
    for node in service.process.nodes.values():
        if isinstance(node, bpmn.UserTask) and node.post and node.post != bpmn.APPLICANT:
            used.add(node.post)
            if node.post not in declared:
                place = f"process.bpmn#{node.id}"
                yield Problem(place, f"岗位 {node.post} 没有写在 service.yaml 的 posts 里。")
    if extension := service.meta["limits"].get("extension"):
        used.add(extension["post"])
    if benefit := service.meta.get("benefit"):
        used.add(benefit["pay_post"])
    for post in sorted(declared - used):
        yield Problem(f"service.yaml#posts/{post}", "流程里没有用到这个岗位。", severity="warning")


def _village_known(service: Service, post: Post) -> Iterator[Problem]:
    """From a village its street is known, never the other way round."""
    field = service.form.fields.get(service.meta["region"].get("field", ""))
    if field is not None and field.options_from != _VILLAGES:
        sentence = f"{post['name']}在村（社区），{field.key} 只说得出街道，"
        yield Problem(_place(post), sentence, f"region.field 用 options_from 是 {_VILLAGES} 的那一项。")


def _place_of_cases(service: Service) -> Iterator[Problem]:
    key = service.meta["region"].get("field")
    if key is None:
        return
    field = service.form.fields.get(key)
    if field is None:
        yield Problem("service.yaml#region/field", f"表单里没有 {key}。")
    # A free text could not be matched with a street; an “area” of a form is a number of square metres.
    elif not (field.type == "address" or (field.type == "select" and field.options_from in (_STREETS, _VILLAGES))):
        advice = f"用地址，或者 options_from 是 {_STREETS}、{_VILLAGES} 的选择项。"
        yield Problem("service.yaml#region/field", f"{key} 看不出是哪个街道、哪个村，", advice)
    elif not field.required or field.ask_when is not None:
        yield Problem("service.yaml#region/field", f"{key} 可以不填，不填就不知道归哪里，", "改成必填。")
