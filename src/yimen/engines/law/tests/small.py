"""A small library: one law in two versions, one that was replaced, one known by name."""

from datetime import date

from yimen.engines.law import Library, library_of, read_index

INDEX = """
documents:
  - key: shop-law
    title: 中华人民共和国开店法
    kind: 法律
    versions:
      - {file: shop-1, label: 2020年公布, in_force_from: 2020-01-01, src: L}
      - {file: shop-2, label: 2026年修订, in_force_from: 2026-07-01, src: L}
  - key: stall-rules
    title: 摆摊办法
    names: [摊贩办法]
    kind: 部门规章
    versions:
      - file: stall-1
        label: 2015年公布
        in_force_from: 2015-03-01
        src: L
        ended: {since: 2020-01-01, by: shop-law, title: 中华人民共和国开店法, src: L}
  - {key: unseen-law, title: 中华人民共和国未见法, kind: 法律}
"""
TEXTS = {
    "shop-1": "# 中华人民共和国开店法\n\n第一条 为了开店。\n\n"
    "第二条 开店要：\n\n（一）有门；\n\n（二）有窗。\n\n有店的不用再开。\n\n"
    "第三条 十日内决定。\n\n第四条 不收费。\n",
    "shop-2": "# 中华人民共和国开店法\n\n第一条 为了开店。\n\n"
    "第二条 开店要：\n\n（一）有门；\n\n（二）有两扇窗。\n\n有店的不用再开。\n\n"
    "第三条 五日内受理。\n\n第四条 十日内决定。\n",
    "stall-1": "# 摆摊办法\n\n第一条 摆摊要登记。\n",
}
TODAY = date(2026, 11, 20)


def library(index: str = INDEX) -> Library:
    return library_of(read_index(index, TEXTS.__getitem__))
