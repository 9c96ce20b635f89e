"""Times of other laws that the first services need; what is not here is data of the service."""

from datetime import date, timedelta

from .before import Window
from .count import add_months
from .extension import ExtensionRule
from .limit import Limit, Unit

_MONTHS = 12
_DAY = timedelta(days=1)

# 市场主体登记管理条例: on the spot, else three working days, three more with approval.
REGISTER = Limit(3, Unit.WORKDAY, "市场主体登记管理条例第十九条")
REGISTER_EXTEND = ExtensionRule(REGISTER, approver="登记机关负责人")

# 居住证暂行条例: calendar days; a local rule, not the single case, may lengthen them up to the ceiling.
RESIDENCE_PERMIT = Limit(15, Unit.DAY, "居住证暂行条例第九条")
RESIDENCE_PERMIT_CEILING = Limit(30, Unit.DAY, "居住证暂行条例第九条")


def endorsement_window(resident_since: date, years: int) -> Window:
    """When a residence permit is endorsed for its next year: in the month before each full year (居住证暂行条例第十条).

    Without it the permit's functions are suspended from the day of the full year until it is made up for.
    """
    full_year = add_months(resident_since, _MONTHS * years)
    return Window(add_months(full_year, -1), full_year - _DAY)
