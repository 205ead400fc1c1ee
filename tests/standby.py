"""Copies of the PostgreSQL of this run, which can stop and come back; one streams from it."""

import psycopg2
from django.db import connection

from tests.databases import Server
from tests.processes import database_url, postgres_url


class Copy(Server):
    """A server of its own with all that the one of this run has, in a temporary folder.

    Started by `start`; its URL names the database of this process, as the copy has it.
    """

    @property
    def url(self):
        return self.url_of(connection.settings_dict["NAME"])

    def url_of(self, database):
        return postgres_url(database, str(self.folder))

    def initialise(self, programs, *options):
        copy = ["--pgdata", self.folder / "data", "--checkpoint=fast", "--no-sync"]
        options = ["--wal-method=stream", *options]
        self.run(programs / "pg_basebackup", "--dbname", database_url(), *copy, *options)

    def keep(self, programs):
        """As a server's, but leaves it to `halt` and `come_back` whether there is one to stop."""
        self.programs = programs
        self.come_back()
        script = 'cat >/dev/null; "$2" stop -D "$1/data" -m immediate; rm -rf "$1"'
        return self.kept(script, programs / "pg_ctl")

    def halt(self):
        """Breaks all connections at once, as a machine that fails does."""
        self.control("stop", "-m", "immediate")

    def come_back(self):
        """Returns when it accepts connections."""
        options = " ".join(f"-c {name}={value}" for name, value in self.settings().items())
        self.control("start", "-w", "-l", self.folder / "log", "-o", options)

    def control(self, order, *arguments):
        self.run(self.programs / "pg_ctl", order, "-D", self.folder / "data", *arguments)


class Durable(Copy):
    """What it has acknowledged outlives a stop of the server, though not one of the machine."""

    def settings(self):
        return super().settings() | {"synchronous_commit": "on", "full_page_writes": "on"}


class Standby(Copy):
    """Follows the server of this run."""

    def initialise(self, programs):
        super().initialise(programs, "--write-recovery-conf")

    def pause(self):
        """From now on nothing that arrives shows."""
        self.ask("SELECT pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
            pass

    def go_on(self):
        self.ask("SELECT pg_wal_replay_resume()")

    def ask(self, question):
        """The one value that the standby answers."""
        session = psycopg2.connect(self.url)
        try:
            session.autocommit = True
            with session.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchone()[0]
        finally:
            session.close()
