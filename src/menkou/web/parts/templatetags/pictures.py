"""`{% load pictures %}{% picture product %}`: the photograph of a product's sample, small, or its
drawing; `{% sample product %}`: the photograph to look at, or nothing."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from menkou.web.parts import pictures
from menkou.web.parts.frame import address

register = template.Library()


@register.simple_tag
def picture(product: Any) -> SafeString:
    url = _address(product, "&small=1")
    if not url:
        return pictures.draw(product.picture, product.name)
    return format_html(
        '<img class="picture" src="{}" width="48" height="48" alt="">', url
    )


@register.simple_tag
def sample(product: Any) -> SafeString | str:
    url = _address(product)
    if not url:
        return ""
    said = _("%(name)s的样品") % {"name": _(product.name)}
    return format_html('<img class="sample" src="{}" alt="{}">', url, said)


def _address(product: Any, more: str = "") -> str:
    """Where the photograph is shown; its name is said, so that a new one is another address."""
    if not product.sample:
        return ""
    return address("product-picture", product.pk, query=f"?v={product.sample[:8]}{more}")
