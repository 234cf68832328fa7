"""Whatever many ids name."""

from collections.abc import Awaitable, Callable

from ..api.errors import BadCredentials, ClockError, NotFound
from ..models.ids import InstanceId
from ..models.lookup import Found
from .explorer import Explorer

MOST_IN_VAIN = 8
"""So many ids of a list that are of neither kind end the asking for a kind that is not the named one."""


def id_finder(explorer: Explorer, *, fresh: bool = False) -> Callable[[InstanceId], Awaitable[Found]]:
    """`Explorer.find` for one list of ids, to be given to `gather`.

    Where the gateway does not accept the keys or the clock, it accepts them for no other id either: those
    that follow fail for the same reason, and nothing more is sent. A long list of ids that are not there must
    not cost two questions each: after `MOST_IN_VAIN` a kind that is named is taken to be right.
    """
    barred: BadCredentials | ClockError | None = None
    in_vain = 0

    async def find(some_id: InstanceId) -> Found:
        nonlocal barred, in_vain
        if barred is not None:
            raise barred
        try:
            if in_vain >= MOST_IN_VAIN:
                return await explorer.find_as_named(some_id, fresh=fresh)
            return await explorer.find(some_id, fresh=fresh)
        except NotFound:
            in_vain += type(some_id) is not InstanceId
            raise
        except (BadCredentials, ClockError) as error:
            barred = error
            raise

    return find
