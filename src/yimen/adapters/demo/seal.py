"""A seal service for demonstrations: its own root, one key per body, PAdES B-B signatures. Its seals bind nobody.

``set_up`` makes the keys (again and again without harm, by several processes at once); ``DemoSeal`` signs with them.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import CertificateRegistry

from yimen.ground.documents.ports import SealUnavailable

ROOT_NAME = "一门演示根证书（样例 DEMO）"
_CODE = re.compile(r"[0-9A-Za-z-]{1,32}")
_YEAR = timedelta(days=365)
# X.520 bounds a name at 64 characters; the library counts bytes.
_NAME_BYTES = 64 - len("（样例）".encode())

_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


class DemoSeal:
    """Signs with the keys that ``set_up`` has made in ``folder``."""

    demo = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, pdf: bytes, *, body: str, reason: str, field: str) -> bytes:
        """See ``SealPort.seal``. Raises SealUnavailable for a body without a key."""
        signer = self._signer(body)
        details = PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=signer.subject_name,
        )
        out = sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            details,
            signer=signer,
            new_field_spec=SigFieldSpec(field),
            output=BytesIO(),
        )
        return bytes(out.getvalue())

    def _signer(self, body: str) -> SimpleSigner:
        try:
            key, certificate = _load(self._folder / _file_name(body))
        except (FileNotFoundError, ValueError) as error:
            raise SealUnavailable(
                f"机构 {body} 还没有演示印章", "让系统管理员运行演示数据的准备命令，再试一次。"
            ) from error
        return SimpleSigner(
            signing_cert=next(iter(load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER)))),
            signing_key=load_private_key_from_pemder_data(
                key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), passphrase=None
            ),
            cert_registry=CertificateRegistry.build(),
        )


def demo_seal() -> DemoSeal:
    """The demo's seal service, with the keys of this installation."""
    return DemoSeal(settings.YIMEN_VAR / "seals")


def set_up(folder: Path, bodies: Mapping[str, str]) -> Path:
    """Make what is missing: the root and a key for each body (organisation code → name).

    A body's key is made anew when its name has changed or its root is gone. Returns the path of the root
    certificate (``root.pem``), to be named in ``settings.YIMEN_TRUST_ROOTS``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = _root(folder)
    path = folder / "root.pem"
    _put(path, root[1].public_bytes(Encoding.PEM))
    for code, name in bodies.items():
        file = folder / _file_name(code)
        if not _stands(file, code, name, root[1]):
            _put(file, _dump(_make_body(code, name, root)))
    return path


def _file_name(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise ValueError(f"not an organisation code: {code!r}")
    return f"body-{code}.pem"


def _root(folder: Path) -> _Pair:
    # Key and certificate are one file: whoever links it first has made the root, all others read it.
    file = folder / "root-key.pem"
    if not file.exists():
        _put(file, _dump(_make_root()), replace=False)
    return _load(file)


def _stands(file: Path, code: str, name: str, root: x509.Certificate) -> bool:
    if not file.exists():
        return False
    _, certificate = _load(file)
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError):
        return False
    return certificate.subject == _subject(code, name)


def _make_root() -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, ROOT_NAME), x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")]
    )
    certificate = (
        _builder(name, name, key.public_key(), years=30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _make_body(code: str, name: str, root: _Pair) -> _Pair:
    root_key, root_certificate = root
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_subject(code, name), root_certificate.subject, key.public_key(), years=20)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return key, certificate


def _subject(code: str, name: str) -> x509.Name:
    short = name.encode()[:_NAME_BYTES].decode(errors="ignore")
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "样例 DEMO"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, code),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{short}（样例）"),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A day back: the clocks of two machines differ.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + years * _YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=not sign_certificates,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _dump(pair: _Pair) -> bytes:
    key, certificate = pair
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _load(file: Path) -> _Pair:
    content = file.read_bytes()
    key = load_pem_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"no P-256 key in {file.name}")
    return key, x509.load_pem_x509_certificate(content)


def _put(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write a file as a whole, readable by its owner alone; with ``replace=False`` the first writer wins."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if replace:
            os.replace(temporary, path)
        else:
            os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        Path(temporary).unlink(missing_ok=True)
