"""Currencies as people write them, before a number and behind it."""

import re
from functools import cache

from babel.numbers import list_currencies

from deals.money import currency_mark, currency_name, is_currency
from deals.quantities.script import LETTER, NOT_IN_WORD, WORD_ENDS, any_of, listed
from deals.quantities.shared import SHARED_NAMES

# A bare sign that several currencies share: what may be meant by it.
YEN_OR_YUAN = "¥"
ANY_DOLLAR = "$"
INDIAN = "~rupee"
DOLLARS = frozenset(listed("USD|AUD|BMD|BND|BSD|CAD|FJD|HKD|JMD|MXN|NAD|NZD|SGD|TTD|TWD"))

SYMBOLS = {
    **{"$": ANY_DOLLAR, "us$": "USD", "u.s.$": "USD", "usd$": "USD", "€": "EUR", "£": "GBP"},
    **{"uk£": "GBP", "cn¥": "CNY", "rmb¥": "CNY", "jp¥": "JPY", "¥": YEN_OR_YUAN, "₹": "INR"},
    **{"rs": "INR", "rs.": "INR", "`": "INR", "rmb": "CNY", "rp": "IDR", "rp.": "IDR"},
    **{"a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nt$": "TWD"},
    **{
        "s$": "SGD",
        "sg$": "SGD",
        "r$": "BRL",
        "nz$": "NZD",
        "mx$": "MXN",
        "ec$": "XCD",
    },
    **{"₩": "KRW", "₽": "RUB", "₫": "VND", "₺": "TRY", "₦": "NGN", "₱": "PHP", "₴": "UAH"},
    **{"₸": "KZT", "₪": "ILS", "฿": "THB", "₡": "CRC", "rm": "MYR", "sr": "SAR", "dh": "AED"},
    **{"qr": "QAR", "ksh": "KES", "tk": "BDT", "php": "PHP", "tsh": "TZS", "ush": "UGX"},
    **{"gh₵": "GHS", "₵": "GHS", "gh¢": "GHS", "ro": "OMR", "r.o.": "OMR"},
    **{"vnđ": "VND", "đ": "VND", "៛": "KHR", "₭": "LAK", "₮": "MNT", "₼": "AZN", "₾": "GEL"},
    **{"chf": "CHF", "sfr.": "CHF", "bs.": "BOB", "s/": "PEN", "rs.": INDIAN, "rs": INDIAN},
    **{"₱": "PHP", "sh": "~shilling", "shs": "~shilling", "sh.": "~shilling"},
    **{"dhs": "~dirham", "dh": "~dirham", "fcfa": "~fcfa", "cfa": "~cfa", "f cfa": "~cfa"},
    **{"usd": "USD", "eur": "EUR", "人民币": "CNY", "人民幣": "CNY", "美元": "USD"},
}

