import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from yimen.adapters.sms_http.gateway import HttpGateway, from_settings
from yimen.adapters.sms_http.tests.simulator import KEY, Simulator, running
from yimen.ground.errors import Unavailable
from yimen.ground.messages.ports import Undeliverable

MOBILE = "15400000001"
TEXT = "您的申请要补正，11月25日前补好。“云溪市”"


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    with running(tmp_path) as simulator:
        yield simulator


@pytest.fixture
def gateway(simulator: Simulator, tmp_path: Path) -> HttpGateway:
    trust = ssl.create_default_context(cafile=str(tmp_path / "gateway.pem"))
    return HttpGateway(url=simulator.url, key=KEY, seconds=0.5, trust=trust)


def test_a_message_arrives_word_for_word(simulator: Simulator, gateway: HttpGateway) -> None:
    gateway.send(MOBILE, TEXT, "r1")
    assert simulator.taken == {"r1": (MOBILE, TEXT)}
    assert simulator.asked == ["/v1/messages?city=990181"]


def test_sent_twice_under_one_reference_it_arrives_once_and_both_calls_succeed(
    simulator: Simulator, gateway: HttpGateway
) -> None:
    gateway.send(MOBILE, TEXT, "r1")
    gateway.send(MOBILE, TEXT, "r1")
    assert len(simulator.asked) == 2
    assert simulator.taken == {"r1": (MOBILE, TEXT)}


@pytest.mark.parametrize("status", [301, 302, 307, 308, 409, 429, 500, 502, 503, 504])
def test_an_answer_that_is_no_yes_means_not_now(simulator: Simulator, gateway: HttpGateway, status: int) -> None:
    simulator.answers = [status]
    with pytest.raises(Unavailable, match=f"HTTP {status}"):
        gateway.send(MOBILE, TEXT, "r1")
    assert simulator.asked == ["/v1/messages?city=990181"], "no redirect is followed: it would end in a GET"
    gateway.send(MOBILE, TEXT, "r1")
    assert list(simulator.taken) == ["r1"]


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_some_answers_mean_never(simulator: Simulator, gateway: HttpGateway, status: int) -> None:
    simulator.answers = [status]
    with pytest.raises(Undeliverable, match=f"HTTP {status}"):
        gateway.send(MOBILE, TEXT, "r1")


@pytest.mark.parametrize("trouble", ["silent", "cut", "garbage", "taken-then-cut"])
def test_a_line_that_breaks_means_not_now_and_the_next_try_arrives_once(
    simulator: Simulator, gateway: HttpGateway, trouble: str
) -> None:
    simulator.answers = [trouble]
    with pytest.raises(Unavailable, match="连不上") as caught:
        gateway.send(MOBILE, TEXT, "r1")
    assert MOBILE not in str(caught.value) + str(caught.value.__cause__)
    gateway.send(MOBILE, TEXT, "r1")
    assert simulator.taken == {"r1": (MOBILE, TEXT)}


def test_nobody_at_the_other_end_means_not_now(tmp_path: Path) -> None:
    with running(tmp_path) as gone:
        url = gone.url
    with pytest.raises(Unavailable, match="连不上"):
        HttpGateway(url=url, key=KEY, seconds=0.5).send(MOBILE, TEXT, "r1")


def test_a_gateway_that_cannot_prove_who_it_is_gets_neither_key_nor_message(simulator: Simulator) -> None:
    with pytest.raises(Unavailable, match="SSL"):
        HttpGateway(url=simulator.url, key=KEY, seconds=0.5).send(MOBILE, TEXT, "r1")
    assert simulator.asked == []


def test_a_wrong_key_is_said_to_be_one(simulator: Simulator, gateway: HttpGateway) -> None:
    stranger = HttpGateway(url=gateway.url, key="other", seconds=0.5, trust=gateway.trust)
    with pytest.raises(Unavailable, match="密钥"):
        stranger.send(MOBILE, TEXT, "r1")
    assert simulator.taken == {}


def test_a_proxy_of_the_surroundings_is_not_asked(
    simulator: Simulator, gateway: HttpGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    gateway.send(MOBILE, TEXT, "r1")
    assert list(simulator.taken) == ["r1"]


def test_sign_in_codes_go_the_same_way_and_are_shown_to_nobody(simulator: Simulator, gateway: HttpGateway) -> None:
    assert gateway.send_code(MOBILE, "123456").shown == ""
    ((mobile, text),) = simulator.taken.values()
    assert mobile == MOBILE
    assert "123456" in text
    simulator.answers = [422]
    with pytest.raises(Unavailable, match="发不到"):
        gateway.send_code(MOBILE, "123456")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", KEY),
        ("http://sms.example/v1", KEY),
        ("https:///v1", KEY),
        ("https://user:pass@sms.example/", KEY),
        ("https://sms.example/v1", ""),
        ("https://sms.example/v1", "密钥"),
        ("https://sms.example/v1", "a\r\nHost: evil.example"),
    ],
)
def test_a_wrong_setting_stops_the_start(settings: object, url: str, key: str) -> None:
    settings.YIMEN_SMS_URL, settings.YIMEN_SMS_KEY = url, key
    with pytest.raises(ImproperlyConfigured, match="YIMEN_SMS_"):
        from_settings()


def test_right_settings_make_a_gateway_that_keeps_its_key_to_itself(settings: object) -> None:
    settings.YIMEN_SMS_URL, settings.YIMEN_SMS_KEY = "https://sms.example/v1", "secret-key"
    gateway = from_settings()
    assert gateway.url == "https://sms.example/v1"
    assert "secret-key" not in repr(gateway)
