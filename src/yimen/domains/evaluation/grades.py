"""The five grades of the national 好差评 and the reasons that go with each.

Grades: 国办发〔2019〕51号; 基本满意 and better are 好评, the last two are 差评. Reasons: the codes that platforms of
several provinces exchange for each grade in the style of GB/T 39734-2020 (K: seen alike in their public programs, the
standard's own annex was not at hand); the words are our plain ones. Every channel offers the same list.
"""

from enum import IntEnum


class Grade(IntEnum):
    """The national number of each grade: 5 is the best."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def is_bad(self) -> bool:
        return self <= Grade.BAD


WORDS = {
    Grade.VERY_GOOD: "非常满意",
    Grade.GOOD: "满意",
    Grade.FAIR: "基本满意",
    Grade.BAD: "不满意",
    Grade.VERY_BAD: "非常不满意",
}

# A shape beside each word, so that no grade is known by its place or its colour alone.
SHAPES = {
    Grade.VERY_GOOD: "circle-check-fill",
    Grade.GOOD: "circle-check",
    Grade.FAIR: "circle-dashed",
    Grade.BAD: "alert-triangle",
    Grade.VERY_BAD: "alert-octagon-fill",
}

REASONS: dict[Grade, dict[str, str]] = {
    Grade.VERY_GOOD: {
        "510": "一个窗口一次办完",
        "511": "缺的材料可以后补",
        "512": "不用交证明",
        "513": "全程网上办完",
        "514": "手机上就能办",
        "515": "在家附近就能办",
        "516": "什么材料都不用交",
        "517": "态度热情，办得快",
    },
    Grade.GOOD: {
        "406": "只填一张表",
        "407": "网上交材料，窗口核对原件",
        "408": "要交什么，一张清单说清楚",
        "409": "作出承诺就少交材料",
        "410": "可以网上预约",
        "411": "跑一次就办完",
        "412": "自助机上能办",
        "413": "态度比较好",
    },
    Grade.FAIR: {
        "307": "要补什么，一次说清楚",
        "308": "有材料样本可看",
        "309": "在承诺的日子前办完",
        "310": "办事指南写得准",
        "311": "按指南备的材料就够用",
        "312": "结果可以快递",
        "313": "跑的次数和承诺的一样",
        "314": "态度一般",
    },
    Grade.BAD: {
        "207": "没有材料样本可看",
        "208": "没有材料清单，要交什么说不清楚",
        "209": "过了承诺的日子才办完",
        "210": "同样的证明要交几次",
        "211": "说能网上办，系统不好用、办不了",
        "212": "网上预约了，到大厅还要重新取号",
        "213": "业务不熟，说不清楚",
        "214": "态度生硬",
    },
    Grade.VERY_BAD: {
        "108": "加了指南以外的条件",
        "109": "多要了指南以外的材料",
        "110": "没有理由，过了法定期限",
        "111": "指南里的样本有错",
        "112": "说能网上交材料，实际交不了",
        "113": "跑了好几个窗口、部门",
        "114": "跑的次数比承诺的多",
        "115": "态度差，办得慢",
    },
}

REASON_WORDS = {code: words for reasons in REASONS.values() for code, words in reasons.items()}
