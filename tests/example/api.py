from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import CheckedSerializer, PartialDateSerializerField
from tests.example.models import Letter, Partner

REFUSALS = {
    "words": ValidationError("It is %(status)s.", params={"status": "sent"}),
    "fields": ValidationError({"subject": ["Too short.", "Too dull."], "__all__": "Nobody reads it."}),
    "list": ValidationError(["Too short.", "Too dull."]),
    "nested": exceptions.ValidationError({"steps": [{"when": ["No date."]}, {}]}),
    "missing": Http404("SELECT secret"),
    "forbidden": PermissionDenied("because of a secret"),
    "fault": ZeroDivisionError("not the caller's mistake"),
}


class RefusalView(APIView):
    permission_classes = [AllowAny]

    def get(self, request, kind):
        raise REFUSALS[kind]


class LetterSerializer(CheckedSerializer):
    readers = serializers.PrimaryKeyRelatedField(many=True, queryset=Partner.objects.all(), required=False)
    written = PartialDateSerializerField("written_on", required=False, allow_null=True)
    answer = PartialDateSerializerField("answered_on", required=False, allow_null=True)

    class Meta:
        model = Letter
        fields = ["id", "subject", "pages", "readers", "written", "answer", "status"]
        read_only_fields = ["status"]


class LetterViewSet(Listing, CreateModelMixin, UpdateModelMixin, GenericViewSet):
    permission_classes = [AllowAny]
    queryset = Letter.objects.all()
    told_from = (Letter,)
    serializer_class = LetterSerializer
