"""Doubt as people write it: “nearly”, 超过, près de; before a number, inside it, behind it."""

import re

from deals.quantities.script import any_of, listed

BEFORE = {
    "about": "about|around|approximately|approx|approx.|roughly|some|an estimated|estimated|circa"
    "|ca.|ca"
    "|c.|~|≈|in the region of|in the order of|somewhere around|or so"
    "|约|約|大约|大約|大概|约为|约合|约达|折合约|大致|およそ|およそ約|おおよそ|약"
    "|environ|quelque|quelques|autour de|rund|etwa|ungefähr|unos|unas|alrededor de|aproximadamente"
    "|cerca de|in torno a|sekitar|kira-kira|khoảng|около|примерно|порядка|نحو|حوالي|yaklaşık"
    "|ongeveer|circa|omkring|około|சுமார்|लगभग|kurang lebih|aproximadament",
    "nearly": "nearly|almost|close to|just under|just below|just short of|nearing|approaching"
    "|close on"
    "|nigh on|near|近|将近|將近|接近|逼近|ほぼ|près de|presque|knapp|fast|beinahe|casi|quase|quasi"
    "|hampir|gần|почти|ما يقرب من|قرابة|bijna|prawie|கிட்டத்தட்ட|करीब",
    "more_than": "more than|over|above|exceeding|exceed|exceeds|exceeded|in excess of|upwards of"
    "|upward of"
    "|surpassing|surpass|surpassed|surpasses|topping|topped|beyond|greater than|well over|>|>>"
    "|well above"
    "|just over|slightly over|slightly more than|north of"
    "|超|超过|超過|逾|超出|突破|突破了|高于|高於|大于|多于|超过了|累计超|总超|超越|破"
    "|plus de|supérieur à|supérieure à|supérieurs à|dépasse|dépassant|dépassent|au-delà de"
    "|mehr als|über"
    "|más de|mas de|superior a|mais de|oltre|più di|lebih dari|di atas|trên|hơn|более|свыше"
    "|более чем"
    "|больше|أكثر من|بأكثر من|يتجاوز|تتجاوز|meer dan|ruim|ponad|over the|மேற்பட்ட",
    "at_least": "at least|no less than|not less than|no fewer than|not fewer than|a minimum of"
    "|minimum of"
    "|minimum|≥|>=|至少|不少于|不少於|不低于|不低於|最少|起码|少なくとも|au moins|mindestens"
    "|wenigstens|al menos|por lo menos|pelo menos|almeno|setidaknya|sedikitnya|ít nhất|не менее"
    "|как минимум|ما لا يقل عن|minstens|co najmniej",
    "up_to": "up to|as much as|as many as|at most|no more than|not more than|a maximum of"
    "|maximum of|≤|<=|<|less than"
    "|fewer than|a potential|below|under|not exceeding|to a maximum of"
    "|至多|最多|不超过|不超過|不多于|不多於|不高于|不大于|不足|低于|少于|未超过|最大|最高"
    "|jusqu'à|jusqu'a|au plus|moins de|bis zu|höchstens|weniger als|maximal|hasta|até|menos de"
    "|fino a"
    "|hingga|tối đa|до|не более|maximaal|meno di|kurang dari",
    "range": "between|from between|entre|zwischen|介于|介於|tra|antara|между|بين|từ|tussen",
}
# Only where European words stand behind the number: “plus 5” adds in English.
EUROPEAN_ONLY = {"plus": "more_than", "fast": "nearly", "до": "up_to"}
# What may stand between a hedge and its number: “more than an additional $5bn”, 超过了.
BETWEEN = listed(
    "a total of|an additional|additional|another|a further|a combined|a record|an estimated|about"
    "|un total de|了|为|為|达|達|有"
)
INSIDE = {"多": "more_than", "余": "more_than", "餘": "more_than", "几": "more_than", "来": "about"}
BEHIND = {
    "about": "or so|左右|上下|前后|前後|ほど|程度|안팎|or thereabouts",
    "nearly": "近い|近く|近くの",
    "more_than": "余り|を超える|を超え|を超えた|超え|を突破|を上回る|'den fazla|'dan fazla",
    "at_least": "+|or more|and above|or above|and up|以上|及以上|或以上|ou plus|oder mehr|o más"
    "|ou mais|이상",
    "up_to": "or less|or fewer|or below|以下|以内|以內|이하|ou moins",
}


# 签约 and 附近 end like a hedge and are none.
_GUARDED = {
    "约": "签合条节公纽契违履邀预",
    "約": "簽合條節公紐契違履邀予",
    "近": "附最邻靠临鄰",
    "破": "爆",
}


def _pattern(words):
    guards = [f"(?<![{before}]){word}" for word, before in _GUARDED.items()]
    return f"(?:{any_of(set(words) - set(_GUARDED))}|{'|'.join(guards)})"


def _qualifiers(table):
    return {w: qualifier for qualifier, words in table.items() for w in listed(words)}


QUALIFIERS = _qualifiers(BEFORE) | EUROPEAN_ONLY
QUALIFIERS_BEHIND = _qualifiers(BEHIND)
_GAP = r"[ \u00a0\n]{0,2}"
BEFORE_NUMBER = re.compile(
    rf"(?:(?<=[^a-zà-ÿа-я])|^)(?P<hedge>{_pattern(QUALIFIERS)})"
    rf"{_GAP}(?:{any_of(BETWEEN)}{_GAP}){{0,2}}$"
)
BEHIND_NUMBER = re.compile(rf"{_GAP}(?P<hedge>{any_of(QUALIFIERS_BEHIND)})")
WINDOW = 48


def hedge_before(low: str, start: int, floor: int, european: bool) -> tuple[str, int]:
    """(qualifier or "", where the hedge begins) of the words right before a number."""
    window = max(floor, start - WINDOW)
    found = BEFORE_NUMBER.search(low[window:start])
    if not found:
        return "", start
    hedge = _single_spaced(found["hedge"])
    if hedge in EUROPEAN_ONLY and not european:
        return "", start
    if window + found.end("hedge") == start and re.match("[a-z]", hedge[-1]):
        return "", start  # over5 is a name
    return QUALIFIERS[hedge], window + found.start()


def hedge_behind(low: str, end: int) -> tuple[str, int]:
    """(qualifier or "", where the hedge ends) of the words right behind a number."""
    found = BEHIND_NUMBER.match(low, end)
    if not found:
        return "", end
    hedge = found["hedge"]
    if hedge[-1].isalpha() and hedge[-1].isascii() and low[found.end() : found.end() + 1].isalpha():
        return "", end
    return QUALIFIERS_BEHIND[_single_spaced(hedge)], found.end()


def _single_spaced(words: str) -> str:
    return re.sub(r"[ \u00a0\n]+", " ", words)
