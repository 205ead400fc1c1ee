#!/usr/bin/env python
"""Django's command line; `manage.py demo` needs no settings at all."""

import os
import sys


def main():
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("DEMO", "true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference_deals.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
