"""About the site itself."""

from django.utils.translation import gettext as _

from deals.views.show import currency_of, home_crumb, ignored, page, show


@page
def accessibility(request):
    """What was done so that everybody can use the site, what is missing, and whom to tell."""
    context = {"currency": currency_of(request), "ignored": ignored(request)}
    crumbs = [home_crumb(), (_("Accessibility"), None)]
    return show(request, "accessibility.html", context, "", crumbs)
