"""The words under which a version is found, by weight."""

from yimen.engines import service as engine
from yimen.ground.search.tokens import signs, tokens


def terms_of(service: engine.Service) -> dict[str, list[str]]:
    """Words of the name, of the everyday phrases (whole and in pairs of signs), of summary and guide."""
    meta = service.meta
    return {
        "name": tokens(meta["name"]),
        "phrases": sorted({word for phrase in meta.get("phrases", []) for word in tokens(phrase)}),
        "whole_phrases": list(meta.get("phrases", [])),
        "pairs": sorted({pair for phrase in [meta["name"], *meta["phrases"]] for pair in signs(phrase)}),
        "text": sorted(set(tokens(meta.get("summary", "") + service.guide))),
    }