# Names behind a number. What several countries call theirs is in `deals.quantities.shared`.
NAMES = {
    "CNY": "yuan|yuans|yuan renminbi|renminbi|yuan rmb|rmb|cn¥|元|元人民币|人民币元|人民币|元人民幣"
    "|人民幣|块钱|юаней|юань|yuanes|يوان|யுவான்",
    ANY_DOLLAR: "dollar|dollars|$",
    "USD": "u.s. dollars|us dollars|u.s. dollar|us dollar|us-dollar|us-dollars"
    "|american dollars|us$|dollars américains|de dollars|dollars us|dólares|de dólares|dolar"
    "|dolar as|dollari|di dollari|美元|美金|米ドル|ドル|долларов|долларов сша|доллара|dolarów|đô la"
    "|đô la mỹ|دولار|دولار أمريكي|dólares americanos|டாலர்|டாலரை|டொலர்|டொலரை|அமெரிக்க டாலர்"
    "|அமெரிக்க டாலரை|달러|dolları|dolar'lık",
    "EUR": "euro|euros|d'euros|de euros|di euro|€|欧元|歐元|ユーロ|евро|يورو|யூரோ|유로|eura|eurot",
    "GBP": "pound|pounds|pounds sterling|sterling|£|pfund|livres sterling|英镑|英鎊|ポンド|фунтов"
    "|фунтов стерлингов|جنيه إسترليني|libras",
    "JPY": "yen|円|日元|日圆|日圓|иен|japanese yen|yens",
    "INR": "indian rupees|indian rupee|印度卢比|ரூபாய்|₹|रुपये|روبية|roupies|rupien",
    "HKD": "hong kong dollars|港元|港币|港幣|hk dollars",
    "TWD": "new taiwan dollars|新台币|新臺幣|台币|nt dollars",
    "AUD": "australian dollars|澳元|澳大利亚元",
    "CAD": "canadian dollars|加元|加拿大元|dollars canadiens",
    "SGD": "singapore dollars|新加坡元|新元|坡元",
    "NZD": "new zealand dollars|新西兰元",
    "SAR": "saudi riyals|saudi riyal|沙特里亚尔|ريال|ريال سعودي|рiyalов|riyals saoudiens",
    "QAR": "qatari riyals|卡塔尔里亚尔|ريال قطري",
    "OMR": "omani riyals|阿曼里亚尔",
    "AED": "uae dirhams|uae dirham|emirati dirhams|درهم|阿联酋迪拉姆",
    "MAD": "moroccan dirhams|摩洛哥迪拉姆",
    "RUB": "rouble|roubles|rubles|ruble|рублей|рубля|₽|卢布",
    "KRW": "won|韩元|韓元|원|ウォン|south korean won",
    "IDR": "rupiah|印尼盾|rupiahs",
    "VND": "đồng|dong|越南盾|₫",
    "BRL": "reais|reals|brazilian reais|de reais|雷亚尔",
    "CHF": "swiss francs|swiss franc|schweizer franken|francs suisses|瑞士法郎|瑞郎",
    "THB": "baht|thai baht|泰铢|บาท",
    "MYR": "ringgit|ringgits|malaysian ringgit|马来西亚林吉特|马来西亚令吉|林吉特|令吉|马币",
    "TRY": "lira|liras|turkish liras|里拉|turkish lira|türk lirası|土耳其里拉",
    "ZAR": "rand|rands|south african rand|兰特|南非兰特",
    "NGN": "naira|nairas|奈拉",
    "KES": "kenyan shillings|肯尼亚先令",
    "KZT": "tenge|tenges|坚戈|тенге",
    "UZS": "uzbek soums|soums|苏姆",
    "PKR": "pakistani rupees|巴基斯坦卢比",
    "LKR": "sri lankan rupees",
    "PHP": "philippine pesos|菲律宾比索",
    "MXN": "mexican pesos|pesos mexicanos|墨西哥比索",
    "EGP": "egyptian pounds|埃及镑|جنيه مصري",
    "PLN": "zloty|zlotys|zlotych|złoty|złote|złotych|polish zloty|兹罗提",
    "UAH": "hryvnia|hryvnias|гривен",
    "SEK": "swedish kronor|swedish crowns|瑞典克朗",
    "NOK": "norwegian kroner|norwegian crowns|挪威克朗",
    "DKK": "danish kroner|danish crowns|丹麦克朗",
    "GHS": "cedi|cedis|塞地",
    "BDT": "taka|塔卡",
    "ETB": "birr|比尔",
    "PEN": "peruvian soles|秘鲁索尔",
    "CLP": "chilean pesos|智利比索",
    "COP": "colombian pesos|哥伦比亚比索",
    "KWD": "kuwaiti dinars|科威特第纳尔",
    "HUF": "forint|forints|hungarian forints|福林",
    "RSD": "serbian dinars|dinara|塞尔维亚第纳尔",
    "RON": "romanian lei|lei|罗马尼亚列伊|列伊",
    "BGN": "leva|bulgarian leva|保加利亚列弗|列弗",
    "CZK": "czech crowns|czech koruna|koruna|korun|捷克克朗",
    "ILS": "shekels|shekel|new israeli shekels|新谢克尔|谢克尔",
    "TZS": "tanzanian shillings|坦桑尼亚先令",
    "UGX": "ugandan shillings|乌干达先令",
    "ZMW": "kwacha|克瓦查",
    "BWP": "pula|普拉",
    "AOA": "kwanza|kwanzas|宽扎",
    "MZN": "meticais|metical|梅蒂卡尔",
    "MNT": "tugrik|tugriks|tögrög|图格里克",
    "KGS": "kyrgyz soms|soms|索姆",
    "TJS": "somoni|索莫尼",
    "TMT": "manat turkmen|turkmen manats",
    "AZN": "manat|manats|马纳特",
    "GEL": "lari|拉里",
    "AMD": "dram|drams|德拉姆",
    "KHR": "riel|riels|瑞尔",
    "LAK": "kip|基普",
    "MMK": "kyat|kyats|缅元|缅币",
    "NPR": "nepali rupees|nepalese rupees|尼泊尔卢比",
    "MOP": "patacas|pataca|澳门元|澳门币",
    "BND": "brunei dollars|文莱元",
    "PYG": "guaraníes|guaranies|瓜拉尼",
    "GTQ": "quetzales|quetzals",
    "HNL": "lempiras",
    "CRC": "colones",
    **SHARED_NAMES,
}
WRITTEN = {name: code for code, names in NAMES.items() for name in listed(names)}
# A sign of one currency only may stand behind the number as well.
WRITTEN |= {sign: SYMBOLS[sign] for sign in "₹₩₽₫₺₦₱₴₸₪฿₡₵៛₭₮₼₾"}
LONGEST_MARK = 14
# Capitals that are a code and a word of headlines: TOP 100, ALL 5.
WORDS_TOO = {"ALL", "TOP"}

