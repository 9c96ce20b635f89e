import unicodedata

import rjieba

_STOP = frozenset(
    "的 了 和 与 或 在 我 要 想 请问 怎么 怎样 如何 什么 哪里 吗 呢 啊 办 办理 需要 可以 给 去 个".split()
)


def tokens(text: str) -> list[str]:
    """Words of a text for search, in order, without filler: ``我想开个小吃店`` → ``[开, 小吃, 小吃店]``.

    Full-width letters and digits count as half-width, capitals as small letters.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    words = (word.strip() for word in rjieba.cut_for_search(plain))
    return [word for word in words if word and any(sign.isalnum() for sign in word) and word not in _STOP]
