from django.urls import path, register_converter
from django.urls.converters import StringConverter

from outreach.models import Newsletter
from outreach.views import archive, news, subscriptions


class MonthConverter(StringConverter):
    regex = Newsletter.KEY


register_converter(MonthConverter, "month")

urlpatterns = [
    path("newsletters/", archive.newsletters, name="newsletters"),
    path("newsletters/feed.atom", archive.newsletter_feed, name="newsletter_feed"),
    path("newsletters/<month:key>/", archive.newsletter, name="newsletter"),
    path("newsletters/<month:key>/<str:language>/", archive.newsletter, name="newsletter_in"),
    path("portal/news/", news.news_items, name="news_items"),
    path("portal/news/<int:pk>/withdraw/", news.news_item_withdraw, name="newsitem_withdraw"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/asked/", subscriptions.asked, name="subscribe_asked"),
    path("subscribe/confirm/<str:token>/", subscriptions.confirm, name="subscription_confirm"),
    path("subscribe/choices/<str:token>/", subscriptions.subscription, name="subscription"),
    path("subscribe/choices/<str:token>/leave/", subscriptions.leave, name="subscription_leave"),
    path("subscribe/choices/<str:token>/return/", subscriptions.come_back, name="subscription_return"),
    path("subscribe/choices/<str:token>/data/", subscriptions.data, name="subscription_data"),
    path("subscribe/choices/<str:token>/erase/", subscriptions.erase, name="subscription_erase"),
]
