"""The settings of the server under test: ours, and answers say how many queries they took."""

from menkou.settings import *  # noqa: F403
from menkou.settings import MIDDLEWARE as OURS

MIDDLEWARE = ["tests.browser.counting.CountQueries", *OURS]
