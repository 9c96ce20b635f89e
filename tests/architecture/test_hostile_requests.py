"""Requests that no person makes get a plain answer, on both databases."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/verify/%00/", "/s/?q=%00", "/cases/%00/"])
def test_a_nul_in_an_address_is_a_bad_request(address: str) -> None:
    assert Client().get(address).status_code == 400


@pytest.mark.django_db
def test_a_nul_in_a_form_is_a_bad_request_and_the_same_form_without_it_is_read() -> None:
    assert Client().post("/verify/", "code=AB%00", content_type="application/x-www-form-urlencoded").status_code == 400
    assert Client().post("/verify/", "code=AB", content_type="application/x-www-form-urlencoded").status_code == 302
