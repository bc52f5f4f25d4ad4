"""Rules as data: parameters with dates and sources, worker groups, guards of law. Pure."""

from menkou.policy.loading import BadPolicy, Entry, Value
from menkou.policy.rules import NoRuleYet, Rules, UnknownParameter, on

__all__ = ["BadPolicy", "Entry", "NoRuleYet", "Rules", "UnknownParameter", "Value", "on"]
