"""Articles with answers beside them: what an editor would want ticked, to measure intake by."""

import json
from dataclasses import dataclass
from pathlib import Path


class NotMeasurable(ValueError):
    """The folder has no article, or one without a usable answer."""


@dataclass(frozen=True)
class Article:
    """`wanted` has the form that `manage.py read_article --json` prints."""

    name: str
    text: str
    wanted: dict


def articles(folder: Path) -> list[Article]:
    """The articles of a folder that have an answer beside them, by name."""
    texts = sorted(folder.glob("*.txt"))
    if not texts:
        raise NotMeasurable(f"{folder} holds no article (*.txt).")
    return [_article(path) for path in texts]


def _article(path: Path) -> Article:
    answer = path.with_suffix(".json")
    try:
        return Article(path.stem, path.read_text("utf-8"), json.loads(answer.read_text("utf-8")))
    except FileNotFoundError:
        raise NotMeasurable(f"{path} has no {answer.name} that says what is wanted.") from None
    except ValueError as error:
        raise NotMeasurable(f"{answer} is not JSON: {error}") from None
