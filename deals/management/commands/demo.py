import secrets
import socket

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from deals import starter
from deals.rates import load_pegs, load_rates

EDITOR = "editor"


class Command(BaseCommand):
    help = (
        "Set up and serve the whole site with its starter data, for trying it out on this machine."
    )

    def add_arguments(self, parser):
        parser.add_argument("--address", default="127.0.0.1:8000", help="HOST:PORT to serve on")
        parser.add_argument("--no-serve", action="store_true", help="set up, but do not serve")
        parser.add_argument(
            "--new-password", action="store_true", help="give the editor account a new password"
        )

    def handle(self, *, address, no_serve, new_password, **options):
        host, port = self._address(address)
        if not no_serve:
            self._refuse_busy(host, port)
        self._set_up()
        self._account(new_password)
        if no_serve:
            return
        self._allow(host)
        self.stdout.write(self.style.SUCCESS(f"Serving on http://{address} (Ctrl+C stops)."))
        call_command("runserver", address, use_reloader=False, verbosity=0, skip_checks=True)

    def _set_up(self):
        self._step("Preparing the database")
        call_command("migrate", verbosity=0)
        self._step("Loading exchange rates (the first time takes some seconds)")
        pegs, rates = load_pegs(), load_rates()
        self.stdout.write(f"  {rates:,} rates and {pegs} pegs added")
        self._step("Loading the starter data")
        report = starter.load()
        for line in [*report.notices, *report.kept]:
            self.stdout.write(f"  {line}")
        self.stdout.write(
            f"  {report.added.total()} records added, {report.unchanged.total()} unchanged"
        )

    def _step(self, text):
        self.stdout.write(f"{text} …")
        self.stdout.flush()

    def _account(self, new_password):
        user, created = get_user_model().objects.get_or_create(
            username=EDITOR, defaults={"is_staff": True}
        )
        if created:
            user.groups.add(Group.objects.get(name="Editors"))
        if created or new_password:
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save()
            self.stdout.write(f"Editor account for /admin/: {EDITOR}   password: {password}")
        else:
            self.stdout.write(
                f"Editor account for /admin/: {EDITOR} (--new-password makes another)"
            )

    def _address(self, address):
        host, _colon, port = address.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"“{address}” is not HOST:PORT. Write for example 127.0.0.1:8000.")
        return host.strip("[]"), int(port)

    def _refuse_busy(self, host, port):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"{host}:{port} cannot be used ({error.strerror}). "
                    "Choose another: --address 127.0.0.1:8001"
                ) from None

    def _allow(self, host):
        if host not in settings.ALLOWED_HOSTS and host not in ("0.0.0.0", "::"):  # noqa: S104
            settings.ALLOWED_HOSTS.append(host)
