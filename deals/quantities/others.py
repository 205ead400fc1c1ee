"""Numbers that are no amounts: years, dates, ordinals, percentages, times, addresses, ids.

`masked` blanks them out, so that finding amounts never sees them.
"""

import re

from deals.quantities.script import HAN, LETTER, NOT_IN_WORD, WORD_ENDS, any_of

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|januar|februar|märz|juni|juli|oktober|dezember"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|januari|februari|maret|mei|agustus|desember"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
_MONTH = rf"{NOT_IN_WORD}{any_of(MONTHS.split('|'))}{WORD_ENDS}\.?"
_DAY = r"(?<![0-9])[0-3]?[0-9](?:st|nd|rd|th|er|\.)?"
_DAYS = rf"{_DAY}(?: ?(?:-|–|to|and|&|bis|et|au|,) ?{_DAY})?"
_YEAR = r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9])"
_OF = r"[ \u00a0\n]{1,2}(?:of |de |del |di )?"
_CN_DIGIT = "[〇零○一二三四五六七八九]"
_NUMBERED = (
    "page|pages|p.|pp.|no.|nos.|no|nr.|number|chapter|article|section|phase|table|figure|fig.|chart"
    "|photo|room|hall|booth|line|route|flight|gate|stage|tel|tel.|fax|phone|vol.|vol|issue|version"
    "|v|ver.|level|tier|grade|class|type|model|series|iphone|boeing|airbus|iso|gb/t|fortune|global"
    "|top|industry|web|g|mobile|nº|n°|№|§|pillar|goal|sdg|step|day|week|part|item|annex|appendix"
    "|schedule|rule|law|decree|resolution|unit|area|zone|block|s&p|ftse|csi|cac|dax|nikkei|vision"
    "|agenda|expo|covid|highway|building|floor|apollo|shenzhou|cop|gate|terminal|age|aged|seite"
)
_AFTER_YEAR = (
    "in|by|since|until|till|before|after|during|from|of|for|to|en|depuis|seit|im jahr|through"
)

