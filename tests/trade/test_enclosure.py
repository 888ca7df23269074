"""What a file is, its content says."""

from __future__ import annotations

import pytest

from entrepot.trade.enclosure import Handed, faults, media_type, plain_name

PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", "application/pdf"),
        (b"%PDF-1.7\n...", ""),
        (PNG, "image/png"),
        (PNG[:-1], ""),
        (b"\xff\xd8\xff\xe0..\xff\xd9", "image/jpeg"),
        (b"\xff\xd8\xff\xe0..", ""),
        ("Packing list: 12 杯\r\n\t1.8 kg".encode(), "text/plain"),
        (b"text with a \x07 bell", ""),
        (b" \n", ""),
        (b"", ""),
        (b"PK\x03\x04", ""),
        (b"\xff\xfea\0", ""),
    ],
)
def test_what_a_file_is_its_content_says(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("parcel.png", "parcel.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\scans\\a.exe", "a.png"),
        ('say "hi"\r\nX: y.png', "say hiX y.png"),
        (" .. ", "document.png"),
        ("发票.jpeg", "发票.png"),
        ("a" * 300 + ".png", "a" * 116 + ".png"),
    ],
)
def test_a_name_holds_no_path_and_ends_as_the_content_is(name: str, plain: str) -> None:
    assert plain_name(Handed(name, PNG)) == plain


def test_every_fault_is_told_in_its_place() -> None:
    files = [Handed("a.png", PNG), Handed("b.pdf", b"MZ\0"), Handed("c.txt", b"c" * (5 * 1024 * 1024 + 1))]
    assert [(found.code, found.pointer) for found in faults(files)] == [
        ("document-kind", "/documents/1"),
        ("document-too-large", "/documents/2"),
    ]
    assert [found.code for found in faults([Handed("a.png", PNG)] * 11)] == ["too-many-documents"]
