"""A page as plain text and as HTML. Pure: templates are read once from beside this file, nothing is fetched by the reader."""

import textwrap

from jinja2 import Environment, PackageLoader, StrictUndefined

from consumers.page import Page

COLUMNS = 76


def as_text(page: Page) -> str:
    """At most 76 columns, for terminals and old phones."""
    return _TEXT.get_template("alert.txt.j2").render(page=page)


def as_html(page: Page) -> str:
    """One column, readable from 360 px on, light and dark; no picture, font, script or link to anywhere."""
    return _HTML.get_template("alert.html.j2").render(page=page)


def _wrapped(text: str, indent: int = 0, hang: int = 0) -> str:
    margin, following = " " * indent, " " * (indent + hang)
    return textwrap.fill(text, COLUMNS, initial_indent=margin, subsequent_indent=following, break_on_hyphens=False)


def _environment(*, autoescape: bool) -> Environment:
    return Environment(
        loader=PackageLoader("consumers"),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


_HTML = _environment(autoescape=True)
_TEXT = _environment(autoescape=False)
_TEXT.filters["wrapped"] = _wrapped
