"""Secrets that follow a name, a header or an address; see `patterns`."""

from .pattern_parts import (
    ARGUMENT,
    BLANKS,
    CONNECTS,
    CONTINUED,
    END_OF_NAME,
    LOOKS_SECRET,
    NAME,
    REST_OF_LINE,
    SECRET,
    SECRET_FOLLOWS,
    SEPARATOR,
    SETS,
    VALUE,
    WORD_START,
    SecretPattern,
    call_of,
)

NAMED: tuple[SecretPattern, ...] = (
    SecretPattern(
        "private key block",
        r"(?P<kept>-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\bPrivate-Lines: \d{1,3}\r?\n)"
        r"[\s\S]*?(?=-----END|Private-(?:MAC|Hash)|\Z)",
        (
            ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "MIIEow"),
            ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOYBF\n-----END", "lQOYBF"),
            ("Private-Lines: 8\nAAABAQCK\nPrivate-MAC: 4f", "AAABAQCK"),
        ),
        ("-----BEGIN CERTIFICATE-----\nMIIDdz\n-----END CERTIFICATE-----",),
        words="-----begin private-lines",
    ),
    SecretPattern(
        "authorization header",
        r"(?P<kept>authorization(?:\\*[\"'])?\s{0,3}+[:=]\s{0,3}+)" + REST_OF_LINE,
        (
            ("Authorization: Digest username=u, response=6629fae4", "6629fae4"),
            ("Proxy-Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ),
        ("authorization: denied by policy 7",),
        words="authorization",
    ),
    SecretPattern(
        "gateway header",
        r"(?P<kept>\bapim-[a-z-]{1,30}(?:\\*[\"'])?\s{0,3}[:=]\s{0,3})" + VALUE,
        (("apim-accesstoken: APP_PORTAL_S_abc", "APP_PORTAL_S_abc"),),
        words="apim-",
    ),
    SecretPattern(
        "cookie header",
        r"(?P<kept>\b(?:set-)?cookie2?(?:\\*[\"'])?\s{0,3}:\s{0,3}+)" + REST_OF_LINE,
        (
            ("Cookie: JSESSIONID=Abc12345; Path=/", "Abc12345"),
            ("< Set-Cookie: sid=s%3Aq8.zz1; HttpOnly", "q8.zz1"),
        ),
        ("cookie: not set", "the cookie jar is empty"),
        words="cookie",
    ),
    SecretPattern(
        "session cookie",
        r"(?P<kept>(?:JSESSIONID|PHPSESSID|ASP\.NET_SessionId|connect\.sid|(?<![a-z])sessionid)(?:=|[\"']\s{0,3}:\s{0,3}[\"']))"
        r"[^\s;&\"'<>]+",
        (
            ("{'JSESSIONID': '0F3A9C11'}", "0F3A9C11"),
            ("GET /x;jsessionid=0F3A9C11?a=1", "0F3A9C11"),
            ("PHPSESSID=r2t5uvjq435r", "r2t5uvjq435r"),
        ),
        ("Hive Session ID = 5a861-11",),
        words="sessid sessionid connect.sid",
    ),
    SecretPattern(
        "user and password in a URL",
        # The password may contain a slash; host:port/… is not a login.
        r"(?P<kept>\b[a-z][a-z0-9+.-]{0,30}://)[^\s/:@\"'<>]*:(?!\d{1,5}(?:[/?#]|$))[^\s\"'<>]{0,300}(?=@)",
        (
            ("mongodb+srv://u:Abc12345@h/db", "Abc12345"),
            ("redis://:Abc12345@10.0.0.1:6379/0", "Abc12345"),
            ("git clone https://li.na:Abc/12345@git.example.com/x.git", "Abc/12345"),
            ("amqp://svc:Abc%4012@mq:5672/", "Abc%4012"),
        ),
        ("read http://host:8080/a@b from a@b.example",),
        words="://",
    ),
    SecretPattern(
        "login in a URL",
        r"(?P<kept>\b[a-z][a-z0-9+.-]{0,30}://)[^\s/?#\"'<>]{1,300}(?=@)",
        (("https://ghp_0123456789@git.example.com/x", "ghp_0123456789"),),
        ("https://portal.example.com/a?to=li.na@example.com",),
        words="://",
    ),
    SecretPattern(
        "login of a data source name",
        r"(?P<kept>\b[\w.-]{1,40}:)[^\s@/]{1,100}(?=@(?:tcp|unix|tcp6)\()",
        (("dsn svc:Abc12345@tcp(10.0.0.1:3306)/db", "Abc12345"),),
        words="@tcp @unix",
    ),
    SecretPattern(
        "login of an Oracle JDBC URL",
        r"(?P<kept>\bjdbc:(?:oracle|dm):\w{1,10}:)[^\s/@]{1,100}/[^\s@]{1,100}(?=@)",
        (("jdbc:oracle:thin:scott/t1ger@db:1521:ORCL", "t1ger"),),
        ("jdbc:oracle:thin:@db:1521/ORCL",),
        words="jdbc:",
    ),
    SecretPattern(
        "login and password under one name",
        r"(?P<kept>(?:账号|帐号|账户|用户名?)[ \t]?[/和、及&]?[ \t]?(?:密码|口令)"
        r"[ \t]{0,3}[:\uff1a=\uff1d][ \t]{0,3}(?=[!-~]{1,60}[ \t]{0,3}[/:\uff1a,\uff0c \t][ \t]{0,3}[!-~]{4})"
        r"|\bcred(?:ential)?s?(?:\\*[\"'])?[ \t]{0,3}[:=][ \t]{0,3}(?:\\*[\"'])?"
        r"(?=[\w.@$-]{1,60}[ \t]{0,3}[:/](?!//)[^\s\"']{0,200}\d"
        r"|[\w.@$-]{1,60}[ \t]{1,3}/[ \t]{1,3}\S{0,200}\d))"
        r"[!-~]{1,60}?[ \t]{0,3}[/:\uff1a,\uff0c \t][ \t]{0,3}[^\s\"']{4,200}",
        (
            ("账号密码\uff1aetl Abc12345", "Abc12345"),
            ("账号/密码\uff1aetl/Abc12345", "Abc12345"),
            ("credentials: etl / Abc12345", "Abc12345"),
            ("creds=etl:Abc12345", "Abc12345"),
        ),
        ("账号/密码不匹配", "用户名密码\uff1a错误", "credentials: none given"),
        words="密码 口令 cred",
    ),
    SecretPattern(
        "Chinese name",
        r"(?P<kept>(?:密[ \u3000]?码|口[ \u3000]?令|密[ \u3000]?钥|秘钥|私钥|令牌|凭证|凭据|授权码"
        r"|验证码|通行码|访问码)(?:已?被?(?:重置|修改|更改|变更|设置|改|设)(?=[为成]))?(?:[(\uff08][^()\uff08\uff09\n]{0,20}[)\uff09])?"
        r"(?:\\*[\"'\u201d\u2019\u300d\u3011\uff09)\]]){0,2}[ \t\u3000\xa0]{0,3}+"
        r"(?:(?:为|是|成)?[:\uff1a\ufe55\ufe13\u2236=\uff1d]|(?:为|是|成)(?![:\uff1a=\uff1d])|->|=>|(?=[\u201c\u2018\u300c\u3010])"
        r"|(?=[a-z0-9!@#$%^&*+~._-]{6})(?=[!-~]{0,200}?\d)(?=[!-~]{0,200}?[a-z]))"
        r"[ \t\u3000\xa0]{0,3}+(?:\\*[\"'\u201c\u2018\u300c\u3010\[])?+)"
        + SECRET_FOLLOWS
        + r"[!-~\uff01-\uff5e]{2,200}",
        (
            ("密码\uff1aAbc12345", "Abc12345"),
            ("口令:Abc12345", "Abc12345"),
            ("密钥: Abc12345", "Abc12345"),
            ("数据库密码 = Abc12345", "Abc12345"),
            ("登录密码为Abc12345\uff0c请勿外传", "Abc12345"),
            ("初始密码是\u201cAbc12345\u201d", "Abc12345"),
            ('{"令牌": "Abc12345"}', "Abc12345"),
            ("密码\uff08测试\uff09\u2236Abc12345", "Abc12345"),
            ("默认口令【Abc12345】", "Abc12345"),
            ("密码是\uff1aAbc12345", "Abc12345"),
            ("用户 etl/密码 Abc12345", "Abc12345"),
            ("用户 etl/密码 A.1+bc-2345", "A.1+bc-2345"),
            ("(密码)Abc12345", "Abc12345"),
            ("密 码\uff1aAbc12345", "Abc12345"),
            ("密码已重置为\uff1aAbc12345", "Abc12345"),
            ("密码改为 Abc12345", "Abc12345"),
        ),
        (
            "密码错误",
            "密码\uff1a不能为空",
            "令牌已过期",
            "密钥: null",
            "密码 policy 检查通过",
            "密码 8 位以上",
            "口令【过期】",
            "密码已重置",
            "密码修改成功",
        ),
    ),
    SecretPattern(
        "answer of a script to a question",
        r"(?P<kept>\bexpect\b[^\n]{0,60}(?:password|passphrase|密码|口令)[^\n]{0,20}(?:\r?\n)?[^\n]{0,20}?"
        r"\bsend(?:_user)?[ \t]{1,3}(?:--[ \t]{1,3})?\\*[\"'])" + SECRET_FOLLOWS + r"[^\"'\\\n]{1,100}",
        (
            ('expect "password:"\nsend "tiger\\r"', "tiger"),
            ("expect 'Passphrase' { send 'Abc12345\\n' }", "Abc12345"),
        ),
        ('expect "password:"\nsend "$PASSWORD\\r"',),
        words="expect",
    ),
    SecretPattern(
        "name in another language",
        r"(?P<kept>\b(?:passwort|kennwort|contraseña|mot de passe|senha|пароль|パスワード|비밀번호)"
        rf"(?:\\*[\"'])?{SEPARATOR})" + SECRET,
        (
            ("Passwort: Abc12345", "Abc12345"),
            ("contraseña=tigre", "tigre"),
            ("パスワード：Abc12345", "Abc12345"),
        ),
        ("Passwort falsch", "mot de passe: invalid"),
        words="passwort kennwort contraseña passe senha пароль パスワード 비밀번호",
    ),
    SecretPattern(
        "cell of a table",
        rf"(?P<kept>[|│][ \t]{{0,20}}[\w.-]{{0,40}}?(?:{NAME}|密码|口令|密钥)[\w.-]{{0,20}}"
        r"[ \t]{0,20}[|│][ \t]{0,20})"
        rf"(?!\w{{3,12}}\(\d{{1,9}}\)){LOOKS_SECRET}[^\s|│]{{6,200}}(?=[ \t]{{0,40}}[|│])",
        (("| 密码 | Abc12345 |", "Abc12345"), ("│ db.password │ Abc12345 │", "Abc12345")),
        ("| password | created_at |", "| password | varchar(64) |", "| token | 17 |", "| user | etl12345 |"),
        words="| │",
    ),
    SecretPattern(
        "telling name",
        rf"(?P<kept>{NAME}{END_OF_NAME}(?:(?:\\*[\"']|%22|&quot;)\]?)?{SEPARATOR})" + SECRET,
        (
            ("-Dspring.datasource.password=Abc12345", "Abc12345"),
            ("fs.s3a.secret.key=Abc12345", "Abc12345"),
            ("fs.azure.account.key.lake01.blob.core.windows.net=Abc12345", "Abc12345"),
            ("auth_token: Abc12345", "Abc12345"),
            ("password\uff1aAbc12345", "Abc12345"),
            ("accessKey=3f1a7c52-1111-2222-3333-444444444444", "3f1a7c52"),
            ("AccountKey=Abc12345==;EndpointSuffix=x", "Abc12345"),
            ("Server=db;User Id=sa;Pwd=Abc12345;", "Abc12345"),
            ("PGPASSWORD=Abc12345 psql -h db", "Abc12345"),
            ("//registry.example.com/:_authToken=Abc12345", "Abc12345"),
            ("password = pypi-AgEIcHlwaS5vcmc", "AgEIcHlwaS5vcmc"),
            ("OSSAccessKeyId=Abc12345&Expires=1", "Abc12345"),
            ("SecretId: Abc12345", "Abc12345"),
            ("X-Amz-Security-Token=Abc12345", "Abc12345"),
            ("ALTER USER u SET PASSWORD = 'Abc 12345'", "Abc 12345"),
            ("os.environ['DB_PASSWORD'] = 'Abc12345'", "Abc12345"),
            ("client_secret%3DAbc12345%26a", "Abc12345"),
            ("%22password%22%3A%22Abc12345%22", "Abc12345"),
            ("&quot;password&quot;: &quot;Abc12345&quot;", "Abc12345"),
            ("load --password=\\\n  Abc12345", "Abc12345"),
        ),
        (
            "KeyError: 'password'",
            "Invalid token: ','",
            "ERROR key=turbine-7 value missing",
            "password: must not be empty",
            "token: expired at 12:00",
            '{"password": null, "a": 1}',
            "password=${DB_PASSWORD}",
            "max_tokens=4096",
            "PWD=/data/jobs",
            "password_file=/etc/app/key",
            "token_url: https://sso.example.com/token",
            "secretName: db-login",
            "line 3:7 unexpected token: FROM near 'x'",
            "token recognition error at: '`'",
            "SecretManager$InvalidToken: token 5 is not in the cache",
            "UserPasswordException: the account is locked",
            "tokenizer=bert",
            "pwd: /data/jobs/in",
            "tempwd=/tmp/x/in",
            "password.encoder=bcrypt",
            "passwd: Authentication token manipulation error",
            '--password "$DB_PASSWORD" x',
            "password=$1",
            "password=%DB_PASSWORD%",
            "secret: (none)",
        ),
        words="pass pwd psw secret credential token key",
    ),
    SecretPattern(
        "short name",
        r"(?P<kept>(?:(?-i:pass(?<![A-Za-z]pass)|Pass|pw(?<![A-Za-z]pw)|_PASS|\bPASS(?==)|SSHPASS)|storepass|keypass|_auth)"
        rf"(?:\\*[\"'])?{BLANKS}[:=]{BLANKS})(?!\d{{1,4}}(?!\w))" + SECRET,
        (
            ("pass=Abc12345", "Abc12345"),
            ("DB_PASS: Abc12345", "Abc12345"),
            ("_auth=dXNlcjpwYXNz", "dXNlcjpwYXNz"),
            ("dbPass='Abc 12345'", "Abc 12345"),
            ("SSHPASS=Abc12345 sshpass -e", "Abc12345"),
            ("kitchen.sh -user=admin -pass=Abc12345", "Abc12345"),
        ),
        ("PASS: test_one", "pass=12 fail=3", "bypass=always", "compass: north"),
        words="pass pw _auth",
    ),
    SecretPattern(
        "key pair of a cloud",
        rf"(?P<kept>{WORD_START}(?:ak|sk|akid)(?:\\*[\"'])?{BLANKS}[:=]{BLANKS}(?:\\*[\"'])?){LOOKS_SECRET}"
        r"[\w+/=-]{8,200}",
        (
            ("ak=HPUAQ8TZ3VX0ABCDEFGH sk: Abc12345Abc12345", "HPUAQ8TZ3VX0ABCDEFGH"),
            ("sk: Abc12345Abc12345", "Abc12345Abc12345"),
        ),
        ("sk=12345678 is a duplicate", "task=load7turbines"),
        words="ak sk",
    ),
    SecretPattern(
        "encoded login of a registry",
        r"(?P<kept>(?<![a-z])auth\\*[\"']\s{0,3}:\s{0,3}\\*[\"'])[a-z0-9+/=]{8,400}",
        (('"auths": {"r.example.com": {"auth": "dXNlcjpwYXNz"}}', "dXNlcjpwYXNz"),),
        words="auth",
    ),
    SecretPattern(
        "login of a request in code",
        r"(?P<kept>\bauth=(?:HTTP\w{1,12}Auth)?\(\s{0,3}[\"'][^\"'\n]{0,100}[\"'],\s{0,3}[\"'])[^\"'\n]{1,200}",
        (("requests.get(url, auth=('svc', 'Abc12345'))", "Abc12345"),),
        words="auth=",
    ),
    SecretPattern(
        "second argument of a connection in code",
        rf"(?P<kept>{CONNECTS}{ARGUMENT}(?P<pair>[\"'])){LOOKS_SECRET}[^\"'\n]{{1,200}}(?=(?P=pair))",
        (
            ("cx_Oracle.connect('etl', 'Abc12345', 'db/ods')", "Abc12345"),
            ("smtp.login('etl@example.com', 'Abc12345')", "Abc12345"),
        ),
        ("map('etl', 'Abc12345')", "login('etl')", "connect('h', 'ods')"),
        words="connect( connection( login( logon( ftp( ftp_tls(",
    ),
    SecretPattern(
        "second argument of a login in code",
        rf"(?P<kept>{call_of('login', 'logon')}[\"'][^\"'\n]{{1,100}}[\"'],\s{{0,3}}(?P<own>[\"']))"
        r"[^\"'\n]{1,200}(?=(?P=own)\s{0,3}\))",
        (("ftp.login('etl', 'tiger')", "tiger"),),
        ("login('etl')", "login('etl', attempts)"),
        words="login( logon(",
    ),
    SecretPattern(
        "third argument of a connection in code",
        rf"(?P<kept>{CONNECTS}{ARGUMENT}(?:\d{{1,5}},\s{{0,3}})?(?:\[\s{{0,3}})?{ARGUMENT}(?P<third>[\"']))"
        r"[^\"'\n]{1,200}(?=(?P=third))",
        (
            ("connect('db1', 'etl', 'Abc12345')", "Abc12345"),
            ("ssh.connect('h', 22, 'etl', 'Abc12345')", "Abc12345"),
            ('DriverManager.getConnection(url, "etl", "Abc12345")', "Abc12345"),
            ("ftplib.FTP('h', 'etl', 'Abc12345')", "Abc12345"),
        ),
        ("map(x, 'a', 'Abc12345')", "getConnection(source)"),
        words="connect( connection( login( logon( ftp( ftp_tls(",
    ),
    SecretPattern(
        "list of login and password in code",
        rf"(?P<kept>{CONNECTS}[^()\n]{{0,300}}?\[\s{{0,3}}{ARGUMENT}(?P<last>[\"']))[^\"'\n]{{1,200}}(?=(?P=last)\s{{0,3}}\])",
        (("jaydebeapi.connect(cls, url, ['etl', 'Abc12345'], jar)", "Abc12345"),),
        words="connect( connection(",
    ),
    SecretPattern(
        "telling name that a call sets",
        rf"(?P<kept>{SETS}\\*[\"'][\w.-]{{0,60}}?"
        rf"{NAME}{END_OF_NAME}\\*[\"'],\s{{0,3}})" + SECRET,
        (
            ('df.option("password", "Abc12345")', "Abc12345"),
            ('props.put("sasl.password", "Abc12345");', "Abc12345"),
            ('conf.set("fs.s3a.secret.key", "Abc12345")', "Abc12345"),
            ("os.putenv('DB_PASSWORD', 'Abc12345')", "Abc12345"),
        ),
        ("df.select('password', 'name1')", '.option("user", "etl77")', "set('password_file', '/etc/x1')"),
        words="pass pwd psw secret credential token key",
    ),
    SecretPattern(
        "login of Oracle in code",
        r"(?P<kept>\bconnect\(\s{0,3}[uf]?[\"'][\w$#]{1,30}/)[^\s@\"']{1,100}(?=@)",
        (("cx_Oracle.connect('etl/Abc12345@ods')", "Abc12345"),),
        words="connect(",
    ),
    SecretPattern(
        "element of XML",
        r"(?P<kept><(?!/)[^<>\s]{0,40}" + NAME + r"[^<>]{0,60}>)[^<\n]+",
        (("<ConnectionPassword>Abc12345</ConnectionPassword>", "Abc12345"),),
        words="<",
    ),
    SecretPattern(
        "attribute of XML",
        rf"(?P<kept>\bname=[\"'][\w.-]{{0,60}}{NAME}[\w.-]{{0,40}}[\"']\s{{1,3}}value=)" + SECRET,
        (('<property name="db.password" value="Abc12345"/>', "Abc12345"),),
        words="value=",
    ),
    SecretPattern(
        "telling flag",
        r"(?P<kept>(?<![\w-])--?[\w.-]{0,40}(?:"
        + NAME
        + rf"{END_OF_NAME}|bearer|pass|storepass|keypass|(?-i:pw))[\"']?(?>{CONTINUED}|,?[ \t]{{1,3}}))(?!-)"
        + SECRET,
        (
            ("sqoop import --username u --password Abc12345", "Abc12345"),
            ("['run', '--client-secret', 'Abc12345']", "Abc12345"),
            ("keytool -storepass Abc12345 -list", "Abc12345"),
            ("pscp -pw Abc12345 a.csv h:/in", "Abc12345"),
            ("curl --oauth2-bearer Abc12345 x", "Abc12345"),
            ("sqoop import \\\n --password \\\n Abc12345", "Abc12345"),
        ),
        ("rsync --password-file /etc/rsync.key a b", "docker login --password-stdin"),
        words="pass pwd psw secret credential token key bearer pw",
    ),
)
