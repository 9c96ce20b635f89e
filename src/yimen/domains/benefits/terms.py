"""The numbers of the local document (云溪市高龄津贴发放办法) that are not rules of a service folder."""

from datetime import timedelta
from decimal import Decimal

# 年度健在核对: every 12 months.
CHECK_EVERY_MONTHS = 12
# Opened this long before it is due, so that whoever must be visited is visited in time.
CHECK_OPENS_BEFORE = timedelta(days=30)
# A proof of life in somebody's data counts when it is not older than this before the due day.
PROOF_IS_FRESH = timedelta(days=90)
# After a visit that found nobody, another is made within this time.
VISIT_AGAIN_AFTER = timedelta(days=30)
# 停发、变更前书面告知: within 5 working days.
TELL_WORKING_DAYS = 5
# 多发款项: to be given back within 3 months of the letter.
REPAY_MONTHS = 3

FEN = Decimal("0.01")
