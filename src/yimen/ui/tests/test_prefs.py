import html
import re

import pytest
from django.test import Client


def test_the_elder_version_is_kept_in_a_cookie_and_the_reader_goes_back(client: Client) -> None:
    answer = client.get("/prefs/", {"mode": "elder", "next": "/page/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/page/?a=1")
    assert answer.cookies["ym_mode"].value == "elder"
    assert answer.cookies["ym_mode"]["httponly"]


def test_a_parameter_that_is_not_there_changes_nothing(client: Client) -> None:
    client.get("/prefs/", {"mode": "elder"})
    answer = client.get("/prefs/", {"size": "2"})
    assert "ym_mode" not in answer.cookies
    assert answer.cookies["ym_size"].value == "2"


def test_an_empty_value_ends_it(client: Client) -> None:
    client.get("/prefs/", {"mode": "elder"})
    client.get("/prefs/", {"mode": "", "size": ""})
    assert b"data-mode" not in client.get("/page/").content


def test_an_unknown_value_is_not_kept(client: Client) -> None:
    assert client.get("/prefs/", {"mode": '"><b>'}).cookies["ym_mode"].value == ""


def test_a_forged_cookie_does_not_reach_the_page(client: Client) -> None:
    client.cookies["ym_mode"] = "x onload=1"
    assert b"data-mode" not in client.get("/page/").content


@pytest.mark.parametrize(
    "outside",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "page/",
        "",
    ]
    + ["/\t/evil.example", "http:///evil.example", " //evil.example"],
)
def test_it_never_leads_to_another_site(client: Client, outside: str) -> None:
    assert client.get("/prefs/", {"mode": "elder", "next": outside})["Location"] == "/"


def test_it_does_not_take_posts(client: Client) -> None:
    assert client.post("/prefs/", {"mode": "elder"}).status_code == 405


def test_contrast_and_pointer_are_kept_apart_from_the_elder_version(client: Client) -> None:
    client.get("/prefs/", {"contrast": "high", "pointer": "large"})
    page = client.get("/page/").content
    assert b'data-contrast="high" data-pointer="large"' in page
    assert b"ym/modes.css" in page
    assert b"data-mode" not in page
    client.get("/prefs/", {"contrast": "", "pointer": "largest"})
    page = client.get("/page/").content
    assert b"data-contrast" not in page
    assert b"data-pointer" not in page
    assert b"ym/modes.css" not in page


def test_the_bar_offers_them_in_the_elder_version_and_a_way_out_everywhere(client: Client) -> None:
    assert "高对比度" not in client.get("/page/").content.decode()
    client.get("/prefs/", {"mode": "elder"})
    page = client.get("/page/").content.decode()
    assert "?contrast=high&amp;next=" in page
    assert "?pointer=large&amp;next=" in page
    client.get("/prefs/", {"mode": "", "contrast": "high"})
    assert "退出高对比度" in client.get("/page/").content.decode()


def test_leaving_the_elder_version_ends_everything_it_brought(client: Client) -> None:
    client.get("/prefs/", {"mode": "elder", "size": "2", "contrast": "high", "pointer": "large"})
    page = client.get("/page/").content.decode()
    way_out = re.search(r'href="([^"]+)">[^<]*<svg.*?</svg>\s*退出长辈版', page)
    assert way_out
    client.get(html.unescape(way_out[1]))
    page = client.get("/page/").content.decode()
    assert [one for one in ("data-mode", "data-size", "data-contrast", "data-pointer") if one in page] == []
