"""`{% load pictures %}{% picture product %}`: the drawing of a product."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from menkou.web.parts import pictures

register = template.Library()


@register.simple_tag
def picture(product: Any) -> SafeString:
    return pictures.draw(product.picture, product.name)
