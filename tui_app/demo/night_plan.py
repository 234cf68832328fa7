"""The nightly workflow: eight tasks, their dependencies, and their failures by night."""

import hashlib
from dataclasses import dataclass, replace

from .runs import EXTERNAL, HIVE, INTEGRATION, PYTHON, SHELL, run_mode

RETRY_INTERVAL_S = 60
"""Pause before a retry."""
FAIL, SUCCESS = -1, 1

_TURBINES = ",".join(f"WTG{number:03d}" for number in range(1, 34))


@dataclass(frozen=True, slots=True)
class Job:
    """A task node: what it is called, how long it usually takes, what it waits for."""

    task_id: int
    name: str
    type: int
    usual_s: int
    """Seconds; a night's own figure lies within a fifth of it."""
    after: tuple[int, ...]
    """Ids of the tasks upstream."""
    story: str
    """Name of the text a good run logs."""
    cmd: str
    """Command; ``${biz_date}`` stands for the business day."""
    run_mode: str = run_mode(0.5, 1.0)
    file: tuple[str, str, str] = ("", "", "")
    timeout: int = 3600

    def seconds(self, night: int, upset: "Upset") -> int:
        """Seconds it took that many nights ago: the usual time once for every try."""
        digest = hashlib.sha256(f"{self.task_id}/{night}".encode()).digest()
        once = round(self.usual_s * (0.8 + 0.4 * digest[0] / 255))
        slow = 2 if upset.is_timeout else 1
        return once * slow * (upset.retries + 1) + RETRY_INTERVAL_S * upset.retries


@dataclass(frozen=True, slots=True)
class Upset:
    """The anomaly of one task in one night."""

    status: int = SUCCESS
    story: str = "lost_connection"
    """Name of the text a failed try logs."""
    retries: int = 0
    run_num: int = 1
    is_timeout: bool = False
    alert: bool = False


JOBS = (
    Job(
        900101,
        "检查数据源 check_source",
        SHELL,
        38,
        (),
        "check_source",
        "sh check_source.sh --day ${biz_date}",
    ),
    Job(
        900102,
        "SCADA 同步 scada_sync",
        INTEGRATION,
        2880,
        (900101,),
        "scada_sync",
        "datax --job scada_10min.json --day ${biz_date}",
        run_mode(1.0, 2.0, taskMode=2, maxParallel=6, keyType=2, content=_TURBINES),
    ),
    Job(
        900103,
        "清洗风机数据 clean_turbine_data",
        PYTHON,
        164,
        (900102,),
        "clean_ok",
        "python3 clean_turbine_data.py \\\n  --day ${biz_date} \\\n  --source hdfs:///ods/scada/10min \\\n"
        "  --target hdfs:///dwd/turbine/10min",
        run_mode(2.0, 4.0),
        ("turbine_jobs", "clean_turbine_data.py", "V1.14"),
    ),
    Job(
        900104,
        "聚合发电量 hive_aggregate",
        HIVE,
        702,
        (900103,),
        "hive_ok",
        "hive -f aggregate_energy.sql --hivevar day=${biz_date}",
        file=("report_sql", "aggregate_energy.sql", "V3.2"),
    ),
    Job(
        900105,
        "电量核算 energy_balance",
        PYTHON,
        415,
        (900103, 900107),
        "energy_balance",
        "python3 energy_balance.py --day ${biz_date}",
        run_mode(1.0, 2.0),
    ),
    Job(
        900106,
        "发布日报 publish_daily_report",
        EXTERNAL,
        52,
        (900104, 900105),
        "publish",
        "publish --report daily --day ${biz_date}",
    ),
    Job(
        900107,
        "气象数据同步 weather_sync",
        INTEGRATION,
        247,
        (900101,),
        "weather_sync",
        "datax --job weather.json --day ${biz_date}",
    ),
    Job(
        900108,
        "归档中间文件 archive_staging",
        SHELL,
        95,
        (900106,),
        "archive_ok",
        "sh archive_staging.sh ${biz_date}",
    ),
)
"""The report's tasks, in the order the graph lists them."""
ORDER = (900101, 900102, 900107, 900103, 900104, 900105, 900106, 900108)
"""Task ids, upstream before downstream."""
BY_ID = {job.task_id: job for job in JOBS}
"""The tasks by id."""
UPSETS = {
    (0, 900103): Upset(FAIL, "clean_keyerror", retries=3),
    (0, 900106): Upset(alert=True),
    (4, 900102): Upset(retries=1),
    (9, 900104): Upset(FAIL, "hive_error", retries=3),
    (9, 900106): Upset(alert=True),
    (12, 900102): Upset(is_timeout=True, alert=True),
    (17, 900108): Upset(FAIL, "archive_killed", retries=3, alert=True),
    (21, 900105): Upset(run_num=2),
}
"""By nights ago and task; whatever is not here went well."""
BEFORE_LAST_NIGHT = BY_ID | {
    900103: replace(
        BY_ID[900103],
        cmd=BY_ID[900103].cmd.replace("/ods/scada/10min", "/ods/scada/raw"),
        run_mode=run_mode(1.0, 4.0),
        file=("turbine_jobs", "clean_turbine_data.py", "V1.13"),
    )
}
"""The tasks as they were until last night: one was rolled out anew the day before it failed."""
MAST_JOB = Job(
    900201, "测风塔日数据 mast_daily", INTEGRATION, 310, (), "weather_sync", "datax --job mast.json"
)
"""The one task of the workflow the report refers to."""
