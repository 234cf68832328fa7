"""A question as a shell command that puts it by curl, for a shell or a ticket: no secret is in it.

The two keys stand as variables. The command fetches a token and signs the request as this program does; keys,
token and signature reach curl through pipes, so that no list of processes shows them.
"""

import shlex

from ..models.request import RequestInfo

_SCRIPT = """\
bash <<'END'
# {title}: needs bash, curl, sha256sum,
# and ENOS_ACCESS_KEY and ENOS_SECRET_KEY exported.
key=${{ENOS_ACCESS_KEY:?is not set}} secret=${{ENOS_SECRET_KEY:?is not set}}
# No two token requests may say the same millisecond; a bash before 5 has to guess it.
now() {{
  now=${{EPOCHREALTIME:-$(date +%s).$((RANDOM % 900 + 100))}} now=${{now//[!0-9]/}}
  printf %s "${{now:0:13}}"
}}
digest() {{ sum=$(printf %s "$1" | sha256sum) && printf %s "${{sum%% *}}"; }}
time=$(now)
said=$(printf '{{"appKey":"%s","timestamp":%s,"encryption":"%s"}}' \\
  "$key" "$time" "$(digest "$key$time$secret")" |
  {curl} -H 'content-type: application/json' --data-binary @- \\
  {token_url})
[[ $said =~ \\"accessToken\\"[[:space:]]*:[[:space:]]*\\"([^\\"]+)\\" ]] ||
  {{ echo "no token: $said" >&2; exit 1; }}
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


def curl(asked: RequestInfo) -> str:
    """The command; it prints the server's answer."""
    trust = f" --cacert {shlex.quote(str(asked.ca_bundle))}" if asked.ca_bundle else ""
    if not asked.verify_tls:
        trust = " --insecure"
    # -g: the brackets of an IPv6 address are meant.
    return _SCRIPT.format(
        title=asked.title,
        curl=f"curl -sSg{trust}",
        token_url=shlex.quote(asked.token_url),
        params=shlex.quote("".join(name + value for name, value in sorted(asked.params))),
        body=shlex.quote(asked.body),
        data=" -H 'content-type: application/json' --data-binary \"$body\"" if asked.body else "",
        url=shlex.quote(asked.url),
    )
