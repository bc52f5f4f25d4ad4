from menkou.figures.models.stored import StoredFigure

__all__ = ["StoredFigure"]
