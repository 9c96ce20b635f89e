import pytest
import yaml
from django.conf import settings

from tests.cast import SERVICE, Cast
from yimen.domains.catalogue.queries import search
from yimen.engines.service.folder import files_of

FOLDER = settings.YIMEN_SERVICES / "market-regulation" / SERVICE
META = yaml.safe_load(files_of(FOLDER)["service.yaml"])


def found(text: str) -> list[str]:
    return [version.item.slug for version in search(text)]


@pytest.mark.parametrize("phrase", [*META["phrases"], META["name"], META["plain_name"]])
def test_each_phrase_of_the_folder_finds_the_service(cast: Cast, phrase: str) -> None:
    assert found(phrase) == [SERVICE]


@pytest.mark.parametrize(
    "sentence",
    [
        "我想开个小吃店",
        "摆摊要办什么证",
        "我想开家小面馆，要什么手续？",
        "请问个体户怎么注册",
        "怎么办营业执照？",
        "　营业执照　",
        "营业执照!!!",
        "在网上卖东西要不要网店执照",
    ],
)
def test_everyday_sentences_find_it(cast: Cast, sentence: str) -> None:
    assert found(sentence) == [SERVICE]


@pytest.mark.parametrize(
    "text", ["护照", "我想办护照", "护照怎么办", "我要结婚", "社保卡丢了怎么办", "", "   ", "？！", "身份证"]
)
def test_what_it_does_not_offer_finds_nothing(cast: Cast, text: str) -> None:
    assert found(text) == []


def test_strange_input_finds_nothing_and_breaks_nothing(cast: Cast) -> None:
    for text in ("\x00", "%", "a" * 5000, "'; DROP TABLE catalogue_item; --", "😀"):
        assert found(text) == []
