"""What the tests print: one body, one applicant, each document in full."""

import shutil
import subprocess
from pathlib import Path

import pytest

from yimen.ground.documents.qr import qr_svg
from yimen.ground.documents.render import render

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

SAYS: dict[str, dict[str, object]] = {
    "receipt": {
        "case_number": "YX20261122-00417",
        "matter": "个体工商户设立登记",
        "received_at": "2026-11-22T10:42:00+08:00",
        "channel": "云溪市政务服务网",
        "materials": [{"name": "个体工商户登记申请书", "form": "在线填写"}, {"name": "身份证明", "form": "电子证照"}],
        "told_by": "2026-11-27",
    },
    "grant-registration": {
        "case_number": "YX20261122-00417",
        "matter": "个体工商户设立登记",
        "applied_on": "2026-11-22",
        "entries": [{"label": "名称", "value": "云溪市张伟小吃店"}, {"label": "经营者", "value": "张伟"}],
        "certificate": "营业执照",
        "automatic": True,
    },
    "refuse-registration": {
        "case_number": "YX20261122-00417",
        "matter": "个体工商户设立登记",
        "applied_on": "2026-11-20",
        "facts": ["申请登记的经营场所位于饮用水水源一级保护区内。"],
        "reasons": [{"sentence": "经营场所在禁设区域内。", "basis": "《市场主体登记管理条例》第十一条"}],
    },
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


def text_of(pdf: bytes, *options: str) -> str:
    """What a reader can copy out of the PDF, without spaces and line ends."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode() if options else "".join(done.stdout.decode().split())
