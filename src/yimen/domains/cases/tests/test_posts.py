"""Who sees what of a case: the task and the fields of the own post, and nothing else."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.access import case_for_officer, task_for_officer
from yimen.domains.cases.models import Case
from yimen.domains.cases.posts import post_for, sees, sees_key
from yimen.domains.cases.tests import make_allowance as allowance
from yimen.domains.cases.tests import make_food as food
from yimen.ground.accounts.models import Account, organisations_of, posts_of
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Post


@pytest.fixture
def elder(cast: Cast) -> Case:
    """王桂英's allowance; the village has its task."""
    return allowance.accepted(cast)


def opened(cast: Cast, case: Case, officer: Account) -> Case:
    return case_for_officer(organisations_of(officer, NOW), case.number, posts_of(officer, NOW))


def may_see(officer: Account, case: Case, key: str) -> bool:
    return sees_key(sees(case, posts_of(officer, NOW)), case, key)


def test_each_post_sees_the_fields_of_its_own_work(cast: Cast, elder: Case) -> None:
    assert may_see(cast.tian_xiu, elder, "elder_name")
    assert may_see(cast.tian_xiu, elder, "alive_seen")
    assert may_see(cast.gao_feng, elder, "m1")
    # The bank account is none of the helper's business.
    assert not may_see(cast.tian_xiu, elder, "bank_account")
    assert may_see(cast.gao_feng, elder, "bank_account")


def test_a_section_opens_its_own_fields_and_no_others(cast: Cast) -> None:
    case = food.submitted(cast.chen_jing)
    allowed = frozenset({"premises", "m3"})
    assert [sees_key(allowed, case, key) for key in ("floor_area", "m3", "rep_id", "subject_valid")] == [
        True,
        True,
        False,
        False,
    ]
    assert sees_key(frozenset({"all"}), case, "rep_id")


@pytest.mark.parametrize("who", ["zhou_tao", "li_min", "wang_fang", "chen_jing"])
def test_a_post_that_the_service_does_not_name_sees_nothing(cast: Cast, elder: Case, who: str) -> None:
    assert sees(elder, posts_of(getattr(cast, who), NOW)) == frozenset()


def test_the_same_post_of_another_street_sees_nothing(cast: Cast, elder: Case) -> None:
    elsewhere = Post.objects.exclude(organisation__short_name="云岭乡").filter(
        organisation__role="street-office", code="reviewer"
    )
    assert elsewhere.exists()
    assert sees(elder, elsewhere) == frozenset()
    assert sees(elder, posts_of(cast.he_miao, NOW)) != frozenset()


def test_a_task_goes_to_the_street_and_the_village_of_the_case(cast: Cast, elder: Case) -> None:
    assert [str(post_for(elder, code)) for code in ("acceptor", "helper", "confirmer")] == [
        "云岭乡 受理岗",
        "云岭村 网格员（帮办代办）",
        "民政局 确认岗",
    ]
    assert post_for(elder, "applicant") is None


def test_a_step_that_failed_waits_for_the_deciding_bodys_operator(cast: Cast, elder: Case) -> None:
    assert str(post_for(elder, "")) == "民政局 业务系统管理员"


def test_who_has_or_had_a_task_opens_the_case(cast: Cast, elder: Case) -> None:
    for officer in (cast.gao_feng, cast.tian_xiu, cast.luo_lan):
        assert opened(cast, elder, officer).pk == elder.pk
    assert task_for_officer(posts_of(cast.tian_xiu, NOW), elder) is not None
    assert task_for_officer(posts_of(cast.gao_feng, NOW), elder) is None


@pytest.mark.parametrize("who", ["he_miao", "zhou_tao", "wang_fang", "li_min"])
def test_to_everybody_else_it_looks_as_if_it_were_not_there(cast: Cast, elder: Case, who: str) -> None:
    with pytest.raises(NotFound, match="没有找到这个办件"):
        opened(cast, elder, getattr(cast, who))


@pytest.mark.parametrize("number", ["", "YX20261120-99999", "YX\x00", "' OR 1=1"])
def test_a_number_that_is_none_is_not_found(cast: Cast, number: str) -> None:
    with pytest.raises(NotFound):
        case_for_officer(organisations_of(cast.li_min, NOW), number, posts_of(cast.li_min, NOW))


def test_a_draft_is_nobodys_business(cast: Cast) -> None:
    draft = food.filled(cast.chen_jing)
    with pytest.raises(NotFound):
        opened(cast, draft, cast.wang_fang)


def test_whose_appointment_has_ended_opens_nothing(cast: Cast, elder: Case) -> None:
    cast.gao_feng.appointments.update(until=NOW)
    with pytest.raises(NotFound):
        opened(cast, elder, cast.gao_feng)
