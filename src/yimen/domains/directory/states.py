"""What may become of an entry. Nothing is deleted: what is no more listed keeps its history."""

from enum import StrEnum


class State(StrEnum):
    """``LISTED`` is what people see; the others lead on to their successors."""

    LISTED = "listed"
    MERGED = "merged"
    SPLIT = "split"
    ENDED = "ended"


WORDS = {
    State.LISTED: "在用",
    State.MERGED: "已合并到别的事项",
    State.SPLIT: "已拆分成别的事项",
    State.ENDED: "已取消",
}


class Change(StrEnum):
    """Why a revision was written."""

    IMPORT = "import"
    RECEIVE = "receive"
    COMPLETE = "complete"
    RECODE = "recode"
    MERGE = "merge"
    SPLIT = "split"
    END = "end"
    REORGANISE = "reorganise"


CHANGE_WORDS = {
    Change.IMPORT: "导入",
    Change.RECEIVE: "接收下发",
    Change.COMPLETE: "本地补充",
    Change.RECODE: "换编码",
    Change.MERGE: "合并",
    Change.SPLIT: "拆分",
    Change.END: "取消",
    Change.REORGANISE: "机构改革",
}
