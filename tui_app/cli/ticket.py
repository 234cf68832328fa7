"""``enos-tui ticket``: the explanation of a run as Markdown, without secrets."""

import argparse
import sys

from ..api.errors import GatewayError
from ..logic import sanitize
from ..logic.redact import Redactor
from ..logic.why.explanation import Explanation
from ..logic.why.ticket import Facts, ticket
from ..models.ids import InstanceId
from ..models.view import View
from ..services.library import Library
from ..store.errors import StoreError
from ..store.locations import Locations
from .connection import connect, name_of, print_each, profile_of, server_zone
from .ids import is_list
from .output import print_error
from .screen import program_of
from .why import ONE_AT_A_TIME, explainer

_BETWEEN = "\n---\n"


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the tickets; the exit code."""
    profile = profile_of(given)
    library = await _library(name_of(profile))
    async with connect(profile, redact) as explorer, server_zone(explorer) as zone:
        has_printed = False

        async def write(some_id: InstanceId, answer: Explanation | GatewayError) -> int:
            nonlocal has_printed
            if isinstance(answer, GatewayError):
                return print_error(some_id, answer, is_list=is_list(given))
            favourite = library.favourite(library.entry_of(answer.found))
            facts = Facts(
                explanation=answer,
                profile=name_of(profile),
                command=f"{program_of(given)} {View.of(answer.found.id, 'why').arguments()}",
                note=favourite.note if favourite is not None else "",
                server=await zone,
                now=explorer.now(),
                redact=redact,
            )
            if has_printed:
                print(_BETWEEN)
            has_printed = True
            text = ticket(facts)
            print("\n".join(sanitize.lines(text)) if sys.stdout.isatty() else text)
            return 0

        return await print_each(given.ids, explainer(explorer), write, ONE_AT_A_TIME)


async def _library(profile_name: str) -> Library:
    """The user's favourites; without those that cannot be read, since a ticket is worth more than a note."""
    library = Library(Locations.of_user(), profile_name)
    try:
        await library.load()
    except StoreError as error:
        print(error, file=sys.stderr)
    return library
