"""The stand-in gateway as a process of its own: prints its address, answers until its input ends."""

import sys
from datetime import UTC, datetime

from tests.stand_in import serve
from tests.stand_in.gateway import StandIn
from tui_app.demo.world import World

DELAY_S = 0.05
"""Time that every answer takes unless the command line gives another, in seconds."""


def main() -> None:
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        served.delay_s = float(sys.argv[1])
        print(served.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
