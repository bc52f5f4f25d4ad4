"""What is written to the log holds no full number of a person, also not inside a traceback."""

import logging

from menkou.lib.hiding import hide_numbers


class Quiet(logging.Formatter):
    """The formatter of every handler: numbers are hidden in the whole of what is written."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_numbers(super().format(record))
