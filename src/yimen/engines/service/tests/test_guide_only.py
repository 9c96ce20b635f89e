import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests import guide_only as example
from yimen.engines.service.tests.folder import changed, problems

INCOMPLETE = b"format: 1\nhandling: guide\nslug: x\nname: \xe7\x83\x9f\xe8\x8a\xb1\n"


def lacking(files: dict[str, bytes]) -> set[str]:
    return {one.element for one in engine.check(engine.read(files)) if one.severity == "error"}


def test_a_complete_guide_has_no_problem_and_nobody_can_apply() -> None:
    service = engine.read(example.files())
    assert engine.check(service) == []
    assert service.guide_only
    assert not service.form.fields
    assert service.meta["limits"]["promised"]["plain"] == "10 个工作日"
    assert service.meta["materials"][1]["when"] == "都要"


def test_a_service_that_is_handled_here_is_not_guide_only() -> None:
    files = changed("service.yaml", "slug:", "handling: platform\nslug:")
    assert not engine.read(files).guide_only
    assert problems(files) == problems(changed("service.yaml", "slug:", "slug:"))


def test_an_incomplete_delivery_can_be_read_and_each_lack_is_named() -> None:
    found = lacking({"service.yaml": INCOMPLETE})
    lacks = "plain_name summary phrases department audience code/task_type deciding_body in_force_from legal_basis "
    lacks += "limits/promised fee phones/consult phones/complain channels visits materials no_blank_forms"
    assert found == {*(f"service.yaml#{one}" for one in lacks.split()), "guide.md"}


def test_each_lack_says_what_to_do() -> None:
    for one in engine.check(engine.read({"service.yaml": INCOMPLETE})):
        assert one.sentence and one.advice, one


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    hours: 工作日 9:00-12:00、13:00-17:00\n", "", "service.yaml#channels/1/hours"),
        ("    address: 云溪市云溪大道 1 号市民中心二楼\n", "", "service.yaml#channels/1/address"),
        ("https://yjt.example.gov.cn/apply", "javascript:alert(1)", "service.yaml#channels/2/link"),
        ("    article: 第十九条\n", "", "service.yaml#legal_basis/1"),
        ("promised: {value: 10", "promised: {value: 30", "service.yaml#limits/promised"),
        ("charge: false, plain: 不收钱", "charge: true", "service.yaml#fee/basis"),
        ("0300-0000231", "0300-0000131", "service.yaml#phones"),
        ("reason: 交材料时核对原件", "", "service.yaml#visits/reason"),
        ("id: m2", "id: m1", "service.yaml#materials/m1"),
        ("materials/application.txt", "materials/other.txt", "service.yaml#materials/m1"),
        ("主要负责人的安全知识培训合格证", "其他材料", "service.yaml#materials/m2"),
        ("2026-11-01", "下个月", "service.yaml#in_force_from"),
        ("slug: fireworks-retail", "slug: Fireworks", "service.yaml#slug"),
    ],
)
def test_it_refuses_a_guide_that_leads_nowhere(old: str, new: str, place: str) -> None:
    assert place in lacking(example.files(old, new))


def test_a_statement_stands_for_the_blank_forms() -> None:
    files = example.files(", blank: materials/application.txt", "")
    del files["materials/application.txt"]
    assert lacking(files) == {"service.yaml#no_blank_forms"}
    files["service.yaml"] += "no_blank_forms: 不用填表，口头说明就行\n".encode()
    assert lacking(files) == set()


@pytest.mark.parametrize("path", ["form.json", "process.bpmn", "rules.dmn", "scenarios/a.yaml", "materials/../x"])
def test_it_refuses_files_of_handling(path: str) -> None:
    with pytest.raises(engine.ServiceError, match="只有指南的事项没有这个文件"):
        engine.read(example.files() | {path: b""})


def test_it_refuses_a_key_that_nobody_knows() -> None:
    with pytest.raises(engine.ServiceError, match="opening"):
        engine.read(example.files("fee:", "opening: x\nfee:"))


def test_it_refuses_handling_that_is_hidden_in_braces() -> None:
    with pytest.raises(engine.ServiceError, match="顶格写一行"):
        engine.read({"service.yaml": b"{format: 1, handling: guide, slug: x, name: y}"})


def test_a_delivery_with_empty_keys_is_read_and_its_windows_stand_where_it_says() -> None:
    told = "where: {address: 市民中心, hours: 工作日}\nchannels:\n"
    told += "  - {kind: window, name: 到窗口办, note: 市民中心}\n"
    told += "  - {kind: online, name: 网上办, note: 'https://a.example.gov.cn/'}\nsummary: ''\n"
    told += "limits: {promised: {plain: 一个月}}\n"
    service = engine.read({"service.yaml": INCOMPLETE + told.encode(), "exchange.json": b"{}"})
    window, online = service.meta["channels"]
    assert dict(window) == {"kind": "window", "name": "到窗口办", "note": "", "address": "市民中心", "hours": "工作日"}
    assert dict(online)["link"] == "https://a.example.gov.cn/"
    found = {one.element for one in engine.check(service)}
    assert not any("channels/" in one for one in found)
    assert {"service.yaml#summary", "service.yaml#limits/promised"} <= found
