"""A profile keeps its secret to itself."""

from pathlib import Path

from tui_app.models.profile import Profile

FIELDS = {
    "gateway": "https://apim.example.com",
    "access_key": "access",
    "secret_key": "hush-hush",
    "org_id": "o1",
    "user_id": "u1",
}


def test_no_way_of_printing_a_profile_shows_its_secret() -> None:
    profile = Profile.of("prod", FIELDS)
    shown = f"{profile} {profile!r} {profile.secret_key} {profile.secret_key!r} {[profile.secret_key]}"
    assert "hush" not in shown
    assert profile.secret_key.get_secret_value() == "hush-hush"


def test_a_certificate_file_is_a_path_and_may_be_left_out() -> None:
    assert Profile.of("prod", FIELDS).ca_bundle is None
    assert Profile.of("prod", FIELDS | {"ca_bundle": "/ca.pem"}).ca_bundle == Path("/ca.pem")
