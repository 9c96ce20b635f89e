"""What only has a guide: found and read like any other service, applied for elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of, person_of
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.models import Case
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import search
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import NotAllowed


@pytest.fixture
def version(cast: Cast) -> Version:
    return publish(actor=SYSTEM, files=example.files(), now=NOW)


def test_an_everyday_phrase_finds_it_and_its_page_says_where_to_go(version: Version, client: Client) -> None:
    assert search("过年卖鞭炮要办证吗")[0] == version
    page = client.get(reverse("citizen:service", args=[version.item.slug])).content.decode()
    for told in ("到哪里办", "云溪大道 1 号市民中心二楼", "工作日 9:00-12:00", "https://yjt.example.gov.cn/apply"):
        assert told in page
    for told in ("第十九条", "10 个工作日", "安全知识培训合格证", "0300-0000131", "下载"):
        assert told in page
    assert "开始办理" not in page
    assert reverse("citizen:begin", args=[version.item.slug]) not in page


def test_its_blank_form_is_downloaded(version: Version, client: Client) -> None:
    page = client.get(reverse("citizen:blank", args=[version.item.slug, "application.txt"]))
    assert b"".join(page).decode().startswith("姓名")  # type: ignore[arg-type]


def test_nobody_can_apply(version: Version, cast: Cast, client: Client) -> None:
    with pytest.raises(NotAllowed, match="不在这里办"):
        start_draft(
            actor=cast.zhang_wei.actor(NOW),
            person=person_of(cast.zhang_wei),
            account=cast.zhang_wei,
            version=version,
            told={},
            now=NOW,
        )
    assert not Case.objects.filter(version=version).exists()


def test_the_addresses_of_an_application_refuse_with_a_sentence(version: Version, cast: Cast) -> None:
    slug, zhang_wei = version.item.slug, browser_of(cast.zhang_wei)
    refused = zhang_wei.post(reverse("citizen:start", args=[slug]))
    assert refused.status_code == 403
    assert "这个事项不在这里办" in refused.content.decode()
    for name in ("begin", "guide"):
        assert zhang_wei.get(reverse(f"citizen:{name}", args=[slug]))["Location"] == f"/s/{slug}/"
    assert not Case.objects.filter(version=version).exists()


def test_the_home_page_offers_only_what_can_be_applied_for(version: Version, client: Client) -> None:
    page = client.get(reverse("citizen:home")).content.decode()
    assert reverse("citizen:begin", args=[version.item.slug]) not in page


def test_it_refuses_to_publish_what_lacks_a_part(cast: Cast) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish(actor=SYSTEM, files=example.files("fee: {charge: false, plain: 不收钱}\n", ""), now=NOW)
    assert "没有写收不收费" in refused.value.advice
    assert not Version.objects.filter(item__slug="fireworks-retail").exists()
