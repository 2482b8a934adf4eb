"""Finds dead links and leftover brackets in what `cargo doc` wrote for the clients: `doc_links.py target/doc`.

rustdoc checks links between items, but neither anchors nor links that it copies from another crate.
"""

import html.parser
import re
import sys
import urllib.parse
from pathlib import Path

# Crates that the client re-exports, with their documentation; edge cases, which have brackets in their prose; folders
# without pages.
SKIPPED = {"bytes", "http", "serde_json", "huaweicloud_a_quoted_service", "src", "static.files"}
# Links in the documentation of traits of other crates, which the page of each type that implements them repeats.
FOREIGN_LINKS = {
    "dispatcher#setting-the-default-subscriber",
    "futures_core::future::TryFuture",
    "futures_core::stream::Stream",
}
FOREIGN_PROSE = {"trait-implementations-list", "synthetic-implementations-list", "blanket-implementations-list"}
# A link that rustdoc did not resolve: brackets around a word or around code.
UNRESOLVED = re.compile(r"\[(\0+|\w[\w:]*)\](?!\()")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.prose = set(), [], []
        self.redirect = None
        self.code_depth = self.docblock_depth = self.foreign_depth = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "meta" and attributes.get("http-equiv") == "refresh":
            self.redirect = attributes["content"].split("URL=")[-1]
        if tag in ("code", "pre"):
            self.code_depth += 1
        if tag == "div" and (self.docblock_depth or "docblock" in attributes.get("class", "")):
            self.docblock_depth += 1
        if tag == "div" and (self.foreign_depth or attributes.get("id") in FOREIGN_PROSE):
            self.foreign_depth += 1

    def handle_endtag(self, tag):
        if tag in ("code", "pre"):
            self.code_depth -= 1
        if tag == "div":
            self.docblock_depth = max(self.docblock_depth - 1, 0)
            self.foreign_depth = max(self.foreign_depth - 1, 0)

    def handle_data(self, text):
        if self.docblock_depth and not self.foreign_depth:
            self.prose.append("\0" if self.code_depth else text)


def pages(root):
    found = {}
    for path in root.glob("huaweicloud_*/**/*.html"):
        if not SKIPPED.intersection(path.relative_to(root).parts):
            found[path] = Page(path.read_text(encoding="utf-8"))
    return found


def redirected(path, found):
    """Returns the page that another one leads to at once: rustdoc writes such pages for items in private modules."""
    while path in found and found[path].redirect:
        path = (path.parent / found[path].redirect).resolve()
    return path


def problem(path, link, found):
    """Returns what is wrong with a link, or None."""
    url = urllib.parse.urlsplit(link)
    if url.scheme or link in FOREIGN_LINKS:
        return None
    target = (path.parent / urllib.parse.unquote(url.path)).resolve() if url.path else path
    if not target.exists():
        return "no such file"
    target = redirected(target, found)
    if url.fragment and target in found and url.fragment not in found[target].ids:
        return "no such anchor"
    return None


def main():
    root = Path(sys.argv[1]).resolve()
    found = pages(root)
    problems = []
    for path, page in found.items():
        name = path.relative_to(root)
        for link in page.links:
            if why := problem(path, link, found):
                problems.append(f"{name}: {link}: {why}")
        for bracket in UNRESOLVED.findall("".join(page.prose)):
            problems.append(f"{name}: unresolved link [{bracket.replace(chr(0), '`…`')}]")
    print("\n".join(problems[:50]))
    print(f"{len(found)} pages, {len(problems)} problems")
    sys.exit(bool(problems) or not found)


main()
