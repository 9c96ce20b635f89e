"""Files to import, right and wrong."""

from pathlib import Path
from typing import Any

from yimen.domains.directory.actions.import_file import import_file
from yimen.domains.directory.intake.mapping import Mapping, read_mapping
from yimen.domains.directory.intake.report import Report
from yimen.domains.directory.models import Entry, Identity, Revision, Source
from yimen.domains.directory.tests import make

IMPORTS = Path(__file__).resolve().parents[5] / "demo" / "imports"
SAMPLE, MAPPING = IMPORTS / "guangan.csv", IMPORTS / "guangan.yaml"
HEADER = "task_name,dept_name,local_task_code,dept_code,region_code,by_law"
ROW = "食品摊贩备案,区市监局,511A0138000000-511602000000-000-115113010833722043-1-00,115113010833722043,511602,《甲法》"


def row(at: int, **more: str) -> str:
    told = {
        "name": f"事项{at}",
        "body": "区市监局",
        "code": f"511A{at:010}-511602000000-000-{make.BODY}-1-00",
        "org": make.BODY,
        "region": "511602000000",
        "law": "《甲法》第一条",
        **more,
    }
    return ",".join(told.values())


def sample_source() -> Source:
    return make.source("guangan-sample", "511602000000", "广安市广安区", label="导入样例，广安区", is_sample=True)


def real_source() -> Source:
    return make.source("guangan", "511602000000", "广安市广安区")


def load(
    path: Path, tmp_path: Path, source: Source | None = None, mapping: Mapping | None = None, **more: Any
) -> Report:
    return import_file(
        actor=make.EDITOR,
        path=path,
        source=source or real_source(),
        mapping=mapping or Mapping(),
        report_to=tmp_path / "report.csv",
        now=make.NOW,
        **more,
    )


def load_sample(tmp_path: Path, path: Path = SAMPLE, **more: Any) -> Report:
    return load(path, tmp_path, sample_source(), read_mapping(MAPPING), **more)


def state() -> tuple[list[Any], int, int]:
    """Everything that an import could change."""
    rows = Entry.objects.order_by("pk").values_list("pk", "fingerprint", "revision", "values", "own", "doubts")
    return list(rows), Revision.objects.count(), Identity.objects.count()
