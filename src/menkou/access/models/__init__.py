from menkou.access.models.grant import Grant

__all__ = ["Grant"]
