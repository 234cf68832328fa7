import pytest

from tui_app.logic.jsontree.document import parse
from tui_app.logic.jsontree.run_mode import explain


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("taskMode", "1", "= single task"),
        ("taskMode", "2", "= multiple tasks"),
        ("taskMode", '"2"', "= multiple tasks"),
        ("taskMode", "3", "not a documented value"),
        ("taskMode", "null", "not a documented value"),
        ("keyType", "0", "= not used (undocumented)"),
        ("keyType", "1", "= external file"),
        ("keyType", "2", "= custom list in content"),
        ("cpu", "0.6", "cores per task or sub-task"),
        ("cpu", "2", "cores per task or sub-task"),
        ("cpu", "2.5", "cores per task or sub-task; documented in 2020: 0.1 to 2"),
        ("cpu", '"many"', "cores per task or sub-task; documented in 2020: 0.1 to 2"),
        ("memory", "0.3", "G per task or sub-task"),
        ("memory", "NaN", "G per task or sub-task; documented in 2020: 0.3 to 4"),
        ("memory", "9" * 5_000, "G per task or sub-task; documented in 2020: 0.3 to 4"),
        ("maxParallel", "0", "maximum parallel sub-tasks, with multiple tasks"),
        ("datasourceId", "0", "data source of the key file, with keyType 1"),
        ("path", '""', "key file on that source, with keyType 1"),
        ("content", '""', "distribution keys, with keyType 2"),
        ("gpu", "1", None),
    ],
)
def test_a_key_is_explained_beside_its_value(key: str, value: str, words: str | None) -> None:
    assert explain(key, parse(value)) == words
