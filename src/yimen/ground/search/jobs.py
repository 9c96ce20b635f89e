from datetime import datetime

from django_tasks import task

from yimen.ground.search.actions.read_titles import read_titles
from yimen.ground.search.actions.rebuild import rebuild


@task()
def rebuild_search_index(now: str) -> int:
    """Once a day, so that what comes into force, ends, or was counted roughly is right again."""
    return rebuild(now=datetime.fromisoformat(now))


@task()
def read_new_titles() -> int:
    """After a publication, where a model ranks by meaning: reading would keep the publishing transaction waiting."""
    return read_titles()
