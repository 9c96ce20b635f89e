"""What is written into registers reads names that somebody knows; anything else would be written as nothing."""

import pytest

from yimen.engines.service.tests.folder import changed, problems

YAML = "service.yaml"
KEY = "key: trade_name"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (KEY, "key: trade_nam", "write_back/business-names：key 里的 trade_nam 不在表单里，也不是查来的"),
        (KEY, "key: outcome", "key 里的 outcome 不在表单里"),
        (KEY, "key: '(('", "key 第"),
        ("    when: use_name = true\n    key", "    when: used_name = true\n    key", "when 里的 used_name 不在表单里"),
    ],
)
def test_it_refuses_a_name_that_nobody_knows(old, new, part):
    assert part in problems(changed(YAML, old, new))


def test_it_takes_answers_and_facts():
    found = problems(changed(YAML, KEY, "key: 'trade_name + string(today)'"))
    assert "write_back" not in found


def test_it_takes_the_number_that_the_result_has_just_been_given():
    assert "write_back" not in problems(changed(YAML, KEY, "key: result_number"))
