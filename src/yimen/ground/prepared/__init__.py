"""Questions whose SQL is made once: to put a wide question together takes Django several times as long as to ask it.

    @prepared
    def urges_of(case: int) -> QuerySet[Urge]:
        return Urge.objects.filter(case=case).order_by("-at")

    urges_of(case.pk)  # a list of Urge, asked anew each time

Others use `prepared`, and `filled` for the values of an ``__in``. Why so, and where not: docs/decisions/0013.
"""

from yimen.ground.prepared.question import NotPreparable, filled, prepared

__all__ = ["NotPreparable", "filled", "prepared"]
