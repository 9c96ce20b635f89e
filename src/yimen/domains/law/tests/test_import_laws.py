from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tests.cast import NOW
from yimen.domains.law.actions.import_laws import import_laws
from yimen.domains.law.errors import VersionChanged
from yimen.domains.law.models import Article, Clause, Ending, Import, Version
from yimen.domains.law.queries import library
from yimen.domains.law.tests.make import BEFORE, INDEX, TEXTS, imported
from yimen.engines.law import Place, read_folder
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_a_law_stands_as_rows_article_by_article() -> None:
    assert imported(INDEX, NOW).versions == (
        "《中华人民共和国开店法》（2020年公布）",
        "《中华人民共和国开店法》（2026年修订）",
        "《摆摊办法》（2015年公布）",
    )
    rows = Clause.objects.filter(article__version__label="2020年公布", article__number=2).order_by("pk")
    assert [(one.paragraph, one.item, one.text) for one in rows] == [
        (1, 0, "开店要："),
        (1, 1, "（一）有门；"),
        (1, 2, "（二）有窗。"),
        (2, 0, "有店的不用再开。"),
    ]
    assert Entry.objects.filter(action="import-laws").count() == 1


def test_the_same_folder_again_adds_nothing_and_leaves_no_trace() -> None:
    imported(INDEX, NOW)
    before = (Version.objects.count(), Article.objects.count(), Ending.objects.count(), Import.objects.count())
    assert imported(INDEX, NOW).versions == ()
    assert before == (Version.objects.count(), Article.objects.count(), Ending.objects.count(), Import.objects.count())
    assert Entry.objects.filter(action="import-laws").count() == 1


def test_a_newer_version_is_added_beside_the_older() -> None:
    imported(BEFORE, NOW)
    assert imported(INDEX, NOW).versions == ("《中华人民共和国开店法》（2026年修订）",)
    assert [one.label for one in library().documents["shop-law"].editions] == ["2020年公布", "2026年修订"]


def test_a_held_text_is_never_replaced() -> None:
    imported(INDEX, NOW)
    with pytest.raises(VersionChanged, match="已经收录"):
        imported(INDEX, NOW, {**TEXTS, "shop-1": TEXTS["shop-1"].replace("十日", "九日")})
    with pytest.raises(VersionChanged):
        imported(INDEX.replace("in_force_from: 2020-01-01", "in_force_from: 2020-02-01"), NOW)
    assert "十日内决定" in Version.objects.get(label="2020年公布").text


def test_the_database_refuses_to_change_or_delete_a_text() -> None:
    imported(INDEX, NOW)
    for change in (
        lambda: Version.objects.update(text="# 别的"),
        lambda: Clause.objects.update(text="别的"),
        lambda: Clause.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_how_a_version_ended_may_be_known_better_later() -> None:
    imported(INDEX, NOW)
    assert imported(INDEX.replace("since: 2020-01-01", "since: 2020-06-01"), NOW).endings == (
        "《摆摊办法》（2015年公布）",
    )
    assert [str(one.since) for one in Ending.objects.order_by("pk")] == ["2020-01-01", "2020-06-01"]
    ended = library().documents["stall-rules"].editions[0].ended
    assert ended is not None and str(ended.since) == "2020-06-01" and ended.by == "shop-law"


def test_the_library_of_the_checkout_is_read_back_as_it_was_written() -> None:
    index = read_folder(Path(settings.YIMEN_LAWS))
    import_laws(actor=SYSTEM, index=index, now=NOW)
    for document in index.documents:
        for version in document.versions:
            rows = Article.objects.filter(version__document__key=document.key, version__label=version.label)
            articles = list(rows.order_by("position").prefetch_related("clauses"))
            assert [(one.place, "\n".join(line.text for line in one.clauses.order_by("pk"))) for one in articles] == [
                (one.place, one.text) for one in version.statute.articles
            ]
    held = library().documents["administrative-licensing-law"].editions[0]
    assert held.statute.article(Place(32)) is not None
