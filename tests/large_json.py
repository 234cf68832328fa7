"""A running mode as large as a tree is made of."""

from tui_app.demo.runs import run_mode
from tui_app.widgets.json_inspector import is_too_large


def large_json() -> str:
    """Almost the most commas and brackets that a tree is made of: 55,000 nodes."""
    rows = [{"k": f"塔{n:05d}", "p": n * 7, "v": n / 10, "ok": n % 17 != 0} for n in range(11_000)]
    text = run_mode(2.0, 4.0, taskMode=2, maxParallel=64, keyType=2, content=rows)
    assert not is_too_large(text)
    return text
