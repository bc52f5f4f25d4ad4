"""What is personal can be read with the keys, and found without being read."""

import pytest
from cryptography.exceptions import InvalidTag

from menkou.identity import keys


def test_a_field_opens_with_its_own_key_and_name_only() -> None:
    mine, _, _ = keys.wrap_new_key()
    other, _, _ = keys.wrap_new_key()
    sealed = keys.encrypt(mine, "phone", "13800000007")
    assert b"138" not in sealed
    assert keys.decrypt(mine, "phone", sealed) == "13800000007"
    with pytest.raises(InvalidTag):
        keys.decrypt(other, "phone", sealed)
    with pytest.raises(InvalidTag):
        keys.decrypt(mine, "bank", sealed)


def test_the_same_text_is_never_sealed_alike_but_always_found() -> None:
    mine, _, _ = keys.wrap_new_key()
    assert keys.encrypt(mine, "id", "1") != keys.encrypt(mine, "id", "1")
    assert keys.blind("id", "1") == keys.blind("id", "1")
    assert keys.blind("id", "1") != keys.blind("phone", "1")
    assert len(keys.blind("id", "1")) == 16


def test_a_wrapped_key_comes_back() -> None:
    key, wrapped, master = keys.wrap_new_key()
    assert key not in wrapped
    assert keys.unwrap(wrapped, master) == key
