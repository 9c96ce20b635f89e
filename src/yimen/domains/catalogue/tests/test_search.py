import pytest
from django.conf import settings

from tests.cast import SERVICE, Cast
from yimen.domains.catalogue.queries import search
from yimen.engines.service import strict_yaml
from yimen.engines.service.folder import files_of

FOOD, ALLOWANCE, RESTAURANT = "food-business-license", "old-age-allowance", "open-restaurant"
FOLDERS = sorted(path.parent for path in settings.YIMEN_SERVICES.glob("*/*/service.yaml"))
METAS = {folder.name: strict_yaml.load(files_of(folder)["service.yaml"].decode()) for folder in FOLDERS}
# What people say, first as they say it most; the names stand for whoever has read the law.
SAID = [
    (slug, phrase) for slug, meta in METAS.items() for phrase in (*meta["phrases"], meta["name"], meta["plain_name"])
]


def found(text: str) -> list[str]:
    return [version.item.slug for version in search(text)]


def test_every_service_is_here_with_phrases_of_its_own() -> None:
    assert {SERVICE, FOOD, ALLOWANCE} <= set(METAS)
    phrases = [phrase for _, phrase in SAID]
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize(("slug", "phrase"), SAID)
def test_each_phrase_of_a_folder_finds_its_service_first(cast: Cast, slug: str, phrase: str) -> None:
    assert found(phrase)[0] == slug


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        (RESTAURANT, "我想开个小吃店"),
        (SERVICE, "摆摊要办什么证"),
        (FOOD, "我想开家小面馆，要什么手续？"),
        (SERVICE, "请问个体户怎么注册"),
        (SERVICE, "怎么办营业执照？"),
        (SERVICE, "　营业执照　"),
        (SERVICE, "营业执照!!!"),
        (SERVICE, "在网上卖东西要不要网店执照"),
        (RESTAURANT, "开饭店要办什么证"),
        (FOOD, "奶茶店的食品许可证怎么办"),
        (FOOD, "食品经营许可证在哪里办？"),
        (FOOD, "我的火锅店要卫生许可证吗"),
        (ALLOWANCE, "我妈八十三岁了，能领什么补贴"),
        (ALLOWANCE, "老人补贴怎么领？"),
        (ALLOWANCE, "80岁以上老人每个月有多少钱"),
        (ALLOWANCE, "高龄津贴"),
    ],
)
def test_everyday_sentences_find_it_first(cast: Cast, slug: str, sentence: str) -> None:
    assert found(sentence)[0] == slug


def test_what_has_nothing_to_do_with_it_is_not_found_beside_it(cast: Cast) -> None:
    assert found("高龄津贴") == [ALLOWANCE]
    assert ALLOWANCE not in found("营业执照")


@pytest.mark.parametrize(
    "text", ["护照", "我想办护照", "护照怎么办", "我要结婚", "结婚证丢了怎么办", "", "   ", "？！", "身份证"]
)
def test_what_it_does_not_offer_finds_nothing(cast: Cast, text: str) -> None:
    assert found(text) == []


def test_strange_input_finds_nothing_and_breaks_nothing(cast: Cast) -> None:
    for text in ("\x00", "%", "a" * 5000, "'; DROP TABLE catalogue_item; --", "😀"):
        assert found(text) == []
