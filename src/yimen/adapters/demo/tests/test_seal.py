import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yimen.adapters.demo.seal import DemoSeal, set_up
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import SealUnavailable
from yimen.ground.documents.render import render

BODIES = {"990181-amr": "云溪市市场监督管理局", "990181-hrss": "云溪市人力资源和社会保障局"}
PAPER = render('#set document(title: "纸")\n#set text(font: "Noto Serif SC")\n张伟', {})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("seals")
    set_up(place, BODIES)
    return place


@pytest.fixture(scope="module")
def sealed(folder: Path) -> bytes:
    return DemoSeal(folder).seal(PAPER, body="990181-amr", reason="准予登记通知书", field="Seal")


def test_a_seal_names_the_body_and_is_marked_as_a_sample(folder: Path, sealed: bytes) -> None:
    (report,) = check_seals(sealed, [folder / "root.pem"])
    assert report.good
    assert report.body == "990181-amr"
    assert report.signer == "云溪市市场监督管理局（样例）"
    assert report.signed_at is not None
    assert DemoSeal(folder).demo


def test_it_refuses_to_seal_for_a_body_without_a_key(folder: Path) -> None:
    for code in ("990181-nobody", "../root-key", ""):
        with pytest.raises(SealUnavailable, match="还没有演示印章"):
            DemoSeal(folder).seal(PAPER, body=code, reason="", field="Seal")


def test_two_bodies_can_seal_one_paper(folder: Path, sealed: bytes) -> None:
    twice = DemoSeal(folder).seal(sealed, body="990181-hrss", reason="会签", field="Second")
    first, second = check_seals(twice, [folder / "root.pem"])
    assert (first.body, first.intact, first.whole) == ("990181-amr", True, False)
    assert (second.body, second.good) == ("990181-hrss", True)


def test_keys_can_be_read_by_their_owner_alone(folder: Path) -> None:
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert len(list(folder.iterdir())) == 2 + len(BODIES)


def test_setting_up_again_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    set_up(folder, BODIES)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_many_may_set_up_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: set_up(tmp_path / "new", BODIES), range(16)))
    seal = DemoSeal(tmp_path / "new")
    for body in BODIES:
        (report,) = check_seals(seal.seal(PAPER, body=body, reason="", field="Seal"), [tmp_path / "new/root.pem"])
        assert report.good


def test_a_body_gets_a_new_key_when_its_root_is_gone_or_its_name_changed(tmp_path: Path) -> None:
    root = set_up(tmp_path, BODIES)
    (tmp_path / "root-key.pem").unlink()
    set_up(tmp_path, {**BODIES, "990181-amr": "云溪市市场监督管理委员会"})
    (report,) = check_seals(DemoSeal(tmp_path).seal(PAPER, body="990181-amr", reason="", field="Seal"), [root])
    assert report.good
    assert report.signer == "云溪市市场监督管理委员会（样例）"


def test_a_long_name_fits_into_the_certificate(tmp_path: Path) -> None:
    name = "云溪市" + "住房和城乡建设及综合行政执法" * 4 + "局"
    root = set_up(tmp_path, {"990181-long": name})
    (report,) = check_seals(DemoSeal(tmp_path).seal(PAPER, body="990181-long", reason="", field="Seal"), [root])
    assert report.good
    assert name.startswith(report.signer.removesuffix("（样例）"))


def pdfsig(pdf: bytes, place: Path, root: Path) -> str:
    """What pdfsig says when its certificate store holds our root. Its exit code is 0 even for a forged file."""
    for tool in ("pdfsig", "certutil"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed (Debian: poppler-utils, libnss3-tools)")
    store = place / "nss"
    if not store.exists():
        store.mkdir()
        subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
        subprocess.run(["certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-a", "-i", root], check=True)
    file = place / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nssdir", store, file], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    return done.stdout


def test_an_independent_program_finds_the_seal_valid_and_trusted(folder: Path, sealed: bytes, tmp_path: Path) -> None:
    said = pdfsig(sealed, tmp_path, folder / "root.pem")
    assert "Signature Validation: Signature is Valid." in said
    assert "Certificate Validation: Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert re.search(r"Common Name: 云溪市市场监督管理局（样例）", said)


def test_an_independent_program_finds_a_changed_byte(folder: Path, sealed: bytes, tmp_path: Path) -> None:
    position = sealed.index(b"stream") + 40
    changed = bytearray(sealed)
    changed[position] ^= 1
    said = pdfsig(bytes(changed), tmp_path, folder / "root.pem")
    assert "Signature is Valid" not in said
    assert "Digest Mismatch" in said
