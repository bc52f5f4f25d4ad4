"""The addresses of places and organizations."""

from django.urls import include, path

from menkou.web.places import changes, lists, rent, views

screens = [
    path("", lists.WorkshopList.as_view(), name="list"),
    path("add/", changes.add_workshop, name="add-workshop"),
    path("<int:pk>/", views.workshop, name="workshop"),
    path("<int:pk>/change/", changes.change_workshop, name="change-workshop"),
    path("<int:pk>/tenancy/", changes.tenancy, name="tenancy"),
    path("<int:pk>/shopfronts/", changes.take_front, name="take-front"),
    path("rent/", rent.RentList.as_view(), name="rents"),
    path("rent/book/", rent.book_rent, name="book-rent"),
    path("rent/<int:pk>/", rent.rent, name="rent"),
    path("rent/<int:pk>/relief/", rent.ask_relief, name="ask-relief"),
    path("rent/<int:pk>/pay/", rent.pay_rent, name="pay-rent"),
    path("rent/reliefs/<int:pk>/decide/", rent.decide_relief, name="decide-relief"),
    path("rent/payments/<int:pk>/back/", rent.take_back, name="rent-back"),
    path("<int:pk>/rent/", rent.of_workshop, name="workshop-rent"),
    path("<int:pk>/rent/set/", rent.set_rent, name="set-rent"),
    path("shopfronts/", lists.ShopfrontList.as_view(), name="shopfronts"),
    path("shopfronts/add/", changes.add_shopfront, name="add-shopfront"),
    path("shopfronts/<int:pk>/", views.shopfront, name="shopfront"),
    path("shopfronts/<int:pk>/change/", changes.change_shopfront, name="change-shopfront"),
    path("shopfronts/<int:pk>/use/", changes.use, name="use"),
    path("communities/", lists.CommunityList.as_view(), name="communities"),
    path("communities/add/", changes.add_community, name="add-community"),
    path("communities/<int:pk>/", views.community, name="community"),
    path("communities/<int:pk>/change/", changes.change_community, name="change-community"),
    path("sites/", lists.SiteList.as_view(), name="sites"),
    path("sites/add/", changes.add_site, name="add-site"),
    path("sites/<int:pk>/", views.site, name="site"),
    path("divisions/add/", changes.add_division, name="add-division"),
    path("organizations/", lists.OrganizationList.as_view(), name="organizations"),
    path("organizations/add/", changes.add_organization, name="add-organization"),
    path("organizations/<int:pk>/", views.organization, name="organization"),
    path("organizations/<int:pk>/change/", changes.change_organization,
         name="change-organization"),
]  # fmt: skip

urlpatterns = [
    path("", include((screens, "places"))),
    path("", lists.WorkshopList.as_view(), name="places"),  # the names that other rooms use
    path("<int:pk>/", views.workshop, name="workshop"),
    path("shopfronts/<int:pk>/", views.shopfront, name="shopfront"),
    path("communities/<int:pk>/", views.community, name="community"),
    path("sites/<int:pk>/", views.site, name="site"),
    path("organizations/", lists.OrganizationList.as_view(), name="organizations"),
    path("organizations/<int:pk>/", views.organization, name="organization"),
]
