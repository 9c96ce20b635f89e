from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    certificate: int
    kind: str
    subject_kind: str
    subject_ref: str


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    certificate: int
    kind: str
    subject_kind: str
    subject_ref: str
