"""Whatever many ids name."""

from collections.abc import Awaitable, Callable

from ..api.errors import BadCredentials, ClockError
from ..models.ids import InstanceId
from ..models.lookup import Found
from .explorer import Explorer


def id_finder(explorer: Explorer, *, fresh: bool = False) -> Callable[[InstanceId], Awaitable[Found]]:
    """`Explorer.find` for one list of ids, to be given to `gather`.

    Where the gateway does not accept the keys or the clock, it accepts them for no other id either: those
    that follow fail for the same reason, and nothing more is sent.
    """
    barred: BadCredentials | ClockError | None = None

    async def find(some_id: InstanceId) -> Found:
        nonlocal barred
        if barred is not None:
            raise barred
        try:
            return await explorer.find(some_id, fresh=fresh)
        except (BadCredentials, ClockError) as error:
            barred = error
            raise

    return find
