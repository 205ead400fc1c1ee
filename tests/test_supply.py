"""What the repository must not hold: secrets. Only what git tracks counts."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The names of what is found, and its form. Settings of tests and of a drill say that they are none.
SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "secret of the site": r"""(?i)secret_?key["']?\s*[:=]\s*["']?(?!only for tests)[\w+/=-]{20,}""",
    "password in an address": r"\b(?:postgres(?:ql)?|rediss?|valkeys?)://\w+:(?!secret@|password@)[\w.%-]{6,}@",
    "AWS": r"\bAKIA[0-9A-Z]{16}\b",
    "GitHub": r"\bgh[opsu]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{22,}",
    "GitLab": r"\bglpat-[\w-]{20,}",
    "PyPI": r"\bpypi-AgE[\w-]{40,}",
    "Slack": r"\bxox[abposr]-[\w-]{10,}",
    "OpenAI or Anthropic": r"\bsk-[A-Za-z0-9_-]{32,}",
}
# Made up for a test of the settings, and shown there.
NONE = {"k4-Zq8_vX2rT9mB6wN3cJ7dF5gH1sL0pQ-yR4uE8iO2aV6tK9xW3"}
# Files that hold secrets by their name.
FILES = re.compile(
    r"(^|/)(\.env(\.(?!example).*)?|id_(rsa|ed25519)|.*\.(pem|key|p12|pfx|keystore))$"
)


def tracked() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    found = subprocess.run(command, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("no git repository: nothing tells what belongs to it")
    return found.stdout.decode().split("\0")[:-1]


def secrets_in(text: str) -> list[str]:
    return [
        f"{kind}: {match[0]}"
        for kind, pattern in SECRETS.items()
        for match in re.finditer(pattern, text)
        if not any(known in match[0] for known in NONE)
    ]


def test_no_secret_is_in_the_repository():
    found = {}
    for name in tracked():
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            found[name] = secrets_in(path.read_bytes().decode(errors="replace"))
    assert len(found) > 500
    assert {name: secrets for name, secrets in found.items() if secrets} == {}


def test_no_file_that_holds_secrets_is_in_the_repository():
    assert [name for name in tracked() if FILES.search(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        'SECRET_KEY = "django-insecure-0123456789abcdefghij"',
        "SECRET_KEY=0123456789abcdefghijklmnop",
        "DATABASE_URL=postgres://deals:hunter22@db/deals",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
    ],
)
def test_secrets_are_recognized(text):
    assert secrets_in(text)


@pytest.mark.parametrize("name", [".env", "deploy/site.pem", ".env.production", "a/id_rsa"])
def test_files_of_secrets_are_recognized(name):
    assert FILES.search(name)
