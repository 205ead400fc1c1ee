"""HTML as a tree, strictly: a tag that is not closed, or closed in the wrong place, is an error."""

from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "input", "link", "meta"}


class Node:
    """An element: its tag, its attributes, and its children, which are nodes and text."""

    def __init__(self, tag, attrs=(), parent=None):
        self.tag, self.attrs, self.parent = tag, dict(attrs), parent
        self.children = []

    def walk(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag="", css="", **attrs):
        """The elements inside with this tag, this class and these attributes."""
        return [
            node
            for node in self.walk()
            if tag in ("", node.tag)
            and (not css or css in node.attrs.get("class", "").split())
            and all(node.attrs.get(name) == value for name, value in attrs.items())
        ]

    def one(self, tag="", css="", **attrs):
        [node] = self.all(tag, css, **attrs)
        return node

    @property
    def text(self):
        """As it reads, with single blanks; what a screen reader alone gets stands in it too."""
        return " ".join("".join(self._texts()).split())

    def _texts(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style", "svg"}:
                yield from child._texts()

    @property
    def numbers(self):
        """The exact numbers, as <data value> gives them."""
        return [int(node.attrs["value"]) for node in self.all("data")]

    @property
    def links(self):
        return [node.attrs["href"] for node in self.all("a") if "href" in node.attrs]


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Node("")

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _value in attrs}) == len(attrs), f"<{tag}> repeats an attribute"
        node = Node(tag, attrs, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, attrs, self.here))

    def handle_endtag(self, tag):
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>, line {self.getpos()[0]}"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)


def parse(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> stays open"
    return reader.root


def open_page(client, address, status=200):
    """The page as a tree, after a look at its status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return parse(response.text)


def rows(table):
    """The cells of each row of the body, as text."""
    return [
        [cell.text for cell in row.children if isinstance(cell, Node)]
        for row in table.one("tbody").all("tr")
    ]
