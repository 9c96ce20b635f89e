import pytest
from django.utils.translation import override

from yimen.ground.language import articles, book, days, ports, refresh, say, speech


@pytest.fixture(autouse=True)
def own_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_open", None)


@pytest.fixture
def small() -> book.Book:
    messages = {
        "在办": "In progress",
        "剩 {amount}": "{amount} left",
        "{days} 个工作日": "{days} working days",
        "{by}前告知是否受理": "by {by} you will be told whether it is accepted",
        "受理": "Acceptance",
        "材料": "documents",
    }
    return book.Book(messages, {"营业执照": "business licence"})


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("在办", "In progress"),
        ("剩 3 个工作日", "3 working days left"),
        ("剩 1 个工作日", "1 working day left"),
        ("11月25日前告知是否受理", "by 25 November you will be told whether it is accepted"),
        ("受理：营业执照", "Acceptance: business licence"),
        ("在办。剩 3 个工作日。", "In progress. 3 working days left."),
        ("营业执照（材料）", "business licence (documents)"),
        (" 在办 ", " In progress "),
    ],
)
def test_it_says_a_sentence_whole_or_in_pieces(small: book.Book, chinese: str, english: str) -> None:
    assert small.say(chinese) == english


@pytest.mark.parametrize("text", ["张伟", "张伟、李敏", "桂花路 18 号 1 层", "YX20261118-00417", "plain English, so."])
def test_it_leaves_what_it_does_not_know(small: book.Book, text: str) -> None:
    assert small.say(text) == text


def test_a_message_without_a_chinese_word_is_said_when_it_is_known() -> None:
    known = book.Book({"%(place)s“%(name)s”": "%(place)s “%(name)s”"}, {})
    assert known.say("%(place)s“%(name)s”") == "%(place)s “%(name)s”"
    assert known.say("%(place)s“x”") == "%(place)s“x”"


def test_several_sentences_known_as_one_are_said_with_and_without_the_full_stop() -> None:
    known = book.Book({}, {"先看地方。再签合同": "Look at the place first. Then sign"})
    assert known.say("先看地方。再签合同") == "Look at the place first. Then sign"
    assert known.say("先看地方。再签合同。") == "Look at the place first. Then sign."


def test_a_name_with_a_joint_inside_is_one_name() -> None:
    known = book.Book(
        {"共 {n} 份：{names}": "In all ({n}): {names}"}, {"设备、布局": "equipment and layout", "照片": "photo"}
    )
    assert known.say("共 2 份：设备、布局、照片") == "In all (2): equipment and layout, photo"


def test_a_list_of_names_is_no_sentence_that_has_a_word_of_them() -> None:
    known = book.Book({"{day}前{act}": "{act} by {day}"}, {"营业前检查": "check before opening", "招牌": "shop sign"})
    assert known.say("招牌、营业前检查") == "shop sign, check before opening"
    assert known.say("营业前招牌") == "shop sign by 营业"


def test_what_follows_a_name_is_said_as_a_whole() -> None:
    known = book.Book({"已受理，开始计时": "Accepted, the clock starts"}, {"招牌": "Shop sign"})
    assert known.say("招牌：已受理，开始计时") == "Shop sign: Accepted, the clock starts"


def test_it_mixes_no_languages_in_a_sentence_that_is_mostly_unknown(small: book.Book) -> None:
    text = "从来没有人翻译过这一句，剩 3 个工作日"
    assert small.say(text) == text


def test_a_number_does_not_swallow_words(small: book.Book) -> None:
    """“{days} 个工作日” stands for a number of days, never for a sentence that ends like one."""
    assert small.say("不知道几 个工作日") == "不知道几 个工作日"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("2026年11月25日", "25 November 2026"),
        ("2026年11月", "November 2026"),
        ("11月5日 17:30", "5 November 17:30"),
        ("2026年11月25日（星期三）", "25 November 2026 (Wednesday)"),
        ("11月5日 周四", "Thursday 5 November"),
        ("13月5日", "13月5日"),
    ],
)
def test_days_are_said_with_the_names_of_months(chinese: str, english: str) -> None:
    assert days.in_english(chinese) == english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("行政许可法第四十二条第一款", ("行政许可法", "Article 42(1)")),
        ("《食品安全法》第 35 条", ("食品安全法", "Article 35")),
        ("云溪市办法（演示文件）第二条", ("云溪市办法（演示文件）", "Article 2")),
        ("第五项", ("", "(5)")),
        ("第三十二条第一款第四项", ("", "Article 32(1)(4)")),
        ("第一百零一条", ("", "Article 101")),
        ("食品经营许可和备案管理办法第二章各条", ("食品经营许可和备案管理办法", "Chapter 2")),
        ("第三章各条", ("", "Chapter 3")),
        ("没有条文", None),
    ],
)
def test_articles_are_cited_by_number(chinese: str, english: tuple[str, str] | None) -> None:
    assert articles.split(chinese) == english


def test_chinese_pages_say_what_they_were_told() -> None:
    with override("zh-hans"):
        assert say("错误：") == "错误："


def test_english_pages_say_the_catalogue_and_the_phrases_of_services(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = {"食品经营许可": "Food business licence"}
    monkeypatch.setattr(ports, "_source", lambda: phrases)
    refresh()
    with override("en"):
        assert say("已受理：食品经营许可") == "Accepted: Food business licence"


def test_new_phrases_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for english in ("first", "second"):
        phrases = {"新开的事项": english}
        monkeypatch.setattr(ports, "_source", lambda phrases=phrases: phrases)
        refresh()
        with override("en"):
            assert say("新开的事项") == english
