"""Verify a file: is the seal whole and ours, and is it the very file that was issued?"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from yimen.domains.certificates.models import Certificate
from yimen.ground.documents.check import check_seals


@dataclass(frozen=True, slots=True)
class Verdict:
    """``certificate`` is known only when the file is byte for byte the one that was issued."""

    certificate: Certificate | None
    checks: list[dict[str, object]] = field(default_factory=list)


def verify_file(content: bytes, day: date) -> Verdict:
    """Check the seals of a PDF and look it up by its hash. Never raises for what somebody hands in."""
    if not content.startswith(b"%PDF"):
        return Verdict(None, [{"ok": False, "text": "这不是 PDF 文件，电子证照是 PDF 格式的"}])
    seals = check_seals(content)
    checks: list[dict[str, object]] = [
        {"ok": bool(seals), "text": "文件带有电子印章" if seals else "文件没有电子印章"},
    ]
    for one in seals:
        whole = one.intact and one.whole
        checks.append({"ok": whole, "text": "盖章以后没有改动过" if whole else "盖章以后被改动过"})
        if whole:
            # Of a changed file nothing is believed, not even whose seal it says it has.
            known = f"印章属于{one.signer}" if one.trusted else "印章不是本市登记在册的印章"
            checks.append({"ok": one.trusted, "text": known})
    digest = hashlib.sha256(content).hexdigest()
    found = Certificate.objects.select_related("body", "document").filter(document__sha256=digest).first()
    checks.append({"ok": found is not None, "text": "和签发时的文件一字不差" if found else "不是签发的原件"})
    return Verdict(found, checks)
