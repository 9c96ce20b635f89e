"""Are the seals of a PDF good? Nothing in the file is believed before it is checked, and no file makes this fail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SealReport:
    """What can be said of one seal.

    ``signer`` and ``body`` (organisation code) are the words of the certificate: believe them only if ``trusted``.
    ``intact``: not one byte that the seal covers, nor of the seal itself, was changed.
    ``whole``: it covers the whole file.
    ``trusted``: the certificate comes from one of our roots. ``remark``: why the seal is not good, for a person.
    """

    signer: str
    body: str
    intact: bool
    whole: bool
    trusted: bool
    signed_at: datetime | None
    remark: str = ""

    @property
    def good(self) -> bool:
        return self.intact and self.whole and self.trusted


def check_seals(pdf: bytes, roots: Sequence[Path] | None = None) -> tuple[SealReport, ...]:
    """Check every seal of a file, offline.

    Args:
        pdf: any bytes at all.
        roots: PEM files of the roots to trust; without it ``settings.YIMEN_TRUST_ROOTS``.
    Returns:
        one report a seal, in the order of the file; empty when the file is a PDF without seals;
        a single report of nothing good when it cannot be read.
    """
    if len(pdf) > LARGEST:
        return (_unreadable("文件超过 50 MB，没有核验"),)
    try:
        signatures = list(PdfFileReader(BytesIO(pdf)).embedded_signatures)
    except Exception:  # a broken file may fail anywhere in the parser: that is a finding, not a fault
        return (_unreadable("文件读不出来：可能不是 PDF，或者已经损坏、被改动过"),)
    trusted = _load_roots(tuple(str(path) for path in (settings.YIMEN_TRUST_ROOTS if roots is None else roots)))
    return tuple(_report(pdf, signature, trusted) for signature in signatures)


def _unreadable(remark: str) -> SealReport:
    return SealReport(signer="", body="", intact=False, whole=False, trusted=False, signed_at=None, remark=remark)


@lru_cache(maxsize=8)
def _load_roots_at(stamps: tuple[tuple[str, int], ...]) -> tuple[Any, ...]:
    return tuple(root for path, _ in stamps for root in load_certs_from_pemder_data(Path(path).read_bytes()))


def _load_roots(paths: Iterable[str]) -> tuple[Any, ...]:
    # A missing root trusts nobody; it does not stop the check.
    return _load_roots_at(tuple((path, Path(path).stat().st_mtime_ns) for path in paths if Path(path).is_file()))


def _report(pdf: bytes, signature: EmbeddedPdfSignature, roots: Sequence[Any]) -> SealReport:
    try:
        return _checked(pdf, signature, roots)
    except Exception:  # as above: a damaged seal breaks the validator in many ways
        return _unreadable("印章的签名数据读不出来，可能已经损坏或者被改动过")


def _checked(pdf: bytes, signature: EmbeddedPdfSignature, roots: Sequence[Any]) -> SealReport:
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    stamp = status.timestamp_validity
    intact = bool(
        status.intact and status.valid and (stamp is None or stamp.intact) and _strict(pdf, signature, status)
    )
    start, length = int(signature.byte_range[2]), int(signature.byte_range[3])
    whole = start + length == len(pdf)
    subject = signature.signer_cert.subject.native
    return SealReport(
        signer=_word(subject.get("common_name")),
        body=_word(subject.get("organization_identifier") or subject.get("serial_number")),
        intact=intact,
        whole=whole,
        trusted=bool(status.trusted),
        signed_at=status.signer_reported_dt,
        remark=_remark(intact, whole, bool(status.trusted)),
    )


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _remark(intact: bool, whole: bool, trusted: bool) -> str:
    if not intact:
        return "盖章以后文件被改动过"
    if not whole:
        return "盖章以后文件里又加了内容，印章不管这些内容"
    return "" if trusted else "印章不是我们认可的机构签发的"


def _strict(pdf: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """The parts of a seal that its own signature leaves open are as a signer writes them.

    A hash covers all but the gap for the signature; in the gap, the padding, the letter case of the hex digits,
    version numbers and certificates beside the signer's could be changed unseen. Here they may not.
    """
    zero, first, second, _ = (int(part) for part in signature.byte_range)
    content: bytes = signature.pkcs7_content
    gap = pdf[first:second]
    if zero != 0 or gap not in (b"<" + content.hex().encode() + b">", b"<" + content.hex().upper().encode() + b">"):
        return False
    return _plain_padding(content) and _plain_cms(signature) and _known_certificates(signature, status)


def _plain_padding(content: bytes) -> bool:
    # DER: tag, long length, value; what follows is padding.
    count = content[1] & 0x7F
    end = 2 + count + int.from_bytes(content[2 : 2 + count], "big")
    return content[0] == 0x30 and content[1] > 0x80 and not any(content[end:])


def _plain_cms(signature: EmbeddedPdfSignature) -> bool:
    data, signer = signature.signed_data, signature.signer_info
    algorithms = [algorithm.dump() for algorithm in data["digest_algorithms"]]
    return (
        data["version"].native == "v1"
        and signer["version"].native == "v1"
        and algorithms == [signer["digest_algorithm"].dump()]
        and not data["crls"].native
        and _exact_issuer(signature)
    )


def _exact_issuer(signature: EmbeddedPdfSignature) -> bool:
    # Names compare without letter case: “DEMO” written as “dEMO” would still find the certificate.
    named = signature.signer_info["sid"]
    return bool(
        named.name != "issuer_and_serial_number" or named.chosen["issuer"].dump() == signature.signer_cert.issuer.dump()
    )


def _known_certificates(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """Beside the signer's, only certificates of the path to our root: a trusted seal carries no unchecked bytes."""
    if status.validation_path is None:
        return True
    path = {certificate.dump() for certificate in status.validation_path.iter_certs(include_root=True)}
    return all(certificate.dump() in path for certificate in signature.other_embedded_certs)
