from menkou.identity.models.installation import Installation
from menkou.identity.models.log import VerbLog
from menkou.identity.models.saved import SavedFilter
from menkou.identity.models.sealed_key import SealedKey
from menkou.identity.models.user import User

__all__ = ["Installation", "SavedFilter", "SealedKey", "User", "VerbLog"]
