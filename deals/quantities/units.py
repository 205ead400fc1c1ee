"""Words for powers of ten, in fourteen languages, and words for what is counted or measured."""

import re

from deals.quantities.numerals import HAN_POWER
from deals.quantities.script import HAN, KANA, WORD_ENDS, any_of, listed

# Power of ten: how it is written. The number before them is written the English way …
ENGLISH = {
    2: "hundred",
    3: "thousand|k|thsd",
    6: "million|millions|mn|mln|mio|mil.|m|mm",
    9: "billion|billions|bn|bln|bil.|bil|b",
    12: "trillion|trillions|tn|trn|tln|tril.|t",
    5: "lakh|lakhs|lac|lacs|l",
    7: "crore|crores|cr|cr.",
}
# … and before these the European way: 1,5 milliard, 13.000 Millionen.
EUROPEAN = {
    3: "mille|tausend|tsd.|tsd|mil|mila|duizend|tys.|tisíc|ribu|rb|nghìn|ngàn|тыс.|тыс|тысяч"
    "|тысячи|bin",
    6: "millionen|mio.|millones|milhões|milioni|milione|miljoen|milionów|milionů|juta|jt|triệu"
    "|млн|млн.|миллионов|миллиона|миллион|milyon|millón|milhão|miljoner|millioner",
    9: "milliard|milliards|md|mds|mrd|mrd.|mds|milliarde|milliarden|miliardi|miliardo|mil millones"
    "|bilhões|bilhão|bi|mil milhões|miljard|miliar|miliardów|miliard|tỷ|tỉ|млрд|млрд."
    "|миллиардов|миллиарда|миллиард|milyar|miljarder|milliarder",
    12: "billionen|billones|trilhões|biljoen|triliun|nghìn tỷ|трлн|трлн.|trilyon|mille milliards",
}
# Arabic and Tamil write numbers as English does; Tamil words change their ends.
OTHER = {
    3: "ألف|آلاف|ஆயிரத்துக்கு|ஆயிரத்து|ஆயிரம்|천|हज़ार|हजार",
    6: "مليون|ملايين|மில்லியன்",
    9: "مليار|مليارات|பில்லியன்",
    12: "تريليون|டிரில்லியன்",
    5: "லட்சம்|லட்சத்து|இலட்சம்|लाख",
    7: "கோடியே|கோடி|करोड़",
    4: "만",
    8: "억",
}
TABLES = (ENGLISH, EUROPEAN, OTHER)
POWERS = {
    word: power for table in TABLES for power, words in table.items() for word in listed(words)
}
EUROPEAN_WORDS = {word for words in EUROPEAN.values() for word in listed(words)}
# One letter is a power only where it touches the number: 13.4B, 50k; some only after a currency.
ATTACHED = {"k", "m", "b", "t", "l", "mm"}
AFTER_CURRENCY = {"b", "t", "l", "mm", "bi"}

POWER = rf"(?:{any_of(POWERS)}{WORD_ENDS}|{HAN_POWER})"

# What is measured, not counted: a quantity of it is neither money nor jobs.
MEASURES = listed(
    "gwh|mwh|kwh|twh|gw|mw|kw|tw|mva|kv|kva|ha|km|km2|km²|m2|m²|sqm|sq|kg|mm|cm|t|mt|mtpa|tpa"
    "|tonne|tonnes|ton|tons|hectare|hectares|acre|acres|mu|metre|metres|meter|meters|kilometre"
    "|kilometres|kilometer|kilometers|mile|miles|square|cubic|barrel|barrels|bpd|boe|litre|litres"
    "|liter|liters|watt|watts|megawatt|megawatts|gigawatt|gigawatts|kilowatt|kilowatts|teu|teus"
    "|gb|tb|mb|pb|ghz|mhz|khz|mbps|gbps|kbps|nm|feet|foot|ft|inch|inches|degrees|tco2|mtco2|kt"
    "|吉瓦时|兆瓦时|千瓦时|吉瓦|兆瓦|千瓦|万千瓦|公里|平方公里|平方千米|平方米|立方米|千米|米|厘米"
    "|毫米|公顷|亩|吨|公斤|千克|克|升|桶|度|标箱|标准箱|瓦|赫|吉字节|㎡|㎞|平方キロ|トン|キロ"
    "|ヘクタール|メートル|тонн|га|квт|мвт|гвт|тонны"
)
TIMES = listed(
    "year|years|month|months|week|weeks|day|days|hour|hours|minute|minutes|seconds|times|fold"
    "|decade|decades|年|岁|歲|个月|月|天|周|小时|分钟|秒|倍|次|ans|jours|mois|jahre|tage|jahren"
)

