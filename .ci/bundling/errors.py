"""The faults of a build, each with what to do."""


class BundleError(Exception):
    """The bundle cannot be built; the message says why and what to do."""


class LockIsOldError(BundleError):
    """A locked package is no longer to be had."""
