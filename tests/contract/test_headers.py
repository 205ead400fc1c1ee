"""Whatever the headers say, an answer is one that the description names, and HEAD is like GET."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.api.reference import document

EDITION = "world-power-battery-conference-2024"
KEYS = {"editions": EDITION, "projects": "p001", "locations": "china"}
PATHS = document("en")["paths"]
LIKE_GET = ("Content-Type", "ETag", "Link", "X-Row-Count", "Vary", "Content-Language")


def listed(words, weights):
    """A header that is a list of words, each perhaps with a weight, or any text at all."""
    part = st.tuples(st.sampled_from(words), st.sampled_from(weights)).map("".join)
    text = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60)
    return st.lists(part, max_size=6).map(", ".join) | text


WEIGHTS = ["", ";q=1", ";q=0", ";q=0.5", ";q=1.5", ";q=-1", ";q=nan", ";q=", "; Q=0.1", ";x=y"]
MEDIAS = ["*/*", "application/json", "application/*", "text/csv", "text/html", "*/json", "/", "a/b"]
LANGUAGES = ["en", "zh-CN", "zh-Hans", "zh-TW", "fr", "*", "zh_CN", "e", "x-" + "y" * 40, "en-"]
TAGS = ["*", '"', '"x"', 'W/"x"', "W/", '"x', "x", '"' + "y" * 500 + '"']
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Accept": listed(MEDIAS, WEIGHTS),
        "Accept-Language": listed(LANGUAGES, WEIGHTS),
        "If-None-Match": listed(TAGS, [""]),
    },
)


def address(path: str) -> str:
    """The path with a real key, if it takes one, and the last of its formats."""
    words = {p["name"]: p["schema"].get("enum") for p in PATHS[path]["get"]["parameters"]}
    collection = path.split("/")[3].partition(".")[0]
    path = path.replace("{key}", KEYS.get(collection, "x"))
    return path.replace("{form}", words["form"][-1]) if "form" in words else path


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(sorted(PATHS)), headers=HEADERS)
def test_any_headers_get_a_described_answer(starter, client, path, headers):
    got = client.get(address(path), headers=headers)
    described = PATHS[path]["get"]["responses"][str(got.status_code)]
    assert got.status_code in {200, 304, 404, 406}
    if got.status_code != 304:
        assert got["Content-Type"].partition(";")[0] in described["content"]
    head = client.head(address(path), headers=headers)
    assert (head.status_code, b"".join(head)) == (got.status_code, b"")
    for name in LIKE_GET:
        assert head.get(name) == got.get(name), name


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(sorted(PATHS)), before=listed(TAGS[:4], [""]))
def test_a_known_tag_among_others_is_a_304(starter, client, path, before):
    known = client.get(address(path)).get("ETag")
    if known:
        headers = {"If-None-Match": f"W/{known}, {before}"}
        assert client.get(address(path), headers=headers).status_code == 304
