"""A short run of the fuzzer, and the corpus: texts that once took long, nested deep, or tried to get out."""

import subprocess
import sys
import time
from ast import literal_eval
from pathlib import Path
from random import Random

import pytest

from yimen.engines.feel import FeelError, compile_expression, write
from yimen.engines.feel.tests.grammar import MEMBERS, NAMES, scope

FOLDER = Path(__file__).parent
CORPUS = [literal_eval(line) for line in (FOLDER / "feel_corpus.txt").read_text(encoding="utf-8").splitlines()]


def test_three_thousand_random_texts_neither_crash_nor_hang_nor_escape() -> None:
    done = subprocess.run(
        [sys.executable, str(FOLDER / "feel_fuzz.py"), "3000", "--seed", "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("3000 texts (seed 5), ")
    assert done.stdout.endswith("no crash, no hang, no escape\n")


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_the_corpus_ends_in_time(text: str) -> None:
    start = time.process_time()
    try:
        found = compile_expression(text, NAMES, members=MEMBERS).evaluate(scope(Random(1)))
    except FeelError as error:
        assert error.sentence
    else:
        assert isinstance(write(found.value), str)
    assert time.process_time() - start < 8
