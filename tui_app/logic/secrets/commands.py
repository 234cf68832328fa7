"""Secrets in command lines, scripts, SQL and the files of tools; see `patterns`."""

from .pattern_parts import (
    LOOKS_SECRET,
    NAME,
    SECRET,
    SECRET_FOLLOWS,
    VALUE,
    SecretPattern,
    flag_of,
)

IN_COMMANDS: tuple[SecretPattern, ...] = (
    SecretPattern(
        "login of an Oracle tool",
        r"(?P<kept>(?<![\w-])(?:sqlplus|sqlldr|expdp|impdp|rman|disql|dexp|dimp"
        r"|(?:exp|imp)(?= (?:userid=|[^\s/]{1,30}/[^\s@]{1,100}@))"
        r"|(?:(?<=sql> )conn(?:ect)?)|conn(?:ect)?(?= [^\s/]{1,30}/[^\s@]{1,100}@))(?![\w-])"
        r"(?:[ \t]{1,3}-\w{1,12}){0,4}[ \t]{1,3}(?:\w{1,12}[= "
        r"\t])?[\"']?[\w$#]{1,30}/[\"']?)[^\s@\"']{1,100}",
        (
            ("sqlplus -s scott/Abc12345@ORCL @run.sql", "Abc12345"),
            ("expdp userid=scott/Abc12345 directory=x", "Abc12345"),
            ("rman target sys/Abc12345@prod", "Abc12345"),
            ("SQL> conn scott/Abc12345", "Abc12345"),
            ('sqlplus -S scott/"Abc12345"@ORCL', "Abc12345"),
        ),
        (
            "sqlplus / as sysdba",
            "sqlplus -s /nolog @/opt/run.sql",
            "sqlplus: error while loading libs",
            "Exp 3/4 done",
        ),
        words="sqlplus sqlldr expdp impdp exp imp rman disql dexp dimp conn",
    ),
    SecretPattern(
        "login before an Oracle tool",
        r"(?P<kept>(?<![\w/.-])[\w$#]{1,30}/)[^\s@/\"']{1,100}(?=@[\w.:/-]{1,100}[^\n]{0,80}\bsqlplus\b)",
        (("user/Abc12345@ORCL sqlplus", "Abc12345"),),
        ("hive/node1@EXAMPLE.COM", "uses actions/checkout@v4", "no credentials for nn/h1@REALM"),
        words="sqlplus",
    ),
    SecretPattern(
        "password of a key file",
        r"(?P<kept>(?<![\w-])-pass(?:in|out)?[ \t]{1,3}pass:)\S+",
        (("openssl rsa -passin pass:Abc12345 -in k", "Abc12345"),),
        words="pass:",
    ),
    SecretPattern(
        "-p of database and copy tools",
        flag_of(
            r"mysql\w{0,12}|mariadb(?:-\w{1,12})?|obclient|beeline|sshpass|mongo\w{0,12}|cqlsh|taos\w{0,8}"
            r"|ncftp\w{0,6}|(?:un)?rar|(?:docker|podman|nerdctl|helm registry|oras|az) login|7za?|rdesktop|"
            r"hdbsql"
            r"|psexec\w{0,4}",
            r"-p(?!p?ort\b)",
        ),
        (
            ("mysql -uroot -pAbc12345 db", "Abc12345"),
            ("mysql -u root -p Abc12345", "Abc12345"),
            ("mysqldump -h db -P 3306 -uroot -p'Abc 12345' db", "Abc 12345"),
            ("['mysql', '-uroot', '-p', 'Abc12345']", "Abc12345"),
            ("beeline -u jdbc:hive2://h -n u -p Abc12345", "Abc12345"),
            ("sshpass -p Abc12345 ssh x", "Abc12345"),
            ("docker login -u li.na -p Abc12345 r.example.com", "Abc12345"),
            ("mysql -h db \\\n  -u etl \\\n  -pAbc12345 \\\n  dw", "Abc12345"),
            ("unrar x -pAbc12345 a.rar", "Abc12345"),
        ),
        (
            "cd /opt/mysql && mkdir -p data/in",
            "mysql -u root -p",
            'python datax.py -p "-Ddt=20261122" job.json',
            "mysql -P 3306 db",
        ),
        words="-p",
    ),
    SecretPattern(
        "-P of database and copy tools",
        flag_of(r"sqlcmd|bcp|isql|osql|zip|unzip|ipmitool|mosquitto_\w{3,5}", "-P"),
        (("sqlcmd -S db -U sa -P Abc12345", "Abc12345"), ("unzip -PAbc12345 a.zip", "Abc12345")),
        ("zip -r out.zip in", "mosquitto_pub -p 1883 -t a"),
        words="-p",
    ),
    SecretPattern(
        "argument of a tool for passwords",
        r"(?P<kept>\brclone[ \t]{1,3}obscure[ \t]{1,3}|\bvault[ \t]{1,3}login[ \t]{1,3}(?=\S{0,200}\d)"
        r"|\bnet[ \t]{1,3}user[ \t]{1,3}\S{1,60}[ \t]{1,3}(?=\S{1,100}[ \t]{1,3}/)"
        r"|\b(?:hadoop|hdfs)[ \t]{1,3}credential[ \t][^\n|;&]{0,200}?[ \t]-value[ \t]{1,3}"
        r"|\bConvertTo-SecureString[ \t]{1,3}(?:-String[ \t]{1,3})?"
        r"|\bhtpasswd(?:[ \t]{1,3}-[a-z]{1,6}){0,3}?[ \t]{1,3}-(?=[a-z]{0,5}b)"
        r"(?:[a-mo-z]{1,6}[ \t]{1,3}\S{1,200}|[a-z]{0,5}n[a-z]{0,5})[ \t]{1,3}[^\s|;&]{1,200}"
        r"[ \t]{1,3})(?![-/])" + SECRET,
        (
            ("rclone obscure Abc12345", "Abc12345"),
            ("vault login s.Abc12345Abc12345", "Abc12345"),
            ("net user etl Abc12345 /add", "Abc12345"),
            ("htpasswd -b /etc/users etl Abc12345", "Abc12345"),
            ("htpasswd -nb etl Abc12345", "Abc12345"),
            ("hdfs credential create x -value Abc12345 -provider jceks://f", "Abc12345"),
            ("ConvertTo-SecureString 'Abc12345' -AsPlainText", "Abc12345"),
        ),
        ("vault login failed: denied", "htpasswd -c /etc/users etl", "net user is locked", "rclone copy a b"),
        words="rclone vault htpasswd net credential convertto-",
    ),
    SecretPattern(
        "-s of object storage tools",
        flag_of(r"coscmd|qshell", "-s"),
        (("coscmd config -a id -s Abc12345 -b x", "Abc12345"),),
        words="coscmd qshell",
    ),
    SecretPattern(
        "variable that a shell sets",
        rf"(?P<kept>\b(?:setenv|setx|env|set -g?x)[ \t]{{1,3}}\w{{0,40}}?{NAME}\w{{0,20}}[ \t]{{1,3}})"
        + SECRET,
        (("setenv DB_PASSWORD tiger", "tiger"), ("ENV API_TOKEN Abc12345", "Abc12345")),
        ("env DB_PASSWORD is not set", "setenv: command not found"),
        words="env setx set",
    ),
    SecretPattern(
        "property and value apart by a blank",
        r"(?P<kept>(?<![\w.-])(?-i:(?:[a-z][\w-]{0,40}\.){2,8}(?=[a-z]))[\w-]{0,20}?"
        + NAME
        + r"(?-i:[\w-]|\.(?=[a-z])){0,60}[ \t]{1,20})(?!\d{1,12}[a-z]{0,2}[ \t]{0,3}(?m:$))"
        + SECRET_FOLLOWS
        + r"[^\s=:]{4,200}(?=[ \t]{0,3}(?m:$))",
        (
            ("spark.hadoop.fs.obs.secret.key tiger", "tiger"),
            ("spark.ssl.keyPassword tiger", "tiger"),
            ("a.b.password    Abc12345", "Abc12345"),
        ),
        (
            "org.acme.auth.TokenService started",
            "org.acme.token.Store opened",
            "a.token.renewal.interval 86400000",
            "spark.ssl.keyPassword missing",
            "a.b.tokenizer bert",
        ),
        words="pass pwd psw secret credential token key",
    ),
    SecretPattern(
        "command of a protocol",
        r"(?P<kept>(?-i:\bAUTH)[ \t]{1,3}(?:PLAIN|LOGIN|XOAUTH2)[ \t]{1,3}(?=[a-z0-9+/=]{8})"
        rf"|(?-i:\bAUTH)(?:\\*\")?[ \t]{{1,3}}(?:\\*\")?{LOOKS_SECRET}(?=[^\s\"']{{6}})"
        r"|>[ \t]{1,3}(?-i:PASS)[ \t]{1,3}|\b(?:requirepass|masterauth)[ \t]{1,3})"
        + SECRET_FOLLOWS
        + r"[^\s\"']+",
        (
            ("AUTH PLAIN AGV0bABBYmMxMjM0NQ==", "AGV0bABBYmMxMjM0NQ"),
            ('"AUTH" "Abc12345"', "Abc12345"),
            ("1700000000.1 [0 10.0.0.1:1] AUTH Abc12345", "Abc12345"),
            ("---> PASS Abc12345", "Abc12345"),
            ("CONFIG SET requirepass Abc12345", "Abc12345"),
        ),
        ("AUTH failed for etl", "requirepass is not set", "PASS test_load1", "Auth method: ldap12"),
        words="auth pass",
    ),
    SecretPattern(
        "password of another user in SQL",
        r"(?P<kept>\bset\s{1,5}password\s{1,5}for\s{1,5}[^=\n]{1,120}=\s{0,5}(?:password\s{0,3}\(\s{0,3})?)"
        + SECRET,
        (("SET PASSWORD FOR 'etl'@'%' = 'Abc12345'", "Abc12345"),),
        ("set password for etl", "SET PASSWORD FOR x = NULL"),
        words="password",
    ),
    SecretPattern(
        "-w of directory and database tools",
        flag_of(r"ldap\w{2,10}|vsql", "-w"),
        (("ldapsearch -x -D cn=a -w Abc12345", "Abc12345"),),
        ("psql -w -h db",),
        words="ldap vsql",
    ),
    SecretPattern(
        "-W of database tools",
        flag_of(r"gsql|ksql", "-W"),
        (("gsql -d db -U u -W Abc12345", "Abc12345"),),
        words="gsql ksql",
    ),
    SecretPattern(
        "-a of redis-cli",
        flag_of(r"redis-cli", "-a"),
        (("redis-cli -h h -a Abc12345 ping", "Abc12345"),),
        words="redis-cli",
    ),
    SecretPattern(
        "community of snmp tools",
        flag_of(r"snmp\w{3,8}", "-c"),
        (("snmpwalk -v2c -c Abc12345 h", "Abc12345"),),
        words="snmp",
    ),
    SecretPattern(
        "-k of object storage tools and openssl",
        flag_of(r"ossutil\w{0,4}|obsutil|openssl", "-k=?+"),
        (
            ("ossutil64 config -i id -k Abc12345", "Abc12345"),
            ("obsutil config -i=id -k=Abc12345", "Abc12345"),
        ),
        words="ossutil obsutil openssl",
    ),
    SecretPattern(
        "password behind USING",
        r"(?P<kept>\bconnect\s{1,3}to\s{1,3}\w{1,40}\s{1,3}user\s{1,3}\S{1,60}\s{1,3}using\s{1,3})" + VALUE,
        (("db2 connect to ods user svc using Abc12345", "Abc12345"),),
        words="using",
    ),
    SecretPattern(
        "keys of an object storage alias",
        r"(?P<kept>\bmc[ \t]{1,3}(?:alias[ \t]{1,3}set|config[ \t]{1,3}host[ \t]{1,3}add)[ \t]{1,3}"
        r"\S{1,60}[ \t]{1,3}\S{1,200}[ \t]{1,3})\S+[ \t]{1,3}\S+",
        (("mc alias set lake http://h:9000 minio Abc12345", "Abc12345"),),
        words="mc",
    ),
    SecretPattern(
        "password piped into a tool",
        r"(?P<kept>\b(?:echo|printf)[ \t]{1,3}+(?:-[neE]{1,3}[ \t]{1,3})?+)"
        + SECRET_FOLLOWS
        + r"[^\n|]{1,200}?"
        r"(?=\s{0,5}\|\s{0,5}(?:[\w./-]{0,40}/)?(?:sudo\b[^\n|]{0,60}"
        r"|kinit|passwd|chpasswd|docker login|su)\b)",
        (
            ("kinit -kt u@X; echo Abc12345 | kinit", "Abc12345"),
            ("echo 'svc:Abc12345' | chpasswd", "Abc12345"),
            ("echo -n Abc12345 | sudo -S systemctl x", "Abc12345"),
        ),
        ("echo done | tee out.log", "echo $PASSWORD | kinit u@X"),
        words="echo printf",
    ),
    SecretPattern(
        "password that a tool reads from a command",
        r"(?P<kept>\bsshpass[ \t]{1,3}-f[ \t]{0,3}<\([ \t]{0,3}(?:echo|printf)[ \t]{1,3}(?:-[neE]{1,3}[ "
        r"\t]{1,3})?)" + SECRET_FOLLOWS + r"[^\s)]{1,100}",
        (("sshpass -f <(echo tiger) ssh h", "tiger"),),
        ("sshpass -f <(echo $SSH_PASSWORD) ssh h",),
        words="sshpass",
    ),
    SecretPattern(
        "-N of ssh-keygen",
        flag_of(r"ssh-keygen", "-N"),
        (("ssh-keygen -t rsa -N Abc12345 -f k", "Abc12345"),),
        ("ssh-keygen -t rsa -N '' -f k",),
        words="ssh-keygen",
    ),
    SecretPattern(
        "password given to a tool",
        r"(?P<kept>\b(?:kinit|passwd|chpasswd|sudo|su)\b[^\n|;&]{0,200}?<<<\s{0,3})" + VALUE,
        (("kinit svc@EXAMPLE.COM <<< Abc12345", "Abc12345"), ("passwd etl <<< Abc12345", "Abc12345")),
        ("kinit: Password incorrect while getting initial credentials", "kinit -kt /etc/a.keytab u@X"),
        words="<<<",
    ),
    SecretPattern(
        "password of SQL",
        r"(?P<kept>\bidentified\s{1,5}(?:with\s{1,5}[^\s']{1,60}\s{1,5})?(?:by|as)\s{1,5}"
        r"(?:password\s{1,5}|values\s{1,5})?)(?=[\"'\\]|[^\s]{0,200}\d)" + SECRET_FOLLOWS + VALUE,
        (
            ("IDENTIFIED BY 'Abc12345'", "Abc12345"),
            ("grant all on x to u identified by Abc12345;", "Abc12345"),
            ("IDENTIFIED WITH mysql_native_password BY 'Abc 12345'", "Abc 12345"),
        ),
        ("CREATE USER ops IDENTIFIED EXTERNALLY", "rows are identified by id"),
        words="identified",
    ),
    SecretPattern(
        "password of a user in SQL",
        r"(?P<kept>\b(?:(?:create|alter)\s{1,5}user\b[^\n]{0,200}?|connect\s{1,5}to\s{1,5}\S{1,60}\s{1,5})"
        r"\bidentified\s{1,5}by\s{1,5})" + SECRET,
        (
            ("CREATE USER u IDENTIFIED BY tiger;", "tiger"),
            ("CREATE DATABASE LINK x CONNECT TO etl IDENTIFIED BY tiger USING 'ods'", "tiger"),
        ),
        ("CREATE USER ops IDENTIFIED EXTERNALLY",),
        words="identified",
    ),
    SecretPattern(
        "quoted password of a role or a server in SQL",
        r"(?P<kept>\b(?:(?:create|alter)\s{1,5}(?:role|user|login)\b|options\s{0,3}\()[^\n;]{0,200}?"
        r"\bpassword\s{0,3}=?\s{0,3}(?P<role>'))[^'\n]{1,200}(?=(?P=role))",
        (("ALTER ROLE etl PASSWORD 'tiger'", "tiger"), ("OPTIONS (user 'etl', password 'tiger')", "tiger")),
        ("create role etl with password policy",),
        words="password",
    ),
    SecretPattern(
        "quoted password of SQL",
        rf"(?P<kept>\b(?:password|secret|access_key|secret_key|using)\s{{0,3}}\(?\s{{0,3}}(?P<sql>[\"'])){LOOKS_SECRET}"
        r"[^\n\"']{6,200}(?=(?P=sql))",
        (
            ("CREATE USER u WITH PASSWORD 'Abc12345'", "Abc12345"),
            ("SET PASSWORD FOR u PASSWORD('Abc12345')", "Abc12345"),
            ("db2 connect to x user y using 'Abc12345'", "Abc12345"),
        ),
        ("KeyError: 'password' 'in row 12345678'", "no column password 'user name'"),
        words="password secret access_key using",
    ),
    SecretPattern(
        "password that a script types",
        rf"(?P<kept>\bsend(?:_user)?[ \t]{{1,3}}(?:--[ \t]{{1,3}})?\\*[\"']){LOOKS_SECRET}"
        r"[^\s\"'\\]{6,100}(?=\\+[rn])",
        (('expect: send "Abc12345\\r"', "Abc12345"),),
        ('send "SELECT 1\\r"', "send 'row12345'"),
        words="send",
    ),
    SecretPattern(
        "entry of .netrc",
        r"(?P<kept>\blogin\s{1,5}\S{1,100}\s{1,5}(?:account\s{1,5}\S{1,100}\s{1,5})?password\s{1,5})\S+",
        (
            ("machine h login svc password Abc12345", "Abc12345"),
            ("machine h\n  login svc\n  password Abc12345", "Abc12345"),
        ),
        ("login with a password is off",),
        words="login",
    ),
    SecretPattern(
        "entry of .pgpass",
        r"(?P<kept>(?<![^\s\"'])[\w.*-]{1,80}:(?:\d{4,5}|\*):[\w*-]{1,60}:[\w*.-]{1,60}:)[^\s:]{4,100}(?=\s|$)",
        (("db.example.com:5432:ods:svc:Abc12345", "Abc12345"),),
        ("at 12:30:15:001:22 of job a:b:c:d", "worker-1:8080:a:b:c:d"),
    ),
)
