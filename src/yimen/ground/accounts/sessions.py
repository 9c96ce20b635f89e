"""Sessions in the database as Django keeps them; each page of whoever has come in begins with reading one."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from yimen.ground.prepared import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_session(self.session_key, timezone.now())), None) if self.session_key else None
        if found is None:
            # As Django does it: a key that leads nowhere is not taken for a new session.
            self._session_key = None
        return found


@prepared
def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
