"""What came of an import: the counts, and a file with every row that was not taken or is doubtful, as it was."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

REFUSED, DOUBT, TWICE = "没有导入", "已导入，有疑问", "重复"
_HEADER = ("行号", "结果", "哪里", "原因", "怎么办", "原文")


@dataclass(slots=True)
class Report:
    """The counts of an import; each row of the file is in exactly one of added, changed, same, twice, refused."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    twice: int = 0
    refused: int = 0
    doubtful: int = 0
    dry_run: bool = False
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    file: Path | None = None

    def lines(self) -> list[str]:
        """What is said at the end."""
        would = "会" if self.dry_run else ""
        told = [
            f"共 {self.rows} 行：{would}新增 {self.added}，{would}更新 {self.changed}，没有变化 {self.same}，"
            f"重复 {self.twice}，没有导入 {self.refused}；有疑问的 {self.doubtful} 行（照样导入）"
        ]
        told += [f"  {kind}：{reason}（{count} 行）" for (kind, reason), count in self.reasons.most_common(20)]
        if len(self.reasons) > 20:
            told.append(f"  还有 {len(self.reasons) - 20} 种原因，看报告")
        if self.file:
            told.append(f"报告：{self.file}")
        return [*told, "这次只看，什么也没有改。"] if self.dry_run else told


class ReportFile:
    """A CSV that a spreadsheet opens; the row itself stands as JSON, so that nothing in it is taken for a formula."""

    def __init__(self, path: Path, report: Report) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(_HEADER)
        self.report, report.file = report, path

    def add(self, line: int, kind: str, place: str, sentence: str, advice: str, cells: Sequence[str]) -> None:
        self.report.reasons[kind, sentence if len(sentence) < 60 else sentence[:57] + "…"] += 1
        text = json.dumps(list(cells), ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
        self._writer.writerow((line, kind, _safe(place), _safe(sentence), _safe(advice), text))

    def close(self) -> None:
        self._file.close()


def _safe(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0").lstrip("=+-@\t\r")
