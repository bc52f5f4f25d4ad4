"""Long work of this package, done by the worker: the edge, so the clock is read here."""

from django_tasks import task

from menkou.identity.clock import now
from menkou.identity.models import User
from menkou.importing.actions.check import run_check
from menkou.importing.actions.take_back import run_taking_back
from menkou.importing.actions.write import run_write
from menkou.importing.models import Import


@task()
def check_list(imported: int) -> None:
    """Compares a list with what is registered; harmless where that is done."""
    found = Import.objects.select_related("by", "key").get(pk=imported)
    if found.state == Import.State.CHECKING:
        run_check(imported=found, now=now)


@task()
def write_list(imported: int) -> None:
    """Goes on with writing a list; harmless where it is written, or was stopped."""
    run_write(imported=Import.objects.select_related("by", "key").get(pk=imported), now=now)


@task()
def take_list_back(imported: int, by: int) -> None:
    """Goes on with taking a list back."""
    run_taking_back(
        imported=Import.objects.get(pk=imported), by=User.objects.get(pk=by), now=now
    )
