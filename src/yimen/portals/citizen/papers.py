"""The legal documents of a case as the applicant sees them: what each is, what to do, whether it has been delivered."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from yimen.domains.cases.models import Case, Delivery
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound
from yimen.ground.prepared import prepared
from yimen.portals.citizen.present import moment_text

RECEIPT, PROOF = "receipt", "delivery"
# In everyday words beside the document; the document itself keeps the words of the law (UX rule 17).
_PLAIN = {
    "acceptance": "您的申请受理了，写着什么时候开始算期限、最晚哪天决定。您不用做什么，等结果。",
    "correction": "要补的内容一次写全了。照着补，交回来就接着办。",
    "refuse-acceptance": "这件申请我们不能办，写着为什么、可以到哪里办。不服的，照里面写的办法申请复议或者起诉。",
    "special-procedure": "要多做一道程序，写着做什么、要多久。这段时间不算进办理期限，您不用做什么。",
    "extension": "原来的期限里办不完，写着为什么、延长到哪天。只能延长这一次。",
    "grant-permit": "同意给您许可的正式决定，写着许可的内容和您要遵守的规定。和证照一起收好。",
    "refuse-permit": "不给许可的正式决定，写着事实、理由、依据。不服的，照里面写的期限申请复议或者起诉。",
    "grant-registration": "同意登记的正式通知，写着登记的内容。和执照一起收好。",
    "refuse-registration": "不给登记的正式通知，写着事实、理由、依据。不服的，照里面写的期限申请复议或者起诉。",
    "grant-old-age-allowance": "同意发津贴的正式通知，写着从哪个月起、每月多少钱、打到哪个账户。不用再申请，按月发。",
    "grant-benefit": "同意给您的正式通知，写着给什么、每月多少、从什么时候起。收好，情况变了照里面写的告诉我们。",
    "grant-confirmation": "同意确认的正式决定，写着确认了什么。收好，以后办事用得上。",
    "refuse-confirmation": "不确认的正式决定，写着事实、理由、依据。不服的，照里面写的期限申请复议或者起诉。",
    "grant-service": "办好了的正式通知，写着办成了什么。收好，以后要知道的也写在里面。",
    "refuse-service": "没有办成的正式通知，写着事实、理由、依据。改好了可以重新申请；有异议的，照里面写的办法提出。",
    "answer-disclosure": "对您要的信息的正式答复，写着提供什么，或者到哪里看。",
    "refuse-disclosure": "不能提供的正式答复，写着事实、理由、依据。不服的，先申请复议，期限写在里面。",
    "refuse-benefit": "不发的正式告知，写着事实、理由、依据。不服的，照里面写的期限申请复议或者起诉。",
}
_OTHER = "这件申请的正式文书。打开看内容，收好。"
_ICONS = {"acceptance": "check", "correction": "file-text", "special-procedure": "clock-pause", "extension": "clock"}


# What a page tells of a document; the rest is needed only where it is opened.
_TOLD = ("number", "kind", "title", "body__name", "subject_reference", "made_at", "data")


def papers_of(case: Case) -> list[Document]:
    """All documents about the case, oldest first, as a page tells of them."""
    return _told(case.number)


@prepared
def _told(reference: str) -> QuerySet[Document]:
    return documents_of(Subject("case", reference)).only(*_TOLD)


def paper_of(case: Case, kind: str, number: int) -> Document:
    """The ``number``-th document of a kind about the case, from 1. Raises NotFound when there is none."""
    same = list(documents_of(Subject("case", case.number)).filter(kind=kind))
    if not 1 <= number <= len(same):
        raise NotFound("这份文书还没有出具", "到办件页面看进度，出具后会显示在那里。")
    return same[number - 1]


def addresses(papers: list[Document]) -> dict[int, str]:
    """Where each document opens, by its id: of a kind there may be several."""
    seen: dict[str, int] = {}
    found = {}
    for one in papers:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        found[one.pk] = reverse("citizen:paper-nth", args=[one.subject_reference, one.kind, seen[one.kind]])
    return found


def cards(case: Case, papers: list[Document], *, without: str) -> list[dict[str, Any]]:
    """The documents with their plain explanation and the state of their delivery. Receipt and proofs stand elsewhere.

    Args:
        without: kind of the certificate, which has a place of its own.
    """
    where = addresses(papers)
    delivered = {row.document_id: row for row in _deliveries(case.pk)}
    proofs = _proofs(papers, where)
    return [
        {
            "title": one.title,
            "number": one.number,
            "issuer": one.body.name,
            "date": moment_text(one.made_at),
            "href": where[one.pk],
            "icon": _ICONS.get(one.kind, "rubber-stamp"),
            "plain": _PLAIN.get(one.kind, _OTHER),
            **_delivery(delivered.get(one.pk), proofs.get((one.title, one.number), "")),
        }
        for one in papers
        if one.kind not in (RECEIPT, PROOF, without)
    ]


@prepared
def _deliveries(case: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(case=case)


def _delivery(row: Delivery | None, proof: str) -> dict[str, str]:
    if row is None:
        return {"state": "new", "delivery": "还没打开。打开就是送达，系统会记下时间。"}
    if row.read_at is not None:
        told = f"已阅，{moment_text(row.read_at)}，{row.way}"
    else:
        told = f"{moment_text(row.delivered_at)}，{row.way}，{row.read_by}收下"
    return {"state": "read", "delivery": told, "proof": proof, "waiting": "" if proof else "送达回证正在做"}


def _proofs(papers: list[Document], where: Mapping[int, str]) -> dict[tuple[str, str], str]:
    """Where the 送达回证 of each document opens, by title and number of what was delivered."""
    return {
        (told["title"], told["number"]): where[one.pk]
        for one in papers
        if one.kind == PROOF
        for told in one.data["documents"]
    }
