from django.urls import include, path

from menkou.web.counter import views

screens = [
    path("", views.find, name="find"),
    path("today/", views.today, name="today"),
    path("undo/", views.undo, name="undo"),
    path("<int:number>/", views.receive, name="receipt"),
    path("<int:number>/issue/", views.issue, name="issue"),
    path("<int:number>/return/", views.give_back, name="return"),
    path("<int:number>/rework/", views.rework, name="rework"),
    path("<int:number>/pass-on/", views.pass_on, name="pass_on"),
    path("<int:number>/inspection/", views.inspect, name="inspection"),
    path("<int:number>/count/", views.count, name="count"),
    path("<int:number>/surplus/", views.surplus, name="surplus"),
]

urlpatterns = [
    path("", include((screens, "counter"))),
    path("", views.find, name="counter"),  # the menu's name of this room
]
