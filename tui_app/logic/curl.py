"""A request as a shell command with curl and no secret in it, for a shell or a ticket.

The two keys are read from variables. The command fetches a token and signs the request as this program does;
keys, token and signature reach curl through pipes, so that no process list shows them.
"""

import shlex

from ..models.request import RequestInfo

_SCRIPT = """\
bash <<'END'
# {title}: needs bash, curl, sha256sum,
# and ENOS_ACCESS_KEY and ENOS_SECRET_KEY exported.
key=${{ENOS_ACCESS_KEY:?is not set}} secret=${{ENOS_SECRET_KEY:?is not set}}
# No two token requests may carry the same millisecond; bash before 5 has to guess it.
now() {{
  now=${{EPOCHREALTIME:-$(date +%s).$((RANDOM % 900 + 100))}} now=${{now//[!0-9]/}}
  printf %s "${{now:0:13}}"
}}
digest() {{ sum=$(printf %s "$1" | sha256sum) && printf %s "${{sum%% *}}"; }}
time=$(now)
answer=$(printf '{{"appKey":"%s","timestamp":%s,"encryption":"%s"}}' \\
  "$key" "$time" "$(digest "$key$time$secret")" |
  {curl} -H 'content-type: application/json' --data-binary @- \\
  {token_url})
[[ $answer =~ \\"accessToken\\"[[:space:]]*:[[:space:]]*\\"([^\\"]+)\\" ]] ||
  {{ echo "no token: $answer" >&2; exit 1; }}
token=${{BASH_REMATCH[1]//\\\\/}}
params={params}
body={body}
time=$(now)
printf 'header = "%s"\\n' "apim-accesstoken: $token" "apim-timestamp: $time" \\
  "apim-signature: $(digest "$token$params$body$time$secret")" |
  {curl} -K -{data} \\
  {url}
END
"""


def curl(request: RequestInfo) -> str:
    """The command for a request; it prints the server's answer."""
    trust = f" --cacert {shlex.quote(str(request.ca_bundle))}" if request.ca_bundle else ""
    if not request.verify_tls:
        trust = " --insecure"
    # -g: the brackets of an IPv6 address are meant.
    return _SCRIPT.format(
        title=request.title,
        curl=f"curl -sSg{trust}",
        token_url=shlex.quote(request.token_url),
        params=shlex.quote("".join(name + value for name, value in sorted(request.params))),
        body=shlex.quote(request.body),
        data=" -H 'content-type: application/json' --data-binary \"$body\"" if request.body else "",
        url=shlex.quote(request.url),
    )
