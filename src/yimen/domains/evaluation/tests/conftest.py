import pytest

from tests.cast import Cast
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account


@pytest.fixture
def desk(cast: Cast) -> dict[str, Account]:
    """The regulator's people: a clerk at the window, and three who handle bad ratings."""
    make.unstaffed()
    return {
        "clerk": make.officer("clerk", "acceptor"),
        "operator": make.officer("handler-one", "operator"),
        "head": make.officer("handler-two", "head"),
        "third": make.officer("handler-three", "operator"),
    }


@pytest.fixture
def case(cast: Cast, desk: dict[str, Account]) -> Case:
    """张伟's finished case."""
    return make.case(cast)
