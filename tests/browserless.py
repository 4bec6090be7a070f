"""A form as a browser would send it back, read from the page that shows it."""

from html.parser import HTMLParser


class Form(HTMLParser):
    def __init__(self, response):
        super().__init__()
        self.fields, self.select, self.textarea = {}, None, None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in attrs and self.select and value:
            self.fields.setdefault(self.select, []).append(value)
        elif tag == "input" and name and is_sent(attrs):
            self.fields[name] = value or ("on" if attrs.get("type") == "checkbox" else "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n").strip("\r\n")
            self.textarea = None

    def handle_data(self, text):
        if self.textarea:
            self.fields[self.textarea] += text


def is_sent(attrs):
    return attrs.get("type") not in {"submit", "file", "checkbox", "radio"} or "checked" in attrs


def form_on(response):
    """Without the empty rows that only a script adds."""
    return {name: value for name, value in Form(response).fields.items() if "__prefix__" not in name}


def told(response):
    return [str(message) for message in response.context["messages"]]
