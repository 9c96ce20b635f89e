"""A number that people copy with a small x is the number that the register holds."""

import pytest

from yimen.engines import service as engine
from yimen.engines.feel import compile_expression
from yimen.engines.service.tests.joint_shop import ROOT

HELD = "99018119361210043X41"


@pytest.mark.parametrize(("typed", "same"), [(HELD, True), (HELD.lower(), True), ("99018119361210043x42", False)])
def test_the_number_of_a_disability_certificate_is_compared_in_capitals(typed, same):
    service = engine.read_folder(ROOT / "services" / "civil-affairs" / "disability-allowances")
    fact = next(one for one in service.meta["facts"] if one["name"] == "cert_no_ok")
    known = {"cert_no": typed, "records": [{"cert_no": HELD}]}
    assert compile_expression(fact["expression"], tuple(known)).evaluate(known).value is same
