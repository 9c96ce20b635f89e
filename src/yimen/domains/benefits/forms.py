"""The few forms of this domain: what is asked, and how what was typed becomes a value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yimen.domains.benefits.actions.mend_account import WAYS
from yimen.domains.benefits.actions.report_change import CHANGES
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.states import Finding, Way
from yimen.engines.forms.amounts import read_number
from yimen.engines.forms.dates import read_date


def _options(pairs: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs.items()]


_PEOPLE_DO = {one.value: one.label for one in Way if one != Way.DATA}

CHECK: tuple[dict[str, Any], ...] = (
    {"key": "way", "type": "select", "label": "怎么核对的", "options": _options(_PEOPLE_DO)},
    {
        "key": "result",
        "type": "select",
        "label": "核对的结果",
        "options": [
            {"value": Finding.ALIVE, "label": "健在", "hint": "暂停发放的，从暂停的月份起补发"},
            {"value": Finding.NOT_FOUND, "label": "没见到人", "hint": "从下个月起先暂停，30 天内再上门一次"},
            {"value": Finding.DEAD, "label": "已去世", "hint": "从去世的次月起停发，书面告知家属"},
        ],
    },
    {"key": "done_on", "type": "date", "label": "核对的日期"},
    {"key": "died_on", "type": "date", "label": "去世的日期", "required": False, "hint": "结果是“已去世”时填"},
    {
        "key": "note",
        "type": "text",
        "label": "说明",
        "max_length": 300,
        "required": False,
        "hint": "在哪里见到的，谁在场",
    },
)
CHANGE: tuple[dict[str, Any], ...] = (
    {"key": "what", "type": "select", "label": "发生了什么", "options": _options(CHANGES)},
    {"key": "day", "type": "date", "label": "发生的日期"},
    {
        "key": "source",
        "type": "text",
        "label": "从哪里知道的",
        "max_length": 60,
        "hint": "会写进告知书，例如“家属提交的死亡医学证明”",
    },
)
GO_ON: tuple[dict[str, Any], ...] = (
    {
        "key": "found",
        "type": "text",
        "label": "查清了什么",
        "max_length": 300,
        "hint": "会写进恢复发放告知书，例如“11月20日上门见到本人，身体健康”",
    },
)
ACCOUNT: tuple[dict[str, Any], ...] = (
    {"key": "account_way", "type": "select", "label": "领取方式", "options": _options({one: one for one in WAYS})},
    {"key": "account_name", "type": "text", "label": "户名"},
    {"key": "account_number", "type": "bank_account", "label": "账号", "hint": "8 到 30 位数字，中间的空格可以留着"},
    {
        "key": "account_why",
        "type": "text",
        "label": "为什么改",
        "max_length": 200,
        "hint": "用他人账户的，写明关系和老人的同意",
    },
)
REPAYMENT: tuple[dict[str, Any], ...] = (
    {"key": "amount", "type": "money", "label": "这次退回多少钱", "hint": "按银行回单上的金额"},
)


def day(typed: Mapping[str, str], key: str, *, required: bool = True) -> date | None:
    """A date as people write it. Raises BadAnswer."""
    raw = typed.get(key, "").strip()
    if not raw:
        if required:
            raise BadAnswer(key, "写明日期", "例如 2026-11-20。")
        return None
    found = read_date(raw)
    if isinstance(found, str):
        raise BadAnswer(key, found)
    return found


def yuan(typed: Mapping[str, str], key: str) -> Decimal:
    """An amount in yuan. Raises BadAnswer."""
    found = read_number(typed.get(key, ""), "money")
    if isinstance(found, str):
        raise BadAnswer(key, found)
    return found
