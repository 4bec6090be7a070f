"""The partner's door: every register under one address."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext as _
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView

from documents.api import DocumentViewSet, StatedFigureViewSet
from forums.api import (
    AnnouncementViewSet,
    CommitmentViewSet,
    EventViewSet,
    ForumViewSet,
    MeetingViewSet,
    RecognitionViewSet,
    SessionViewSet,
)
from funds.api import ContributionViewSet, ContributorViewSet, OperationalRateViewSet, PledgeViewSet
from members.api import (
    CountryViewSet,
    FocalPointViewSet,
    MemberViewSet,
    NationalPlanViewSet,
    ProposalViewSet,
    RegionalStrategyViewSet,
)
from outreach.api import NewsletterViewSet
from partnerships.api import AgreementViewSet, NetworkViewSet, PartnerViewSet, ProgrammeViewSet
from plans.api import MeasureViewSet, ProgressNoteViewSet, PublicationViewSet
from plans.api.initiative import InitiativeViewSet
from plans.api.practice import PracticeViewSet
from plans.api.task_force_seat import TaskForceSeatViewSet
from plans.api.update_due import UpdateDueViewSet
from reports.api import FigureViewSet


class Root(APIRootView):
    """The registers of the Alliance. Try them at `docs/`, read their schema at `schema/`."""

    permission_classes = [AllowAny]


class NowhereView(APIView):
    """An address that the API has not is told like every other refusal."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise exceptions.NotFound(_("The API has no such address."))


router = DefaultRouter()
router.APIRootView = Root
router.include_format_suffixes = False
router.register("members", MemberViewSet, "member")
router.register("focal-points", FocalPointViewSet, "focal-point")
router.register("countries", CountryViewSet, "country")
router.register("national-plans", NationalPlanViewSet, "national-plan")
router.register("regional-strategies", RegionalStrategyViewSet, "regional-strategy")
router.register("proposals", ProposalViewSet, "proposal")
router.register("measures", MeasureViewSet, "measure")
router.register("progress-notes", ProgressNoteViewSet, "progress-note")
router.register("publications", PublicationViewSet, "publication")
router.register("initiatives", InitiativeViewSet, "initiative")
router.register("practices", PracticeViewSet, "practice")
router.register("task-force-seats", TaskForceSeatViewSet, "task-force-seat")
router.register("updates-due", UpdateDueViewSet, "update-due")
router.register("partners", PartnerViewSet, "partner")
router.register("agreements", AgreementViewSet, "agreement")
router.register("networks", NetworkViewSet, "network")
router.register("programmes", ProgrammeViewSet, "programme")
router.register("forums", ForumViewSet, "forum")
router.register("sessions", SessionViewSet, "session")
router.register("announcements", AnnouncementViewSet, "announcement")
router.register("commitments", CommitmentViewSet, "commitment")
router.register("meetings", MeetingViewSet, "meeting")
router.register("events", EventViewSet, "event")
router.register("recognitions", RecognitionViewSet, "recognition")
router.register("contributions", ContributionViewSet, "contribution")
router.register("pledges", PledgeViewSet, "pledge")
router.register("contributors", ContributorViewSet, "contributor")
router.register("operational-rates", OperationalRateViewSet, "operational-rate")
router.register("newsletters", NewsletterViewSet, "newsletter")
router.register("documents", DocumentViewSet, "document")
router.register("stated-figures", StatedFigureViewSet, "stated-figure")
router.register("figures", FigureViewSet, "figure")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="api_schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api_schema", permission_classes=[AllowAny]),
        name="api_docs",
    ),
    path("", include(router.urls)),
]
