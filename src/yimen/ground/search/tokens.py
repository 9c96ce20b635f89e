import unicodedata

import rjieba

_FILLER = (
    "的 了 和 与 或 在 我 要 想 我要 我想 想要 请问 怎么 怎么办 怎样 如何 什么 哪里 吗 呢 啊 办 办理 需要 可以 给 去 个"
)
_STOP = frozenset(_FILLER.split())
_FILLER_SIGNS = frozenset(_FILLER) | set("开家小店证件书件什么一个")


def tokens(text: str) -> list[str]:
    """Words of a text for search, in order, without filler: ``我想开个小吃店`` → ``[想开, 小吃, 小吃店]``.

    Full-width letters and digits count as half-width, capitals as small letters.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    words = (word.strip() for word in rjieba.cut_for_search(plain))
    return [word for word in words if word and any(sign.isalnum() for sign in word) and word not in _STOP]


def signs(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters: ``小面馆`` → ``{小面, 面馆}``; pairs of mere filler are left out."""
    plain = [sign for sign in unicodedata.normalize("NFKC", text) if "\u4e00" <= sign <= "\u9fff"]
    pairs = {first + second for first, second in zip(plain, plain[1:], strict=False)}
    return {pair for pair in pairs if not set(pair) <= _FILLER_SIGNS}
