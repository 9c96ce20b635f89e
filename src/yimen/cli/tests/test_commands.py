"""Where a command stands, what starts with it, and how it is refused."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from yimen.cli import main
from yimen.cli.running import refusing
from yimen.cli.tests.commands import COMMANDS
from yimen.ground.errors import DomainError

ROOT = Path(__file__).resolve().parents[4]


def apart(code: str) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own, which has imported nothing yet."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_stands_in_the_file_of_its_name(command: str) -> None:
    word, verb = [*command.split()[1:], ""][:2]
    own = f"yimen.cli.{word}.{verb.replace('-', '_')}"
    expected = {f"yimen.cli.{word}"} if word != "catalogue" else {own, f"{own}_"}  # no module can be called import
    assert COMMANDS[command].get_default("run").__module__ in expected


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_filled_when_it_is_named(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split()[1:], "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == COMMANDS[command].format_help()


def test_a_word_that_is_no_command_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["catalog"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "invalid choice: 'catalog'" in said
    assert [word for word in {command.split()[1] for command in COMMANDS} if repr(word) not in said] == []


ENGINES = [
    ["service", "check", "services/market-regulation/food-business-license", "--laws", "laws"],
    ["rules", "check", "services/market-regulation/open-restaurant/parts/sign/rules.dmn"],
]


@pytest.mark.parametrize("words", ENGINES, ids=" ".join)
def test_a_command_of_the_engines_needs_no_django(words: list[str]) -> None:
    done = apart(f"import sys; sys.modules['django'] = None; from yimen.cli import main; sys.exit(main({words}))")
    assert (done.returncode, done.stderr) == (0, "")
    assert "检查了" in done.stdout


def test_a_command_of_the_city_needs_it() -> None:
    done = apart("import sys; sys.modules['django'] = None; from yimen.cli import main; main(['law', 'stale'])")
    assert done.returncode == 1 and "import of django halted" in done.stderr


def test_no_command_waits_for_the_files_of_the_others() -> None:
    done = apart(
        "import sys; from yimen.cli import main\n"
        "try: main(['rules', 'check', '--help'])\n"
        "finally: print(*(one for one in sys.modules if one.startswith('yimen')))"
    )
    assert set(done.stdout.splitlines()[-1].split()) == {"yimen", "yimen.cli", "yimen.cli.rules", "yimen.cli.parsing"}


def test_a_refusal_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    @refusing
    def refused(given: argparse.Namespace) -> int:
        raise DomainError("没有这个版本", "核对版本号。")

    assert refused(argparse.Namespace()) == 2
    assert capsys.readouterr() == ("", "没有这个版本。核对版本号。\n")


def test_what_is_no_refusal_is_not_hidden() -> None:
    @refusing
    def broken(given: argparse.Namespace) -> int:
        raise ValueError("a fault of the program")

    with pytest.raises(ValueError, match="a fault of the program"):
        broken(argparse.Namespace())
    assert refusing(lambda given: 1)(argparse.Namespace()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "{there}"), "没有导出：{there} 里已经有东西了。换一个空的文件夹。\n"),
        (("import-archive", "{there}/nothing.zip", "--by", "沈青"), "没有导入：没有 {there}/nothing.zip。\n"),
    ],
)
def test_an_archive_that_is_refused_is_told_in_whole_sentences(
    words: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "something").touch()
    assert main(["catalogue", *(word.format(there=tmp_path) for word in words)]) == 2
    assert capsys.readouterr().err == says.format(there=tmp_path)
