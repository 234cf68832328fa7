"""A pager or an editor of the user's, on the screen that the shell had."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PAGERS, _EDITORS = ("less", "more"), ("vi", "nano")
"""Programs to try where no variable names one."""

_WITH_MODELINES = ("vim", "nvim")
"""Editors that obey lines of the text itself, unless they are told not to."""


class NoProgramError(Exception):
    """There is no program to open a text with; the message says what to set."""


def command_for(environ: Mapping[str, str], *, in_editor: bool) -> list[str]:
    """The words of the user's pager or editor.

    Raises:
        NoProgramError: the variable names none that is installed, or there is none.
    """
    variables = ("VISUAL", "EDITOR") if in_editor else ("PAGER",)
    for variable in variables:
        if named := environ.get(variable, "").strip():
            words = _split(variable, named)
            if shutil.which(words[0], path=environ.get("PATH")) is None:
                raise NoProgramError(f"{variable} names no program: {named}.")
            is_obedient = Path(words[0]).name in _WITH_MODELINES
            return [*words, "--cmd", "set nomodeline"] if is_obedient else words
    for name in _EDITORS if in_editor else _PAGERS:
        if shutil.which(name, path=environ.get("PATH")):
            return [name]
    raise NoProgramError(f"Set {variables[-1]} to the program to use.")


def show(command: list[str], name: str, text: str) -> int:
    """Open a text in a program, and wait until that ends; its exit code.

    Only the user can read the file of the text. Its folder is removed afterwards, with whatever the program
    has put there. The caller has returned the screen to the shell.

    Raises:
        OSError: the file cannot be written, or the program cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="enos-tui-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        with _signals_of_a_shell():
            return subprocess.run([*command, str(path)], check=False).returncode


def _split(variable: str, named: str) -> list[str]:
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise NoProgramError(f"{variable} is no command: {error}.") from None
    if not words:
        raise NoProgramError(f"{variable} is no command.")
    return words


@contextmanager
def _signals_of_a_shell() -> Iterator[None]:
    """Leave ctrl+c to the program, and stop with it at ctrl+z.

    A handler is not inherited, as ignoring a signal would be. SIGTERM and SIGHUP end the wait, and are
    delivered again after it; asyncio, which would act on all of them, hears of none meanwhile.
    """
    ended: list[int] = []

    def ignore(*_: object) -> None:
        pass

    def end(number: int, _: object) -> None:
        ended.append(number)
        raise OSError("ended by a signal")

    handlers: dict[signal.Signals, Callable[[int, object], None] | signal.Handlers] = {
        signal.SIGINT: ignore,
        signal.SIGQUIT: ignore,
        signal.SIGTSTP: signal.SIG_DFL,
        signal.SIGTERM: end,
        signal.SIGHUP: end,
    }
    wakeup = signal.set_wakeup_fd(-1)
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
        for one in ended:
            os.kill(os.getpid(), one)
