from plans.urls import drafting, library, work

urlpatterns = [*drafting.urlpatterns, *library.urlpatterns, *work.urlpatterns]
