"""What a service keeps in a register: asked for by its process, and given back by it whatever comes."""

import re

from yimen.engines.service.tests.folder import changed, files, problems

GIVES_BACK = 'isForCompensation="true" ym:capability="release"'


def test_the_service_as_it_is_gives_back_what_it_keeps() -> None:
    assert "保留" not in problems(changed("service.yaml", "months: 2", "months: 3"))


def test_it_refuses_to_keep_what_nothing_gives_back() -> None:
    found = problems(changed("process.bpmn", GIVES_BACK, 'isForCompensation="true" ym:capability="receipt"'))
    assert "error process.bpmn#reserve-name" in found and "撤回、不予以后一直占着" in found


def test_it_refuses_a_step_that_keeps_nothing() -> None:
    declared = re.search(r"    reserve:\n(?:      .*\n)+", files()["service.yaml"].decode())
    assert declared is not None
    found = problems(changed("service.yaml", declared[0], ""))
    assert "error process.bpmn#reserve-name" in found and "没有写保留什么" in found


def test_it_refuses_to_keep_for_no_time() -> None:
    assert "保留期至少 1 个月" in problems(changed("service.yaml", "months: 2", "months: 0"))


def test_it_warns_of_what_is_declared_and_never_kept() -> None:
    step = 'id="reserve-name" name="保留名称" ym:capability="{}"'
    found = problems(changed("process.bpmn", step.format("reserve"), step.format("receipt")))
    assert "warning service.yaml#write_back/business-names" in found


def test_what_is_kept_says_what_happens_when_another_has_it() -> None:
    without = changed("service.yaml", "    taken: name-taken\n", "")
    assert "要保留，没有写 taken" in problems(without)
