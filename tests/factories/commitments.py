"""What is announced and undertaken at forums."""

import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from forums.models import Announcement, Commitment, CommitmentReport
from tests.factories.forums import ForumFactory


class AnnouncementFactory(DjangoModelFactory):
    """Of words, unless `plan`, `strategy`, `agreement` or `programme` is given."""

    class Meta:
        model = Announcement

    key = factory.Sequence(lambda n: f"announcement-{n}")
    forum = factory.SubFactory(ForumFactory, held="2008-01-16")
    what = Announcement.What.ANNOUNCED
    text = factory.LazyAttributeSequence(
        lambda told, n: "" if any(getattr(told, name, None) for name in Announcement.ABOUT) else f"Announcement {n:04}"
    )


class CommitmentFactory(DjangoModelFactory):
    """Of nobody known; with `reported="2009-05"` something was reported of it then."""

    class Meta:
        model = Commitment
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"commitment-{n}")
    forum = factory.SubFactory(ForumFactory, held="2008-01-16")
    text = factory.Sequence(lambda n: f"Commitment {n:04}")
    kind = Commitment.Kind.PROJECT

    @factory.post_generation
    def reported(self, create, when, **more):
        if when:
            CommitmentReportFactory(commitment=self, when=PartialDate.parse(when), **more)


class CommitmentReportFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentReport

    commitment = factory.SubFactory(CommitmentFactory)
    when = PartialDate(2009, 5)
    words = factory.Sequence(lambda n: f"Report {n:04}")
