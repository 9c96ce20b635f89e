from datetime import datetime

from django_tasks import task

from yimen.ground.search.actions.rebuild import rebuild


@task()
def rebuild_search_index(now: str) -> int:
    """Once a day, so that what comes into force, ends, or was counted roughly is right again."""
    return rebuild(now=datetime.fromisoformat(now))
