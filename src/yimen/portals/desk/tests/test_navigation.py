"""The frame offers an officer only what the own posts may open."""

import pytest

from tests.cast import Cast, browser_of

PAGES = {
    "窗口代录": "/desk/window/",
    "津贴发放": "/desk/benefits/",
    "健在核对": "/desk/benefits/alive/",
    "差评回访": "/desk/feedback/",
}


@pytest.mark.parametrize(
    ("login", "offered"),
    [
        ("wang_fang", {"窗口代录"}),
        ("wu_lei", set()),
        ("he_miao", {"健在核对"}),
        ("li_min", {"差评回访"}),
        ("tian_xiu", {"窗口代录", "健在核对"}),
        ("xu_jing", {"津贴发放", "健在核对"}),
        ("luo_lan", {"津贴发放", "健在核对", "差评回访"}),
        ("zhou_tao", set()),
    ],
)
def test_nothing_in_the_navigation_leads_to_a_refusal(cast: Cast, login: str, offered: set[str]) -> None:
    browser = browser_of(getattr(cast, login))
    page = browser.get("/desk/").content.decode()
    assert {name for name in PAGES if name in page} == offered
    for name in offered:
        assert browser.get(PAGES[name]).status_code == 200
