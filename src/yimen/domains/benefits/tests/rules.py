"""The rules of the tests: an allowance with tiers at 80, 90, 100, and a version that pays more.

No decision and no fact of the form is called as in the real service: the names come from service.yaml.
"""

_TIERS = (("80", "90", "50"), ("90", "100", "100"), ("100", "200", "500"))
_HALTS = (
    ("deceased_on", "stop", "死亡的，从次月起停发", "《云溪市高龄津贴发放办法》第十条第一项"),
    ("moved_out_on", "stop", "户籍迁出本地的，从迁出的次月起停发", "《云溪市高龄津贴发放办法》第十条第二项"),
    ("missing_since", "suspend", "下落不明的，从次月起暂停发放", "《云溪市高龄津贴发放办法》第十一条第一项"),
    (
        "alive_check_missed_on",
        "suspend",
        "没有通过年度健在核对的，从次月起暂停发放",
        "《云溪市高龄津贴发放办法》第九条",
    ),
)


def dmn(*, more: int = 0) -> str:
    """rules.dmn; ``more`` is added to each amount."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test:allowance">
  {_input("birthday", "date")}{_input("applied_on", "date")}{_input("month", "date")}{
        "".join(_input(one[0], "date") for one in _HALTS)
    }
  <decision id="yuan_due" name="yuan_due">
    <variable id="yuan_due-v" name="yuan_due" typeRef="number"/>
    {_needs("yuan_due", "birthday", "month")}
    <decisionTable id="yuan_due-t" hitPolicy="UNIQUE">
      <input id="age"><inputExpression id="age-x" typeRef="number"><text>{_AGE}</text></inputExpression></input>
      <output id="yuan_due-o" name="yuan_due" typeRef="number"/>
      <annotation name="说明"/><annotation name="依据"/>
      {_tier("&lt; 80", "0", "不满80周岁，不享受", "none")}
      {
        "".join(
            _tier(f"[{low}..{high})", str(int(yuan) + more), f"满{low}周岁的，每月 {int(yuan) + more} 元", low)
            for low, high, yuan in _TIERS
        )
    }
    </decisionTable>
  </decision>
  <decision id="begins" name="begins">
    <variable id="begins-v" name="begins" typeRef="date"/>
    {_needs("begins", "birthday", "applied_on")}
    <literalExpression id="begins-x"><text>{_BEGINS}</text></literalExpression>
  </decision>
  <decision id="halts" name="halts">
    <variable id="halts-v" name="halts"/>
    {_needs("halts", *(one[0] for one in _HALTS))}
    <decisionTable id="halts-t" hitPolicy="COLLECT">
      {"".join(_column(one[0]) for one in _HALTS)}
      <output id="halts-kind" name="kind" typeRef="string"/><output id="halts-from" name="from_month" typeRef="date"/>
      <annotation name="说明"/><annotation name="依据"/>
      {"".join(_halt(at, *one) for at, one in enumerate(_HALTS))}
    </decisionTable>
  </decision>
</definitions>"""


_BEGINS = (
    'max([date(birthday.year + 80, birthday.month, 1) + duration("P1M"), date(applied_on.year, applied_on.month, 1)])'
)
_AGE = 'years and months duration(birthday, month - duration("P1D")).years'


def _input(name: str, kind: str) -> str:
    return (
        f'<inputData id="in-{name}" name="{name}"><variable id="v-{name}" name="{name}" typeRef="{kind}"/></inputData>'
    )


def _column(name: str) -> str:
    expression = f'<inputExpression id="x-{name}" typeRef="date"><text>{name}</text></inputExpression>'
    return f'<input id="i-{name}">{expression}</input>'


def _needs(decision: str, *names: str) -> str:
    return "".join(
        f'<informationRequirement id="{decision}-{one}"><requiredInput href="#in-{one}"/></informationRequirement>'
        for one in names
    )


def _tier(test: str, yuan: str, words: str, at: str) -> str:
    return (
        f'<rule id="tier-{at}"><inputEntry id="tier-{at}-i"><text>{test}</text></inputEntry>'
        f'<outputEntry id="tier-{at}-o"><text>{yuan}</text></outputEntry>'
        f"<annotationEntry><text>{words}</text></annotationEntry>"
        "<annotationEntry><text>《云溪市高龄津贴发放办法》第五条</text></annotationEntry></rule>"
    )


def _halt(at: int, name: str, kind: str, words: str, basis: str) -> str:
    tests = "".join(
        f'<inputEntry id="halt-{at}-{place}"><text>{"not(null)" if place == at else "-"}</text></inputEntry>'
        for place in range(len(_HALTS))
    )
    month = f'date({name}.year, {name}.month, 1) + duration("P1M")'
    return (
        f'<rule id="halt-{at}">{tests}<outputEntry id="halt-{at}-k"><text>"{kind}"</text></outputEntry>'
        f'<outputEntry id="halt-{at}-m"><text>{month}</text></outputEntry>'
        f"<annotationEntry><text>{words}</text></annotationEntry>"
        f"<annotationEntry><text>{basis}</text></annotationEntry></rule>"
    )
