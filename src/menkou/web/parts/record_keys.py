"""Keys of records as they stand in addresses and forms: what can be none is not asked for."""

from typing import Any

from django.core.exceptions import ValidationError

LARGEST = 2**63 - 1  # what a column of keys holds


def is_key(value: Any) -> bool:
    """Whether a value may be a record's key: a whole number that a column of keys holds."""
    text = str(value).strip()
    return text.isdecimal() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST


class KeyedField:
    """For fields that pick a row by its key: what is no key is an invalid choice."""

    error_messages: dict[str, Any]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and not is_key(value):
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)  # type: ignore[misc]
