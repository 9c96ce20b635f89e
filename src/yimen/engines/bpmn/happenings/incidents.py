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
        NO_WAY_OUT: "往下的几条路，条件都不成立，也没有“其余的走这条”。核对流程里的值，改好再试一次。",
        JOIN_STUCK: "这里要等几路办齐，缺的那一路不会再来。确认以后放行。",
        FAILED: "系统没办成，没有说原因。查明以后再试一次。",
        LOOP_WITHOUT_COUNT: "要办几次算不出来：应该是 0 到 1000 的整数，或者一张名单。核对流程里的值，改好再试一次。",
        GATHERING: "这一步要等几路到齐，但不会再有来的。确认以后放行。",
        NO_KEY: "不知道消息发给哪一件、等哪一件的：办件的编号没有得出来。补上流程里缺的值再试一次。",
        UNFIT_KEY: "消息的编号超过 200 个字，或者有不能保存的字符。改好流程里的值再试一次。",
        UNFIT_VALUE: "这一步得出的值不能保存：种类存不下，或者有不能保存的字符。改好流程里的值再试一次。",
        TIMER_WITHOUT_VALUE: "等到什么时候算不出来。补上流程里缺的日期或时长再试一次。",
    }
)
