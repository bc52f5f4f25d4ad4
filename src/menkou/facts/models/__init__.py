from menkou.facts.models.device import Device
from menkou.facts.models.fact import Fact
from menkou.facts.models.half_day import HalfDay, HalfDayUse
from menkou.facts.models.tray import Tray

__all__ = ["Device", "Fact", "HalfDay", "HalfDayUse", "Tray"]
