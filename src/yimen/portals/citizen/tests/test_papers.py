"""Documents: opening one is its delivery, with the proof beside it; the plain words never stand in its place."""

from django.http import HttpResponse
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.hand_over import hand_over
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.models import Case, Delivery
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import drain
from yimen.domains.cases.tests.make_steps import at, paper, papers, special, steps
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.accounts.models import Account
from yimen.portals.citizen.papers import _PLAIN
from yimen.portals.citizen.tests.read import open_case, section, text_of


def get(account: Account, case: Case, *place: object, **headers: str) -> HttpResponse:
    name = "paper-nth" if len(place) > 1 else "paper"
    return browser_of(account).get(reverse(f"citizen:{name}", args=[case.number, *place]), headers=headers)


def test_opening_a_document_delivers_it_and_the_page_says_when(cast: Cast) -> None:
    case = make_food.accepted(cast)
    assert "还没打开。打开就是送达" in section(open_case(cast.chen_jing, case), "文书")
    answer = get(cast.chen_jing, case, "acceptance", 1)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    row = Delivery.objects.get(case=case)
    assert (row.way, row.read_at, row.read_by) == ("电子送达", at(11, 24), "陈静")
    told = section(open_case(cast.chen_jing, case), "文书")
    assert "已阅，11月24日 周二 10:00，电子送达" in told and "送达回证正在做" in told
    drain(at(11, 24))
    page = open_case(cast.chen_jing, case)
    proof = reverse("citizen:paper-nth", args=[case.number, "delivery", 1])
    assert f'href="{proof}"' in page.content.decode() and "正在做" not in section(page, "文书")
    assert get(cast.chen_jing, case, "delivery", 1).status_code == 200


def test_opening_it_again_and_opening_a_proof_delivers_nothing_more(cast: Cast) -> None:
    case = make_food.accepted(cast)
    for _ in range(2):
        get(cast.chen_jing, case, "acceptance", 1)
        drain(at(11, 24))
        get(cast.chen_jing, case, "delivery", 1)
        get(cast.chen_jing, case, "receipt", 1)
    assert Delivery.objects.filter(case=case).count() == 1 and steps(case).count("read") == 1


def test_a_browser_that_looks_ahead_or_asks_for_the_head_has_read_nothing(cast: Cast) -> None:
    case = make_food.accepted(cast)
    get(cast.chen_jing, case, "acceptance", 1, **{"Sec-Purpose": "prefetch"})
    browser_of(cast.chen_jing).head(reverse("citizen:paper", args=[case.number, "acceptance"]))
    assert not Delivery.objects.filter(case=case).exists()
    get(cast.chen_jing, case, "acceptance")
    assert Delivery.objects.filter(case=case).exists()


def test_a_damaged_file_is_not_given_out_and_counts_as_unread(cast: Cast) -> None:
    case = make_food.accepted(cast)
    with open(paper(case, "acceptance").file.path, "ab") as file:
        file.write(b"x")
    answer = get(cast.chen_jing, case, "acceptance", 1)
    assert answer.status_code == 422 and not Delivery.objects.filter(case=case).exists()


def test_of_several_documents_of_a_kind_each_opens_itself(cast: Cast) -> None:
    case = make_food.accepted(cast)
    row = special(case, cast.wu_lei)
    now = at(11, 24)
    tell_more_time(
        actor=cast.wu_lei.actor(now), case=case, procedure=row.pk, planned_end=at(11, 30).date(), why="要复测", now=now
    )
    first, second = (one for one in papers(case) if one.kind == "special-procedure")
    history = section(open_case(cast.chen_jing, case), "全部经过")
    assert history.count("特别程序所需时间告知书") == 2 and "到11月30日为止" in history
    page = open_case(cast.chen_jing, case).content.decode()
    for number, document in ((1, first), (2, second)):
        assert reverse("citizen:paper-nth", args=[case.number, "special-procedure", number]) in page
        assert get(cast.chen_jing, case, "special-procedure", number).content == document.read()
    assert first.read() != second.read()


def test_what_was_handed_over_names_who_took_it(cast: Cast) -> None:
    case = make_food.granted(cast)
    hand_over(
        actor=cast.wang_fang.actor(NOW),
        case=case,
        document=paper(case, "grant-permit"),
        received_by="陈静",
        place="云溪市政务服务中心 3 号窗口",
        now=NOW,
    )
    assert "直接送达，陈静收下" in section(open_case(cast.chen_jing, case), "文书")


def test_a_document_that_does_not_exist_or_is_somebody_elses_is_not_found(cast: Cast) -> None:
    case = make_food.accepted(cast)
    assert "还没有出具" in text_of(get(cast.chen_jing, case, "grant-permit"))
    for place in (("grant-permit",), ("acceptance", 0), ("acceptance", 2), ("no-such-kind", 1)):
        assert get(cast.chen_jing, case, *place).status_code == 404, place
    for place in (("acceptance",), ("acceptance", 1)):
        assert get(cast.zhang_wei, case, *place).status_code == 404, place
    assert not Delivery.objects.filter(case=case).exists()


def test_each_document_stands_beside_plain_words_and_counts_where_they_differ(cast: Cast) -> None:
    told = section(open_case(cast.chen_jing, make_food.granted(cast)), "文书")
    assert "您的申请受理了" in told and "同意给您许可的正式决定" in told
    assert "和文书不一致的，以文书为准" in told
    assert all(words.endswith("。") and len(words) < 60 for words in _PLAIN.values())


def test_opening_the_certificate_delivers_it_too(cast: Cast) -> None:
    case = make_food.granted(cast)
    certificate = certificate_of_subject("case", case.number)
    assert certificate is not None
    browser = browser_of(cast.chen_jing)
    address = reverse("citizen:certificate-file", args=[certificate.code])
    browser.head(address)
    assert not Delivery.objects.filter(document=certificate.document).exists()
    assert browser.get(address).status_code == 200
    assert Delivery.objects.get(document=certificate.document).read_by == "陈静"
