"""What a run went on from, and what is said behind its end, is not the decisive line."""

import pytest

from tui_app.logic.logs.decisive_line import Outcome, decisive_error, opening
from tui_app.logic.logs.errors import errors_in
from tui_app.logic.logs.rule import Role

# The decisive line of each log begins with ».
LOGS = {
    "a traced command that ends a script without a word": """
+ mkdir /tmp
mkdir: cannot create directory '/tmp': File exists
+ echo 'exists already'
exists already
+ grep -c ERROR day.sh
3
»+ test 0 -gt 0
2026-11-21 02:00:05 process exited with code 1""",
    "a traced command that a script without set -e goes on from": """
+ hdfs dfs -put kpi.csv /in
»put: Cannot create file /in/kpi.csv. Name node is in safe mode.
+ hdfs dfs -ls /out
+ mail -s failed ops
+ exit 3""",
    "an error with another way behind a comma": """
2026-11-21 02:00:05 ERROR registry did not answer, using environment variables
»2026-11-21 02:00:06 ERROR site S07 has no turbine
2026-11-21 02:00:07 ERROR 站点 S05 采集中断，已跳过""",
    "a task that Ansible ignores": """
fatal: [n1]: FAILED! => {"msg": "Could not find the requested service"}
...ignoring
changed: [n2]
»fatal: [n2]: FAILED! => {"msg": "Destination directory /etc/kpi does not exist"}""",
    "the name of an exception that is logged as information": """
2026-11-21 02:00:05 INFO  Rebalance failed.
org.apache.kafka.common.errors.DisconnectException
2026-11-21 02:00:06 ERROR Task threw an uncaught exception
org.acme.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
	at org.acme.WorkerSinkTask.deliver(WorkerSinkTask.java:618)
»Caused by: java.sql.SQLException: connection refused by n4
	at org.acme.Sink.open(Sink.java:59)""",
    "reports of a parent behind the exit code of its child": """
[I] 14 files sent
»file has vanished: "/data/kpi.csv"
[I] rsync is done
[E] 'rsync' ended with exit code 24
[E] Failed to take snapshot 2026-11-20 00:31:55.""",
    "a retry of curl that went well": """
curl: (6) Could not resolve host: api.acme.example
Warning: Problem (retrying all errors). Will retry in 1 second. 3 retries left.
{"rows":null}
»jq: error (at <stdin>:1): Cannot iterate over null (null)""",
    "source lines that a compiler quotes": """
warning: field `error` is never read
3 | struct Row { kw: f64, error: String }
  |                       ^^^^^
thread 'main' (77) panicked at src/main.rs:11:25:
»index out of bounds: the len is 1 but the index is 5""",
    "a warning between a heading and its message": """
Command error:
  WARNING: Your kernel does not support swap limit capabilities.
»  .command.sh: line 3: faToTwoBit: command not found""",
    "lines of a child behind an arrow": """
[INFO] 2026-11-21 02:00:05.100 +0800 -  -> 读取 96 行，异常数据 0 行
»[INFO] 2026-11-21 02:00:06.100 +0800 -  -> 校验规则 R2 未通过：S07 发电量 -12.5
[INFO] 2026-11-21 02:00:07.100 +0800 -  -> 任务结束，状态：失败""",
    "an exception as JSON": """
{"level":"error","event":"could not reach the vault, using the environment"}
»{"level":"error","event":"Task failed with exception","error_detail":[{"exc_type":"KeyError",\
"exc_value":"'id'"}]}
{"level":"info","event":"Process exited","exit_code":1}""",
    "a stack as JSON": """
{"level":"error","message":"run failed","stack_trace":"a.b.RunException: run failed\\n\
\\tat a.b.C.d(C.java:1)"}
»{"level":"error","message":"run failed","exc_info":"Traceback (most recent call last):\
\\n  File\\nKeyError: 'id'"}""",
    "a traceback that ends a program, behind a warning": """
WARNING  root column b: 1 value is not numeric, set to NaN
Traceback (most recent call last):
  File "/opt/kpi.py", line 9, in <module>
    a.merge(b, validate="one_to_one")
»pandas.errors.MergeError: Merge keys are not unique in right dataset""",
    "a traceback that a warning logs": """
»2026-11-21 02:00:05 ERROR site S07 has no turbine
2026-11-21 02:00:06 WARNING no cache of yesterday
Traceback (most recent call last):
  File "/opt/kpi.py", line 9, in <module>
    open("/in/cache")
FileNotFoundError: [Errno 2] No such file or directory: '/in/cache'
2026-11-21 02:00:07 INFO building the cache""",
    "memory used up behind an error that is logged": """
ERROR:root:cache: [Errno 2] No such file or directory: '/in/cache.bin'
Traceback (most recent call last):
  File "big.py", line 7, in <module>
    x = bytearray(50 << 20)
»MemoryError""",
    "an innermost exception without a message": """
org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times
	at org.acme.Scheduler.abort(Scheduler.java:3047)
»Caused by: org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)
	at org.acme.Runner.read(Runner.java:1097)
Caused by: java.io.EOFException
	at java.io.DataInputStream.readInt(DataInputStream.java:386)""",
    "an application that shuts down because of its error": """
26/11/21 02:00:01 INFO SparkContext: Running Spark version 4.0.0
»26/11/21 02:00:05 ERROR TaskSetManager: Total size of results is bigger than maxResultSize
26/11/21 02:00:06 INFO SparkContext: Invoking stop() from shutdown hook
26/11/21 02:00:07 ERROR Master: Application kpi failed 22 times; removing it
26/11/21 02:00:07 ERROR Inbox: Ignoring error
org.apache.spark.SparkException: Exiting due to error from cluster scheduler: Master removed it
	at org.acme.Errors.clusterSchedulerError(Errors.scala:279)""",
    "an application behind one that shut down": """
26/11/21 02:00:05 ERROR TaskSetManager: rows of site S07 are missing
26/11/21 02:00:06 INFO SparkContext: Invoking stop() from shutdown hook
26/11/21 02:01:01 INFO SparkContext: Running Spark version 4.0.0
»26/11/21 02:01:05 ERROR TaskSetManager: Total size of results is bigger than maxResultSize
26/11/21 02:01:06 INFO SparkContext: Invoking stop() from shutdown hook""",
    "a warning that says so itself, and an assertion that aborts": """
warning: 3 cells with error > tol, refined
»calc: calc.cc:5: int main(): Assertion `n>0 && "no cells left"' failed.
run.sh: line 3: 27027 Aborted                 (core dumped) ./calc""",
    "the last words of a command before its exit code": """
2026-11-21 start, errors go to ops
»bad value x3 in line 3
ERROR in line 8: 'awk -f check.awk kpi.csv' ended with 1
cleanup
rm: cannot remove '/tmp/kpi': No such file or directory
ERROR in line 1: 'awk -f check.awk kpi.csv' ended with 1""",
    "a source line of a failed test": """
>       log.error('row 3 rejected'); assert sum(rows) == 4, 'sum is wrong'
»E       AssertionError: sum is wrong
E       assert 3 == 4
ERROR    k:test_k.py:10 row 3 rejected""",
    "a failed test of TAP": """
ok 1 - no error
»not ok 2 - sum of kWh
  expected: 4""",
    "a message of several lines": """
Traceback (most recent call last):
  File "/opt/kpi.py", line 8, in <module>
    spark.sql(statement)
»pyspark.errors.AnalysisException: [ARITY] Cannot write to `kpi`, the reason is too many data columns:
Table columns: `d`, `kw`.
Data columns: `a`, `1.0`, `2`.""",
    "objects that an import finds": """
ORA-31684: Object type USER:"DW" already exists
ORA-39082: Object type VIEW:"DW"."V_ERR" created with compilation warnings
»ORA-01653: unable to extend table DW.KPI by 8192 in tablespace DATA
Job "ETL"."SYS_IMPORT_FULL_01" stopped due to fatal error""",
    "a rate of errors above its limit": """
2026-11-21 02:00:05 ERROR 第 9 行: 功率为空, 已丢弃
»错误率 3.13% 超过上限 1%, 停止入库
任务退出""",
    "a tool that fails, and the warning of the script that goes on": """
cp: cannot stat '/in/yesterday.csv': No such file or directory
2026-11-21 02:00:05 [WARN] no csv of yesterday either
»2026-11-21 02:00:06 [ERROR] only 2 of 96 rows loaded
2026-11-21 02:00:06 [INFO] end, rc=4""",
    "a task of Ansible behind one that was rescued": """
TASK [try fast copy] ****
[ERROR]: Task failed: Module failed: No such file or directory: '/bin/fast'
fatal: [n1]: FAILED! => {"msg": "Error executing command."}
TASK [load config] ****
»[ERROR]: Task failed: could not find or access 'vars_prod.yml'
PLAY RECAP ****
n1 : ok=4 changed=2 unreachable=0 failed=1""",
    "a failed test of Robot Framework": """
Day File Exists                                                       | FAIL |
»File '/in/kpi.csv' does not exist.
------------------------------------------------------------------------------
T                                                                     | FAIL |
2 tests, 1 passed, 1 failed""",
    "an error about a file": """
»2026-11-21 02:00:05 ERROR file 0013.csv: wrong number of fields in line 7
2026-11-21 02:00:06 INFO done: 1200 files
2026-11-21 02:00:06 WARN vacuum: 3 tables skipped because they are locked""",
    "a reason behind an exit code": """
part 1 ok
Traceback (most recent call last):
  File "sub.py", line 5, in <module>
    raise RuntimeError(said)
»RuntimeError: unload failed with code 3: ERROR: table dw.kpi has no column kwh""",
    "a traceback of a worker in that of the caller": """
Traceback (most recent call last):
  File "ry.py", line 8, in <module>
    print(ray.get(tasks))
ray.exceptions.RayTaskError(ValueError): ray::f() (pid=19401, ip=192.0.2.2)
  File "ry.py", line 6, in f
    raise ValueError(i)
»ValueError: block 3: checksum of part-3 differs
(f pid=19401) block 4 errors 0""",
    "retries in Chinese, the first of which went well": """
连接 10.0.0.4 失败, 5 秒后重试 (1/3)
连接成功
»写入失败: 0x0388 Table does not exist
共写入 0 条, 退出""",
    "a run whose id is all that its last error adds": """
»ZeroDivisionError: division by zero
Error: Run 0acb2822-d569-491e-9a33-b9678622fd0f resulted in failure.""",
    "lines that count no errors are the last words": """
current time: Thu Aug 08 03:22:38 UTC 2026
»2026-11-21 02:00:05 INFO part 19 loaded, 0 errors
process exited with code 1""",
    "a Spark task whose second attempt went well": """
26/11/21 02:00:01 INFO SparkContext: Running Spark version 4.0.0
26/11/21 02:00:05 ERROR Executor: Exception in task 1.0 in stage 0.0 (TID 1)
java.io.IOException: first try of the node fails
	at org.acme.Runner.run(Runner.java:1097)
26/11/21 02:00:09 INFO DAGScheduler: Job 0 finished: count at kpi.py:9, took 5.0 s
»jq: error (at <stdin>:1): Expected value before ','""",
    "a client that another server answers": """
Error: Could not open client transport with JDBC Uri: jdbc:hive2://h1:10000: Connection refused
Connecting to jdbc:hive2://h2:10000
Connected to: Apache Hive (version 2.1.1)
»ERROR: wrong number of columns in kpi""",
    "make goes on from a command whose error it ignores": """
rm: cannot remove '/tmp/x': No such file or directory
make: [Makefile:3: prep] Error 1 (ignored)
make[1]: Entering directory '/srv/sub'
»in.csv: header has 11 columns
make[1]: *** [Makefile:3: kpi.csv] Error 1
make[1]: Leaving directory '/srv/sub'
make: *** [Makefile:6: sub] Error 2""",
    "a date that a script skips": """
date: invalid date '2026-02-30'
skip 2026-02-30
»key b has no value""",
    "another way, in the middle of a message": """
already there, updating instead: UNIQUE constraint failed: error_log.id
»there is no package called 'data.tablez': error""",
    "warnings of R": """
Warning message:
In file(file, "rt") :
  cannot open file '/in/none.csv': No such file or directory
Error in solve.default(m) :
»  Lapack routine dgesv: system is exactly singular
Execution halted""",
    "a traceback behind lines of a child that a runner relays": """
[INFO] 2026-11-21 02:00:05.100 +0800 -  -> E 02:00:05 etl] clean: 3 rows without timestamp removed
[INFO] 2026-11-21 02:00:06.100 +0800 -  -> C 02:00:06 etl] pipeline stopped in stage join
[INFO] 2026-11-21 02:00:06.100 +0800 -  -> Traceback (most recent call last):
[INFO] 2026-11-21 02:00:06.100 +0800 -  ->   File "/opt/kpi.py", line 13, in <module>
[INFO] 2026-11-21 02:00:06.100 +0800 -  ->     stage("join")
»[INFO] 2026-11-21 02:00:06.100 +0800 -  -> SchemaMismatch: column 'site' is in neither table
[INFO] 2026-11-21 02:00:06.200 +0800 -  -> I 02:00:06 etl] temp files removed""",
    "a failed test of Go": """
--- FAIL: TestSum (0.00s)
»    k_test.go:4: sum of kWh: got 3, want 4
FAIL
FAIL	k	0.002s""",
    "the last words before GNU parallel stops": """
errors go to joblog
»part 3: 2 of 96 values out of range
parallel: This job failed:
echo part 3; exit 4
parallel: Starting no more jobs. Waiting for 1 jobs to finish.""",
    "a task that Airflow 3 relays": """
2026-11-21T02:00:01.965670Z [info     ] ls: cannot access '/x': No such file or directory \
[airflow.hooks.subprocess.SubprocessHook] loc=subprocess.py:106
»2026-11-21T02:00:02.241664Z [info     ] partition 2026-03-01 is locked by etl2 [airflow.hooks.subprocess.\
SubprocessHook] loc=subprocess.py:106
2026-11-21T02:00:03.258254Z [info     ] Command exited with return code 1 [airflow.hooks.subprocess.\
SubprocessHook] loc=subprocess.py:110""",
    "an archive whose name stands before what is wrong": """
ERROR: c.7z
c.7z
»Open ERROR: Cannot open the file as [7z] archive""",
    "the last words of a program among those of the engine that stops": """
»too few rows: 3 of 96
26/11/21 02:00:06 INFO Cluster: worker n4 is stopped
26/11/21 02:00:06 INFO OutputTrackerMasterEndpoint: OutputTrackerMasterEndpoint stopped!""",
}
# All that these say of errors was survived: no line is claimed to be the cause.
SURVIVED = {
    "another way": """
2026-11-21 02:00:05 ERROR registry did not answer, using environment variables
already there, updating instead: UNIQUE constraint failed: error_log.id""",
    "a task that Ansible ignores": """
fatal: [n1]: FAILED! => {"msg": "Could not find the requested service"}
...ignoring""",
    "an attempt before the one that went well": """
26/11/21 02:00:05 ERROR Executor: Exception in task 1.0 in stage 0.0 (TID 1)
java.io.IOException: first try of the node fails
	at org.acme.Runner.run(Runner.java:1097)
26/11/21 02:00:09 INFO DAGScheduler: Job 0 finished: count at kpi.py:9, took 5.0 s""",
    "a command that make ignores": """
rm: cannot remove '/tmp/x': No such file or directory
make: [Makefile:3: prep] Error 1 (ignored)""",
    "counts of none": "读写失败总数                    :                   0",
}


@pytest.mark.parametrize("log", SURVIVED.values(), ids=SURVIVED)
def test_what_a_run_went_on_from_is_not_claimed_to_be_its_cause(log: str) -> None:
    error = decisive_error(errors_in([*log.strip("\n").split("\n"), "load of day is over"]))
    assert error is None or error.role is not Role.CAUSE


@pytest.mark.parametrize("name", LOGS)
def test_the_log_opens_at_what_ended_the_run(name: str) -> None:
    lines = LOGS[name].strip("\n").split("\n")
    marked = next(number for number, line in enumerate(lines) if line.startswith("»"))
    lines[marked] = lines[marked].removeprefix("»")
    assert opening(lines, errors_in(lines), Outcome.FAILED) == marked
