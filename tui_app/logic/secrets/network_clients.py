"""Secrets of web, file transfer and remote desktop clients; see `patterns`."""

from .pattern_parts import (
    FIRST_OF_COMMAND,
    GAP,
    LOOKS_SECRET,
    SECRET,
    SECRET_FOLLOWS,
    SecretPattern,
    flag_of,
)

OF_NETWORK_CLIENTS: tuple[SecretPattern, ...] = (
    SecretPattern(
        "cookie flag of curl",
        flag_of(r"curl|wget|http", r"-b|--cookie"),
        (("curl -b 'sid=Abc12345' http://x", "Abc12345"), ("curl -s --cookie sid=Abc12345 x", "Abc12345")),
        ("curl -b /tmp/jar.txt http://x",),
        words="curl wget http",
    ),
    SecretPattern(
        "login of a transfer without a scheme",
        r"(?P<kept>(?<![\w/.-])(?:sftp|scp|rsync|ftp|rclone)(?:[ \t]{1,3}-\w{1,12}){0,4}[ \t]{1,3}"
        r"[\w.$-]{1,40}:)[^\s:/@\"']{1,100}(?=@[\w\[])",
        (("sftp etl:Abc12345@h", "Abc12345"), ("rsync -av u.x:Abc12345@h:/in /in", "Abc12345")),
        ("scp etl@h:/in/day.csv .", "rsync -a h:/in/day@1.csv /in"),
        words="sftp scp rsync ftp rclone",
    ),
    SecretPattern(
        "password of a Windows share",
        r"(?P<kept>(?i:\bnet[ \t]{1,3}use[ \t]{1,3}(?:[a-z]:[ \t]{1,3})?\\\\[^\s\\]{1,80}\\\S{1,80}"
        r"[ \t]{1,3}(?:/user:\S{1,80}[ \t]{1,3})?))(?![/*])\S{1,100}",
        (
            (r"net use \\h\in Abc12345 /user:etl", "Abc12345"),
            (r"net use Z: \\h\in Abc12345", "Abc12345"),
            (r"net use \\h\in /user:d\etl Abc12345", "Abc12345"),
        ),
        (r"net use \\h\in /user:etl", r"net use \\h\in * /user:etl"),
        words="net",
    ),
    SecretPattern(
        "positional password of a tool",
        r"(?P<kept>(?<![\w/.-])(?:smbclient(?:[ \t]{1,3}-[a-zA-Z]{1,3})?[ \t]{1,3}[\"']?(?://|"
        r"\\\\)\S{1,120}[ \t]{1,3}"
        r"|isql(?:[ \t]{1,3}-\w{1,3})?[ \t]{1,3}[\w.]{1,60}[ \t]{1,3}[\w.]{1,60}[ \t]{1,3}(?=\S{0,100}\d)"
        r"|\.?logon[ \t]{1,3}[\w.]{1,60}/[^\s,]{1,60},[ \t]{0,3}"
        r"|xfreerdp[^\n]{0,200}?[ \t]/p:|schtasks[^\n]{0,200}?[ \t]/rp[ \t]{1,3}))(?![-/])[^\s;]{4,200}",
        (
            ("smbclient //h/s Abc12345 -U etl", "Abc12345"),
            ("isql -v dw etl Abc12345", "Abc12345"),
            (".LOGON td/etl,Abc12345;", "Abc12345"),
            ("xfreerdp /u:etl /p:Abc12345 /v:h", "Abc12345"),
            ("schtasks /create /ru etl /rp Abc12345", "Abc12345"),
        ),
        ("smbclient //h/s -U etl", "isql dw etl", "isql dw is down", "logon td/etl failed"),
        words="smbclient isql logon xfreerdp schtasks",
    ),
    SecretPattern(
        "password of FTP behind its user",
        r"(?P<kept>(?-i:\bUSER)[ \t]{1,3}\S{1,60}[^\n]{0,20}\n(?:[^\n]{0,30}\b331[^\n]{0,100}\n)?[^\n]{0,40}?"
        r"(?-i:\bPASS)[ \t]{1,3})(?!X{3,}\s|<)" + SECRET,
        (("USER etl\nPASS tiger", "tiger"), ("> USER etl\n< 331 Please\n> PASS Abc12345", "Abc12345")),
        ("USER etl\n331 Please specify the password.\nPASS XXXX\n230 ok", "USER etl\nPASS ***"),
        words="pass",
    ),
    SecretPattern(
        "login of FTP",
        r"(?P<kept>(?m:^)(?:[^\n]{0,60}?(?:[>+\]]|\b(?:echo|printf)[ \t]{1,3}[\"']?)[ \t]{0,3})?(?:quote[ "
        r"\t]{1,3})?"
        rf"(?:(?-i:PASS)[ \t]{{1,3}}|user[ \t]{{1,3}}[\w.@$-]{{1,60}}[ \t]{{1,3}})){LOOKS_SECRET}"
        r"(?!\S{0,200}(?:/|_|::|\.(?:[jt]sx?|py|go|java|sh|sql)\b))[^\s\"']{6,100}(?=[ \t]{0,3}(?:[\"'|]|"
        r"\\+[nr]|(?m:$)))",
        (
            ("PASS Abc12345", "Abc12345"),
            ("quote PASS Abc12345", "Abc12345"),
            ("ftp> user etl Abc12345", "Abc12345"),
            ("echo user etl Abc12345 | ftp -n h", "Abc12345"),
            ("printf 'user etl Abc12345\\nput a\\n' | ftp -n h", "Abc12345"),
            ("ftp -n h <<EOF\nuser etl Abc12345\nput a.csv\nEOF", "Abc12345"),
        ),
        (
            "PASS test_load1",
            "PASS src/app2.test.js",
            "PASS 3 of 4",
            "user etl logged in",
            "user etl12345 logged in",
            "user etl failed",
        ),
        words="pass user",
    ),
    SecretPattern(
        "login with its password behind a colon",
        rf"(?P<kept>\blog(?:in|on)[ \t]{{1,3}}[\w.@-]{{1,60}}[:/]){LOOKS_SECRET}[^\s/\"']{{8,100}}",
        (("login etl:Abc12345", "Abc12345"), ("login etl/Abc12345", "Abc12345")),
        ("login etl: no such user", "login n7:8080", "login etl failed"),
        words="login logon",
    ),
    SecretPattern(
        "login in a query",
        r"(?P<kept>[?&]u(?:ser(?:name)?)?=[^&\s\"']{1,100}&p=)[^&\s\"']{1,200}",
        (("http://h:8086/query?u=etl&p=Abc12345&q=x", "Abc12345"),),
        ("http://h/list?u=etl&page=12",),
        words="&p=",
    ),
    SecretPattern(
        "quoted login of web clients",
        r"(?P<kept>(?<![\w-])(?:curl|wget|https?|lftp|smbclient|smbget|winexe|rpcclient)(?![\w-])"
        + FIRST_OF_COMMAND
        + rf"[\s\"'](?:(?-i:-[uUaE])|--(?:proxy-)?user){GAP}=?(?P<login>[\"'])"
        + r"[^\s:,%\"'/]{1,100}[:,%])(?!//)"
        + SECRET_FOLLOWS
        + r"[^\"'\n]{1,200}(?=(?P=login))",
        (("curl --user 'etl:Abc 12345' http://h", "Abc 12345"),),
        ("curl -u 'li.na' http://h:8080/x", 'curl -u "$USER:$PASS" http://h'),
        words="curl wget http lftp smbclient smbget winexe rpcclient",
    ),
    SecretPattern(
        "user and password flag of web clients",
        r"(?P<kept>(?<![\w-])(?:curl|wget|https?|lftp|smbclient|smbget|winexe|rpcclient)(?![\w-])"
        + FIRST_OF_COMMAND
        + rf"[\s\"'](?:(?-i:-[uUaE])|--(?:proxy-)?user){GAP}=?[\"']?"
        + r"[^\s:,%\"'/]{1,100}[:,%])(?!//)"
        + SECRET_FOLLOWS
        + r"[^\s\"']{1,200}",
        (
            ("curl -u svc:Abc12345 http://x", "Abc12345"),
            ("curl --user svc:Abc12345 http://x", "Abc12345"),
            ("curl -fsS -usvc:Abc12345 http://x", "Abc12345"),
            ("['curl', '-u', 'svc:Abc12345']", "Abc12345"),
            ("curl --proxy-user=svc:Abc12345 x", "Abc12345"),
            ("lftp -u svc,Abc12345 sftp://h", "Abc12345"),
            ("smbclient -U svc%Abc12345 //h/s", "Abc12345"),
            ("winexe -U svc%Abc12345 //h cmd", "Abc12345"),
        ),
        (
            "docker run --user 1000:1000 img",
            "curl -u li.na http://h:8080/x",
            "pip install -U a:b",
            "curl -u ${U}:${P} http://h",
        ),
        words="curl wget http lftp smbclient smbget winexe rpcclient",
    ),
    SecretPattern(
        "second login of curl",
        r"(?P<kept>(?<![\w-])curl(?![\w-])"
        + FIRST_OF_COMMAND
        + rf"[\s\"'](?:(?-i:-U)|--proxy-user){GAP}=?[\"']?[^\s:\"'/]{{1,100}}:)(?!//)[^\s\"']{{1,200}}",
        (("curl -u a:b -U px:Abc12345 http://x", "Abc12345"),),
        words="curl",
    ),
)