_ALPHA_SYMBOLS = [symbol for symbol in SYMBOLS if symbol[0].isalpha() and symbol[0].isascii()]
_SIGNS = [symbol for symbol in SYMBOLS if symbol not in _ALPHA_SYMBOLS]
BEFORE = re.compile(rf"(?:{NOT_IN_WORD}{any_of(_ALPHA_SYMBOLS)}|{any_of(_SIGNS)})[ \u00a0]{{0,2}}$")
CODE_BEFORE = re.compile(
    rf"(?<![{LETTER}0-9])(?P<code>[A-Z]{{3}})(?P<sign>\$|£|€|¥)?[ \u00a0]{{0,2}}$"
)
# One letter is a currency only where it touches a large sum: N48 billion, not N95.
LETTERS = {"N": "NGN", "R": "ZAR", "P": "~peso"}
LETTER_BEFORE = re.compile(rf"(?<![{LETTER}0-9.&'-])([{''.join(LETTERS)}])$")
LARGE = re.compile(r"[0-9][0-9.,]*[ \u00a0-]?(?:million|billion|trillion|bn|tn|mn|m|b)\b")
GAP = r"[ \u00a0\n]{0,2}"
AFTER = re.compile(
    rf"(?:{GAP}|-)(?P<name>{any_of(WRITTEN)})"
    # A sign before the next number belongs to that one: “7 miliar - US$ 8 miliar”.
    rf"(?:(?<=[^{LETTER}])(?!{GAP}[0-9])|(?<=[{LETTER}]){WORD_ENDS})"
)
CODE_AFTER = re.compile(rf"{GAP}(?P<code>[A-Z]{{3}}){WORD_ENDS}")


def code_or_none(letters: str) -> str | None:
    return letters if is_currency(letters) and letters not in WORDS_TOO else None


def before(script, start: int, floor: int) -> tuple[str, int]:
    """(code or "", where it begins) of the currency that ends right before a number."""
    window = max(floor, start - 16)
    code = CODE_BEFORE.search(script.plain[window:start])
    if code and code_or_none(code["code"]):
        return code["code"], window + code.start()
    letter = LETTER_BEFORE.search(script.plain[window:start])
    if letter and LARGE.match(script.low, start):
        return LETTERS[letter[1]], window + letter.start()
    sign = BEFORE.search(script.low[window:start])
    if sign:
        return SYMBOLS[" ".join(sign[0].replace("\u00a0", " ").split())], window + sign.start()
    return _mark_before(script.plain, start, window)


def _mark_before(plain, start, window):
    words = plain[window:start].rstrip(" \u00a0").replace("\u00a0", " ").rsplit(" ", 1)[-1]
    code = formatted_marks().get(words)
    return (code, plain.rindex(words, window, start)) if code else ("", start)


def behind(script, end: int) -> tuple[str, int]:
    """(code or "", where it ends) of the currency right behind a number and its unit."""
    found = AFTER.match(script.low, end)
    code = CODE_AFTER.match(script.plain, end)
    if code and code_or_none(code["code"]):
        return code["code"], code.end()
    if found:
        return WRITTEN[" ".join(found["name"].replace("\u00a0", " ").split())], found.end()
    return _mark_behind(script.plain, end)


def _mark_behind(plain, end):
    start = end + len(plain[end : end + 2]) - len(plain[end : end + 2].lstrip(" \u00a0"))
    for stop in range(start + LONGEST_MARK, start + 1, -1):
        code = formatted_marks().get(plain[start:stop])
        if code and not re.match(f"[{LETTER}]", plain[stop : stop + 1]):
            return code, stop
    return "", end


def agreed(before: str, behind: str) -> str:
    """What both sides say: $5bn CAD is Canadian; "" where they contradict each other."""
    if before and behind and before not in {behind, ANY_DOLLAR, YEN_OR_YUAN}:
        return before if behind == ANY_DOLLAR and before in DOLLARS else ""
    return behind or before


@cache
def formatted_marks() -> dict[str, str]:
    """What `deals.money` writes beside a number, in both languages: `R$`, `沙特里亚尔`."""
    marks = {
        mark: code
        for code in sorted(list_currencies())
        if is_currency(code)
        for mark in (currency_mark(code, "en"), currency_mark(code, "zh-hans"))
        if len(mark) > 1
    }
    return marks | {currency_name(code, "zh-hans"): code for code in ("CNY", "INR")}
