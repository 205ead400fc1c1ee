"""What the MDN HTTP Observatory gives an answer that came over HTTPS.

Its rules are published at https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring,
and as SCORE_TABLE in `src/grader/charts.js` of mdn/mdn-http-observatory; `POINTS` has those that an
answer of a site like this can meet. 100 and more are an A+.
"""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import HttpResponse

BEST = 100  # and more: A+
# Only a score of so much gets bonuses.
EARNS_BONUSES = 90
POINTS = {
    "CSP: default-src 'none', nothing unsafe": 10,
    "CSP: nothing unsafe": 5,
    "CSP: unsafe styles": 0,
    "CSP: images by http": -10,
    "CSP: unsafe-eval": -10,
    "CSP: unsafe scripts": -20,
    "CSP: content by http": -20,
    "CSP: missing": -25,
    "cookies: none": 0,
    "cookies: Secure, HttpOnly, SameSite": 5,
    "cookies: without SameSite": -20,
    "cookies: without HttpOnly": -30,
    "cookies: without Secure": -40,
    "CORS: none": 0,
    "CORS: for everyone, without credentials": 0,
    "CORS: for some": 0,
    "CORS: for everyone, with credentials": -50,
    "redirection: to HTTPS on this host": 0,
    "redirection: to another host": -5,
    "redirection: missing": -20,
    "referrer: private": 5,
    "referrer: missing": 0,
    "referrer: unsafe": -5,
    "HSTS: half a year or more": 0,
    "HSTS: less than half a year": -10,
    "HSTS: missing": -20,
    "SRI: no scripts": 0,
    "SRI: scripts of this site": 0,
    "SRI: foreign scripts with it": 5,
    "SRI: foreign scripts without": -5,
    "SRI: foreign scripts by http": -50,
    "nosniff: set": 0,
    "nosniff: missing": -5,
    "frames: refused by CSP": 5,
    "frames: refused": 0,
    "frames: allowed": -20,
    "CORP: same origin or site": 10,
    "CORP: cross-origin": 0,
    "CORP: missing": 0,
    "CORP: unreadable": -5,
}
HALF_A_YEAR = 15_768_000  # seconds
BROAD = frozenset(
    {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
)
INLINE = frozenset({"'unsafe-inline'", "data:"})
ANYTHING = frozenset({"*"})
PASSIVE = frozenset({"img-src", "media-src"})
PRIVATE = frozenset(
    {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
)


def score(found: list[str]) -> int:
    """Of the names in POINTS that apply: from 0, with bonuses for those who are good already."""
    points = [POINTS[name] for name in found]
    base = max(0, 100 + sum(each for each in points if each < 0))
    return base + sum(each for each in points if each > 0) * (base >= EARNS_BONUSES)


def results(response: HttpResponse, over_http: HttpResponse | None = None) -> list[str]:
    """One name of POINTS for each rule; `over_http` is what the same address answers there."""
    policy = directives(response.get("Content-Security-Policy", ""))
    found = [csp(policy), cookies(response), cors(response), referrer(response), hsts(response)]
    found += [scripts(response), frames(response, policy), corp(response)]
    is_set = response.get("X-Content-Type-Options", "").strip().lower() == "nosniff"
    found.append(f"nosniff: {'set' if is_set else 'missing'}")
    return found if over_http is None else [*found, redirection(over_http)]


def directives(policy: str) -> dict[str, frozenset[str]]:
    parts = [part.lower().split() for part in policy.split(";") if part.strip()]
    return {name: frozenset(sources) for name, *sources in parts}


def csp(policy: dict[str, frozenset[str]]) -> str:
    if not policy:
        return "CSP: missing"
    default = policy.get("default-src", ANYTHING)
    script, style, objects = (
        policy.get(f"{name}-src", default) for name in ("script", "style", "object")
    )
    active = [sources for name, sources in policy.items() if name not in PASSIVE]
    passive = [policy.get(name, default) for name in PASSIVE]
    if script & (BROAD | INLINE) or objects & BROAD:
        return "CSP: unsafe scripts"
    if has_http(active):
        return "CSP: content by http"
    if "'unsafe-eval'" in script | style:
        return "CSP: unsafe-eval"
    if has_http(passive):
        return "CSP: images by http"
    if style & (BROAD | INLINE):
        return "CSP: unsafe styles"
    is_none = default == {"'none'"}
    return "CSP: default-src 'none', nothing unsafe" if is_none else "CSP: nothing unsafe"


def has_http(lists: list[frozenset[str]]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for sources in lists for source in sources)


def cookies(response: HttpResponse) -> str:
    """The worst of them; each counts as one of a session."""
    set_here = response.cookies.values()
    for flag in ("secure", "httponly", "samesite"):
        if not all(cookie[flag] for cookie in set_here):
            name = {"secure": "Secure", "httponly": "HttpOnly", "samesite": "SameSite"}[flag]
            return f"cookies: without {name}"
    return "cookies: Secure, HttpOnly, SameSite" if set_here else "cookies: none"


def cors(response: HttpResponse) -> str:
    """`*` goes without credentials: no browser sends them there."""
    origin = response.get("Access-Control-Allow-Origin", "")
    if not origin:
        return "CORS: none"
    if origin == "*":
        return "CORS: for everyone, without credentials"
    is_trusted = response.get("Access-Control-Allow-Credentials", "").lower() == "true"
    return f"CORS: for {'everyone, with credentials' if is_trusted else 'some'}"


def referrer(response: HttpResponse) -> str:
    """The last policy of a list counts."""
    policy = response.get("Referrer-Policy", "").rpartition(",")[2].strip().lower()
    if not policy:
        return "referrer: missing"
    return f"referrer: {'private' if policy in PRIVATE else 'unsafe'}"


def hsts(response: HttpResponse) -> str:
    for part in response.get("Strict-Transport-Security", "").lower().split(";"):
        name, _equals, seconds = part.strip().partition("=")
        if name == "max-age" and seconds.isdecimal():
            is_long = int(seconds) >= HALF_A_YEAR
            return f"HSTS: {'half a year or more' if is_long else 'less than half a year'}"
    return "HSTS: missing"


class Scripts(HTMLParser):
    """Collects the attributes of scripts that have an address."""

    def __init__(self):
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        if tag == "script" and dict(attrs).get("src"):
            self.found.append(dict(attrs))


def scripts(response: HttpResponse) -> str:
    """The worst of them; a script without a host is this site's."""
    if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
        return "SRI: no scripts"
    parser = Scripts()
    parser.feed(response.text)
    foreign = [each for each in parser.found if urlsplit(each["src"]).netloc]
    if any(not each["src"].startswith("https:") for each in foreign):
        return "SRI: foreign scripts by http"
    if foreign:
        is_whole = all(each.get("integrity") for each in foreign)
        return f"SRI: foreign scripts {'with it' if is_whole else 'without'}"
    return "SRI: scripts of this site" if parser.found else "SRI: no scripts"


def frames(response: HttpResponse, policy: dict[str, frozenset[str]]) -> str:
    if policy.get("frame-ancestors", ANYTHING).isdisjoint(BROAD):
        return "frames: refused by CSP"
    header = response.get("X-Frame-Options", "").strip().upper()
    return f"frames: {'refused' if header in {'DENY', 'SAMEORIGIN'} else 'allowed'}"


def corp(response: HttpResponse) -> str:
    policy = response.get("Cross-Origin-Resource-Policy", "").strip().lower()
    known = {"same-origin": "same origin or site", "same-site": "same origin or site"}
    known |= {"cross-origin": "cross-origin", "": "missing"}
    return f"CORP: {known.get(policy, 'unreadable')}"


def redirection(over_http: HttpResponse) -> str:
    target = urlsplit(over_http.get("Location", ""))
    if target.scheme != "https":
        return "redirection: missing"
    here = over_http.wsgi_request.get_host().partition(":")[0]
    return f"redirection: to {'HTTPS on this host' if target.hostname == here else 'another host'}"
