"""A small cast that everybody knows, made from ``demo/`` by the product's own loader.

Citizens of 云溪: 张伟, whose papers are all in order; 陈静, who wants a shop beside a school; 周小雨, who is a minor.
Officers of the market regulator: 李敏 registrar and operator, 王芳 acceptor, 吴磊 reviewer and inspector,
孙健 inspector, 郑红 approver, 马建国 head; 周涛 sits in another department. For the allowance: 田秀 helps in 云岭村,
高峰 accepts and 何苗 reviews in 云岭乡, 罗兰 confirms and 徐静 pays in the county. 方圆 and 江月 supervise them all;
沈青 edits the catalogue and 乔木 reviews it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse

from yimen.adapters.demo.seal import set_up
from yimen.config import demo, publishing
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version
from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.ground.accounts.models import Account, Person

SERVICE = "individual-business-registration"
REGULATOR = "119901810000010118"
# A Friday in Shanghai: the city opens at nine, and the tests act at ten.
OPENING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NOW = OPENING + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts, freshly read for each test; a citizen's ``person`` is known by real name."""

    zhang_wei: Account
    chen_jing: Account
    zhou_xiaoyu: Account
    li_min: Account
    zhou_tao: Account
    wang_fang: Account
    wu_lei: Account
    sun_jian: Account
    zheng_hong: Account
    ma_jianguo: Account
    tian_xiu: Account
    gao_feng: Account
    he_miao: Account
    luo_lan: Account
    xu_jing: Account
    fang_yuan: Account
    jiang_yue: Account
    shen_qing: Account
    qiao_mu: Account

    @property
    def version(self) -> Version:
        """The current version of the registration of an individual business."""
        return current_version(SERVICE)


def load() -> None:
    """Fill the database with the demo city as it is in the morning of the day of the tests."""
    with patch.object(demo, "now", lambda: OPENING), patch.object(publishing, "now", lambda: OPENING), reading_once():
        for _ in demo.load(samples=False):
            pass


def make_seals() -> None:
    """The keys that loading makes beside the rows, for whoever copies the rows."""
    city = yaml.safe_load((demo.FOLDER / "city.yaml").read_text())
    set_up(settings.YIMEN_VAR / "seals", {one["code"]: one["name"] for one in city["organisations"]})


@contextmanager
def reading_once() -> Iterator[None]:
    """A folder is read and its scenarios are played once for a process: the same bytes say the same again."""
    with patch.object(engine, "read", _read_once), patch.object(engine, "check", _check_once):
        yield


_READ, _CHECK = engine.read, engine.check
_seen: dict[str, engine.Service] = {}
_found: dict[str, list[Problem]] = {}


def _read_once(files: Mapping[str, bytes], find: Any = None) -> engine.Service:
    key = engine.fingerprint(files)
    if key not in _seen:
        _seen[key] = _READ(files, find)
    return _seen[key]


def _check_once(service: engine.Service, **told: Any) -> list[Problem]:
    key = engine.fingerprint(service.files)
    if key not in _found:
        _found[key] = _CHECK(service, **told)
    return _found[key]


def read() -> Cast:
    by_login = {one.login: one for one in Account.objects.select_related("person")}
    return Cast(
        zhang_wei=by_login["15400000001"],
        chen_jing=by_login["15400000002"],
        zhou_xiaoyu=by_login["15400000003"],
        li_min=by_login["limin"],
        zhou_tao=by_login["zhoutao"],
        wang_fang=by_login["wangfang"],
        wu_lei=by_login["wulei"],
        sun_jian=by_login["sunjian"],
        zheng_hong=by_login["zhenghong"],
        ma_jianguo=by_login["majianguo"],
        tian_xiu=by_login["tianxiu"],
        gao_feng=by_login["gaofeng"],
        he_miao=by_login["hemiao"],
        luo_lan=by_login["luolan"],
        xu_jing=by_login["xujing"],
        fang_yuan=by_login["fangyuan"],
        jiang_yue=by_login["jiangyue"],
        shen_qing=by_login["shenqing"],
        qiao_mu=by_login["qiaomu"],
    )


def person_of(account: Account) -> Person:
    """The person behind a citizen's account."""
    assert account.person is not None
    return account.person


def browser_of(account: Account | None) -> Client:
    """A browser in which this member of the cast has come in by the demo door; None: nobody has signed in."""
    client = Client()
    if account is not None:
        answer = client.post(reverse("accounts:demo"), {"person": account.login, "next": "/prefs/"})
        assert answer.status_code == 302
    return client
