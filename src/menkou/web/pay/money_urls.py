"""Addresses of money: batches, answers, cash, the wage ledger."""

from django.urls import URLPattern

screens: list[URLPattern] = []
