"""Drafts in each stage of their life, by 沈青 (editor) and 乔木 (reviewer)."""

from collections.abc import Mapping

from tests.cast import NOW, Cast
from yimen.domains.catalogue.actions.approve_draft import approve_draft
from yimen.domains.catalogue.actions.save_draft import save_draft
from yimen.domains.catalogue.actions.start_draft import start_draft
from yimen.domains.catalogue.actions.submit_draft import submit_draft
from yimen.domains.catalogue.models import Draft, Version
from yimen.engines.service.tests import guide_only as example

SLUG = "fireworks-retail"


def begun(cast: Cast, files: Mapping[str, bytes] | None = None, locked: Mapping[str, str] | None = None) -> Draft:
    content = example.files() if files is None else files
    return start_draft(actor=cast.shen_qing.actor(NOW), slug=SLUG, files=content, locked=locked, now=NOW)


def saved(cast: Cast, draft: Draft, files: Mapping[str, bytes]) -> Draft:
    actor = cast.shen_qing.actor(NOW)
    return save_draft(actor=actor, draft=draft, revision=draft.revision, files=files, now=NOW)


def submitted(cast: Cast, files: Mapping[str, bytes] | None = None) -> Draft:
    draft = begun(cast, files)
    return submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=draft.revision, now=NOW)


def approved(cast: Cast, files: Mapping[str, bytes] | None = None) -> Version:
    draft = submitted(cast, files)
    return approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=draft.revision, now=NOW)
