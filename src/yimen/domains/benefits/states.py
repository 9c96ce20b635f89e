from django.db import models


class Standing(models.TextChoices):
    """Where an entitlement stands. A stopped one may be taken up again when the stop proves wrong."""

    ACTIVE = "active", "发放中"
    SUSPENDED = "suspended", "暂停发放"
    STOPPED = "stopped", "已停发"


class ListState(models.TextChoices):
    """A list for payment: it is drawn up again and again until confirmed; from then on it never changes."""

    DRAFT = "draft", "待确认"
    CONFIRMED = "confirmed", "已确认，待发放"
    SENT = "sent", "已送发放"
    PAID = "paid", "已发放"


class LineKind(models.TextChoices):
    REGULAR = "regular", "当月"
    ARREARS = "arrears", "补发"
    CORRECTION = "correction", "补差"


class LineState(models.TextChoices):
    WAITING = "waiting", "待发"
    PAID = "paid", "已到账"
    FAILED = "failed", "没发成"


class Halt(models.TextChoices):
    """``stops`` in rules.dmn says which of the two it is."""

    STOP = "stop", "停发"
    SUSPEND = "suspend", "暂停发放"


class Way(models.TextChoices):
    """How it was checked that the person is alive. Nobody may be forced to show the face to a camera."""

    DATA = "data", "数据比对"
    FACE = "face", "人脸"
    VIDEO = "video", "视频"
    VISIT = "visit", "上门"
    WINDOW = "window", "窗口"


class Finding(models.TextChoices):
    ALIVE = "alive", "健在"
    NOT_FOUND = "not_found", "没见到人"
    DEAD = "dead", "已去世"


class ClaimState(models.TextChoices):
    OPEN = "open", "待退回"
    REPAID = "repaid", "已退回"
    WITHDRAWN = "withdrawn", "已撤销"
