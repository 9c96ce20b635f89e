import hashlib
from typing import Any, NoReturn

from django.db import models

from yimen.ground.files.errors import FileDamaged, FileDestroyed
from yimen.ground.files.storage import private_storage


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
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_reference", "id"], name="files_subject")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("a file is destroyed by actions.destroy; its row stays as evidence")

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def size_text(self) -> str:
        """``820 KB``, ``2.4 MB``"""
        kilobytes = max(1, round(self.size / 1024))
        return f"{kilobytes} KB" if kilobytes < 1000 else f"{self.size / 1024 / 1024:.1f} MB"

    def read(self) -> bytes:
        """The content.

        Raises:
            FileDestroyed: it has been destroyed.
            FileDamaged: it is gone, or not what was uploaded.
        """
        if self.destroyed_at is not None:
            raise FileDestroyed("这份材料已经销毁，不能再看", "还需要它的话，请交材料的人再传一次。")
        try:
            with self.file.storage.open(str(self.file), "rb") as file:
                content = bytes(file.read())
        except FileNotFoundError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise FileDamaged("这份材料的存档与上传时不一致，不能给出", "请系统管理员从备份中恢复这份材料。")
        return content
