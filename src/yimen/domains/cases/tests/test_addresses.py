"""Pages of an application and sections of its form share addresses: no section is hidden behind a page."""

from yimen.domains.cases.urls import urlpatterns
from yimen.engines.forms.check import TAKEN_ADDRESSES

APPLICATION = "apply/<str:number>/"


def test_every_page_beside_the_sections_is_known_to_the_check_of_forms() -> None:
    rest = [str(one.pattern).removeprefix(APPLICATION).split("/")[0] for one in urlpatterns]
    assert {name for name in rest if name and not name.startswith("<")} == TAKEN_ADDRESSES
