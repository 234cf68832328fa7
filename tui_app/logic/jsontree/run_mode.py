"""Meanings of the keys of ``runMode``.

Source: the vendor page "Export Flow", section "Run Mode Struct", edition of 2020; whether the limits are
current is unknown. ``keyType`` 0 occurs in samples only.
"""

from .document import JsonNumber, JsonValue

_CHOICES = {
    "taskMode": {"1": "single task", "2": "multiple tasks"},
    "keyType": {"0": "not used (undocumented)", "1": "external file", "2": "custom list in content"},
}
_LIMITS = {
    "cpu": ("cores per task or sub-task", 0.1, 2),
    "memory": ("G per task or sub-task", 0.3, 4),
}
_MEANINGS = {
    "maxParallel": "maximum parallel sub-tasks, with multiple tasks",
    "datasourceId": "data source of the key file, with keyType 1",
    "path": "key file on that source, with keyType 1",
    "content": "distribution keys, with keyType 2",
}


def explain(key: str, value: JsonValue) -> str | None:
    """The meaning of a key and its value; None for an unknown key.

    It starts with ``=`` if it names the value rather than the key.
    """
    if key in _CHOICES:
        name = _CHOICES[key].get(value) if isinstance(value, str) else None
        return f"= {name}" if name else "not a documented value"
    if key in _LIMITS:
        meaning, least, most = _LIMITS[key]
        is_usual = isinstance(value, JsonNumber) and least <= float(value) <= most
        return meaning if is_usual else f"{meaning}; documented in 2020: {least} to {most}"
    return _MEANINGS.get(key)
