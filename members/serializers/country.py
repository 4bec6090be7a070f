from __future__ import annotations

from rest_framework import serializers

from members.models import Country, CountryGroup


class CountryCodesSerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["iso3", "iso2", "m49", "region", "subregion"]


class GroupSerializer(serializers.ModelSerializer[CountryGroup]):
    class Meta:
        model = CountryGroup
        fields = ["key", "name", "is_regional"]


class CountrySerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["iso3", "iso2", "m49", "name", "region", "subregion"]
