"""What a joint service says about its parts."""

from typing import NotRequired, TypedDict

from yimen.engines.service.meta.words import Src


class PartOf(TypedDict):
    """One part of a joint service, decided by its own body under its own clock.

    ``service`` is the short name of a service that also stands alone, ``folder`` one inside this folder
    (``parts/<id>``); one of the two. ``when`` (FEEL over the joint form): whether it is needed; without it, always.
    ``plain`` says to the applicant what it is for, ``without`` what may not be done as long as it is lacking.
    """

    id: str
    name: str
    plain: str
    without: NotRequired[str]
    service: NotRequired[str]
    folder: NotRequired[str]
    when: NotRequired[str]
    src: Src
