import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests.folder import FOLDER, changed, files, problems, service


def test_it_reads_every_part_of_a_folder():
    found = engine.read_folder(FOLDER)
    assert found.slug == "individual-business-registration"
    assert found.meta["name"] == "个体工商户设立登记"
    assert "business-licence" in found.certificates
    assert "operator_id" in found.form.fields and "outcome" in found.model.decisions
    assert len(found.scenarios) == sum(path.startswith("scenarios/") for path in found.files)


def test_the_fingerprint_changes_with_content_and_with_name_and_not_with_order():
    print_of = engine.fingerprint(files())
    assert engine.fingerprint(dict(reversed(files().items()))) == print_of
    assert engine.fingerprint(changed("guide.md", "开店", "开铺")) != print_of
    assert engine.fingerprint({"a": b"bc"}) != engine.fingerprint({"ab": b"c"})


@pytest.mark.parametrize("path", ["service.yaml", "guide.md", "form.json", "process.bpmn", "rules.dmn", "CHANGES.md"])
def test_it_refuses_a_folder_without_a_needed_file(path):
    without = {name: content for name, content in files().items() if name != path}
    assert f"{path}：没有这个文件" in problems(without)


@pytest.mark.parametrize("path", ["hook.py", "certificates/Licence.TYP", "scenarios/notes.txt", "../form.json"])
def test_it_refuses_a_file_that_does_not_belong(path):
    assert f"{path}：不认识这个文件" in problems(files() | {path: b""})


def test_it_names_every_part_that_cannot_be_read_at_once():
    broken = files() | {
        "form.json": b"{",
        "process.bpmn": b"<x/>",
        "rules.dmn": b"<x/>",
        "service.yaml": b"a: [",
        "guide.md": b"\xff",
    }
    said = problems(broken)
    for path in ("form.json", "process.bpmn", "rules.dmn", "service.yaml", "guide.md"):
        assert path in said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("version: 1\nversion: 2", "version 写了两次"),
        ("a: &x 1\nb: *x", "不能用锚点和引用"),
        ("a: !!python/object/apply:os.system [ls]", "读不懂"),
        ("1: a", "名字 1 要写成文字"),
        ("a: 'x", "第 1 行读不懂"),
    ],
)
def test_yaml_without_surprises(text, part):
    from yimen.engines.service import strict_yaml

    with pytest.raises(ValueError, match="读不懂") as caught:
        strict_yaml.load(text)
    assert part in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "x", "".join(f"{' ' * n}a:\n" for n in range(3_000))])
def test_yaml_nested_for_ever_is_refused(text):
    from yimen.engines.service import strict_yaml

    with pytest.raises(ValueError, match="读不懂"):
        strict_yaml.load(text)


def test_both_ways_of_reading_yaml_agree_on_every_file():
    import yaml

    from yimen.engines.service import strict_yaml

    paths = sorted(FOLDER.parents[1].rglob("*.yaml"))
    assert len(paths) > 200
    for path in paths[::8]:
        text = path.read_text(encoding="utf-8")
        assert strict_yaml.load(text) == yaml.load(text, Loader=strict_yaml._Loader), path


def test_yaml_reads_what_is_written():
    from yimen.engines.service import strict_yaml

    read = strict_yaml.load("day: 2026-01-05\nsum: 1.50\nyes: no\ncode: 08\ncount: 8\nopen: true\nnone: null")
    assert read == {
        "day": "2026-01-05",
        "sum": "1.50",
        "yes": "no",
        "code": "08",
        "count": 8,
        "open": True,
        "none": None,
    }


def test_json_with_a_key_written_twice_is_refused():
    assert "format 写了两次" in problems(changed("form.json", '"format": 1,', '"format": 1, "format": 1,'))


def test_the_same_bytes_read_the_same_service():
    assert engine.read(files()).meta == service().meta
