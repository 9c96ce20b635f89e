"""What the tests print: one body, one applicant, each document in full."""

import shutil
import subprocess
from pathlib import Path

import pytest

from yimen.ground.documents.kinds import kind_of
from yimen.ground.documents.qr import qr_svg
from yimen.ground.documents.render import render
from yimen.ground.documents.tests.says import SAYS

REPOSITORY = Path(__file__).parents[5]
LICENCE = (
    REPOSITORY / "services/market-regulation/individual-business-registration/certificates/business-licence.typ"
).read_text("utf-8")
VERIFY = "https://yunxi.example/verify/3f9c2a7b1d"
SCOPE = "许可项目：小餐饮。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：食品销售；外卖递送服务。"
BODY = {
    "code": "990181-amr",
    "name": "云溪市市场监督管理局",
    "review_body": "云溪市人民政府",
    "court": "云溪市人民法院",
}


def licence(**changes: object) -> dict[str, object]:
    return {
        "number": "92990181MA0000012T",
        "name": "云溪市城关街道张伟小吃店",
        "kind": "个体工商户",
        "operator": "张伟",
        "form": "个人经营",
        "premises": "云溪市城关街道人民路18号附3号",
        "scope": SCOPE,
        "registered_on": "2026-11-22",
        "authority": "云溪市市场监督管理局",
        "verify_url": VERIFY,
        "demo": True,
        **changes,
    }


def printed_licence(**changes: object) -> bytes:
    data = licence(**changes)
    return render(LICENCE, data, files={"qr.svg": qr_svg(str(data["verify_url"]))})


def paper_of(code: str, **changes: object) -> bytes:
    """A document of a kind, in full, with what the test changes in it."""
    kind = kind_of(code)
    data = {
        "title": kind.title,
        "number": "云市监登〔2026〕12号",
        "addressee": "张伟",
        "date": "2026-11-22",
        "body": BODY,
        "seal_words": kind.seal_words,
        "demo": True,
        "qr": True,
        "verify_url": VERIFY,
        **SAYS[code],
        **changes,
    }
    return render(kind.template, data, files={"qr.svg": qr_svg(VERIFY)})


def text_of(pdf: bytes, *options: str) -> str:
    """What a reader can copy out of the PDF, without spaces and line ends."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode() if options else "".join(done.stdout.decode().split())
