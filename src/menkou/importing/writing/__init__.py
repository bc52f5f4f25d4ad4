from menkou.importing.writing.base import Writer
from menkou.importing.writing.people import write_people

WRITERS: dict[str, Writer] = {"people": write_people}
"""List -> what writes some of its rows by the actions that the pages call too."""
