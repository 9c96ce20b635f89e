"""The settings of the tests, with the small domain that is killed; YIMEN_DATABASE_URL is that of each run."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.crash"]
