import hashlib
from typing import Any, NoReturn
from uuid import uuid4

from django.db import models

from yimen.ground.files.errors import FileDamaged, FileDestroyed
from yimen.ground.files.storage import private_storage


def size_text(size: int) -> str:
    """A number of bytes as people read it: ``820 KB``, ``2.4 MB``."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{size / 1024 / 1024:.1f} MB"


def new_code() -> str:
    return uuid4().hex


class StoredFile(models.Model):
    """An uploaded file as it is kept. The row outlives the content: what was there, and when it was destroyed."""

    sha256 = models.CharField(max_length=64, help_text="of what is kept: of a picture without its metadata")
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    name = models.CharField(max_length=80, help_text="as given, cleaned")
    file = models.FileField(storage=private_storage, max_length=120)
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.CharField(max_length=64)
    uploaded_by_name = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=32)
    subject_reference = models.CharField(max_length=100)
    ordered_at = models.DateTimeField(null=True, help_text="since when it is to be destroyed, and given out no more")
    destroyed_at = models.DateTimeField(null=True, help_text="when its content was gone")
    destroyed_why = models.CharField(max_length=300, blank=True)
    destroyed_by = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_reference", "id"], name="files_subject"),
            models.Index(
                fields=["id"], condition=models.Q(ordered_at__isnull=False, destroyed_at=None), name="files_to_destroy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("a file is destroyed by actions.destroy; its row stays as evidence")

    @property
    def is_gone(self) -> bool:
        """Destroyed, or about to be: it is given out no more."""
        return self.ordered_at is not None or self.destroyed_at is not None

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def size_text(self) -> str:
        """``820 KB``, ``2.4 MB``"""
        return size_text(self.size)

    def read(self) -> bytes:
        """The content.

        Raises:
            FileDestroyed: it has been destroyed, or is to be.
            FileDamaged: it is gone, or not what was uploaded.
        """
        if self.is_gone:
            raise FileDestroyed("这份材料已经销毁，不能再看", "还需要它的话，请交材料的人再传一次。")
        try:
            with self.file.storage.open(str(self.file), "rb") as file:
                content = bytes(file.read())
        except FileNotFoundError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise FileDamaged("这份材料的存档与上传时不一致，不能给出", "让系统管理员从备份中恢复这份材料。")
        return content


class Incoming(models.Model):
    """An upload that comes in parts. What has arrived lies beside (``incoming.part_file``): its length is the offset.

    The row stays for a while after the end, so that whoever did not hear the answer can ask for it again.
    """

    code = models.CharField(max_length=32, unique=True, default=new_code)
    owner_id = models.CharField(max_length=64, help_text="the account that sends it, as in the log")
    subject_kind = models.CharField(max_length=32)
    subject_reference = models.CharField(max_length=100)
    slot = models.CharField(max_length=40, help_text="which of the subject's materials it is for")
    name = models.CharField(max_length=255, help_text="as the browser gives it")
    size = models.PositiveIntegerField(help_text="as declared")
    sha256 = models.CharField(max_length=64, blank=True, help_text="as declared; empty: the browser cannot tell")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    refused = models.JSONField(default=dict, help_text="{sentence, advice, code} where it was not taken")

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_reference", "owner_id"], name="files_on_their_way")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_reference} {self.pk}"
