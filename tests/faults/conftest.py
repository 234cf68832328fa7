"""One gateway for all rows of a module; each row finds it well."""

from collections.abc import Iterator

import pytest

from tests.faults.scene import Scene, a_scene


@pytest.fixture(scope="module")
def the_scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with a_scene(tmp_path_factory.mktemp("scene")) as scene:
        yield scene


@pytest.fixture
def scene(the_scene: Scene) -> Scene:
    """The gateway, its token and its answers as they should be."""
    the_scene.heal()
    the_scene.rotate()
    return the_scene
