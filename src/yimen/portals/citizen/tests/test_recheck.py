"""A public service that was refused: the page names recheck and complaint, and no way that no law gives."""

import pytest

from tests.cast import Cast
from yimen.domains.cases.tests.make_service import handled, submitted
from yimen.portals.citizen.tests.read import open_case, text_of


@pytest.mark.printed
def test_who_was_refused_a_public_service_reads_recheck_and_complaint(cast: Cast) -> None:
    case = submitted(cast.chen_jing, "housing-fund-withdrawal", "loan-more-than-paid")
    told = text_of(open_case(cast.chen_jing, handled(case, "loan-more-than-paid")))
    assert (
        "有异议的，可自收到之日起 30 日内向云溪市住房公积金管理中心申请复核，也可拨打 0300-0000213 或者 12345 投诉。"
        in told
    )
    assert "不予办理通知书" in told and "没有办成的正式通知" in told
    assert "对结果有异议：申请复核或者投诉" in told
    assert "行政复议" not in told and "起诉" not in told


@pytest.mark.printed
def test_who_got_it_reads_what_the_notice_is(cast: Cast) -> None:
    case = submitted(cast.chen_jing, "housing-fund-withdrawal", "granted-for-rent")
    told = text_of(open_case(cast.chen_jing, case))
    assert "办理结果通知书" in told and "办好了的正式通知，写着办成了什么。" in told
