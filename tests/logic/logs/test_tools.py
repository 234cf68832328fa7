"""Logs of tools whose decisive line stands among lines that say less."""

import pytest

from tui_app.logic.logs.decisive_line import Outcome, opening
from tui_app.logic.logs.errors import errors_in

# The decisive line of each log begins with ».
LOGS = {
    "Flink: the cause of a task that a warning holds, and a restart that is suppressed": """
2026-11-21 01:10:15,123 WARN  org.apache.flink.runtime.taskmanager.Task [] - Map (2/4)#0 (aa1) switched from \
RUNNING to FAILED with failure cause: java.io.IOException: Failed to deserialize record 17.
	at org.acme.Emitter.emitRecord(Emitter.java:56)
»Caused by: com.fasterxml.jackson.core.JsonParseException: Non-standard token 'NaNN'
	at com.fasterxml.jackson.core.JsonParser._constructError(JsonParser.java:2391)
	... 20 more
2026-11-21 01:10:15,188 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph [] - Job day FAILING.
org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy
	at org.apache.flink.runtime.scheduler.DefaultScheduler.handleTaskFailure(DefaultScheduler.java:252)
2026-11-21 01:10:15,300 INFO  org.apache.flink.runtime.dispatcher.MiniDispatcher [] - Shutting down""",
    "SeaTunnel: the starter says only that the job failed": """
2026-11-21 02:01:10,111 ERROR [o.a.s.e.s.t.SeaTunnelTask] [main] - Exception in TransformSeaTunnelTask
java.lang.RuntimeException: org.acme.ConnectorException: ErrorDescription:[Sql execute failed]
	at org.acme.SinkFlow.received(SinkFlow.java:280)
»Caused by: java.sql.BatchUpdateException: Data too long for column 'site' at row 17
	at com.mysql.cj.jdbc.ClientPreparedStatement.executeBatchSerially(ClientPreparedStatement.java:832)
	... 12 more
2026-11-21 02:01:12,021 ERROR [o.a.s.c.s.SeaTunnel] [main] - Reason:SeaTunnel job executed failed
2026-11-21 02:01:12,022 ERROR [o.a.s.c.s.SeaTunnel] [main] - Exception StackTrace:org.acme.starter.\
CommandExecuteException: SeaTunnel job executed failed
	at org.apache.seatunnel.core.starter.SeaTunnel.run(SeaTunnel.java:40)""",
    "Snowflake: advice after the error": """
1 Row(s) produced. Time Elapsed: 0.420s
»100080 (22000): 01b2c3-0000: Number of columns in file (14) does not match that of the corresponding table
  File 'meter/day.csv', line 3, character 1
  If you would like to continue loading when an error is encountered, use other values such as 'SKIP_FILE'.
Goodbye!""",
    "BigQuery: a message that the tool has wrapped": """
Waiting on bqjob_r5f_0001_1 ... (14s) Current status: DONE
»BigQuery error in load operation: Error processing job 'wind-
prod:bqjob_r5f_0001_1': Error while reading data, error message: CSV table
encountered too many errors, giving up. Rows: 1182; errors: 1.
Please look into the errors[] collection for more details.""",
    "SQL*Loader: the reason under a rejected record": """
Record 17: Rejected - Error on table METER, column TS.
ORA-01843: not a valid month

Record 18: Rejected - Error on table METER, column TS.
»ORA-01843: not a valid month

  16 Rows successfully loaded.
  2 Rows not loaded due to data errors.""",
    "a database that gives its number in brackets": """
SQL> insert into dw.day select * from ods.day;
»[-6602]:违反表[DAY]唯一性约束.
已用时间: 12.113(毫秒). 执行号:0.
SQL> exit
加载脚本执行失败，返回码 1""",
    "sftp: a file that is not there, and what misses it": """
sftp> get day.zip /data/in/
»File "/out/day.zip" not found.
sftp> bye
unzip:  cannot find or open /data/in/day.zip, /data/in/day.zip.zip or /data/in/day.zip.ZIP.
import rc=9""",
    "R: the cause behind an argument": """
Error in `mutate()`:
ℹ In argument: `cf = kwh / rated`.
Caused by error:
»! object 'rated' not found
Backtrace:
  1. ├─global capacity(df)
Execution halted""",
    "a traceback of one worker among the lines of another": """
[worker-1] batch 1 rows=1000
[worker-2] Traceback (most recent call last):
[worker-1] batch 2 rows=1000
[worker-2]   File "/app/w.py", line 31, in handle
[worker-1] batch 3 rows=1000
[worker-2]     v = decode(raw)
[worker-1] batch 4 rows=1000
»[worker-2] ValueError: bad frame
[worker-1] batch 5 rows=1000
[worker-1] batch 6 rows=1000
[master] worker-2 exited with code 1, stopping worker-1
[worker-1] got SIGTERM, finishing
[master] 1 of 2 workers failed""",
    "a directory that cannot be made, and the copy into it": """
+ mkdir -p /data/out/day
»mkdir: cannot create directory '/data/out/day': Permission denied
+ cp /data/in/a.csv /data/out/day/a.csv
cp: cannot create regular file '/data/out/day/a.csv': No such file or directory
+ exit 3""",
    "a server's answer in JSON over several lines": """
{
    "Label": "meter_20261121",
    "Status": "Fail",
»    "Message": "[DATA_QUALITY_ERROR]too many filtered rows",
    "NumberFilteredRows": 812
}
load status is Fail, exit""",
    "a mail that could not be sent either": """
»ERROR 1064 (HY000) at line 12: Memory of process exceed limit. Used: 112000000
+ rc=1
+ mail -s 'day failed' ops@example.com
send-mail: fatal: open /etc/postfix/main.cf: No such file or directory
Can't send mail: sendmail process failed with error code 75""",
    "MATLAB: the message below its heading, and the calls below that": """
iter 2 res 0.07
{Error using  *
»Incorrect dimensions for matrix multiplication.

Error in wake (line 44)
    d = A*b;

Error in run_day (line 12)
    wake(cfg);""",
    "a traceback that the end of the log cuts off": """
2026-11-21 02:00:59 INFO step 59
»2026-11-21 02:02:01 ERROR cannot write partition 17: quota of bucket lake reached
Traceback (most recent call last):
  File "/app/w.py", line 40, in <module>
    write(p)
  File "/app/w.py", line 31, in wri""",
    "a message of one line that ends with the frame it comes from": """
2026-11-21 02:01:31 M1_job_0:2/4/12[16%]
»FAILED: ODPS-0123131:User defined function exception - Traceback: java.lang.IllegalStateException: 3 \
at com.acme.Split.evaluate(Split.java:12)
OK
step rc 1""",
    "a cluster that cannot be reached": """
applying 3 manifests
»Unable to connect to the server: x509: certificate has expired or is not yet valid
error: no matching resources found
step deploy failed with rc 1""",
    "a last word that says nothing": """
step 30 ok
»site 7: expected 144 values, got 139
stop""",
    "a signal that ends a run by itself": """
loading part 1
»time limit of 3600 s reached, sending SIGTERM to 4711
process exited with code 143""",
    "executors lost with their node, and a run that went on without them": """
26/11/21 03:10:00 ERROR YarnScheduler: Lost executor 12 on n31: Container released on a *lost* node: c_1
26/11/21 03:11:01 INFO TaskSetManager: Finished task 3.1 in stage 0.0 (TID 30) in 4000 ms on n30
26/11/21 03:12:00 INFO DAGScheduler: Job 0 finished: save at Agg.java:80, took 120.1 s
»Post check: expected at least 20000 rows for 2026-11-20, found 18211
26/11/21 03:12:01 INFO SparkContext: Successfully stopped SparkContext
exit code 3""",
    "Integration Services: a record of several lines, and components that give up after it": """
Error: 2026-11-21 02:00:05.50
   Code: 0xC0202009
   Description: SSIS Error Code DTS_E_OLEDBERROR.  An OLE DB error has occurred. Error code: 0x80004005.
»An OLE DB record is available.  Hresult: 0x80004005  Description: "Cannot insert NULL into column 'site'.".
End Error
Error: 2026-11-21 02:00:05.51
   Code: 0xC0047022
   Description: SSIS Error Code DTS_E_PROCESSINPUTFAILED.  The ProcessInput method on component "kpi" failed.
DTExec: The package execution returned DTSER_FAILURE (1).""",
    "one check of several that fails, and a tally": """
[dq] rule 3/6 dup_key              ok    0
»[dq] rule 4/6 power_range          FAIL  37 rows outside [0, 6500]
[dq] rule 5/6 ts_gap               ok    0
[dq] 5 passed, 1 failed""",
    "a last word behind the reason to stop": """
[2026-11-21 02:00:00] checking lock
»[2026-11-21 02:00:00] another instance is running (pid 3311), not starting
[2026-11-21 02:00:00] bye""",
    "commands that a Windows shell echoes": r"""
C:\etl>bcp DW.dbo.kpi in D:\in\kpi.csv -S sql1 -T -c
»Error = [Microsoft][ODBC Driver 17 for SQL Server]String data, right truncation
BCP copy in failed
C:\etl>if errorlevel 1 goto fail""",
    "a level with a bracket that closes only": """
2026/11/21 02:00:02 WARN> load.pl:44 main:: - 3 lines without a site, skipped
»2026/11/21 02:00:03 FATAL> load.pl:60 main:: - header of /in/kpi.csv has 7 columns, want 9
2026/11/21 02:00:03 INFO> load.pl:90 main:: - end""",
    "tries that end with a plain word": """
[02:00:02.010] timeout, retry 2
[02:00:03.010] timeout, retry 3
»[02:00:03.020] slave 7: no answer after 3 retries
[02:00:03.022] leaving with 4""",
    "a warning that the program went on from, with a likely cause": """
26/11/21 02:00:05 WARN metastore: set_ugi() not successful, Likely cause: new client. Continuing without it.
Traceback (most recent call last):
  File "/data/etl/load.py", line 20, in <module>
    spark.sql("drop table if exists dw.kpi")
»ValueError: no rows of site 7""",
    "an exception that says no more than that a run failed": """
»02:00:13.100 [main] ERROR c.p.Merge - column count of site 9 is 11, of the others 12
02:00:13.110 [main] ERROR c.p.Main - run ended with errors
java.lang.IllegalStateException: run ended with errors
	at c.p.Main.main(Main.java:44)""",
    "an exception in the middle of a status line": """
status: RUNNING 40.0%
»status: ERROR 40.0%  step: Dictionary  info: java.lang.IllegalArgumentException: Too high cardinality
cube build ended with ERROR""",
    "a cause whose head goes on over several lines": """
26/11/21 02:05:06 ERROR ApplicationMaster: User class threw exception: \
org.acme.errors.package$TreeNodeException: execute, tree:
Exchange hashpartitioning(site#12, 200)

org.acme.errors.package$TreeNodeException: execute, tree:
Exchange hashpartitioning(site#12, 200)
	at org.acme.errors.package$.attachTree(package.scala:56)
»Caused by: org.acme.SparkException: Could not execute broadcast in 300 secs
	at org.acme.BroadcastExchangeExec.doExecute(BroadcastExchangeExec.scala:150)
26/11/21 02:05:06 INFO ApplicationMaster: Final app status: FAILED, exitCode: 15, (reason: User class threw \
exception: org.acme.errors.package$TreeNodeException: execute, tree:""",
    "Spring's analysis of a start that failed": """
Error starting ApplicationContext. To display the conditions report re-run with 'debug' enabled.
2026-11-21 02:00:03.300 ERROR 1 --- [main] o.s.b.d.LoggingFailureAnalysisReporter   :

***************************
APPLICATION FAILED TO START
***************************

Description:

»Failed to configure a DataSource: 'url' attribute is not specified
""",
    "no node for a pod, and a wait that gives up": """
pod/kpi-1-x2 Pending
»0/12 nodes are available: 12 node(s) had untolerated taint {gpu: true}.
error: timed out waiting for the condition on jobs/kpi-1""",
    "a shell trace that assigns an exit code between two failures": """
+ mysql dw -e 'LOAD DATA LOCAL INFILE ...'
»ERROR 3948 (42000) at line 1: Loading local data is disabled
+ rc=1
+ mysql dw -e 'call p_check(20261121)'
ERROR 1644 (45000) at line 1: check: 0 rows
+ exit 1""",
    "a workflow engine that quotes the command's own error below a heading": """
ERROR ~ Error executing process > 'CALC (7)'

Caused by:
  Process `CALC (7)` terminated with an error exit status (2)

Command error:
»  calc: curve of site 7 has fewer than 4 points

Work dir:
  /w/b2/22""",
    "a limit that a shell may not raise": """
run.sh: line 12: ulimit: stack size: cannot modify limit: Operation not permitted
»Fortran runtime error: Index '121' of dimension 1 of array 'u' above upper bound of 120
Error termination. Backtrace:
#0  0x7f1 in ???""",
    "a service that answers with a code, tries that are used up": """
GET /tsdb-service/v2.1/raw
{"code":"99400","msg":"Invalid arguments","submsg":"the length of pointIds exceeds 3000","requestId":"a1"}
取数失败，重试 2
»{"code":"99400","msg":"Invalid arguments","submsg":"the length of pointIds exceeds 3000","requestId":"a3"}
重试次数用尽""",
    "a heap that is full, close to a connection that broke": """
26/11/21 02:02:30 ERROR TransportRequestHandler: Error sending result StreamResponse{x} to /10.0.0.9:3301; \
closing connection
java.io.IOException: Broken pipe
	at sun.nio.ch.FileDispatcherImpl.transferTo0(Native Method)
26/11/21 02:03:10 ERROR Utils: Uncaught exception in thread task-result-getter-2
»java.lang.OutOfMemoryError: Java heap space
	at java.nio.HeapByteBuffer.<init>(HeapByteBuffer.java:57)""",
    "a failure that the script went on from": """
svn: E155004: Working copy '/opt/etl' locked.
脚本更新失败，继续使用旧版本
»load.py: 参数 --zone 缺失""",
    "MapReduce's diagnostic message of a task": """
Ended Job = job_1_44 with errors
Task with the most failures(4):
-----
Task ID:
  task_1_44_r_000007
-----
Diagnostic Messages for this Task:
»AttemptID:attempt_1_44_r_000007_3 Timed out after 600 secs
Container killed by the ApplicationMaster.
FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.mr.MapRedTask""",
    "a warning of psql before its error": """
psql:/etl/kpi.sql:22: WARNING:  interconnect may encountered a network error, please check your network
»psql:/etl/kpi.sql:22: ERROR:  failed to acquire resources on one or more segments
DETAIL:  FATAL:  the database system is in recovery mode""",
    "a workflow that Airflow does not find, and why": """
[2026-11-21T02:00:00.300+0000] {dagbag.py:348} ERROR - Failed to import: /opt/airflow/dags/kpi.py
Traceback (most recent call last):
  File "/opt/airflow/dags/kpi.py", line 12, in <module>
    from common.notify import ding
»ModuleNotFoundError: No module named 'common.notify'
Traceback (most recent call last):
  File "/home/airflow/.local/bin/airflow", line 8, in <module>
    sys.exit(main())
AirflowException: Dag 'kpi' could not be found; either it does not exist or it failed to parse.""",
    "a log that cannot be uploaded after the failure": """
Traceback (most recent call last):
  File "/etl/x.py", line 7, in main
    run(cfg["source"]["path"])
»TypeError: 'NoneType' object is not subscriptable
2026-11-21 02:00:01,200 INFO root uploading log
2026-11-21 02:00:09,200 ERROR root log upload failed: Connection refused""",
    "an exception that Python ignores while it ends": """
Traceback (most recent call last):
  File "/opt/py/paramiko/sftp_client.py", line 849, in _convert_status
    raise IOError(errno.ENOENT, text)
»FileNotFoundError: [Errno 2] No such file
Exception ignored in: <function BufferedFile.__del__ at 0x7f>
TypeError: 'NoneType' object is not callable""",
    "a folder that find may not read, and a command that is not there": """
find: '/data/tmp/.x': Permission denied
»xargs: gzip: No such file or directory
compressed 0 files""",
    "Chinese words for what was not done, and a value returned": """
启动潮流计算
»许可证校验: 加密狗未检测到
返回 5""",
    "a stack below a warning without a word of failure": """
02:00:03 WARN  c.p.Cache - cache cold
java.lang.NullPointerException: null
	at c.p.Cache.get(Cache.java:12)
02:00:09 INFO  c.p.Main - sent 4464 of 4464
»02:00:10 INFO  c.p.Main - watermark of source is 2026-11-20, but 2026-11-21 is required
02:00:10 INFO  c.p.Main - exit 5""",
    "an error that a cached value makes good": """
02:00:01 ERROR c.p.Dict - 字典 CURVE 加载失败, 使用本地缓存
java.lang.NullPointerException
	at c.p.Dict.load(Dict.java:20)
»02:00:12 ERROR c.p.Main - 风场 F02 输出目录 /out/F02 无写权限
02:00:12 INFO  c.p.Main - 结束, 返回码 1""",
    "warnings of libraries before a plain line": """
WARNING: An illegal reflective access operation has occurred
WARNING: All illegal access operations will be denied in a future release
/opt/py/site-packages/sklearn/base.py:310: UserWarning: Trying to unpickle estimator from version 0.24.2
  warnings.warn(
»target partition dt=20261121 is read-only""",
    "a mail that cannot be sent, with a traceback of its own": """
»2026-11-21 02:00:05 ERROR step3: duplicate key (7, 2026-11-20)
2026-11-21 02:00:16 ERROR smtplib.SMTPServerDisconnected: Connection unexpectedly closed
Traceback (most recent call last):
  File "/etl/mail.py", line 20, in send_mail
    s.sendmail(a, b, c)
smtplib.SMTPServerDisconnected: Connection unexpectedly closed""",
    "what a client tries first, and what the server answers": """
* Could not resolve host: proxy.old; trying next
> GET /v1/day HTTP/1.1
»< HTTP/1.1 503 Service Temporarily Unavailable
* Connection #0 to host api left intact""",
    "a trap that says only where": """
+ trap 'echo "error at line $LINENO"' ERR
+ ./model -d 20261121
»model: namelist key "ntx" is unknown
error at line 7""",
    "a library that is not there, and another way": """
Traceback (most recent call last):
  File "/etl/opt.py", line 3, in <module>
    import numba
ModuleNotFoundError: No module named 'numba'
numba not available, slow path
[3/3] check
»12 sites expected, 11 found""",
    "a table that is dropped before it is there": """
SQL> drop table tmp_kpi;
ERROR at line 1:
ORA-00942: table or view does not exist


SQL> create table tmp_kpi as select * from ods.kpi;

Table created.

SQL> insert into dw.kpi select * from tmp_kpi;
ERROR at line 1:
»ORA-14400: inserted partition key does not map to any partition""",
    "Flink restarts once, then fails of something else": """
2026-11-21 02:00:05,100 WARN  org.acme.Task [] - Map (1/1)#0 switched from RUNNING to FAILED with failure \
cause: java.net.SocketException: Connection reset
	at java.net.SocketInputStream.read(SocketInputStream.java:186)
2026-11-21 02:00:05,200 INFO  org.acme.Graph [] - Job j (1) switched from state RUNNING to RESTARTING.
»2026-11-21 02:10:05,100 WARN  org.acme.Task [] - Map (1/1)#1 switched from RUNNING to FAILED with failure \
cause: java.lang.NumberFormatException: For input string: "N/A"
	at java.lang.Double.parseDouble(Double.java:538)
2026-11-21 02:10:05,200 INFO  org.acme.ExecutionGraph [] - Job j (1) switched from state RUNNING to FAILING.
org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy
	at org.acme.ExecutionFailureHandler.handleFailure(ExecutionFailureHandler.java:138)
Caused by: java.lang.NumberFormatException: For input string: "N/A"
	at java.lang.Double.parseDouble(Double.java:538)""",
    "a command that the script lets fail": """
+ rm /tmp/kpi.lock
rm: cannot remove '/tmp/kpi.lock': No such file or directory
+ true
+ python3 load.py
»row 14: bad number '1.2.3'
+ exit 2""",
    "statements and garbage collections with words of failure": """
[GC (Allocation Failure) [PSYoungGen: 65536K->10748K(76288K)] 65536K->12348K(251392K), 0.01 secs]
-- step 4: insert error summary
delete from log where status = 'FAILED';
»cannot refresh materialized view "public.mv_kpi" concurrently""",
    "an error with advice behind it, and a word that the service is gone": """
»ERROR:  column "cap" does not exist
HINT:  Perhaps you meant to reference the column "kpi.capa" instead.
database not available, giving up
day 20261121 is empty""",
}


@pytest.mark.parametrize("name", LOGS)
def test_the_log_opens_at_the_line_that_says_why(name: str) -> None:
    lines = LOGS[name].strip("\n").split("\n")
    marked = next(number for number, line in enumerate(lines) if line.startswith("»"))
    lines[marked] = lines[marked].removeprefix("»")
    assert opening(lines, errors_in(lines), Outcome.FAILED) == marked
