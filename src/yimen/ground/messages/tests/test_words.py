import pytest

from yimen.ground.messages.words import LONGEST, for_logs, safe_text


def test_a_plain_text_stays_as_it_is() -> None:
    text = "云溪市政务服务：您的申请（YX20261120-00001）已受理，12月2日 17:30 前答复。不明白打 12345。"
    assert safe_text(text) == text


@pytest.mark.parametrize("number", ["990181199005120119", "11010519491231002X", "11010519491231002x"])
def test_an_identity_number_loses_its_middle(number: str) -> None:
    assert safe_text(f"证件号{number}已核对") == f"证件号{number[:3]}***********{number[-4:]}已核对"


@pytest.mark.parametrize("number", ["119901810000010118", "91990181MA00000012", "YX20261120-00001"])
def test_numbers_of_enterprises_and_cases_stay(number: str) -> None:
    assert safe_text(f"号码 {number}。") == f"号码 {number}。"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/login?x=1",
        "HTTP://evil.example",
        "http://1.2.3.4/a",
        "1.2.3.4:8080/a",
        "www.evil.cn",
        "evil.cn",
        "evil.com.cn/领补贴",
        "https://领补贴.中国",
        "领补贴.中国",
    ],
)
def test_no_address_goes_out_not_even_in_the_name_of_a_shop(address: str) -> None:
    told = safe_text(f"您的店“{address}”，已受理。")
    assert "网址已略去" in told
    assert "evil" not in told.lower()
    assert "中国" not in told
    assert "1.2.3.4" not in told
    assert told.endswith("，已受理。")


@pytest.mark.parametrize("text", ["面积 42.5 平方米", "共 3.5kg", "2026.11.20 前", "第 1.2.3 条"])
def test_numbers_with_points_are_no_addresses(text: str) -> None:
    assert safe_text(text) == text


def test_a_message_is_one_line_and_never_too_long() -> None:
    assert safe_text("第一行\n第二行\r\n") == "第一行 第二行"
    long = safe_text("长" * 900)
    assert len(long) == LONGEST
    assert long.endswith("登录后看全部")


def test_a_reason_for_the_log_keeps_its_words_and_loses_numbers() -> None:
    reason = for_logs("HTTP 503：+8615400000001 的“您好”没有发出，990181199005120119", "15400000001", "您好")
    assert reason.startswith("HTTP 503：")
    assert "没有发出" in reason
    for secret in ("15400000001", "您好", "990181199005120119"):
        assert secret not in reason
    assert len(for_logs("x" * 900)) == 200
