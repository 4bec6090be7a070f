from plans.urls import drafting, library, work

urlpatterns = [*drafting.urlpatterns, *work.urlpatterns, *library.urlpatterns]
