"""The lines of a paper that grants no permit: ``entries`` of ``rules.dmn``, and the articles that both papers name."""

from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

ENTRIES = "entries"
# What each row of ``entries`` gives: a line of the paper.
COLUMNS = ("label", "value")
# Documents whose lines the rules give, and those that name the articles of ``grant`` when they refuse.
GRANTS = frozenset({"grant-benefit", "grant-confirmation", "grant-service"})
# Hit policies that give a row each: collect, rule order, output order.
SEVERAL = "CRO"
REFUSES = frozenset({"refuse-confirmation", "refuse-benefit", "refuse-service"})


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``grant`` and ``entries``: without them the host could not print what was decided."""
    papers = service.meta["papers"]
    if papers["granted"] in GRANTS:
        yield from _entries(service, papers["granted"])
    if {papers["granted"], papers["refused"]} & (GRANTS | REFUSES) and "grant" not in service.meta:
        sentence = f"{papers['granted']}、{papers['refused']} 要写依据和办成以后要遵守的规定，"
        yield Problem("service.yaml#grant", sentence, "写明 grant.basis 和 grant.duties。")


def _entries(service: Service, paper: str) -> Iterator[Problem]:
    found = service.model.decisions.get(ENTRIES)
    if found is None:
        sentence = f"{paper} 的各行由 {ENTRIES} 给出，rules.dmn 里没有这个决策，"
        yield Problem("rules.dmn", sentence, "写一张表，输出 label 和 value 两列，一行就是文书上的一行。")
        return
    named = {column.name for table in found.tables for column in table.outputs}
    for column in COLUMNS:
        if column not in named:
            yield Problem(f"rules.dmn#{ENTRIES}", f"{ENTRIES} 没有 {column} 这一列输出，", "文书的一行要有名目和内容。")
    for table in found.tables:
        if table.hit_policy not in SEVERAL:
            sentence = f"{ENTRIES} 的命中策略是 {table.hit_policy}，文书上只会有一行，"
            yield Problem(f"rules.dmn#{ENTRIES}", sentence, "用 COLLECT。")
