"""Files that somebody hands in: those of honest people, and more than forty that must not get in, made here."""

import io
import re
import struct
import zipfile
import zlib

import pikepdf
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

MEGABYTE = 1024 * 1024
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
TYPES = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = {
    "docx": ("word/document.xml", TYPES + "wordprocessingml.document.main+xml", b"<w:document><w:body/></w:document>"),
    "xlsx": ("xl/workbook.xml", TYPES + "spreadsheetml.sheet.main+xml", b"<workbook/>"),
    "pptx": ("ppt/presentation.xml", TYPES + "presentationml.presentation.main+xml", b"<p:presentation/>"),
}
OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def archive(parts, *, method=zipfile.ZIP_DEFLATED):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return kept.getvalue()


RTF = rb"{\rtf1{\object\objupdate\objemb}}"


def office(kind="docx", *, more=(), body=b"", types="", main=None, relations="", method=zipfile.ZIP_DEFLATED):
    name, own_type, content = MAIN[kind]
    told = f'<Types><Override PartName="/{name}" ContentType="{main or own_type}"/>{types}</Types>'
    links = f"<Relationships>{relations}</Relationships>"
    return archive(
        [
            ("[Content_Types].xml", XML + told.encode()),
            (name, XML + (body or content)),
            (f"{name.partition('/')[0]}/_rels/{name.partition('/')[2]}.rels", XML + links.encode()),
            *more,
        ],
        method=method,
    )


def relation(kind, target, mode="External"):
    return f'<Relationship Id="r1" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="{mode}"/>'


def workbook():
    """As a library of its own writes it."""
    kept = io.BytesIO()
    book = Workbook()
    book.active.append(["Ruritania", 2009])
    book.save(kept)
    return kept.getvalue()


def open_document(kind="odt", *, more=(), content=b"<office:document><office:scripts/></office:document>"):
    mimetype = f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[kind]}"
    return archive([(zipfile.ZipInfo("mimetype"), mimetype), ("content.xml", XML + content), *more])


def pdf(change=None, **options):
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Lang = String("en (British)")
    if change:
        change(document)
    kept = io.BytesIO()
    document.save(kept, static_id=True, **options)
    return kept.getvalue()


def script(document):
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def action(name):
    def change(document):
        document.Root.OpenAction = document.make_indirect(Dictionary(S=Name(f"/{name}"), F=String("cmd.exe")))

    return change


def attached(document):
    document.attachments["evil.exe"] = b"MZ evil"


