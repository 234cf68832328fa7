"""A ProxyCommand for ssh: a line to a host and port on which every byte takes its time, each way."""

import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable


def carry(read: Callable[[], bytes], write: Callable[[bytes], object], delay_s: float) -> None:
    """Hand on what comes, in order and late, until it ends."""
    under_way: queue.Queue[tuple[float, bytes]] = queue.Queue()

    def deliver() -> None:
        data = b"."
        while data:
            due, data = under_way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            write(data)

    threading.Thread(target=deliver, daemon=True).start()
    data = b"."
    while data:
        data = read()
        under_way.put((time.monotonic() + delay_s, data))


def main(host: str, port: str, delay_ms: str) -> None:
    """Connect standard input and output with the host."""
    with socket.create_connection((host, int(port))) as line:
        delay_s = int(delay_ms) / 1000
        there = threading.Thread(
            target=carry, args=(lambda: os.read(0, 65536), line.sendall, delay_s), daemon=True
        )
        there.start()
        carry(lambda: line.recv(65536), lambda data: os.write(1, data), delay_s)
        time.sleep(2 * delay_s)


if __name__ == "__main__":
    main(*sys.argv[1:])
