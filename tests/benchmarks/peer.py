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

SUMS = {"projects": Count("pk"), "low": Sum("invested_cny_low")}
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
        return Response(self.summed(FACETS))

    @action(detail=False)
    def everything(self, request):
        """What a page shows around its rows: all facets, and only the largest investors."""
        found = self.summed((*FACETS, "commitment"))
        investors = self.counted().values("investor_links__organization").annotate(**SUMS)
        return Response(found | {"investors": investors.order_by("-low", "-projects")[:10]})

    @action(detail=False)
    def landing(self, request):
        found = self.summed(("edition", "year", "location", "sector"))
        newest = self.get_serializer(self.get_queryset()[:5], many=True)
        editions = Edition.objects.select_related("conference").order_by("-year")[:8]
        records = {model.__name__: model.objects.count() for model in (Conference, Edition)}
        return Response(
            found
            | {"newest": newest.data, "records": records}
            | {"editions": EditionSerializer(editions, many=True).data}
        )

    def counted(self):
        return self.filter_queryset(Project.objects.filter(resigns_only=False).order_by())

    def summed(self, facets) -> dict:
        found = self.counted()
        groups = {name: found.values(name).annotate(**SUMS) for name in facets}
        return found.aggregate(**SUMS) | {"facets": groups}
