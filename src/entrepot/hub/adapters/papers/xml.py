"""A form in XML: one element a name, one for each member of a list; read without entities, DTD or network."""

from __future__ import annotations

from typing import Any

from lxml import etree

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.papers.form import Element, Form
from entrepot.trade.papers.letters import UNHELD
from entrepot.trade.papers.projection import Tree
from entrepot.trade.wording import gettext_noop

LARGEST = 8 * 1024 * 1024


def written(form: Form, tree: dict[str, Tree]) -> bytes:
    """The document, in UTF-8. A letter that XML cannot hold is refused with its element."""
    root = etree.Element(_name(form, form.root), nsmap={None: form.namespace} if form.namespace else None)
    _fill(form, root, form.elements, tree)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def read(form: Form, raw: bytes) -> dict[str, Tree]:
    """The tree of a document of this form."""
    if len(raw) > LARGEST:
        too_large = gettext_noop("The document has {size} bytes; {limit} are allowed.")
        raise _refused("too-large", too_large, size=len(raw), limit=LARGEST)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as fault:
        raise _refused("not-xml", gettext_noop("This is not XML: {why}."), why=fault) from None
    if root.getroottree().docinfo.doctype:
        raise _refused("xml-doctype", gettext_noop("The document declares a document type, which is not read here."))
    if root.tag != _name(form, form.root):
        raise _refused(
            "not-the-form",
            gettext_noop("The document is “{theirs}”; {form} begins with “{ours}”."),
            theirs=root.tag,
            form=form.code,
            ours=form.root,
        )
    return _tree(form, root, form.elements)


def _fill(form: Form, at: Any, elements: tuple[Element, ...], tree: dict[str, Tree]) -> None:
    for element in elements:
        told = tree.get(element.name)
        for each in told if isinstance(told, list) else [] if told is None else [told]:
            if isinstance(each, dict):
                _fill(form, etree.SubElement(at, _name(form, element.name)), element.group, each)
            elif element.attribute:
                at.set(element.name, _text(form, element, str(each)))
            else:
                etree.SubElement(at, _name(form, element.name)).text = _text(form, element, str(each))


def _tree(form: Form, at: Any, elements: tuple[Element, ...]) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    for element in elements:
        found = at.findall(_name(form, element.name))
        told: Tree = ""
        if element.attribute:
            told = at.get(element.name, "")
        elif element.each:
            told = [_tree(form, each, element.group) for each in found]
        elif element.group:
            told = _tree(form, found[0], element.group) if found else {}
        elif found:
            told = found[0].text or ""
        if told not in ("", {}, []):
            tree[element.name] = told
    return tree


def _name(form: Form, name: str) -> str:
    return f"{{{form.namespace}}}{name}" if form.namespace else name


def _text(form: Form, element: Element, text: str) -> str:
    """The text, if XML can hold every letter of it."""
    if (found := UNHELD["xml"].search(text)) is not None:
        raise _refused(
            "letter-not-xml",
            gettext_noop("{element} of {form} holds the letter U+{letter}, which XML cannot."),
            element=element.name,
            form=form.code,
            letter=f"{ord(found[0]):04X}",
        )
    return text


def _refused(code: str, sentence: str, **params: object) -> Refused:
    return Refused(Finding(code, sentence, params={name: str(value) for name, value in params.items()}))
