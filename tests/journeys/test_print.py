"""On paper: the notice of what to bring on one sheet, the receipt and the case readable, the frame left away."""

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import food, walk
from tests.journeys.conftest import Granted

GUIDES = {
    "registration": f"{walk.SERVICE}guide/?s1=租赁&s2=家庭经营&s3=unsure",
    "food": f"{food.SERVICE}guide/?s1=unsure&s2=unsure&s3=unsure&s4=unsure",
    "allowance": "/s/old-age-allowance/guide/?s1=unsure&s2=unsure&s3=unsure&s4=unsure&s5=unsure",
}
# Words of the frame and of buttons: on paper nobody can press them.
OF_THE_SCREEN = (
    "跳到主要内容",
    "长辈版",
    "退出",
    "全部事项",
    "朗读",
    "开始办理",
    "重新回答",
    "上一步",
    "催办",
    "去评价",
)
Enter = Callable[..., Page]


def sheets(page: Page, path: str) -> list[str]:
    """The text of each A4 sheet that the browser prints of the page, without spaces."""
    page.goto(path)
    printed = page.pdf(prefer_css_page_size=True)
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True)
    found = ["".join(one.split()) for one in done.stdout.decode().split("\f")[:-1]]
    assert [word for word in OF_THE_SCREEN if word in "".join(found)] == []
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_the_notice_of_what_to_bring_is_one_sheet(enter: Enter, guide: str) -> None:
    page = enter()
    printed = sheets(page, GUIDES[guide])
    (sheet,) = printed
    for part in ("一次性告知单", "您的情况", "材料（", "办不了的情况", "多久、多少钱", "咨询0300-", "12345"):
        assert part in sheet
    told = page.locator("main .rows .main b").all_inner_texts()
    assert len(told) > 3
    assert [words for words in told if "".join(words.split()) not in sheet] == []


def test_a_case_is_printed_with_its_receipt_in_one_piece(enter: Enter, granted: Granted) -> None:
    printed = sheets(enter("张伟"), f"/cases/{granted.number}/")
    assert len(printed) == 2
    (receipt,) = [one for one in printed if f"收件凭证办件号{granted.number}" in one]
    assert "收件单位云溪市市场监督管理局" in receipt
    whole = "".join(printed)
    for part in ("准予登记通知书", "全部经过", "营业执照", "找谁问", "咨询0300-0000105", "行政复议"):
        assert part in whole


def test_a_case_that_waits_says_on_paper_until_when(enter: Enter, waiting: str) -> None:
    printed = sheets(enter("陈静"), f"/cases/{waiting}/")
    assert len(printed) <= 2
    assert re.search(r"承诺1个工作日.*截止\d+月\d+日", "".join(printed))


def test_what_was_filled_in_is_printed_on_one_sheet(enter: Enter, granted: Granted) -> None:
    (sheet,) = sheets(enter("张伟"), f"/cases/{granted.number}/answers/")
    assert "云溪市人民路面馆" in sheet


def test_folded_answers_are_unfolded_on_paper(enter: Enter) -> None:
    page = enter()
    whole = "".join(sheets(page, walk.SERVICE))
    answers = page.locator("details.more > p:not(:has(a))").all_text_contents()
    assert len(answers) > 5
    assert [words for words in answers if "".join(words.split())[:20] not in whole] == []


def test_the_elder_version_is_printed_in_larger_letters(enter: Enter) -> None:
    page = enter()
    page.goto("/prefs/?mode=elder&next=/")
    page.goto(GUIDES["registration"])
    page.emulate_media(media="print")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    assert sheets(page, GUIDES["registration"])