OTHERS = re.compile(
    "|".join(
        (
            r"https?://[^\s" + HAN + r"]{1,2000}|www\.[\w./-]{1,300}",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}",
            # dates
            rf"{_DAYS}{_OF}{_MONTH}(?:,?[ \n]{{0,2}}{_YEAR})?",
            rf"{_MONTH}[ \u00a0\n]{{1,2}}{_DAYS}(?![0-9.,]*[0-9]|[ ]?(?:million|billion))(?:,?[ \n]{{1,2}}{_YEAR})?",
            rf"{_MONTH},?[ \n]{{1,2}}{_YEAR}",
            rf"{_YEAR}[-/.][01]?[0-9][-/.][0-3]?[0-9](?:t[0-9:.]+z?)?(?![0-9])",
            rf"(?<![0-9./-])[0-3]?[0-9]([-/.])[0-3]?[0-9]\1{_YEAR[14:]}"
            if False
            else r"(?<![0-9./-])[0-3]?[0-9](?:/[0-3]?[0-9]/|-[0-3]?[0-9]-|\.[0-3]?[0-9]\.)(?:19|20)[0-9]{2}(?![0-9])",
            r"(?<![0-9])[0-9]{1,2} ?月(?: ?(?:[0-9]{1,2} ?(?:日|号|號)? ?[-–~至到、] ?(?:[0-9]{1,2} ?月 ?)?)?[0-9]{1,2} ?(?:日|号|號))?(?!\w?个)",
            r"[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}(?:日|号))?",
            r"(?<![0-9])[0-9]{1,2} ?(?:日|号) ?[-–~至到] ?[0-9]{1,2} ?(?:日|号)|(?<![0-9.])[0-3]?[0-9] ?(?:日|號)",
            r"[一二三四五六七八九十]{1,3}日",
            # years
            r"(?<![0-9.,])(?:19|20)[0-9]{2} ?(?:[-–~/至到]|to|and|bis) ?(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9,.]*[0-9%]| ?(?:million|billion|bn|亿|万)) ?(?:财年|财政年度|年度|年)?",
            r"(?<![0-9.,])(?:[0-9]{4}|'?[0-9]{2}) ?(?:年代|财年|财政年度|年度|年底|年末|年初)",
            r"(?<![0-9.,])[0-9]{4} ?年",
            rf"{_CN_DIGIT}{{4}}年|{_CN_DIGIT}{{4}}(?!{_CN_DIGIT}|[十百千万亿])",
            r"(?<![0-9])[0-9]{2}(?:s|年代)\b|(?<![0-9])(?:19|20)[0-9]{2}s\b|'[0-9]{2}(?![0-9])",
            r"\b(?:fy|cy|h|q)[ -]?[0-9]{1,4}(?:[-/–][0-9]{2,4})?(?![0-9])",
            r"[0-9]{4}e(?![a-z])",
            # ordinals and what is numbered
            r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})?(?:st|nd|rd|th|ème|ième|er|ère|e|º|ª|-й|-я|-е)(?![a-zà-ÿ])",
            r"第 ?(?:[0-9]{1,9}|[〇零一二三四五六七八九十百千]{1,9})(?: ?[届屆次个個名位期批章节条页頁回版号代季轮届])?",
            r"[0-9]{1,4} ?(?:届|屆)|[一二三四五六七八九十]{1,3}(?:届|屆|期|是)",
            rf"(?:{NOT_IN_WORD}{any_of(w for w in _NUMBERED.split('|') if w != 'g')}|#|№|§)[ \u00a0]?[-:#]?[ \u00a0]?"
            r"[0-9]{1,6}(?:[.-][0-9]{1,4}){0,3}(?![0-9,]*[0-9]|[ ]?(?:million|billion|bn|m\b|亿|万|percent))",
            r"(?<![0-9.,])[0-9]{2,4} ?强",
            r"十[一二三四五六]五",
            r"[\[【][0-9]{1,3}[\]】]|\([0-9]{1,2}\)|[①-⑳]",
            r"(?:(?<=\n)|^)[ ]{0,4}[0-9]{1,2}(?:\.(?= )|[)、])",
            # shares, rates, multiples of a percentage
            r"(?<![0-9.,])[0-9][0-9.,]{0,20}(?: ?[-–~至到] ?[0-9][0-9.,]{0,20})? ?(?:%|‰|percent|per cent|per-cent|pct|pour cent|prozent|por ciento|por cento|persen|процент\w{0,3}|பேர்|個?百分点|个百分点|個百分點|百分點|percentage|basis|成(?!立|员|果|为|交|功|都|套|就|品|熟|本))",
            r"百分之[〇零一二三四五六七八九十百点0-9.]{1,9}",
            r"[一二三四五六七八九]成(?![立员果为交功都套就品熟本])",
            r"(?<![0-9.,])[0-9]{1,3} ?分之 ?[0-9]{1,3}|[〇零一二三四五六七八九十百]{1,5}分之[〇零一二三四五六七八九十百]{1,5}",
            r"\b(?:one|two|three|four|five|six|seven|nine)[- ](?:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|tenths?)\b",
            r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))? per ?cent\b",
            # times, scores, scales
            r"(?<![0-9])[0-2]?[0-9]:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\.?)?",
            r"(?<![0-9.,])[0-9]{1,2} ?(?:a\.m\.|p\.m\.|am\b|pm\b|o'clock)",
            r"(?<![0-9.,])[0-9]{1,2} ?(?:点|點|时|時)(?:[0-9]{1,2} ?分)?(?![间間])",
            r"(?<![0-9.,])[0-9]{1,4} ?: ?[0-9]{1,4}",
            r"(?<![0-9.,])[0-9]{1,4}(?:[/×x][0-9]{1,4})+",
            # telephone numbers, ids, versions, names with a number
            r"\+[0-9][0-9 ()-]{6,18}[0-9]",
            r"\([0-9]{3,4}\) ?[0-9]{3,4}-?[0-9]{3,4}|(?<![0-9.,-])[0-9]{3,4}-[0-9]{3,4}-?[0-9]{4}(?![0-9])|(?<![0-9.,-])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])",
            rf"(?<![{LETTER}0-9])(?=[a-z0-9-]{{6,80}}(?![a-z0-9-]))(?=[a-z0-9-]{{0,40}}[0-9]{{4}}[a-z0-9-]{{0,40}})[a-z]{{4,20}}[0-9][a-z0-9-]{{3,80}}",
            r"(?<![0-9.,])[0-9]{1,4}(?:\.[0-9]{1,4}){2,4}(?![0-9])"
            if False
            else r"\bv[0-9]{1,3}(?:\.[0-9]{1,4}){0,3}\b",
            r"(?:工业|工業|web|industry|revolution) ?[0-9]\.[0-9]",
            r"[{0}]?[0-9](?:g|d)(?![a-z])".format(""),
        )
    ),
    re.MULTILINE,
)
BLANK = "\0"


def masked(low: str) -> str:
    """The text with everything that is no amount blanked out, of the same length."""
    return OTHERS.sub(lambda found: BLANK * len(found[0]), low)
