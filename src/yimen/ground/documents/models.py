import hashlib
from typing import Any, NoReturn

from django.db import models

from yimen.ground.documents.errors import DocumentDamaged
from yimen.ground.documents.storage import private_storage
from yimen.ground.documents.subject import Subject
from yimen.ground.places.models import Organisation


class AppendOnly(RuntimeError):
    """A program tried to change or delete what may only be added to."""


class AppendOnlyRows(models.QuerySet["Document"]):
    def update(self, **changes: Any) -> NoReturn:
        raise AppendOnly("documents are never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("documents are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("documents are never deleted")


class Document(models.Model):
    """A document as it was issued: what it says (``data``), the sealed file and its hash."""

    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=32)
    subject_reference = models.CharField(max_length=100)
    addressee = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, max_length=120)
    data = models.JSONField()

    objects = AppendOnlyRows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "kind", "number"], name="documents_number_unique")]
        indexes = [models.Index(fields=["subject_kind", "subject_reference"], name="documents_subject")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{self} is issued: it is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self} is issued: it is never deleted")

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_reference)

    def read(self) -> bytes:
        """The sealed PDF. Raises DocumentDamaged when the file is gone or not the one that was issued."""
        try:
            with self.file.open("rb") as file:
                content = bytes(file.read())
        except FileNotFoundError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DocumentDamaged(f"{self}的存档文件与出具时不一致，不能给出", "让系统管理员从备份中恢复这份文书。")
        return content
