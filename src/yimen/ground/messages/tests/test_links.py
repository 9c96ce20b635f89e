import pytest

from yimen.ground.messages import links


def test_a_kind_leads_where_wiring_says() -> None:
    links.register("benefit", lambda reference: f"/me/benefits/{reference}/")
    assert links.link("benefit", "7") == "/me/benefits/7/"


def test_a_kind_that_nobody_registered_leads_nowhere() -> None:
    assert links.link("unheard-of", "7") == ""


def test_a_kind_has_one_address() -> None:
    with pytest.raises(ValueError, match="two addresses"):
        links.register("case", lambda reference: "/")
