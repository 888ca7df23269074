"""Tags that draw: an icon of the sprite, and any piece by the template it names."""

from __future__ import annotations

from typing import Any, Protocol

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


class Piece(Protocol):
    """Anything of `web.pieces` that names its template."""

    @property
    def template(self) -> str: ...


@register.simple_tag
def icon(name: str, classes: str = "icon") -> SafeString:
    """A drawing of the sprite; it stands beside a word, so that it is hidden from those who listen."""
    mark = name if name.startswith(("lane-", "tally-", "logo", "wave")) else f"i-{name}"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static("entrepot/icons.svg"), mark
    )


@register.simple_tag(takes_context=True)
def piece(context: Context, it: Piece | None, **more: Any) -> SafeString:
    """The piece, drawn; nothing for nothing."""
    if it is None:
        return SafeString("")
    assert context.template is not None
    drawn = context.template.engine.get_template(it.template)
    with context.push(it=it, **more):
        return SafeString(drawn.render(context).strip())


@register.simple_tag
def sprite(name: str) -> str:
    """The address of one drawing of the sprite."""
    return f"{static('entrepot/icons.svg')}#{name}"


@register.simple_tag(takes_context=True)
def standing(context: Context) -> str:
    """The frame for pages that were not given one, such as those of signing in."""
    if "shell" not in context and "request" in context:
        from entrepot.hub.web.shell import standing as stood

        context["shell"] = stood(context["request"])
    return ""
