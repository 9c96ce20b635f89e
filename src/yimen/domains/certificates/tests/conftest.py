import pytest

from tests.cast import Cast
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificate_of_subject


@pytest.fixture
def case(granted: str, cast: Cast) -> Case:
    """张伟's application, granted by the rules."""
    return make.numbered(granted)


@pytest.fixture
def certificate(case: Case) -> Certificate:
    """The business licence of 张伟."""
    found = certificate_of_subject("case", case.number)
    assert found is not None
    return found
