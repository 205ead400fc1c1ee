"""What became of the projects of each edition, as plain data."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from deals import followthrough
from deals.queries import ProjectQuery
from deals.resources import shapes
from deals.resources.links import edition_link, text
from deals.stats import Totals

INFERRED = frozenset({followthrough.NO_NEWS})


def follow_through(
    projects, currency: str, today: datetime.date, as_of: datetime.date | None = None
) -> dict:
    """`cohorts`, their `summary`, `currency`, and `notes`: how it is computed, in sentences."""
    found = followthrough.follow_through(projects, currency, today, as_of)
    return {
        "currency": currency,
        "cohorts": [_cohort(cohort) for cohort in found.cohorts],
        "summary": [_together(each) for each in found.sums],
        "notes": notes(),
    }


def notes() -> list[str]:
    return [
        _(
            "The status of each project 12, 24 and 36 months after the last day of its edition "
            "(where that is not known its first day, else the end of its year), "
            "from dated status events."
        ),
        _(
            "“No news since” is inferred: still announced or signed, and no source that we hold "
            "dates anything between the edition and that day. It does not mean that nothing "
            "happened."
        ),
        _(
            "An edition is tracked where at least one of its projects has a status event after it. "
            "Of the others nothing is said."
        ),
    ]


def follow_through_page(query: ProjectQuery, today: datetime.date) -> dict:
    """The same for a part of a page, with the rows of its tables and the address in the API.

    `tracked` has a row for each tracked cohort at the latest horizon that it has reached, `sums`
    one for each horizon that a tracked cohort has reached, `untracked` the other cohorts.
    """
    found = follow_through(query.matching, query.currency, today, query.as_of)
    tracked = [cohort for cohort in found["cohorts"] if cohort["tracked"]]
    return {
        **found,
        "tracked": [{"cohort": c, "horizon": latest_reached(c)} for c in tracked],
        "sums": [each for each in found["summary"] if each["states"]],
        "untracked": [cohort for cohort in found["cohorts"] if not cohort["tracked"]],
        "states": followthrough.STATES,
        "api_url": query.follow_through_url(),
    }


def latest_reached(cohort: shapes.Cohort) -> shapes.FollowHorizon | None:
    reached = [horizon for horizon in cohort["horizons"] if horizon["states"]]
    return reached[-1] if reached else None


def _cohort(cohort: followthrough.Cohort) -> shapes.Cohort:
    return {
        "edition": edition_link(cohort.edition),
        "day": text(cohort.day),
        "projects": cohort.totals.projects,
        "resigned": cohort.resigned,
        "investment": cohort.totals.investment.as_dict(),
        "tracked": cohort.tracked,
        "horizons": [
            {
                "months": horizon.months,
                "on": text(horizon.on),
                "reached": horizon.reached,
                "states": _states(horizon.states, cohort.totals),
            }
            for horizon in cohort.horizons
        ],
    }


def _together(together: followthrough.Together) -> shapes.FollowSum:
    return {
        "months": together.months,
        "cohorts": together.cohorts,
        "of": together.of,
        "projects": together.totals.projects,
        "investment": together.totals.investment.as_dict(),
        "states": _states(together.states, together.totals),
    }


def _states(states: followthrough.States | None, of: Totals) -> shapes.FollowStates | None:
    if states is None:
        return None
    return {
        state: {
            "projects": totals.projects,
            "share": str((Decimal(totals.projects) / of.projects).quantize(Decimal("0.0001"))),
            "investment": totals.investment.as_dict(),
            "inferred": state in INFERRED,
        }
        for state, totals in states.items()
    }