def pinned(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    document.pages[0].Annots = Array([document.make_indirect(note)])


def form(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp:xdp/>"))


def film(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    document.pages[0].Annots = Array([document.make_indirect(note)])


def nested(document):
    document.Root.Deep = pikepdf.Object.parse(b"[" * 400 + b"]" * 400)


def drawn(document):
    """Harmless: many objects, as in a long report with tags."""
    document.Root.Many = Array([document.make_indirect(Dictionary(A=n, B=String("words"))) for n in range(3000)])


def by_hand(*objects, root=b"<< /Type /Catalog /Pages 2 0 R >>"):
    """A PDF byte by byte, for what no library would write."""
    page = b"<< /Type /Page /Parent 2 0 R >>"
    pages = (1, 0, root), (2, 0, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"), (3, 0, page)
    text, places = b"%PDF-1.7\n", {}
    for number, generation, content in (*pages, *objects):
        places[number] = (len(text), generation)
        text += b"%d %d obj\n%s\nendobj\n" % (number, generation, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d %05d n \n" % places[number] for number in sorted(places))
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(text))
    return text + table + trailer


def swelling_object_stream():
    """Objects packed into a stream that is four hundred times as large once it is opened."""
    packed = zlib.compress(b"4 0 " + b" " * 300 * MEGABYTE, 9)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    root = b"<< /Type /Catalog /Pages 2 0 R /Names 4 0 R >>"
    text = by_hand((5, 0, stream % (len(packed), packed)), root=root)
    rows = [(1, int(place), 0) for place in re.findall(rb"(\d{10}) \d{5} n", text)]
    rows = [(0, 0, 255), *rows[:3], (2, 5, 0), rows[3]]
    start = text.index(b"xref\n0 ")
    table = b"".join(struct.pack(">BIB", *row) for row in [*rows, (1, start, 0)])
    words = b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream"
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return text[:start] + words % (len(table), table) + end % start


def picture(format, size=(60, 40), **options):
    kept = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(kept, format, **options)
    return kept.getvalue()


def png_claiming(width, height):
    content = picture("PNG")
    header = struct.pack(">II", width, height) + content[24:29]
    return content[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + content[33:]


def png_with(chunk, content):
    made = struct.pack(">I", len(content)) + chunk + content + struct.pack(">I", zlib.crc32(chunk + content))
    plain = picture("PNG")
    return plain[:33] + made + plain[33:]


def moving():
    kept = io.BytesIO()
    frames = [Image.effect_noise((60, 40), 40 + n).convert("RGB") for n in range(3)]
    frames[0].save(kept, "WEBP", save_all=True, append_images=frames[1:])
    return kept.getvalue()


def of_many_scans():
    """A progressive picture whose last scan, a few bytes, stands there some thousand times."""
    kept = io.BytesIO()
    Image.new("RGB", (2000, 2000), "red").save(kept, "JPEG", progressive=True)
    content = kept.getvalue()
    return content[:-2] + content[content.rindex(b"\xff\xda") : -2] * 3000 + content[-2:]


def lying_about_its_size():
    content = bytearray(office(more=[("word/media/a.txt", b"a" * 50_000)]))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def with_flag(flag):
    content = bytearray(office())
    content[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(content)


def of_endless_directory():
    """Its last line counts three parts where the directory lists three hundred thousand."""
    entry = b"PK\x01\x02" + b"\x14\0\x14\0" + b"\0" * 20 + b"\1\0" + b"\0" * 16 + b"a"
    count = 300_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 3, 3, count * len(entry), 4, 0)
    return b"PK\x03\x04" + entry * count + end


def link_out():
    link = zipfile.ZipInfo("word/media/a.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return office(more=[(link, "/etc/passwd")])


def twice():
    with io.BytesIO(office(more=[("word/a.xml", b"<a/>"), ("word/b.xml", b"<a/>")])) as kept:
        return kept.getvalue().replace(b"word/b.xml", b"word/a.xml")


ENTITY = b'<!ENTITY b%d "%s">'
ENTITIES = b"<!DOCTYPE a [" + b"".join(ENTITY % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>"
LAUGHS = ENTITIES + b"<w:document>&b11;</w:document>"
ZIP = archive([("a.txt", b"a")])
EXECUTABLE = b"MZ\x90\0" + b"\0" * 500
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000

HOSTILE = {
    "a PDF that runs a script when it is opened": ("a.pdf", lambda: pdf(script), "holds a script"),
    "a script in a stream of objects": (
        "a.pdf",
        lambda: pdf(script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "holds a script",
    ),
    "a script whose name is written in numbers": (
        "a.pdf",
        lambda: pdf(script).replace(b"/JavaScript", b"/J#61v#61Script"),
        "holds a script",
    ),
    "a script that nothing refers to": ("a.pdf", lambda: by_hand((4, 0, b"<< /S /JavaScript /JS (a) >>")), "a script"),
    "a script in a later generation of its object": (
        "a.pdf",
        lambda: by_hand((4, 7, b"<< /S /#4AavaScript >>"), root=b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 7 R >>"),
        "holds a script",
    ),
    "a PDF that starts a program": ("a.pdf", lambda: pdf(action("Launch")), "starts or sends something by itself"),
    "a PDF that sends what is typed": ("a.pdf", lambda: pdf(action("SubmitForm")), "starts or sends something"),
    "a PDF that reads other files": ("a.pdf", lambda: pdf(action("ImportData")), "starts or sends something"),
    "a PDF with a file in it": ("a.pdf", lambda: pdf(attached), "carries another file"),
    "a PDF with a file pinned to a page": ("a.pdf", lambda: pdf(pinned), "carries another file"),
    "a PDF with a film": ("a.pdf", lambda: pdf(film), "carries another file or a film"),
    "a PDF form of scripts": ("a.pdf", lambda: pdf(form), "a form that runs one"),
    "a PDF with a password": (
        "a.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "has a password",
    ),
    "a PDF cut off": ("a.pdf", lambda: pdf()[:-100], "does not end where it should"),
    "a PDF with something behind": ("a.pdf", lambda: pdf() + b"more", "does not end where it should"),
    "a PDF that is an archive too": ("a.pdf", lambda: pdf() + ZIP + b"\n%%EOF\n", "also a ZIP file"),
    "a PDF that is a page too": ("a.pdf", lambda: pdf().replace(b"\n", b"\n%<script>a()</script>\n", 1), "also a HTML"),
    "a page before a PDF": ("a.pdf", lambda: b"<html><script>a()</script></html>" + pdf(), "not what the name says"),
    "a PDF of nothing": ("a.pdf", lambda: b"%PDF-1.7\nnothing\n%%EOF\n", "cannot be opened in full"),
    "a PDF that swells": ("a.pdf", swelling_object_stream, "too large or too oddly built"),
    "a PDF of slashes": (
        "a.pdf",
        lambda: b"%PDF-1.7\n" + b"/#4" * (6 * MEGABYTE) + b"\n%%EOF",
        "cannot be opened|too large or",
    ),
    "a program called a PDF": ("a.pdf", lambda: EXECUTABLE, "not what the name says"),
    "a document with macros": ("a.docx", lambda: office(more=[("word/vbaProject.bin", OLD_OFFICE)]), "holds macros"),
    "a document of the kind that has macros": (
        "a.docx",
        lambda: office(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "holds macros",
    ),
    "macros under another name": (
        "a.docx",
        lambda: office(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        "holds macros",
    ),
    "a document with a template from elsewhere": (
        "a.docx",
        lambda: office(relations=relation("attachedTemplate", "https://example.org/a.dotm")),
        "fetches something from elsewhere",
    ),
    "a picture from elsewhere": (
        "a.docx",
        lambda: office(relations=relation("image", "\\\\example.org\\a.png")),
        "fetches something from elsewhere",
    ),
    "a link into the reader's network": (
        "a.docx",
        lambda: office(relations=relation("hyperlink", "\\\\example.org\\a")),
        "fetches something from elsewhere",
    ),
    "a link into the reader's machine": (
        "a.docx",
        lambda: office(relations=relation("hyperlink", "file:///etc/passwd")),
        "fetches something from elsewhere",
    ),
    "a table fed by another": (
        "a.xlsx",
        lambda: office("xlsx", relations=relation("externalLinkPath", "https://example.org/a.xlsx")),
        "fetches something from elsewhere",
    ),
    "a document that Word takes in as its own": (
        "a.docx",
        lambda: office(relations=relation("aFChunk", "word/chunk.rtf", "Internal"), more=[("word/chunk.rtf", RTF)]),
        "carries another file",
    ),
    "a document of another format inside": (
        "a.docx",
        lambda: office(more=[("word/chunk.rtf", RTF)]),
        "carries another file",
    ),
    "an object of another program": (
        "a.pptx",
        lambda: office("pptx", more=[("ppt/embeddings/oleObject1.bin", OLD_OFFICE)]),
        "carries another file",
    ),
    "an object under another name": ("a.docx", lambda: office(more=[("word/a.dat", OLD_OFFICE)]), "another file"),
    "a control that runs": ("a.docx", lambda: office(more=[("word/activeX/activeX1.xml", b"<a/>")]), "another file"),
    "an archive in a document": ("a.docx", lambda: office(more=[("word/media/a.png", ZIP)]), "carries another file"),
    "a program in a document": ("a.docx", lambda: office(more=[("word/media/a.png", EXECUTABLE)]), "another file"),
    "a field that starts a program": (
        "a.docx",
        lambda: office(body=b"<w:instrText xml:space='preserve'> DDEAUTO c:\\cmd.exe</w:instrText>"),
        "asks another program",
    ),
    "a table that asks a program": (
        "a.xlsx",
        lambda: office("xlsx", more=[("xl/externalLinks/externalLink1.xml", b'<ddeLink ddeService="cmd"/>')]),
        "asks another program",
    ),
    "a billion laughs": ("a.docx", lambda: office(body=LAUGHS), "defines words of its own in its XML"),
    "a billion laughs in two bytes each": (
        "a.docx",
        lambda: office(more=[("word/footnotes.xml", LAUGHS.decode().encode("utf-16"))]),
        "defines words of its own in its XML",
    ),
    "an encoding in which nothing is seen": (
        "a.docx",
        lambda: office(more=[("word/footnotes.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>')]),
        "defines words of its own in its XML",
    ),
    "a part that swells": (
        "a.docx",
        lambda: office(more=[("word/media/a.bmp", b"\0" * 40 * MEGABYTE)]),
        "far larger than it looks",
    ),
    "parts that swell together": (
        "a.docx",
        lambda: office(more=[(f"word/a{n}.xml", b"<a/>" + b" " * 900_000) for n in range(70)]),
        "far larger than it looks",
    ),
    "a part that lies about its size": ("a.docx", lying_about_its_size, "cannot be opened in full"),
    "too many parts": ("a.docx", lambda: office(more=[(f"word/a{n}.xml", b"") for n in range(3000)]), "many parts"),
    "an endless directory": ("a.docx", of_endless_directory, "too many parts"),
    "a part that leads out": ("a.docx", lambda: office(more=[("word/../../../a.xml", b"<a/>")]), "leads out of it"),
    "a part at the root": ("a.docx", lambda: office(more=[("/etc/a.xml", b"<a/>")]), "leads out of it"),
    "a part that is a link": ("a.docx", link_out, "leads out of it"),
    "one part twice": ("a.docx", twice, "holds the same part twice"),
    "a part under a password": ("a.docx", lambda: with_flag(1), "has a password"),
    "a packing that is not of Office": ("a.docx", lambda: office(method=zipfile.ZIP_LZMA), "cannot be opened in full"),
    "a document with something before": ("a.docx", lambda: EXECUTABLE + office(), "not what the name says"),
    "a document with an archive before": ("a.docx", lambda: ZIP + office(), "also a ZIP file"),
    "a document with something behind": ("a.docx", lambda: office() + b"more", "does not end where it should"),
    "a document that is a PDF too": (
        "a.docx",
        lambda: archive([("a.pdf", b"%PDF-1.7")], method=zipfile.ZIP_STORED),
        "also a PDF file",
    ),
    "a table called a document": ("a.docx", lambda: office("xlsx"), "not what the name says"),
    "an archive called a document": ("a.docx", lambda: ZIP, "not what the name says"),
    "a document of the old kind": ("a.docx", lambda: OLD_OFFICE, "old Office format or one with a password"),
    "an open document with macros": ("a.ods", lambda: open_document("ods", more=[("Basic/a.xml", b"<a/>")]), "macros"),
    "an open document that listens": (
        "a.odt",
        lambda: open_document(content=b'<script:event-listener script:event-name="dom:load"/>'),
        "holds macros",
    ),
    "an open document with a part from elsewhere": (
        "a.odt",
        lambda: open_document(content=b'<text:section-source xlink:href="https://example.org/a.odt"/>'),
        "fetches something from elsewhere",
    ),
    "an open table called a text": ("a.odt", lambda: open_document("ods"), "not what the name says"),
    "a picture of ten thousand million pixels": ("a.png", lambda: png_claiming(100_000, 100_000), "too large"),
    "a picture with words that swell": (
        "a.png",
        lambda: png_with(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 64 * MEGABYTE, 9)),
        "cannot be opened in full",
    ),
    "a picture cut off": ("a.jpg", lambda: picture("JPEG", (600, 400))[:5000], "cannot be opened in full"),
    "a picture without its end": ("a.png", lambda: picture("PNG")[:-12], "does not end where it should"),
    "a picture with an archive behind": ("a.jpg", lambda: picture("JPEG") + ZIP, "also a ZIP file"),
    "a picture with something behind": ("a.png", lambda: picture("PNG") + b"more", "does not end where it should"),
    "a picture with a page in it": ("a.png", lambda: png_with(b"tEXt", b"a\0<script>a()</script>"), "also a HTML"),
    "a picture of three thousand scans": ("a.jpeg", of_many_scans, "cannot be opened in full"),
    "a moving picture": ("a.webp", moving, "The picture moves"),
    "a picture longer than it says": ("a.webp", lambda: picture("WEBP") + b"more", "does not end where it should"),
    "a picture of another kind": ("a.png", lambda: picture("JPEG"), "not what the name says"),
    "a drawing called a picture": ("a.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not what the name"),
    "a page called a picture": ("a.jpg", lambda: b"<html><script>a()</script></html>", "not what the name says"),
    "a text with a byte of nothing": ("a.txt", lambda: b"a\0b", "characters that are no text"),
    "a text of another encoding": ("a.csv", lambda: "naïve".encode("latin-1"), "not in UTF-8"),
    "a text in two bytes each": ("a.txt", lambda: "words".encode("utf-16"), "not in UTF-8"),
    "a text cut off within a sign": ("a.txt", lambda: "…".encode()[:2], "not in UTF-8"),
    "a page called a text": ("a.txt", lambda: b"\xef\xbb\xbf \n<HTML><body>", "also a HTML file"),
    "a script called a text": ("a.txt", lambda: b"#!/bin/sh\nrm a", "also a HTML file"),
    "a program called a text": ("a.txt", lambda: b"MZ words", "not what the name says"),
    "a table that starts a program": ("a.csv", lambda: b"name\nRuritania,=cmd|' /C calc'!A0\n", "starts a program"),
    "nothing": ("a.pdf", lambda: b"", "The file is empty"),
    "a program": ("a.exe", lambda: EXECUTABLE, "the kind “exe” are not taken"),
    "a drawing that runs": ("a.svg", lambda: b"<svg onload='a()'/>", "the kind “svg” are not taken"),
    "a page": ("a.html", lambda: b"<html></html>", "the kind “html” are not taken"),
    "a document of the kind with macros": ("a.docm", office, "the kind “docm” are not taken"),
    "a program behind a second name": ("a.pdf.exe", pdf, "the kind “exe” are not taken"),
    "a program whose name is turned around": ("a\u202efdp.exe", pdf, "the kind “exe” are not taken"),
    "a file without a kind": ("a", pdf, "the kind “a” are not taken"),
}

HONEST = {
    "a PDF": ("a.pdf", lambda: pdf(drawn), "application/pdf"),
    "a PDF that is packed": (
        "a.pdf",
        lambda: pdf(drawn, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "application/pdf",
    ),
    "a PDF that may not be changed": (
        "a.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        "application/pdf",
    ),
    "a document": (
        "a.docx",
        lambda: office(
            relations=relation("hyperlink", "https://www.unaoc.org/"), more=[("word/media/a.png", picture("PNG"))]
        ),
        TYPES + "wordprocessingml.document",
    ),
    "a document with a link to its annex": (
        "a.docx",
        lambda: office(relations=relation("hyperlink", "annex.docx")),
        TYPES + "wordprocessingml.document",
    ),
    "a table": ("a.xlsx", workbook, TYPES + "spreadsheetml.sheet"),
    "a presentation": ("a.pptx", lambda: office("pptx"), TYPES + "presentationml.presentation"),
    "an open document": ("a.odt", open_document, "application/vnd.oasis.opendocument.text"),
    "an open table": ("a.ods", lambda: open_document("ods"), "application/vnd.oasis.opendocument.spreadsheet"),
    "a picture of twelve million pixels": ("a.JPEG", lambda: picture("JPEG", (4000, 3000), quality=30), "image/jpeg"),
    "a picture that appears step by step": ("a.jpg", lambda: picture("JPEG", progressive=True), "image/jpeg"),
    "a picture without loss": ("a.png", lambda: picture("PNG", (1280, 720)), "image/png"),
    "a small picture": ("a.webp", lambda: picture("WEBP"), "image/webp"),
    "a table in plain text": ("a.csv", "name,value\nCôte d’Ivoire,-5\nهيئة,+3\n".encode, "text/csv; charset=utf-8"),
    "a text": ("a.txt", lambda: ("words – … a | b! " * 9000).encode(), "text/plain; charset=utf-8"),
}
