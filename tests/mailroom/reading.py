"""The HTML of a mail, as a mail program takes it apart."""

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "hr"}
NOT_READ = {"style", "title", "xml", "o:allowpng", "o:pixelsperinch", "o:officedocumentsettings"}


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.links, self.open = [], [], [], []
        self.comments = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, dict(attributes)))
        if tag == "a":
            self.links.append([dict(attributes)["href"], ""])

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_comment(self, comment):
        self.comments.append(" ".join(comment.split()))

    def handle_data(self, words):
        inside = {tag for tag, _attributes in self.open}
        if not inside & NOT_READ:
            self.words.append(words)
        if "a" in inside:
            self.links[-1][1] += words.replace("\n", " ")

    def named(self, name):
        return [dict(attributes) for tag, attributes in self.tags if tag == name]

    @property
    def all(self):
        return [(tag, dict(attributes)) for tag, attributes in self.tags]

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def html_of(mail):
    return next(part.content for part in mail.alternatives if part.mimetype == "text/html")


def style_of(attributes):
    return dict(part.split(":", 1) for part in re.split(r";\s*", attributes.get("style", "")) if part)
