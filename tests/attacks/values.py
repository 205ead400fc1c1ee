"""Values that break software: for parameters, parts of paths, fields of forms and headers."""

from random import Random
from urllib.parse import quote

# As they stand in an address, percent-encoded where they have to be.
NONSENSE = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "lone-surrogate": "%ED%A0%80",
    "overlong": "%C0%AF",
    "broken-utf-8": "%FF%FE",
    "broken-percent": "%",
    "half-percent": "%4",
    "no-hex": "%zz",
    "twice-encoded": "%2500",
    "400-digits": "9" * 400,
    "5000-digits": "9" * 5000,
    "nan": "NaN",
    "infinity": "Infinity",
    "minus-infinity": "-inf",
    "1e400": "1e400",
    "64-bits": "9223372036854775808",
    "negative": "-1",
    "minus-zero": "-0",
    "underscores": "1_000",
    "hexadecimal": "0x1F",
    "full-width-digits": "２０２４",
    "arabic-digits": "٢٠٢٤",
    "year-1": "0001-01-01",
    "year-9999": "9999-12-31",
    "no-such-day": "2024-13-45",
    "far-time": "9999-12-31T23:59:59-14:00",
    "impossible-zone": "2024-01-01T00:00:00%2B99:99",
    "like": "%25_%5C",
    "regex": "((((a+)+)+$",
    "quotes": "x'\"--",
    "sql": "1') OR 1=1--",
    "sleep": "1';SELECT pg_sleep(9)--",
    "markup": "<script>alert(1)</script>",
    "template": "{{7*7}}{% debug %}",
    "right-to-left": "%E2%80%AE%E2%80%8F",
    "zero-width": "%E2%80%8B%EF%BB%BF",
    "emoji": "%F0%9F%98%80",
    "combining": "e" + "%CC%81" * 200,
    "blanks": "%20%09%C2%A0",
    "crlf": "a%0D%0ASet-Cookie:x=1",
    "2000-letters": "x" * 2000,
    "path": "../../etc/passwd",
    "brackets": "[]",
    "json": '{"$gt":""}',
    "empty": "",
}
# What a form posts: text itself, not encoded.
POSTED = (
    *("", "\0", "a\0b", "\ud800", "9" * 5000, "NaN", "1e400", "-1", "9223372036854775808"),
    *("0001-01-01", "9999-12-31", "2024-13-45", "２０２４", "((((a+)+)+$", "%_\\", "x" * 20_000),
    *("\u202e\u200f", "\u200b", "😀", "<script>alert(1)</script>", "javascript:alert(1)"),
    *("{{7*7}}", "=cmd|' /C calc'!A0", "../../etc/passwd", "a\r\nb", "e" + "\u0301" * 500),
)
HEADERS = (
    {"If-None-Match": '"' + "x" * 5000},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"Accept": "*/*;q=nan, text/\x7f"},
    {"Accept": "application/" + "x" * 4000},
    {"Accept-Language": "zh-" + "x" * 500 + ";q=9,*;q=x"},
    {"Accept-Encoding": "gzip;q=nan, br;q=-1"},
    {"Range": "bytes=-99999999999999999999"},
    {"X-Forwarded-For": "1.2.3.4, '\"--"},
    {"X-Forwarded-Host": "evil.example"},
    {"Cookie": 'sessionid="; django_language=../../x'},
    {"Cookie": "sessionid=" + "x" * 4000},
    {"HX-Request": "true", "HX-Target": "<x>"},
    {"Content-Type": "multipart/form-data; boundary="},
)
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X\x7f")


def some_value(random: Random) -> tuple[str, str]:
    """(kind, value): one of the list, or one made for the day."""
    if random.random() < 0.8:
        return random.choice(list(NONSENSE.items()))
    letters = [
        chr(random.choice((0x20, 0x7F, 0xFF, 0x4E00, 0x1F600)) + random.randrange(64))
        for _each in range(random.randrange(1, 40))
    ]
    return "made", quote("".join(letters))
