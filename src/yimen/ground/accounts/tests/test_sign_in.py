from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.ground.accounts.actions import sign_in
from yimen.ground.accounts.actions.send_code import VALID_FOR
from yimen.ground.accounts.actions.sign_in import LOCK, TRIES, sign_in_by_code, sign_in_by_password
from yimen.ground.accounts.errors import WrongCode, WrongPassword
from yimen.ground.accounts.models import Account
from yimen.ground.accounts.tests.make import FRESH, NOBODY, PASSWORD, code_for, with_password, wrong
from yimen.ground.audit.models import Entry


def by_code(code: str, *, mobile: str = FRESH, later: timedelta = timedelta(0)) -> Account:
    return sign_in_by_code(actor=NOBODY, mobile=mobile, code=code, now=NOW + later)


def by_password(password: str, *, login: str = "limin", later: timedelta = timedelta(0)) -> Account:
    return sign_in_by_password(actor=NOBODY, login=login, password=password, now=NOW + later)


def test_the_first_sign_in_makes_an_account_and_the_next_finds_it(cast: Cast) -> None:
    account = by_code(code_for())
    assert (account.kind, account.person, account.name) == ("citizen", None, "154****9999")
    again = by_code(code_for(now=NOW + timedelta(minutes=2)), later=timedelta(minutes=2))
    assert again == account
    assert Entry.objects.filter(action="sign-in", object_ref=str(account.pk)).count() == 2


def test_a_code_lives_five_minutes(cast: Cast) -> None:
    code = code_for()
    with pytest.raises(WrongCode, match="已经失效"):
        by_code(code, later=VALID_FOR)
    assert by_code(code, later=VALID_FOR - timedelta(seconds=1))


def test_a_code_is_used_once(cast: Cast) -> None:
    code = code_for()
    by_code(code)
    with pytest.raises(WrongCode, match="已经失效"):
        by_code(code)


def test_of_two_who_use_one_code_at_once_one_comes_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code, came_in = code_for(), []

    def the_other_is_faster(given: str, kept: str) -> bool:
        monkeypatch.undo()
        came_in.append(by_code(given))
        return True

    monkeypatch.setattr(sign_in, "check_password", the_other_is_faster)
    with pytest.raises(WrongCode, match="已经用过"):
        by_code(code)
    assert len(came_in) == 1
    assert Entry.objects.filter(action="sign-in").count() == 1


def test_a_code_opens_only_the_number_it_went_to(cast: Cast) -> None:
    with pytest.raises(WrongCode):
        by_code(code_for(), mobile="15400008888")


def test_a_wrong_code_says_how_many_tries_are_left_and_dies_after_five(cast: Cast) -> None:
    code, left = code_for(), []
    for _ in range(TRIES):
        with pytest.raises(WrongCode, match="验证码不对") as refusal:
            by_code(wrong(code))
        left.append(refusal.value.advice.removesuffix(" 次。")[-1])
    assert left == ["4", "3", "2", "1", "0"]
    with pytest.raises(WrongCode, match="已经失效"):
        by_code(code)


def test_the_right_code_still_opens_at_the_fifth_try(cast: Cast) -> None:
    code = code_for()
    for _ in range(TRIES - 1):
        with pytest.raises(WrongCode):
            by_code(wrong(code))
    assert by_code(code)


def test_a_new_code_after_the_tries_are_used_up_works(cast: Cast) -> None:
    code = code_for()
    for _ in range(TRIES):
        with pytest.raises(WrongCode):
            by_code(wrong(code))
    assert by_code(code_for(now=NOW + timedelta(minutes=1)), later=timedelta(minutes=1))


def test_a_closed_account_cannot_come_in_by_code(cast: Cast) -> None:
    Account.objects.filter(pk=cast.zhang_wei.pk).update(is_active=False)
    with pytest.raises(WrongCode, match="不能登录"):
        by_code(code_for(cast.zhang_wei.login), mobile=cast.zhang_wei.login)


def test_an_officer_comes_in_by_password(cast: Cast) -> None:
    with_password(cast.li_min)
    assert by_password(PASSWORD) == cast.li_min
    entry = Entry.objects.get(action="sign-in")
    assert "登记审查员" in entry.authority


@pytest.mark.parametrize("login", ["nobody", "15400000001", "LIMIN", "limin\0"])
def test_an_unknown_name_and_a_wrong_password_look_alike(cast: Cast, login: str) -> None:
    with_password(cast.li_min)
    with pytest.raises(WrongPassword) as unknown:
        by_password(PASSWORD, login=login)
    with pytest.raises(WrongPassword) as wrong_one:
        by_password("wrong")
    assert (unknown.value.sentence, unknown.value.advice) == (wrong_one.value.sentence, wrong_one.value.advice)


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(cast: Cast) -> None:
    with_password(cast.li_min)
    for _ in range(TRIES):
        with pytest.raises(WrongPassword, match="用户名或密码不对"):
            by_password("wrong")
    with pytest.raises(WrongPassword, match="暂时锁定"):
        by_password(PASSWORD)
    with pytest.raises(WrongPassword, match="暂时锁定"):
        by_password(PASSWORD, later=LOCK - timedelta(seconds=1))
    assert by_password(PASSWORD, later=LOCK) == cast.li_min
    assert Entry.objects.filter(action="lock-account").count() == 1


def test_a_right_password_in_between_forgives_the_wrong_ones(cast: Cast) -> None:
    with_password(cast.li_min)
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(WrongPassword):
                by_password("wrong")
        assert by_password(PASSWORD) == cast.li_min


def test_an_officer_without_a_password_has_no_way_in_by_one(cast: Cast) -> None:
    for password in ("", "!", PASSWORD):
        with pytest.raises(WrongPassword):
            by_password(password)


def test_an_officer_who_has_left_cannot_come_in(cast: Cast) -> None:
    with_password(cast.li_min)
    Account.objects.filter(pk=cast.li_min.pk).update(is_active=False)
    with pytest.raises(WrongPassword, match="用户名或密码不对"):
        by_password(PASSWORD)
