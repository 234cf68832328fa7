"""Secrets recognized by their own format; see `patterns`."""

from .pattern_parts import LOOKS_SECRET, NAME, SecretPattern

_IN_A_WORD = r"(?:[\w!@#$%^&*+=~-]|\.(?=[\w!@#$%^&*+=~.-]))"
"""A character of a password that stands as a word of its own; a full stop does not end one."""

OF_KNOWN_FORMAT: tuple[SecretPattern, ...] = (
    SecretPattern(
        "name and value apart by a blank",
        rf"(?P<kept>(?:{NAME})\w{{0,20}}"
        rf"(?:\s{{1,3}}(?:is|was|(?:(?:has been|was|is) )?(?:re)?(?:set|changed) to))?[ \t]{{1,3}}+)"
        rf"{LOOKS_SECRET}"
        rf"{_IN_A_WORD}{{8,200}}(?=[\s\"',.;)]|$)",
        (
            ("appSecret Abc12345", "Abc12345"),
            ("the password is Abc12345.", "Abc12345"),
            ("the password is Ab1.2-345.", "Ab1.2-345"),
            ("password has been reset to Abc12345", "Abc12345"),
            ("aws configure set aws_secret_access_key Abc12345Abc", "Abc12345Abc"),
            ("access token 3f1a7c52-1111-2222-3333-444444444444", "3f1a7c52"),
        ),
        (
            "password reset flow finished in 3 s",
            "token expired for user li.na",
            "password column of users",
            "Unexpected token } in JSON at position 3",
            "unexpected token x1234567 in line 3",
        ),
        words="pass pwd psw secret credential token key",
    ),
    SecretPattern(
        "short name and value apart by a blank",
        r"(?P<kept>(?<![\w-])(?:user(?:name)?|login|account|as|with|using)\b"
        rf"[^\n]{{0,60}}?(?<![\w-])pass[ \t]{{1,3}}+){LOOKS_SECRET}"
        rf"{_IN_A_WORD}{{6,200}}(?=[\s\"',.;)]|$)",
        (
            ("login with user etl pass Abc12345", "Abc12345"),
            ("using pass Abc12345 to log in", "Abc12345"),
            ("login as etl, pass Ab1.2-345.", "Ab1.2-345"),
        ),
        ("user etl pass through", "with pass rate 98.5%", "user etl: pass 12 tests"),
        words="pass",
    ),
    SecretPattern(
        "number that is a secret",
        r"(?P<kept>(?<![a-z0-9])(?:pin|otp)(?:[ _-]?code|\s?码)?(?:\\*[\"'])?"
        r"\s{0,3}[:=\uff1a]\s{0,3}(?:\\*[\"'])?)\d{4,12}(?!\w)",
        (("PIN: 4711", "4711"), ('"pin": "471100"', "471100"), ("otp=918273 accepted", "918273")),
        ("PIN: 12 of the connector", "spin: 4711 rpm", "pin 4711"),
        words="pin otp",
    ),
    SecretPattern(
        "password at a prompt",
        rf"(?P<kept>\bpassword for [^\s:]{{1,100}}(?: [^\s:]{{1,60}})?:\s{{1,3}}){LOOKS_SECRET}\S+",
        (("Password for svc@EXAMPLE.COM: Abc12345", "Abc12345"),),
        ("password for user x: authentication failed",),
        words="password",
    ),
    SecretPattern(
        "token in an error",
        rf"(?P<kept>\b(?:invalid|bad|unknown|illegal|expired|wrong) token[ \t]{{0,3}}:?[ \t]{{0,3}}[\"']?)"
        rf"{LOOKS_SECRET}[\w.~+/=-]{{12,400}}",
        (("Invalid token: 'Abc12345Abc12345'", "Abc12345Abc12345"),),
        ("Invalid token: 'col_1'", "invalid token: SELECT"),
        words="token",
    ),
    SecretPattern(
        "signature of a URL",
        r"(?P<kept>(?<![a-z0-9])(?:(?:x-(?:amz|goog|oss|obs|cos|tos)-|q-)?signature|sig|sign"
        r"|x-(?:amz|goog|oss)-credential|x-oss-security-token)=)(?=[^\s&\"'<>]{0,200}\d)[^\s&\"'<>]{8,2000}",
        (
            ("X-Amz-Signature=abc12345def", "abc12345def"),
            ("SharedAccessSignature sig=Abc12345%3D", "Abc12345"),
            ("https://b.cos.example.com/k?q-sign-algorithm=sha1&q-signature=0a948f30ee", "0a948f30ee"),
            ("?Expires=17&Signature=qx8Zk3Wc%2B1&x=1", "qx8Zk3Wc"),
            ("X-Goog-Credential=svc%40p.iam%2F20261122", "svc%40p.iam%2F20261122"),
        ),
        ("sign=positive", "method signature=(II)V"),
        words="sig credential= token=",
    ),
    SecretPattern(
        "address of a chat robot",
        r"(?P<kept>\bhooks\.slack\.com/services/|/open-apis/bot/v\d/hook/|/cgi-bin/webhook/send\?key="
        r"|\bwebhook\.office\.com/webhookb?2?/|/api/webhooks/"
        r"|\bapi\.telegram\.org/bot\d{6,12}:)[^\s\"'<>]{8,300}",
        (
            ("https://hooks.slack.com/services/T00/B00/XXab12cd34", "XXab12cd34"),
            ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=3f1a7c52-1111", "3f1a7c52"),
            ("https://open.feishu.cn/open-apis/bot/v2/hook/3f1a7c52-1111", "3f1a7c52"),
            ("https://api.telegram.org/bot123456789:Abc12345Abc12345/send", "Abc12345"),
        ),
        ("https://open.feishu.cn/open-apis/bot/v2/info",),
        words="hooks.slack.com /bot/ webhook telegram",
    ),
    SecretPattern(
        "bearer or basic login",
        r"(?P<kept>\b(?:bearer|basic)\s{1,3})(?=[^\s\"']{0,400}(?:[\d=]|(?-i:[a-z][A-Z])))[a-z0-9._~+/-]{8,}=*",
        (("a Bearer 0123456789abcdef", "0123456789abcdef"), ("Basic dXNlcjpwYXNz", "dXNlcjpwYXNz")),
        ("basic authentication failed", "Bearer authentication is off"),
        words="bearer basic",
    ),
    SecretPattern(
        "password that Kettle obscures",
        r"(?P<kept>\bEncrypted )2be98afc86aa7f2e4[0-9a-f]{8,100}",
        (("Encrypted 2be98afc86aa7f2e4cb79ce10bc9da0b9", "cb79ce10bc9da0b9"),),
        ("Encrypted 12 files",),
        words="encrypted",
    ),
    SecretPattern(
        "JSON web token",
        r"(?<![a-z0-9])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
        (("sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0", "eyJhbGciOiJIUzI1NiJ9"),),
        words="eyj",
    ),
    SecretPattern(
        "key of a cloud",
        r"(?-i:(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,40}(?::[\w/+=]{12,80})?|LTAI[A-Za-z0-9]{8,40}"
        r"|AKID[A-Za-z0-9]{16,60}|HPUA[A-Z0-9]{12,40}|STS\.[A-Za-z0-9]{16,60}|AIza[\w-]{30,60}|ya29\.[\w-]{20,400}"
        r"|GOCSPX-[\w-]{16,60}|1//0[\w-]{20,200}|dapi[0-9a-f]{32})(?![A-Za-z0-9]))",
        (
            ("key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE"),
            ("echo AKIAIOSFODNN7EXAMPLE:Abc12345Abc12345 > /etc/p", "Abc12345Abc12345"),
            ("Aliyun LTAI5tQ7abcdEFGH1234", "LTAI5tQ7abcdEFGH1234"),
            ("Tencent AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"),
            ("Google AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY", "AIzaSyD-9tSrke72"),
        ),
        ("asiapacificregion1 is down", "AKIAX"),
    ),
    SecretPattern(
        "token of a forge, a chat or a service",
        r"(?-i:(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_\w{16,255}|gl[a-z]{2,6}-[\w-]{16,100}"
        r"|ATBB[A-Za-z0-9]{20,60}|ATATT3[\w=-]{20,300}|xox[a-z]-[\w-]{10,300}|xapp-[\w-]{10,300}"
        r"|npm_[A-Za-z0-9]{16,100}|pypi-[\w-]{16,300}|dckr_pat_[\w-]{16,100}|hv[sbr]\.[\w-]{20,300}"
        r"|dop_v1_[0-9a-f]{32,80}|[sr]k_(?:live|test)_\w{10,200}|sk-[\w-]{20,300}|hf_[A-Za-z0-9]{20,60}"
        r"|SG\.[\w-]{16,60}\.[\w-]{16,60}|SEC[0-9a-f]{40,80}|glsa_\w{20,80}|sq[apu]_[0-9a-f]{30,60}"
        r"|AKCp[A-Za-z0-9]{20,100}|AGE-SECRET-KEY-1[A-Z0-9]{20,80}|\d{8,10}:AA[\w-]{30,40}))",
        (
            ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ghp_16C7e42F"),
            ("glpat-AbCdEfGhIjKlMnOpQrSt", "glpat-AbCd"),
            ("slack xoxb-2401-2401-AbCdEfGh", "AbCdEfGh"),
            ("npm_AbCdEfGhIjKlMnOpQrStUv", "npm_AbCd"),
            ("pypi-AgEIcHlwaS5vcmcCJDU3", "AgEIcHlwaS5vcmc"),
            ("robot SEC0123456789abcdef0123456789abcdef01234567", "SEC0123"),
        ),
        ("task-1234567890-abcdefghijkl", "npm_config_cache is set", "risk-adjusted-turbine-output"),
    ),
)
