from menkou.importing.matching.base import Matcher
from menkou.importing.matching.people import People

MATCHERS: dict[str, type[Matcher]] = {"people": People}
"""List -> what compares its rows with what is registered."""
