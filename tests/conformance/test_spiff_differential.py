"""Random processes complete the same elements here and in SpiffWorkflow."""

import pytest

from tests.conformance.spiff_differential import difference

pytest.importorskip("SpiffWorkflow", reason="SpiffWorkflow 没有安装，跳过对照。")


@pytest.mark.conformance
@pytest.mark.parametrize("block", range(20))
def test_both_complete_the_same_elements(block):
    assert [seed for seed in range(block * 100, block * 100 + 100) if difference(seed) is not None] == []
