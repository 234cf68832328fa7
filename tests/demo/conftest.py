from tests.stand_in.conftest import caller, now, stand_in

__all__ = ["caller", "now", "stand_in"]
