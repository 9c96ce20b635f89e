import re

import pytest

from yimen.ui import contrast

MEASURED = contrast.table(contrast.tokens())


@pytest.mark.parametrize("pair", MEASURED, ids=lambda pair: f"{pair.text} on {pair.ground}")
def test_every_pair_in_use_can_be_read(pair: contrast.Measured) -> None:
    assert pair.passes, f"{pair.ratio:.2f} < {pair.least}"


def test_the_measure_agrees_with_the_standard() -> None:
    assert contrast.ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast.ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert not contrast.Measured("a", "b", 4.48, contrast.TEXT).passes


def test_every_colour_token_of_text_is_measured() -> None:
    css = contrast.CSS.read_text(encoding="utf-8")
    used = {name for name in re.findall(r"[{;]color:var\(--([a-z0-9-]+)\)", css) if name in contrast.tokens()}
    # The separator of the breadcrumb is a mark, not text.
    assert used - {"line-strong"} <= {pair.text for pair in MEASURED}
