"""A record becomes a folder and a folder a record: nothing is lost, what was changed in the folder wins."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.service import strict_yaml
from yimen.engines.service.exchange import CHILDREN, FIELDS, KEPT, cleaned, folder_of, record_of, slug_of, tables_of
from yimen.engines.service.exchange.fields import CHILD_FIELDS
from yimen.engines.service.folder import files_of, folders_below

SERVICES = Path(__file__).resolve().parents[6] / "services"
RECORD = {
    "task_name": "食品摊贩备案",
    "task_type": "01",
    "local_task_code": "511A0138000000-511602000000-000-115113010833722043-1-00",
    "local_catalog_code": "511A0138000000",
    "region_code": "511602000000",
    "dept_name": "区市监局",
    "by_law": "《中华人民共和国食品安全法》第三十六条；《四川省食品小作坊、小经营店及摊贩管理条例》第二十二条",
    "promise_day": "5",
    "promise_type": "1",
    "anticipate_day": "2",
    "anticipate_type": "月",
    "is_fee": "0",
    "server_type": "1,2",
    "accept_condition": "年满十八周岁\n## 这一行像标题\n\\ 这一行有斜线",
    "handle_type": "1,2",
    "link_way": "0826-2222222",
    "materials": [
        {"material_name": "身份证", "is_need": "1", "source_type": "20", "material_type": "1", "province_only": "甲"},
        {"material_name": "申请表", "is_need": "3", "form_guid": "7f"},
    ],
    "questions": [{"question": "要钱吗？", "answer": "不要。"}],
    "unknown_to_the_standard": "省里自己的字段",
}

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
words = texts | st.sampled_from(["1", "01", "工作日", "2", "是", "《甲法》第一条；乙", "# 甲\n## 乙\n\\#"])
rows = {
    child: st.lists(st.dictionaries(st.sampled_from([*CHILD_FIELDS[child], "extra"]), words, max_size=5), max_size=3)
    for child in CHILDREN
}
records = st.builds(
    lambda flat, children: {**flat, **children},
    st.dictionaries(st.sampled_from([*FIELDS, "region_code", "unknown"]), words, max_size=20),
    st.fixed_dictionaries({}, optional=rows),
)


def test_the_folder_says_what_the_record_knows_and_leaves_out_what_it_does_not() -> None:
    files = folder_of(RECORD)
    meta = strict_yaml.load(files["service.yaml"].decode())
    assert meta["handling"] == "guide"
    assert meta["audience"] == ["自然人", "企业法人"]
    assert meta["limits"]["promised"]["value"] == 5
    assert meta["limits"]["statutory"] == {"plain": "2 月", "src": "F"}
    assert meta["legal_basis"][0] == {"document": "中华人民共和国食品安全法", "article": "第三十六条", "src": "F"}
    assert [one["source"] for one in meta["materials"]] == ["gov", "self"]
    assert "visits" not in meta and "results" not in meta
    assert "年满十八周岁" in files["guide.md"].decode()


@given(records)
def test_a_record_comes_back_from_its_folder_as_it_was(record: dict) -> None:
    assert record_of(folder_of(record)) == cleaned(record)


def test_what_was_changed_in_the_folder_wins_and_the_rest_stays() -> None:
    files = folder_of(RECORD)
    yaml = files["service.yaml"].decode().replace("0826-2222222", "0826-3333333").replace("need: 3", "need: 2")
    back = record_of({**files, "service.yaml": yaml.encode()})
    assert back["link_way"] == "0826-3333333"
    assert back["materials"][1] == {"material_name": "申请表", "is_need": "2", "form_guid": "7f"}
    assert back["materials"][0]["province_only"] == "甲"
    assert back["unknown_to_the_standard"] == "省里自己的字段"
    assert back["accept_condition"] == RECORD["accept_condition"]


def test_a_folder_without_its_record_still_gives_one() -> None:
    files = {path: content for path, content in folder_of(RECORD).items() if path != KEPT}
    back = record_of(files)
    assert back["task_name"] == "食品摊贩备案"
    assert back["server_type"] == "1,2"
    assert "unknown_to_the_standard" not in back


@pytest.mark.parametrize("folder", folders_below(SERVICES), ids=lambda path: path.name)
def test_every_service_of_the_city_gives_a_record(folder: Path) -> None:
    back = record_of(files_of(folder))
    assert back["task_name"] and back["materials"] is not None
    assert back["catalog_code"].isalnum() and back["link_way"] != back["supervise_way"]


def test_the_short_name_is_the_code_and_without_a_code_it_is_still_always_the_same() -> None:
    assert slug_of(RECORD) == "511a0138000000-511602000000-000-115113010833722043-1-00"
    bare = {"task_name": "某事", "dept_name": "某局", "region_code": "511602000000"}
    assert slug_of(bare) == slug_of(dict(reversed(bare.items()))) != slug_of({**bare, "dept_name": "另一局"})


def test_codes_mean_what_the_province_says() -> None:
    assert tables_of("51").word("task_type", "20") == "公共服务"
    assert tables_of("44").word("task_type", "20") == "其他行政权力"
    assert tables_of("44").word("task_type", "1") == "行政许可"
    assert tables_of().code("task_type", "没有这种") is None
