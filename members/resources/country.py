from alliance.registers import RegisterResource, key_of, yes_no
from members.models import Country, CountryGroup, GroupPlace


class CountryResource(RegisterResource):
    class Meta:
        model = Country
        import_id_fields = ("iso3",)
        fields = ("iso3", "iso2", "m49", "name", "region", "subregion")


class CountryGroupResource(RegisterResource):
    is_regional = yes_no("is_regional")

    class Meta:
        model = CountryGroup
        fields = ("key", "name", "is_regional")


class GroupPlaceResource(RegisterResource):
    group = key_of(CountryGroup, "group")
    country = key_of(Country, "country", field="iso3")

    class Meta:
        model = GroupPlace
        import_id_fields = ("group", "country")
        fields = ("group", "country", "note", "source", "source_kind")
