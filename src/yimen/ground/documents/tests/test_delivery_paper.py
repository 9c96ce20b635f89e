from yimen.ground.documents.tests.papers import paper_of, text_of

BY_HAND = {"delivered_at": "", "read_at": "", "read_by": ""}


def paper(**changes: object) -> str:
    return "".join(text_of(paper_of("delivery", **changes), "-raw").split())


def test_electronic_delivery_shows_arrival_and_the_receipt_of_reading() -> None:
    text = paper()
    for words in (
        "受送达人张伟",
        "《准予行政许可决定书》云市监许准〔2026〕8号",
        "送达方式电子送达",
        "送达时间2026年11月24日15时02分",
        "阅读回执2026年11月24日18时20分，张伟以实名账号登录后打开全文",
    ):
        assert words in text
    assert "签名" not in text


def test_at_the_window_addressee_substitute_witness_and_officer_sign() -> None:
    papers = [
        {"title": "准予行政许可决定书", "number": "8号"},
        {"title": "食品经营许可证", "number": "JY29901810000017"},
    ]
    text = paper(way="直接送达", delivered_to="云溪市政务服务中心3号窗口", documents=papers, **BY_HAND)
    assert text.count("年月日时分") == 4
    for words in (
        "受送达人签名或者盖章",
        "代收人签名",
        "见证人签名",
        "送达人签名",
        "《食品经营许可证》JY29901810000017",
    ):
        assert words in text
    assert "阅读回执" not in text


def test_a_refused_paper_is_left_before_a_witness_with_the_reason() -> None:
    text = paper(way="留置送达", refusal="拒绝签收，没有说明理由", note="送达过程已录像")
    for words in ("拒收事由拒绝签收，没有说明理由", "见证人签名", "送达人签名", "备注送达过程已录像"):
        assert words in text
    assert "受送达人签名" not in text


def test_by_post_the_number_of_the_letter_stands_in_it() -> None:
    text = paper(way="邮寄送达", post_number="1234567890123", **BY_HAND)
    assert "邮件号码1234567890123" in text
    assert "见证人" not in text
