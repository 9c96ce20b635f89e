"""Where a draft stands, and what may follow."""

from enum import StrEnum


class DraftState(StrEnum):
    EDITING = "editing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WORDS = {
    DraftState.EDITING: "正在编辑",
    DraftState.SUBMITTED: "等审核",
    DraftState.RETURNED: "退回修改",
    DraftState.PUBLISHED: "已发布",
    DraftState.REFUSED: "不予发布",
    DraftState.WITHDRAWN: "已撤回",
}
OPEN = (DraftState.EDITING, DraftState.SUBMITTED, DraftState.RETURNED)
# In these states the editor writes; what has been handed in is not changed under the reviewer's eyes.
WRITABLE = (DraftState.EDITING, DraftState.RETURNED)
