"""What may stand in a text message: the whole country can read along, and forged messages look like ours."""

import re

LONGEST = 300
# An identity number, right or with a slip: 6 digits of a place, a day of birth, 3 digits, a check character.
_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z])"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；！？）”]+"
    r"|(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#:][^\s，。；！？）”]*)?"
    r"|(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?(?:/[^\s，。；！？）”]*)?"
    r"|[\u4e00-\u9fffA-Za-z0-9-]+\.(?:中国|公司|网络|网址|政务|公益)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9Xx*-]*[0-9]{5,}[0-9Xx*-]*")
_CUT = "……登录后看全部"


def safe_text(text: str) -> str:
    """A text as it may go out by SMS.

    Identity numbers lose their middle. Addresses go, ours too: a message of ours never asks to follow a link, so one
    that does is not ours, and a shop named after somebody's web page does not advertise it in the city's name.
    """
    plain = " ".join(text.split())
    plain = _ID_NUMBER.sub(lambda found: f"{found[0][:3]}***********{found[0][-4:]}", plain)
    plain = _ADDRESS.sub("（网址已略去）", plain)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(_CUT)] + _CUT


def for_logs(reason: str, *secrets: str) -> str:
    """A reason without the secrets it might quote and without anything that looks like a number of somebody."""
    for secret in secrets:
        if secret:
            reason = reason.replace(secret, "…")
    return _DIGITS.sub("…", reason)[:200]
