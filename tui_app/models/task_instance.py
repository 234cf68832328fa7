"""One run of one task node."""

from .lenient_record import LenientRecord, named
from .status import Status


class TaskInstance(LenientRecord):
    """The fields of Get Task Instance that the program reasons with, every one optional on the wire.

    Source: the vendor page "Get Task Instance", V2.1. What is only shown is read from the record. Times are
    the server's texts; `logic.times` reads them.
    """

    instance_id: str | None = None
    """Task instance id, such as ``118979-2021020211``."""

    task_id: str | None = None
    """Task node id; a number on the wire, text here so that it is never reformatted."""

    task_name: str | None = None
    """Task node name."""

    cycle: str | None = None
    """Scheduling cycle: M, W, D, H or mi."""

    status_code: int | str | None = named("status", "statusCode")
    """Run state as sent; read it through `state`."""

    sts_desc: str | None = named("stsDesc", "statusDesc")
    """Name of the run state; the flow struct calls it ``statusDesc``."""

    run_num: int | None = None
    """Number of runs of the instance, from 1; a rerun adds one."""

    recall_num: int | None = None
    """Automatic retries made so far, from 0."""

    recall_limit: int | None = None
    """Most automatic retries after a failure."""

    type: int | None = None
    """Task type, see `logic.codes`; two vendor tables share only the value 3."""

    freq: str | None = None
    """Cron of the node itself, seven fields."""

    trigger_time: str | None = None
    """Planned run time, ``yyyy-MM-dd HH:mm:ss`` without a zone."""

    start_time: str | None = None
    """Real start, same form; None before the start."""

    end_time: str | None = None
    """Real end, same form; None before the end."""

    timeout: float | None = None
    """Run time limit. The source names no unit."""

    is_timeout: bool | None = None
    """Whether the limit was exceeded."""

    flow_inst_id: str | None = None
    """The flow instance this run belongs to."""

    cmd: str | None = None
    """The command the instance runs, may span lines."""

    @property
    def state(self) -> Status:
        """The run state, unknown ones included."""
        return Status.of(self.status_code, self.sts_desc)
