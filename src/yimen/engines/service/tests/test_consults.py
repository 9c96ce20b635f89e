"""Which other bodies must have been heard, at a step where an officer can wait for them, by an article of law."""

import pytest

from yimen.engines.service.tests.folder import problems
from yimen.engines.service.tests.officers import changed_officers, officers

YAML = "service.yaml"
GOOD = "consults:\n  - {step: formal-review, body: fire-rescue, post: inspector, basis: 样例办法第九条}\n"


def with_consults(text: str):
    return changed_officers(YAML, "inspections:\n", f"{text}inspections:\n")


def test_a_service_may_name_whom_the_law_makes_it_hear():
    assert "consults" not in problems(with_consults(GOOD)) and "error" not in problems(with_consults(GOOD))
    assert "error" not in problems(officers())


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("step: formal-review", "step: ghost", "consults/ghost：流程里的 ghost 不是审查或者决定"),
        ("step: formal-review", "step: site-visit", "流程里的 site-visit 不是审查或者决定"),
        ("body: fire-rescue", "body: market-regulator", "market-regulator 就是作决定的机关"),
        ("第九条", "", "没有写到条"),
        (GOOD, GOOD + GOOD.partition("\n")[2], "写了 2 次"),
    ],
)
def test_it_refuses_what_nobody_could_wait_for(old, new, part):
    assert part in problems(with_consults(GOOD.replace(old, new)))
