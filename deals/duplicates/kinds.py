"""When two projects, two organizations or two places may be one."""

from collections import defaultdict
from collections.abc import Iterator

from deals.duplicates.candidates import AMOUNT_AND_PLACE, NAME, Candidate
from deals.models import Investment, Location, Organization, Project
from deals.names import name_key
from deals.similarity import ALIKE, likeness
from deals.tokens import words

COUNTRY_WORDS = frozenset(
    (  # noqa: SIM905 - short words
        "america brasil brazil china deutschland europe france germany india indonesia italia "
        "italy japan korea malaysia singapore spain thailand turkey uk us usa vietnam 中国"
    ).split()
)
GROUP_WORDS = frozenset(
    ["and", "global", "group", "holding", "holdings", "international", "of", "the", "worldwide"]
)
GROUP_WORDS_CJK = ("集团", "控股")
PLACE_WORDS = frozenset(
    ["city", "county", "district", "of", "prefecture", "province", "region", "state", "the"]
)
PLACE_ENDINGS = ("自治区", "自治州", "自治县", "新区", "地区", "省", "市", "区", "县", "州", "盟")


def _best(one: Candidate, other: Candidate) -> float:
    return max((likeness(a, b) for a in one.names for b in other.names), default=0.0)


class Projects:
    """Same edition and a name that is equal or very similar, or same amount and place."""

    @staticmethod
    def plain(name: str) -> str:
        return name

    @staticmethod
    def scope(candidate: Candidate):
        return candidate.edition_id

    @staticmethod
    def around(asked: list[Candidate]):
        return Project.objects.filter(edition__in={c.edition_id for c in asked if c.edition_id})

    @staticmethod
    def stored(projects) -> Iterator[Candidate]:
        amounts = stored_amounts(projects)
        columns = ("pk", "ref", "name", "name_local", "edition", "location", "continues")
        for pk, ref, name, name_local, edition, place, continues in projects.order_by().values_list(
            *columns
        ):
            yield Candidate(
                *(pk, name, name_local, pk, ref, edition, place),
                amounts=amounts.get(pk, frozenset()),
                continues_id=continues,
            )

    @staticmethod
    def compare(one: Candidate, other: Candidate) -> tuple[list[str], float]:
        if one.edition_id != other.edition_id or one.edition_id is None:
            return [], 0.0
        score, why = _best(one, other), []
        if score >= ALIKE:
            why.append(NAME)
        if one.location_id and one.location_id == other.location_id and one.amounts & other.amounts:
            why.append(AMOUNT_AND_PLACE)
        return why, score


def stored_amounts(projects) -> dict[int, frozenset[tuple[str, int]]]:
    """By project: (currency, amount) of each investment, and of the sum of those in a currency."""
    each, sums = defaultdict(set), defaultdict(int)
    rows = Investment.objects.filter(project__in=projects.order_by().values("pk"), amount__gt=0)
    for project, currency, amount in rows.order_by().values_list("project", "currency", "amount"):
        each[project].add((currency, amount))
        sums[project, currency] += amount
    for (project, currency), amount in sums.items():
        each[project].add((currency, amount))
    return {project: frozenset(amounts) for project, amounts in each.items()}


class Organizations:
    """The same name but for spelling, legal form or country, in either language."""

    @staticmethod
    def plain(name: str) -> str:
        key = name_key(name)
        for word in ("中国", *GROUP_WORDS_CJK):
            key = key.replace(word, " ").strip() or key
        words = [word for word in key.split() if word not in COUNTRY_WORDS | GROUP_WORDS]
        return " ".join(words) or key

    @staticmethod
    def scope(candidate: Candidate):
        return None

    @staticmethod
    def around(asked: list[Candidate]):
        return Organization.objects.all()

    @staticmethod
    def stored(organizations) -> Iterator[Candidate]:
        rows = organizations.order_by().values_list("pk", "slug", "name", "name_local")
        for pk, slug, name, name_local in rows:
            yield Candidate(pk, name, name_local, pk, slug)

    @staticmethod
    def compare(one: Candidate, other: Candidate) -> tuple[list[str], float]:
        mine, theirs = _countries(one), _countries(other)
        if mine and theirs and not mine & theirs:  # Bank of China, Bank of India
            return [], 0.0
        score = _best(one, other)
        # One more word makes another firm: Adani Green Energy, Adani Energy.
        return ([NAME], score) if score >= 1.0 else ([], score)


def _countries(organization: Candidate) -> frozenset[str]:
    said = words(organization.name) + words(organization.name_local)
    found = COUNTRY_WORDS.intersection(said)
    return found | {"china"} if any(word.startswith("中国") for word in said) else found


class Places:
    """The same name in either language, in the same place or in one that lies around it."""

    @staticmethod
    def plain(name: str) -> str:
        kept = [word for word in name.split() if word.casefold() not in PLACE_WORDS]
        plain = " ".join(kept) or name
        for ending in PLACE_ENDINGS:
            if plain.endswith(ending) and len(plain) > len(ending) + 1:
                return plain.removesuffix(ending)
        return plain

    @staticmethod
    def scope(candidate: Candidate):
        return None

    @staticmethod
    def around(asked: list[Candidate]):
        return Location.objects.all()

    @staticmethod
    def stored(places) -> Iterator[Candidate]:
        rows = places.order_by().values_list("pk", "slug", "name", "name_zh", "path")
        for pk, slug, name, name_zh, path in rows:
            yield Candidate(pk, name, name_zh, pk, slug, inside=path.removesuffix(f"{slug}/"))

    @staticmethod
    def compare(one: Candidate, other: Candidate) -> tuple[list[str], float]:
        if not (_is_near(one, other) or _is_near(other, one)):
            return [], 0.0
        # 河南 and 湖南 tell apart what Henan and Hunan, in two spellings, would not.
        both_local = one.name_local and other.name_local
        score = likeness(one.names[-1], other.names[-1]) if both_local else _best(one, other)
        return ([NAME], score) if score >= 1.0 else ([], score)


def _is_near(place: Candidate, other: Candidate) -> bool:
    """Whether the place lies in the other's parent, but not in the other itself: Jilin in Jilin."""
    if other.ref and place.inside.startswith(f"{other.inside}{other.ref}/"):
        return False
    return place.inside == other.inside or bool(
        other.inside and place.inside.startswith(other.inside)
    )


KINDS = {Project: Projects, Organization: Organizations, Location: Places}