# What a number may count; an amount field takes a number with such a word behind it.
COUNTED_HAN = listed(
    "个|個|名|家|人|人次|项|項|件|场|場|位|条|款|座|份|所|户|社|国|國|只|支|台|辆|套"
    "|処|处|宗|笔|批|间|店|艘|架|块|片|户次|件次|명|개|건"
)
COUNTED = listed(
    "job|jobs|project|projects|people|persons|person|employees|workers|company|companies|firms"
    "|enterprises|deals|deal|agreement|agreements|contracts|mous|mou|memorandums|memoranda"
    "|memorandum|proposals|investors|participants|delegates|attendees|visitors|exhibitors|guests"
    "|buyers|countries|regions|positions|announcements|transactions|documents|announced|signed"
    "|emplois|projets|entreprises|dirigeants|annonces|investissements|arbeitsplätze|stellen"
    "|projekte|unternehmen|delegierte|teilnehmer|empleos|proyectos|empresas|empregos|projetos"
    "|proyek|dự án|рабочих|проектов|employment|opportunities|leaders|experts|businesses"
    "|organizations|organisations|representatives|staff|hires|roles|institutions|events|units"
)
EUROPEAN_NOUNS = frozenset(
    listed(
        "emplois|projets|entreprises|dirigeants|annonces|investissements|arbeitsplätze|stellen"
        "|projekte|unternehmen|delegierte|teilnehmer|empleos|proyectos|empresas|empregos|projetos"
        "|proyek|рабочих|проектов"
    )
)
MEASURING = frozenset(MEASURES)
MEASURING_HAN = frozenset(w for w in [*MEASURES, *TIMES, *COUNTED_HAN] if not w.isascii())
COUNTABLE = frozenset([*COUNTED, *COUNTED_HAN])
COUNTING = MEASURING_HAN | frozenset(COUNTED) | MEASURING
_ALPHABETIC = [word for word in [*MEASURES, *TIMES] if word not in MEASURING_HAN] + ["dự án"]
_LETTER = rf"(?![{HAN}{KANA}])[^\W\d_]"
UNIT_WORD = re.compile(
    rf"[ \u00a0\n-]{{0,2}}(?P<word>{any_of(MEASURING_HAN)}|{any_of(_ALPHABETIC)}{WORD_ENDS}"
    rf"|(?:{_LETTER}){{1,30}}(?:-(?:{_LETTER}){{1,30}}){{0,3}})"
)
# What may follow a number without being what it counts.
NO_NOUNS = frozenset(
    listed(
        "and|or|of|in|on|at|by|for|from|to|with|were|was|have|has|had|are|is|will|would|been|be"
        "|that|which|who|the|a|an|as|than|per|each|into|over|under|after|before|last|this|et|de"
        "|des|du|d|en|par|pour|und|von|im|der|die|ont|auraient|sont|y|e|o"
    )
)


def noun_at(low: str, end: int) -> tuple[str, tuple[int, int]] | None:
    """The word right behind a number, what it counts or is measured in, and where it stands."""
    found = UNIT_WORD.match(low, end)
    if found and found["word"] not in NO_NOUNS:
        return found["word"], found.span("word")
