"""一卡通 in small: keeps each batch under its reference, answers line by line, and moves no money."""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from yimen.domains.benefits.ports import Receipt, Result, Transfer
from yimen.ground.errors import DomainError

# Accounts with this end are closed: so that a demo can show what happens then.
CLOSED = "0404"


class OneCard:
    """A payment platform on the local disk. Each batch is one file, written once: asked again, it says the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pay(self, reference: str, lines: Sequence[Transfer]) -> Receipt:
        """Keep the batch if it is new; the answer for a known one is what was answered first.

        Raises:
            DomainError: other lines came under this reference before, or one line came twice.
        """
        numbers = [one.line for one in lines]
        if len(set(numbers)) != len(numbers):
            raise DomainError("名单里有重复的行，一卡通没有收", "让系统管理员查这份名单。", "duplicate-line")
        path = self._folder / f"{hashlib.sha256(reference.encode()).hexdigest()[:24]}.json"
        asked = [{**asdict(one), "amount": f"{one.amount:.2f}"} for one in lines]
        if not path.exists():
            self._keep(path, {"reference": reference, "lines": asked, "results": [_answer(one) for one in lines]})
        kept = json.loads(path.read_text("utf-8"))
        if kept["lines"] != asked:
            raise DomainError(
                f"一卡通已经有一份编号为 {reference} 的名单，内容不一样", "让系统管理员查这份名单。", "other-batch"
            )
        return Receipt(reference, f"YKT{path.stem.upper()}", tuple(Result(**one) for one in kept["results"]))

    def _keep(self, path: Path, batch: dict[str, Any]) -> None:
        """Write the file as a whole; when two ask at once, the first one's batch stays."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(batch, file, ensure_ascii=False)
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            Path(temporary).unlink(missing_ok=True)


def one_card() -> OneCard:
    """The platform of the demo city, below its folder for data."""
    return OneCard(settings.YIMEN_VAR / "payments")


def _answer(line: Transfer) -> dict[str, str]:
    if line.account.endswith(CLOSED):
        return {"line": line.line, "state": "failed", "reason": "账户已销户"}
    return {"line": line.line, "state": "paid", "reason": ""}
