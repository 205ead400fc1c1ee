"""Numbers that are no amounts: years, dates, ordinals, shares, times, telephone numbers, ids.

`masked` blanks them out, so that finding amounts never sees them. Every pattern begins where a
number or a word begins and has a bounded length: time stays linear in the text.
"""

import re

from deals.quantities.dates import MONTHS as WESTERN_MONTHS
from deals.quantities.script import LETTER, NOT_IN_WORD, WORD_ENDS, any_of, listed

BLANK = "\0"

# Not the tail of a longer number.
START = r"(?<![0-9])(?<![0-9][.,])"
HAN_NUMBER = "[〇零一二三四五六七八九十百千]{1,9}"
JOINT = "[-–~至到]"
MONTHS = [
    *WESTERN_MONTHS,
    *listed(
        "januari|februari|maret|mei|agustus|desember"
        "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
        "|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    ),
]
MONTH = rf"{NOT_IN_WORD}{any_of(MONTHS)}{WORD_ENDS}\.?"
DAY = rf"{START}[0-3]?[0-9](?:st|nd|rd|th|er|\.)?"
DAYS = rf"{DAY}(?: ?(?:-|–|to|and|&|bis|et|au) ?{DAY})?"
GAP = r"[ \u00a0\n]{1,2}"
YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
POWER_FOLLOWS = r"[0-9,.]*[0-9%]| ?(?:million|billion|bn|m\b|crore|lakh|亿|億|万|萬|percent)"

DATES = (
    rf"{DAYS}{GAP}(?:of |de |del |di )?{MONTH}(?:,?{GAP}{YEAR})?",
    rf"{MONTH}{GAP}{DAYS}(?!{POWER_FOLLOWS})(?:,?{GAP}{YEAR})?",
    rf"{MONTH},?{GAP}{YEAR}",
    rf"{START}{YEAR}(?:-[01]?[0-9]-|/[01]?[0-9]/|\.[01]?[0-9]\.)[0-3]?[0-9](?:t[0-9:.]{{1,15}}z?)?",
    rf"(?<![0-9./-])[0-3]?[0-9](?:-[0-3]?[0-9]-|/[0-3]?[0-9]/|\.[0-3]?[0-9]\.){YEAR}",
    rf"{START}[0-9]{{1,2}} ?月?(?: ?{JOINT} ?[0-9]{{1,2}} ?)?月(?: ?[0-9]{{1,2}} ?[日号號])?"
    rf"(?: ?{JOINT} ?(?:[0-9]{{1,2}} ?月 ?)?[0-9]{{1,2}} ?[日号號])?",
    rf"{START}[0-9]{{1,2}} ?[日号號]?(?: ?{JOINT} ?[0-9]{{1,2}} ?)?[日号號](?![元圆圓])",
    rf"{HAN_NUMBER}[月日号](?![元圆])(?:{HAN_NUMBER}[日号])?",
)
_YEARS = rf"{START}{YEAR} ?(?:[-–~/至到]|to|and|bis) ?(?:{YEAR}|[0-9]{{2}})(?!{POWER_FOLLOWS})"
YEARS = (
    rf"{_YEARS} ?(?:财年|财政年度|年度|年)?",
    rf"{START}(?:[0-9]{{4}}|'?[0-9]{{2}}) ?(?:年代|财年|财政年度|年度|年底|年末|年初|后(?![^\s]))",
    rf"{START}[0-9]{{4}} ?年",
    "[〇零○一二三四五六七八九]{4}(?![〇零○一二三四五六七八九十百千万亿])年?",
    rf"{START}(?:(?:19|20)?[0-9]0s|[0-9]0后)(?![a-z])|'[0-9]{{2}}(?![0-9])",
    rf"{NOT_IN_WORD}(?:fy|cy|h|q)[ -]?[0-9]{{1,4}}(?:[-/–][0-9]{{2,4}})?(?![0-9])",
)
# “phase 2”, “No. 3”, “Fortune 500”: a number behind one of these is a name.
NUMBERED = listed(
    "page|pages|p.|pp.|no.|nos.|no|nr.|chapter|article|section|phase|table|figure|fig.|chart|photo"
    "|room|hall|booth|line|route|flight|gate|stage|tel|tel.|fax|phone|vol.|vol|version|ver.|level"
    "|tier|grade|class|type|model|series|iphone|boeing|airbus|iso|gb/t|fortune|global|top|industry"
    "|web|nº|n°|pillar|goal|sdg|annex|appendix|schedule|rule|decree|resolution|zone|block|s&p"
    "|ftse|csi|cac|dax|nikkei|vision|agenda|expo|covid|highway|building|floor|cop|age|aged|seite"
    "|interstate|h.r.|bill|number"
)
ORDINALS = (
    rf"{START}[0-9]{{1,3}}(?:,[0-9]{{3}})?(?:st|nd|rd|th|ème|ième|er|ère|e|º|ª|-й|-я|-е)"
    rf"(?![{LETTER}])",
    rf"第 ?(?:[0-9]{{1,9}}|{HAN_NUMBER}) ?[届屆次个個名位期批章节条页頁回版号號代季轮家座]?",
    rf"(?:{START}[0-9]{{1,4}} ?|{HAN_NUMBER})(?:届|屆|世纪|世紀|周年|週年)",
    r"[一二三](?:期|是|来|方面)|[一二三四五六七八九十]{1,2}次(?:全体)?会议|十[一二三四五六]五",
    rf"(?:{NOT_IN_WORD}{any_of(NUMBERED)}|[#№§])[ \u00a0]?[-:#]?[ \u00a0]?"
    rf"[0-9]{{1,6}}(?:[.-][0-9]{{1,4}}){{0,3}}(?!{POWER_FOLLOWS})",
    rf"{START}[0-9]{{2,4}} ?强",
    r"[\[【][0-9]{1,3}[\]】]|\([0-9]{1,2}\)",
    r"(?:(?<=\n)|^) {0,4}[0-9]{1,2}(?:\.(?= )|[)、])",
)
_PERCENT = listed(
    "%|‰|percent|per cent|per-cent|pct|percentage|basis points|pour cent|prozent|por ciento"
    "|por cento|persen|процентов|процента|个百分点|個百分點|百分点|百分點|ポイント|パーセント"
    "|phần trăm"
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy"
_SHARE = "[0-9][0-9.,]{0,20}"
SHARES = (
    rf"{START}{_SHARE}(?: ?{JOINT} ?{_SHARE})? ?{any_of(_PERCENT)}",
    rf"(?:{START}[0-9]{{1,2}}|[一二三四五六七八九])成(?![立员果为交功都套就品熟本])",
    rf"百分之 ?[〇零一二三四五六七八九十百点0-9.]{{1,9}}|{HAN_NUMBER}分之{HAN_NUMBER}",
    rf"{START}[0-9]{{1,3}} ?分之 ?[0-9]{{1,3}}",
    rf"{NOT_IN_WORD}(?:{_SMALL})[- ](?:half|halves|thirds?|quarters?|fifths?|tenths?){WORD_ENDS}",
    rf"{NOT_IN_WORD}(?:{_SMALL}|eighty|ninety|hundred)(?:[- ](?:{_SMALL}))? per ?cent",
)
TIMES = (
    rf"{START}[0-9]{{1,4}}(?: ?: ?[0-9]{{1,4}}){{1,2}}(?: ?[ap]\.?m\b\.?)?",
    rf"{START}[0-9]{{1,2}} ?(?:a\.m\.|p\.m\.|am\b|pm\b|o'clock)",
    rf"{START}[0-9]{{1,2}} ?[点點时時](?:[0-9]{{1,2}} ?分)?(?![间間0-9])",
)
NAMES = (
    r"https?://[!-~]{1,2000}|www\.[!-~]{1,300}",
    r"(?<![a-z0-9_.+-])[a-z0-9_.+-]{1,64}@[a-z0-9_.-]{1,255}",
    rf"{START}[0-9]{{1,4}}(?:[/×x][0-9]{{1,4}})+",
    r"\+[0-9][0-9 ()-]{6,18}[0-9]",
    r"\([0-9]{3,4}\) ?[0-9]{3,4}-?[0-9]{3,4}",
    r"(?<![0-9.,-])(?:[0-9]{3,4}-[0-9]{3,4}-?[0-9]{4}|0[0-9]{2,3}-[0-9]{5,8})(?![0-9])",
    rf"(?<![{LETTER}0-9])[a-z]{{4,20}}[0-9][a-z0-9-]{{7,80}}",
    rf"{NOT_IN_WORD}[a-z][0-9]{{2,4}}-[0-9]{{2,4}}(?![0-9])",
    rf"{NOT_IN_WORD}v[0-9]{{1,3}}(?:\.[0-9]{{1,4}}){{0,3}}(?![0-9])",
    r"(?:工业|工業|industry|revolution|web) ?[0-9]\.[0-9]",
    rf"{START}(?<![$€£₹¥])[48]k(?= (?:video|tv|resolution|ultra|display)|超)",
)
OTHERS = re.compile("|".join((*NAMES, *DATES, *YEARS, *ORDINALS, *SHARES, *TIMES)))


def masked(low: str) -> str:
    """The text with everything that is no amount blanked out, of the same length."""
    return OTHERS.sub(lambda found: BLANK * len(found[0]), low)
