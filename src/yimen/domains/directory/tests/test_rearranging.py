"""合并、拆分、换编码: on pages and at the command line, looked at first, refused with what to do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.cli import main
from yimen.domains.directory import ports, queries
from yimen.domains.directory.actions.merge import merge
from yimen.domains.directory.actions.recode import recode
from yimen.domains.directory.actions.split import split
from yimen.domains.directory.errors import Locked, NotPossible
from yimen.domains.directory.models import Entry, Lineage
from yimen.domains.directory.tests import make
from yimen.ground.audit.models import Entry as Evidence
from yimen.ground.errors import Stale

pytestmark = pytest.mark.django_db
REGION, NAME = "990181000000", "云溪市"
CODE = f"{make.BODY}4000131001000"


def listed(at: int, **more: Any) -> Entry:
    told = {"task_name": f"事项{at}", "local_task_code": f"A{at}", **more}
    return make.entry(make.source(), REGION, NAME, **told)


def text(answer: Any) -> str:
    return str(answer.content.decode())


class TestWhatIsKept:
    def test_the_words_of_another_become_our_own_completion_of_the_one_that_stays(self) -> None:
        one, other = listed(1, by_law="《甲法》", is_fee="0"), listed(2, by_law="《乙法》", promise_day="3")
        keep = {"by_law": other.pk, "promise_day": other.pk, "is_fee": one.pk}
        made = merge(actor=make.EDITOR, entries=[other.pk], into=one.pk, keep=keep, note="重复", now=make.NOW)
        found = Entry.objects.get(pk=made.pk)
        assert found.own == {"by_law": "《乙法》", "promise_day": "3"}
        assert (found.values["by_law"], found.record["is_fee"]) == ("《甲法》", "0")
        assert queries.history(found)[0].note == "重复"
        assert Evidence.objects.get(action="merge-entries").details["kept"]["by_law"] == other.pk

    @pytest.mark.parametrize(
        ("keep", "why"),
        [
            ({"by_law": 0}, "没有写设定依据"),
            ({"local_task_code": 0}, "跟着留下的事项走"),
            ({"by_law": 999}, "不在要合并的事项里"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_and_nothing_is_merged(self, keep: dict[str, int], why: str) -> None:
        one, other = listed(1, by_law="《甲法》"), listed(2)
        told = {name: id or other.pk for name, id in keep.items()}
        with pytest.raises(NotPossible) as error:
            merge(actor=make.EDITOR, entries=[other.pk], into=one.pk, keep=told, note="", now=make.NOW)
        assert why in error.value.sentence and error.value.advice
        assert Entry.objects.filter(state="listed").count() == 2

    def test_a_locked_field_stays_as_the_level_above_has_it(self) -> None:
        one = make.entry(make.source(), REGION, NAME, locks=("by_law",), by_law="《甲法》", local_task_code="A1")
        other = listed(2, by_law="《乙法》")
        with pytest.raises(Locked, match="设定依据（样例省）"):
            keep = {"by_law": other.pk}
            merge(actor=make.EDITOR, entries=[other.pk], into=one.pk, keep=keep, note="", now=make.NOW)

    def test_a_sample_is_not_merged_with_what_is_real(self) -> None:
        sample = make.entry(make.source("sample", is_sample=True), REGION, NAME, local_task_code="S1")
        with pytest.raises(NotPossible, match="样例"):
            merge(actor=make.EDITOR, entries=[sample.pk], into=listed(1).pk, note="", now=make.NOW)

    def test_what_has_changed_since_it_was_seen_is_looked_at_again(self) -> None:
        one, other = listed(1), listed(2)
        for act in (
            lambda: merge(
                actor=make.EDITOR, entries=[other.pk], into=one.pk, note="", now=make.NOW, seen={other.pk: 0}
            ),
            lambda: recode(actor=make.EDITOR, entry=one.pk, codes={}, note="", now=make.NOW, seen={one.pk: 9}),
        ):
            with pytest.raises(Stale, match="刚刚又变了"):
                act()


class TestCodes:
    def test_a_locked_code_and_one_that_the_source_says_are_not_changed_or_taken_away(self) -> None:
        locked = make.entry(
            make.source(), REGION, NAME, locks=("catalog_code",), catalog_code="000131001000", local_task_code="L"
        )
        with pytest.raises(Locked, match="基本编码"):
            recode(actor=make.EDITOR, entry=locked.pk, codes={"catalog_code": "000131002000"}, note="", now=make.NOW)
        with pytest.raises(NotPossible, match="不能去掉"):
            recode(actor=make.EDITOR, entry=locked.pk, codes={"local_task_code": ""}, note="", now=make.NOW)

    def test_a_code_that_was_given_here_is_taken_away_again(self) -> None:
        one = listed(1)
        recode(actor=make.EDITOR, entry=one.pk, codes={"catalog_code": "000131001000"}, note="", now=make.NOW)
        recode(actor=make.EDITOR, entry=one.pk, codes={"catalog_code": ""}, note="", now=make.NOW)
        found = Entry.objects.get(pk=one.pk)
        assert (found.own, found.base_code, found.revision) == ({}, "", 3)

    def test_a_wrong_check_digit_is_refused(self) -> None:
        with pytest.raises(NotPossible, match="校验位"):
            codes = {"task_code": f"{make.BODY[:-1]}44000131001000"}
            recode(actor=make.EDITOR, entry=listed(1).pk, codes=codes, note="", now=make.NOW)

    @pytest.mark.parametrize(
        ("parts", "why"),
        [
            ([{"task_name": "甲"}, {"task_name": "乙", "local_task_code": "B"}], "没有自己的编码"),
            ([{"local_task_code": "B"}, {"task_name": "乙", "local_task_code": "C"}], "没有名称"),
            ([{"task_name": "甲", "task_code": "1"}, {"task_name": "乙", "local_task_code": "C"}], "31 位"),
            ([{"task_name": "甲", "local_task_code": "B"}] * 2, "编码重复"),
            ([{"task_name": "甲", "local_task_code": "B"}], "至少要有两个"),
        ],
    )
    def test_parts_that_cannot_be_told_apart_are_refused(self, parts: list[dict[str, str]], why: str) -> None:
        one = listed(1)
        with pytest.raises(NotPossible, match=why):
            split(actor=make.EDITOR, entry=one.pk, into=parts, note="", now=make.NOW)
        assert Entry.objects.get().state == "listed"

    def test_a_part_has_none_of_the_codes_of_what_it_was_split_from(self) -> None:
        one = listed(1, task_code=CODE, row_guid="G", by_law="《甲法》")
        parts = [{"task_name": f"部分{at}", "local_task_code": f"B{at}"} for at in (1, 2)]
        made = split(actor=make.EDITOR, entry=one.pk, into=parts, note="", now=make.NOW)
        assert [(row.slug, row.record.get("task_code"), row.record["by_law"]) for row in made] == [
            ("b1", None, "《甲法》"),
            ("b2", None, "《甲法》"),
        ]
        assert "row_guid" not in made[0].record

    def test_an_entry_without_a_code_is_split_by_names(self) -> None:
        bare = make.entry(make.source(), REGION, NAME, task_name="没有编码的")
        parts = [{"task_name": "甲"}, {"task_name": "乙"}]
        made = split(actor=make.EDITOR, entry=bare.pk, into=parts, note="", now=make.NOW)
        assert [row.name for row in made] == ["甲", "乙"]


class TestMergePage:
    def address(self, *entries: Entry, **more: Any) -> str:
        asked = "&".join([*(f"entry={one.pk}" for one in entries), *(f"{key}={value}" for key, value in more.items())])
        return f"{reverse('directory:merge')}?{asked}"

    def sent(self, *entries: Entry, **more: Any) -> dict[str, Any]:
        seen = [f"{one.pk}:{one.revision}" for one in entries]
        return {"entry": [one.pk for one in entries], "into": entries[0].pk, "seen": seen, **more}

    def test_entries_are_found_by_name_number_and_code(self, cast: Cast) -> None:
        one, other = listed(1), listed(2)
        browser = browser_of(cast.shen_qing)
        for asked in ("事项2", str(other.pk), "A2"):
            page = text(browser.get(self.address(one, q=asked)))
            assert other.name in page and "再选一个" in page
        assert "没有别的事项叫" in text(browser.get(self.address(one, q="没有的")))
        assert "没有别的事项叫" in text(browser.get(self.address(one, q="%07")))

    def test_it_is_looked_at_first_and_then_done_with_its_history(self, cast: Cast) -> None:
        one = listed(1, by_law="《甲法》", task_type_word="甲")
        other = listed(2, by_law="《乙法》", promise_day="3", task_type_word="乙")
        browser, address = browser_of(cast.shen_qing), reverse("directory:merge")
        page = text(browser.get(self.address(one, other)))
        assert "《甲法》" in page and "《乙法》" in page and "跟着留下的走" in page and "合并成这一个" not in page
        assert "task_type_word" not in page
        # What the one that stays lacks is taken from the other unless somebody chooses.
        assert f'name="keep:promise_day" value="{other.pk}" checked' in page
        assert f'name="keep:by_law" value="{one.pk}" checked' in page
        told = self.sent(one, other, note="省里清理重复", **{"keep:by_law": other.pk, "keep:promise_day": other.pk})
        page = text(browser.post(address, {**told, "look": "1"}))
        assert "合并以后" in page and "合并成这一个" in page and "省里清理重复" in page
        assert f'name="keep:by_law" value="{other.pk}" checked' in page
        assert Entry.objects.filter(state="listed").count() == 2
        answer = browser.post(address, {**told, "act": "1"})
        assert answer["Location"] == reverse("directory:entry", args=[one.pk])
        page = text(browser.get(answer["Location"]))
        assert "第 2 次：合并" in page and "省里清理重复" in page and "来自" in page and "《乙法》" in page
        assert "现在是" in text(browser.get(reverse("directory:entry", args=[other.pk])))
        # The address of the page that people knew leads on.
        led = Client().get(reverse("directory:item", args=[other.pk]))
        assert led["Location"] == reverse("directory:item", args=[one.pk])

    def test_a_published_guide_is_said_to_go_on(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ports, "_published", [lambda slugs: dict.fromkeys(slugs, "/s/x/")])
        told = self.sent(listed(1), listed(2), look="1")
        assert "合并不会停办" in text(browser_of(cast.shen_qing).post(reverse("directory:merge"), told))

    def test_refusals_say_what_to_do(self, cast: Cast) -> None:
        browser, address, one = browser_of(cast.shen_qing), reverse("directory:merge"), listed(1)
        other = make.entry(make.source(), "990182000000", "邻县", local_task_code="Z")
        for told, words in (
            (self.sent(one, act="1"), "至少再选一个"),
            (self.sent(one, other, act="1"), "只合并同一个地区的事项"),
            ({"act": "1"}, "勾上两个以上"),
            ({"entry": "x", "into": "9" * 30, "seen": "a:b", "keep:by_law": "x", "act": "1"}, "勾上两个以上"),
        ):
            answer = browser.post(address, told)
            assert answer.status_code == 422 and words in text(answer)
        assert Lineage.objects.count() == 0

    def test_a_page_that_has_become_old_is_refused(self, cast: Cast) -> None:
        one, other = listed(1), listed(2)
        told = self.sent(one, other, act="1")
        recode(actor=make.EDITOR, entry=other.pk, codes={"local_task_code": "B2"}, note="", now=make.NOW)
        assert browser_of(cast.shen_qing).post(reverse("directory:merge"), told).status_code == 409

    def test_a_list_offers_to_merge_what_is_picked(self, cast: Cast) -> None:
        listed(1)
        assert "合并选中的" in text(browser_of(cast.shen_qing).get(reverse("directory:entries")))
        assert "合并选中的" not in text(browser_of(cast.qiao_mu).get(reverse("directory:entries")))


class TestSplitPage:
    SENT = {"p1-task_name": "部分甲", "p1-local_task_code": "b1", "p2-task_name": "部分乙", "p2-local_task_code": "b2"}

    def test_it_is_looked_at_first_and_then_done_with_its_history(self, cast: Cast) -> None:
        one = listed(1, by_law="《甲法》")
        browser, address = browser_of(cast.shen_qing), reverse("directory:split", args=[one.pk])
        assert "第 2 个新事项" in text(browser.get(address))
        page = text(browser.post(address, {**self.SENT, "look": "1"}))
        assert "拆成这 2 个" in page and 'value="部分甲"' in page and Entry.objects.count() == 1
        answer = browser.post(address, {**self.SENT, "act": "1", "seen": f"{one.pk}:1"})
        page = text(browser.get(answer["Location"]))
        assert "已拆分成别的事项" in page and "部分甲" in page and "第 2 次：拆分" in page
        assert {row.record["local_task_code"] for row in Entry.objects.filter(state="listed")} == {"B1", "B2"}

    def test_more_and_fewer_parts_keep_what_was_typed(self, cast: Cast) -> None:
        browser, address = browser_of(cast.shen_qing), reverse("directory:split", args=[listed(1).pk])
        page = text(browser.post(address, {**self.SENT, "count": "2", "more": "1"}))
        assert "第 3 个新事项" in page and "第 4 个新事项" not in page and 'value="部分乙"' in page
        page = text(browser.post(address, {**self.SENT, "count": "3", "fewer": "1"}))
        assert "第 3 个新事项" not in page
        page = text(browser.post(address, {**self.SENT, "count": "99", "more": "1"}))
        assert "第 10 个新事项" in page and "第 11 个新事项" not in page

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"p1-task_name": ""}, "填新事项的名称"),
            ({"p2-local_task_code": ""}, "给它一个自己的编码"),
            ({"p2-local_task_code": "b1"}, "换一个没有用过的"),
            ({"p1-task_code": "123"}, "应是 31 位"),
            ({"p1-local_task_code": "A1"}, "给每个新事项一个没有用过的编码"),
        ],
    )
    def test_a_split_that_makes_no_sense_keeps_what_was_typed(
        self, change: dict[str, str], words: str, cast: Cast
    ) -> None:
        address = reverse("directory:split", args=[listed(1).pk])
        answer = browser_of(cast.shen_qing).post(address, {**self.SENT, **change, "act": "1"})
        assert answer.status_code == 422 and words in text(answer) and "部分乙" in text(answer)
        assert Entry.objects.count() == 1


class TestRecodePage:
    def test_it_is_looked_at_first_and_then_done_with_its_history(self, cast: Cast) -> None:
        one = listed(1)
        browser, address = browser_of(cast.shen_qing), reverse("directory:recode", args=[one.pk])
        assert 'value="A1"' in text(browser.get(address))
        told = {"catalog_code": "000131001000", "local_task_code": "A1", "seen": f"{one.pk}:1", "note": "省里编了码"}
        page = text(browser.post(address, {**told, "look": "1"}))
        assert "会改的编码" in page and "000131001000" in page and "换成这些编码" in page
        assert Entry.objects.get().base_code == ""
        page = text(browser.get(browser.post(address, {**told, "act": "1"})["Location"]))
        assert "第 2 次：换编码" in page and "省里编了码" in page
        assert Entry.objects.get().base_code == "000131001000"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({}, "编码都和原来的一样"),
            ({"catalog_code": "1"}, "应是 12 位"),
            ({"task_code": f"{make.BODY[:-1]}44000131001000"}, "校验位不对"),
            ({"local_task_code": "A2"}, "已经是另一个事项的"),
            ({"local_task_code": ""}, "不能去掉"),
            ({"local_task_code": "9" * 121}, "最多 120 个字"),
        ],
    )
    def test_a_wrong_code_is_refused_beside_it(self, change: dict[str, str], words: str, cast: Cast) -> None:
        one, _ = listed(1), listed(2)
        address = reverse("directory:recode", args=[one.pk])
        answer = browser_of(cast.shen_qing).post(address, {"local_task_code": "A1", **change, "act": "1"})
        assert answer.status_code == 422 and words in text(answer)
        assert Entry.objects.get(pk=one.pk).revision == 1


@pytest.mark.parametrize("name", ["merge", "split", "recode", "without-cases"])
def test_editors_work_here_reviewers_read_others_are_kept_out(name: str, cast: Cast) -> None:
    one = listed(1)
    address = reverse(f"directory:{name}", args=[one.pk] if name in ("split", "recode") else [])
    assert "先看会改什么" not in text(browser_of(cast.qiao_mu).get(address))
    assert browser_of(cast.qiao_mu).post(address, {"act": "1"}).status_code == (405 if "-" in name else 403)
    assert browser_of(cast.li_min).get(address).status_code == 404
    assert browser_of(cast.zhang_wei).get(address).status_code == 403
    assert Client().get(address).status_code == 302


class TestWithout:
    def test_a_law_of_the_level_above_counts_and_that_of_another_does_not(self, cast: Cast) -> None:
        province, city = make.source(), make.source("city", REGION, NAME)
        base = {"catalog_code": "000131001000"}
        above = make.entry(province, "990000000000", "样例省", by_law="《甲法》", task_code=CODE, **base)
        heir = make.entry(city, REGION, NAME, local_task_code="A1", **base)
        bare = make.entry(city, REGION, NAME, local_task_code="A2", catalog_code="000131002000")
        sample = make.entry(make.source("sample", is_sample=True), REGION, NAME, local_task_code="A3", **base)
        found = list(queries.without_basis().order_by("pk"))
        assert found == [bare, sample]
        in_words = queries.effective_of(Entry.objects.select_related("source"))
        assert {one.pk for one in found} == {id for id, fields in in_words.items() if "by_law" not in fields}
        page = text(browser_of(cast.qiao_mu).get(reverse("directory:entries"), {"only": "basis"}))
        assert f"/items/{bare.pk}/" in page and f"/items/{heir.pk}/" not in page and f"/items/{above.pk}/" not in page

    def test_a_service_that_nobody_has_applied_for_is_listed_until_somebody_does(self, cast: Cast) -> None:
        from tests.cast import SERVICE
        from yimen.domains.cases.tests import make as make_case
        from yimen.domains.catalogue.queries import current_version

        browser, name = browser_of(cast.qiao_mu), current_version(SERVICE).name
        for address in (reverse("directory:without-cases"), reverse("directory:findings")):
            assert name in text(browser.get(address))
        make_case.submitted(cast.chen_jing)
        for address in (reverse("directory:without-cases"), reverse("directory:findings")):
            assert name not in text(browser.get(address))


class TestCommands:
    def told(self, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
        code = main(["catalogue", *map(str, words), "--by", "沈青"])
        said = capsys.readouterr()
        return code, said.out, said.err

    def test_a_merger_is_looked_at_first_and_then_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        one, other = listed(1), listed(2, by_law="《乙法》")
        words = ("merge", other.pk, "--into", one.pk, "--keep", f"by_law={other.pk}")
        code, out, _ = self.told(capsys, *words, "--dry-run")
        assert code == 0 and "设定依据：（空） → 《乙法》" in out and "什么也没有改" in out
        assert Entry.objects.get(pk=other.pk).state == "listed"
        assert self.told(capsys, *words)[0] == 0 and Entry.objects.get(pk=other.pk).state == "merged"
        code, _, err = self.told(capsys, *words)
        assert code == 2 and "已合并到别的事项" in err and "用它现在的事项" in err

    def test_an_entry_is_split(self, capsys: pytest.CaptureFixture[str]) -> None:
        one = listed(1)
        parts = ("--part", "甲", "local_task_code=B1", "--part", "乙", "local_task_code=B2")
        assert "什么也没有改" in self.told(capsys, "split", one.pk, *parts, "--dry-run")[1]
        assert self.told(capsys, "split", one.pk, *parts)[0] == 0
        assert sorted(Entry.objects.filter(state="listed").values_list("name", flat=True)) == ["乙", "甲"]
        code, _, err = self.told(capsys, "split", one.pk, "--part", "甲", "B1", "--part", "乙")
        assert code == 2 and "等号" in err

    def test_an_entry_gets_another_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        one = listed(1)
        assert "A1 → B1" in self.told(capsys, "recode", one.pk, "local_task_code=B1")[1]
        code, _, err = self.told(capsys, "recode", one.pk, "catalog_code=1")
        assert code == 2 and "12 位" in err
        assert self.told(capsys, "recode", 999, "catalog_code=1")[0] == 2
        assert self.told(capsys, "merge", one.pk, "--into", one.pk, "--keep", "by_law=x")[0] == 2
