"""Two to five editions, conferences or places side by side."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deals import parameters
from deals.filters import SlugsField
from deals.parameters import InvalidParameters
from deals.resources import compare as comparing
from deals.views.show import currency_of, home_crumb, ignored, page, show


@page
def compare(request):
    """The address says what is compared; with fewer than two there is the form alone."""
    faults, kind, slugs = [], "", []
    try:
        currency = currency_of(request)
        kind, slugs = _asked(request.GET)
    except InvalidParameters as error:
        currency, faults = "CNY", error.errors
    context = {
        "errors": faults,
        "table": None,
        "forms": _forms(kind, slugs),
        "currency": currency,
        "canonical_url": _canonical(request, kind, slugs, currency),
        "ignored": ignored(request, *comparing.KINDS),
    }
    if len(slugs) >= comparing.FEWEST:
        found = {r.slug: r for r in comparing.KINDS[kind].objects.filter(slug__in=slugs)}
        records = [found[slug] for slug in slugs]
        context["table"] = comparing.compare(kind, records, currency, request.today)
    crumbs, status = [home_crumb(), (_("Compare"), None)], 400 if faults else 200
    return show(request, "compare.html", context, "compare", crumbs, status=status)


def _asked(data) -> tuple[str, list[str]]:
    """The kind and the slugs that the address names; ("", []) where it names none."""
    given = {kind: [v.strip() for v in data.getlist(kind) if v.strip()] for kind in comparing.KINDS}
    given = {kind: values for kind, values in given.items() if values}
    faults = []
    for kind, values in given.items():
        try:
            if len(given) > 1:
                raise ValidationError(_("Compare things of one kind: all editions, for example."))
            if len(values) > comparing.MOST or len(set(values)) < len(values):
                raise ValidationError(_("Name two to five different ones."))
            SlugsField(model=comparing.KINDS[kind], reader=parameters.slug).clean(values)
        except ValidationError as error:
            detail, value = " ".join(error.messages), ", ".join(values)[:100]
            faults.append({"name": kind, "value": value, "detail": detail})
    if faults:
        raise InvalidParameters(faults)
    return next(iter(given.items()), ("", []))


def _canonical(request, kind: str, slugs: list[str], currency: str) -> str:
    pairs = [(kind, slug) for slug in slugs]
    pairs += [("currency", currency)] if currency != "CNY" else []
    return request.build_absolute_uri(
        f"{request.path}?{urlencode(pairs)}" if pairs else request.path
    )


def _forms(kind: str, slugs: list[str]) -> list[dict]:
    """For each kind a select for each one chosen and one more, at least two and at most five."""
    forms = []
    for each in comparing.KINDS:
        chosen = slugs if each == kind else []
        count = min(comparing.MOST, max(comparing.FEWEST, len(chosen) + 1))
        blank = [""] * (count - len(chosen))
        forms.append({"kind": each, "chosen": chosen + blank, "choices": comparing.choices(each)})
    return [form for form in forms if form["choices"]]
