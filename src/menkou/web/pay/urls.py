"""Addresses of pay. Those of money have a file of their own."""

from django.urls import URLPattern, include, path

from menkou.web.pay import money_urls

screens: list[URLPattern] = [*money_urls.screens]

urlpatterns = [path("", include((screens, "pay")))]
