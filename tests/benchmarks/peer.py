"""The peer: what Django REST framework and django-filter give in fifty lines, over our tables.

Well made for what it is: it fetches what it shows, and shows what our rows show.
"""

import django_filters
from django.db.models import Count, Sum
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response

from deals.models import (
    Conference,
    Edition,
    Investment,
    Location,
    Organization,
    Project,
    Sector,
)

FACETS = ("status", "year", "edition__conference", "location", "sector")


def named(of, *more: str):
    class Named(serializers.ModelSerializer):
        class Meta:
            model = of
            fields = ["slug", "name", *more]

    return Named


class InvestmentSerializer(serializers.ModelSerializer):
    investors = named(Organization, "name_local")(many=True)

    class Meta:
        model = Investment
        fields = ["amount", "amount_max", "currency", "qualifier", "investors"]


class EditionSerializer(serializers.ModelSerializer):
    conference = named(Conference, "name_zh")()

    class Meta:
        model = Edition
        fields = ["slug", "label", "year", "conference"]


class ProjectSerializer(serializers.ModelSerializer):
    edition = EditionSerializer()
    location = named(Location, "name_zh")()
    sector = named(Sector, "name_zh")()
    investments = InvestmentSerializer(many=True)

    class Meta:
        model = Project
        exclude = ["id", "search", "note", "version", "created_at", "source", "further_sources"]


class ProjectFilter(django_filters.FilterSet):
    signed_after = django_filters.DateFilter("date", "gte")
    signed_before = django_filters.DateFilter("date", "lte")

    class Meta:
        model = Project
        fields = ["status", "year", "sector"]


class Pages(LimitOffsetPagination):
    default_limit, max_limit = 50, 500


class Projects(viewsets.ModelViewSet):
    queryset = (
        Project.objects.select_related("edition__conference", "location", "sector")
        .prefetch_related("investments__investors")
        .order_by("-date", "-ref")
    )
    serializer_class = ProjectSerializer
    pagination_class = Pages
    filter_backends = [django_filters.rest_framework.DjangoFilterBackend]
    filterset_class = ProjectFilter

    @action(detail=False)
    def totals(self, request):
        found = self.filter_queryset(Project.objects.filter(resigns_only=False).order_by())
        sums = {"projects": Count("pk"), "low": Sum("invested_cny_low")}
        facets = {name: found.values(name).annotate(**sums) for name in FACETS}
        return Response(found.aggregate(**sums) | {"facets": facets})
