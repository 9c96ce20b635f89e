from yimen.engines.service.command import check_folders
from yimen.engines.service.tests.folder import FOLDER, changed, files


def write(folder, content):
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def test_it_sums_up_a_sound_service_and_leaves_with_zero(tmp_path, capsys):
    write(tmp_path / "market" / FOLDER.name, files())
    assert check_folders([tmp_path]) == 0
    count = sum(path.startswith("scenarios/") for path in files())
    assert capsys.readouterr().out == f"检查了 1 个服务、{count} 个情景：0 个问题\n"


def test_it_prints_each_problem_and_leaves_with_one(tmp_path, capsys):
    write(tmp_path / FOLDER.name, changed("service.yaml", 'complain: "0300-0000205"', 'complain: "0300-0000105"'))
    assert check_folders([tmp_path]) == 1
    out = capsys.readouterr().out
    assert "错误 individual-business-registration/service.yaml#phones：咨询和投诉是同一个电话" in out
    assert out.endswith("1 个问题\n")


def test_a_warning_does_not_stop(tmp_path, capsys):
    write(tmp_path / FOLDER.name, changed("guide.md", "不收钱。", "不收相关的钱。"))
    assert check_folders([tmp_path]) == 0
    assert "警告" in capsys.readouterr().out


def test_an_unreadable_folder_does_not_hide_the_next(tmp_path, capsys):
    write(tmp_path / "a", {"service.yaml": b"a: ["})
    write(tmp_path / FOLDER.name, files())
    assert check_folders([tmp_path]) == 1
    assert "检查了 2 个服务" in capsys.readouterr().out


def test_a_folder_must_be_called_like_its_slug(tmp_path, capsys):
    write(tmp_path / "shop", files())
    assert check_folders([tmp_path]) == 1
    assert "文件夹叫 shop" in capsys.readouterr().out


LAWS = FOLDER.parents[2] / "laws"


def test_what_a_service_cites_is_held_against_the_texts_of_the_laws(tmp_path, capsys):
    write(
        tmp_path / FOLDER.name,
        changed("service.yaml", "行政许可法第三十二条第一款第二项", "行政许可法第三十二条第九款"),
    )
    assert check_folders([tmp_path], LAWS) == 1
    out = capsys.readouterr().out
    assert "《中华人民共和国行政许可法》里没有第三十二条第九款。" in out
    unseen = "中华人民共和国行政复议法、中华人民共和国行政诉讼法、企业名称登记管理规定"
    assert f"法规库没有收录、引用没有核对的文件：3 件：{unseen}\n" in out


def test_a_library_that_cannot_be_read_is_said(tmp_path, capsys):
    write(tmp_path / FOLDER.name, files())
    assert check_folders([tmp_path], tmp_path) == 1
    assert "读不到 index.yaml" in capsys.readouterr().out


def test_nothing_to_check_is_an_error(tmp_path, capsys):
    assert check_folders([tmp_path]) == 1
    assert "这里没有事项文件夹" in capsys.readouterr().out
