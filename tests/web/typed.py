"""What somebody would type into the forms that the matrix sends."""

from html.parser import HTMLParser
from typing import Any

from menkou.lib.identifiers import make_credit_code
from tests.web.world import DAY

SENT = {
    "imports/<int:pk>/rows/<int:row>/": {"answer": "skip"},
    "office/tray/<int:pk>/aside/": {"reason": "twice"},
    "people/lists/save/": {"name": "示例名单", "query": "sex=f"},
    "people/call/numbers/": {"reason": "contact"},  # its form stands on the list to call
    "places/organizations/add/": {"code": make_credit_code(999)},
    "orders/products/<int:pk>/rate/": {"amount": "0.6"},  # twice the rate would be asked about
    "orders/add/": {"press": "add"},
    "orders/parts/<int:pk>/allot/": {"press": "give"},
    "orders/<int:pk>/take-back/": {"pieces": "1"},
    "floor/<int:pk>/record/": {"key": "0" * 32, "cell": "1 9.am 240 -"},
    "figures/compute/": {"day": f"{DAY}"},
    "figures/district/compute/": {"day": f"{DAY}"},
    "people/<int:pk>/account/": {"gone": "", "number": "6222020000000000016", "bank_name": "农行"},
    "orders/<int:pk>/tickets/": {"helper1": "", "helper2": "", "parts1": "", "parts2": ""},
    "orders/<int:pk>/tickets/many/": {"press": "make"},  # the first button only adds up
    "orders/requests/<int:pk>/decline/": {"reason": "late"},
    "pay/open/": {"day": "2022-03-15"},
    "people/files/<list:what>/full/": {"reason": "audit"},  # its form stands on the page before
    "pay/ledger/numbers/": {"reason": "audit"},  # its form stands on the ledger
    "pay/<int:pk>/bank/make/": {"template": "abc", "account": "5300000123456789012"},
    "pay/answers/<int:pk>/<int:row>/": {"aside": "1"},
}
"""What is sent where no form of its own page says it all."""


class Typed(HTMLParser):
    """Reads a page's form for an address, filled as somebody would fill it."""

    WORDS = {
        "name": "示例新", "shown_name": "示例新", "login": "xin", "number": "9-99",
        "code": "530699", "id_number": "", "phone": "", "bank": "", "note": "",
        "bank_name": "", "bank_holder_name": "",
        "detail": "", "m": "0.1",
    }
    TYPES = {"date": f"{DAY}", "password": "menkou-5678"}

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.here, self.select = path, False, ""
        self.data: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            posts = has.get("method", "").lower() == "post"
            self.here = posts and has.get("action", "") in ("", self.path) and not self.data
        if not self.here:
            return
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and has.get("value"):
            if "selected" in has or self.select not in self.data:
                self.data[self.select] = has["value"]
        elif tag in ("input", "textarea", "button") and name:
            self._entry(tag, has, name)

    def _entry(self, tag: str, has: dict[str, str], name: str) -> None:
        kind = has.get("type", "text")
        if kind in ("radio", "checkbox", "submit") or tag == "button":
            if "checked" in has or name not in self.data:
                self.data[name] = has.get("value", "on")
        elif has.get("value") or kind == "hidden":
            self.data[name] = has.get("value", "")
        elif kind in self.TYPES:
            self.data[name] = self.TYPES[kind]
        elif word := self.WORDS.get(name.rstrip("0123456789"), "3"):
            self.data[name] = word

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = False
        if tag == "select":
            self.select = ""
