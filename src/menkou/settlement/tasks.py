"""Long work of this package, done by the worker: the edge, so the clock is read here."""

from django_tasks import task

from menkou.identity.clock import now
from menkou.settlement.actions.close import run_close
from menkou.settlement.models import Period


@task()
def close_period(period: int) -> None:
    """Goes on with a close that was begun; harmless where it is done, or was stopped."""
    run_close(period=Period.objects.get(pk=period), now=now)
