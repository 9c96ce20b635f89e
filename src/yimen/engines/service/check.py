"""Everything that can be known to be wrong with a service before anyone uses it."""

from collections.abc import Collection, Iterator

from yimen.engines import bpmn, dmn, forms, law
from yimen.engines.problem import Problem
from yimen.engines.service import (
    after,
    benefits,
    consults,
    coverage,
    description,
    english,
    facts,
    guide_only,
    hosted,
    inspections,
    joint,
    keeping,
    letters,
    limits,
    links,
    papers,
    posts,
    reservations,
    situations,
    wording,
    write_back,
)
from yimen.engines.service.model import Service

# What a process may ask of the host. A name that is not here would stop a case halfway.
CAPABILITIES = frozenset(
    {
        "receipt",
        "accept",
        "ask-correction",
        "decline",
        "collect-facts",
        "grant",
        "refuse",
        "issue",
        "deliver",
        "open-benefit",
        "conclude",
        "reserve",
        "release",
    }
)


def check(
    service: Service,
    capabilities: Collection[str] = CAPABILITIES,
    known_lists: Collection[str] | None = None,
    document_kinds: Collection[str] | None = None,
    sent: Collection[letters.Letter] = (),
    library: law.Library | None = None,
) -> list[Problem]:
    """Problems of each part, of the parts against each other, and of the scenarios.

    A scenario that fails is an error. ``capabilities``: what the host can do; ``known_lists``: its reference lists;
    ``document_kinds``: the legal documents it can make (``None`` skips such a check). ``sent``: messages and signals
    that come from elsewhere, by kind and name. ``library``: the laws that are held; a citation of an article
    that they do not have is an error, a document that is not held is not judged (``law.not_held`` names those).
    """
    if service.guide_only:
        return [
            *guide_only.check(service),
            *papers.check_materials(service),
            *wording.check(service),
            *english.check(service),
        ]
    own = [
        *forms.check(service.form, known_lists),
        *_of("process.bpmn", bpmn.check(service.process, {part.id: part.service.process for part in service.parts})),
        *(_of("rules.dmn", dmn.check(service.model)) if "rules.dmn" in service.files else ()),
        *_of("process.bpmn", hosted.check(service.process)),
        *description.check(service),
        *limits.check(service),
        *posts.check(service),
        *inspections.check(service),
        *consults.check(service),
        *facts.check(service),
        *reservations.check(service),
        *write_back.check(service),
        *links.check(service, capabilities),
        *situations.check(service),
        *papers.check(service, document_kinds),
        *keeping.check(service),
        *benefits.check(service),
        *after.check(service),
        *wording.check(service),
        *english.check(service),
        *coverage.check(service),
        *joint.check(service),
        *letters.check(service, sent),
        *(law.check(service.meta, library, "service.yaml") if library else ()),
    ]
    return own + [
        one.at(f"{folder}/{one.element}")
        for folder, part in _inside(service)
        for one in check(part, capabilities, known_lists, document_kinds, {*sent, *letters.sent_with(service)}, library)
    ]


def _words(service: Service) -> list[Problem]:
    return [*wording.check(service), *english.check(service)]


def _inside(service: Service) -> Iterator[tuple[str, Service]]:
    """The parts whose folder lies in this one; a part that also stands alone is checked where it stands."""
    folders = {one["id"]: one.get("folder", "") for one in service.meta.get("parts", [])}
    return ((folders[part.id], part.service) for part in service.parts if folders[part.id])


def _of(file: str, problems: Collection[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield problem.at(f"{file}#{problem.element}")
