from menkou.importing.models.chunk import Chunk
from menkou.importing.models.imported import Import
from menkou.importing.models.row import Finding, Row

__all__ = ["Chunk", "Finding", "Import", "Row"]
