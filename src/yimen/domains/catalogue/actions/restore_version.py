from datetime import datetime

from yimen.domains.catalogue.actions.start_draft import open_draft, start_draft
from yimen.domains.catalogue.drafting import DraftRefused
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Draft, Version
from yimen.ground.audit import Actor


def restore_version(*, actor: Actor, version: Version, now: datetime) -> Draft:
    """Begin a draft with the whole text of an older version; it is reviewed and published like any other.

    Raises:
        DraftRefused: there is an open draft already, which this would overwrite.
    """
    slug = version.item.slug
    if open_draft(slug) is not None:
        raise DraftRefused("这个事项有一份没有办完的草稿，恢复会把它盖掉", "先提交或者撤回那一份。")
    files = from_json(Version.objects.values_list("files", flat=True).get(pk=version.pk))
    return start_draft(actor=actor, slug=slug, files=files, origin=f"恢复第 {version.number} 版", now=now)
