"""Why a token cannot go on without a person, and what is said to that person."""

from collections.abc import Mapping
from types import MappingProxyType

# The result of a called process that was cancelled and so reached no end event.
CANCELLED = "cancelled"

NO_WAY_OUT = "ym:no-way-out"
JOIN_STUCK = "ym:join-stuck"
TIMER_WITHOUT_VALUE = "ym:timer-without-value"
FAILED = "ym:failed"
LOOP_WITHOUT_COUNT = "ym:loop-without-count"
GATHERING = "ym:gathering"
UNCAUGHT = "ym:error"
NO_KEY = "ym:message-without-key"
UNFIT_KEY = "ym:message-key-unfit"
UNFIT_VALUE = "ym:value-unfit"
INCIDENTS: Mapping[str, str] = MappingProxyType(
    {
        NO_WAY_OUT: "没有一条出口的条件成立，也没有默认流。核对流程变量后继续。",
        JOIN_STUCK: "汇合处还缺分支，但缺的分支已经不会再来。确认后放行。",
        FAILED: "系统办理失败，没有说明原因。查明后重试。",
        LOOP_WITHOUT_COUNT: "多实例的次数不是 0 到 1000 的整数，或集合不是列表。核对流程变量后继续。",
        GATHERING: "这一步要等几个令牌到齐，但不会再有令牌来。确认后放行。",
        NO_KEY: "消息的键没有得出值，不知道发给哪一件、等哪一件的消息。补充所需的变量后继续。",
        UNFIT_KEY: "消息的键超过 200 个字，或含有不能保存的字符。改正所用的变量后继续。",
        UNFIT_VALUE: "这一步得出的值不能保存：它的类型存不下，或含有不能保存的字符。改正所用的变量后继续。",
        TIMER_WITHOUT_VALUE: "定时的表达式没有得到日期或时长。补充所需的变量后继续。",
    }
)
