"""A stand-in."""


def map_context(query) -> dict:
    return {}
