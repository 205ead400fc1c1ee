"""Production settings whose static files are collected into the folder that STATIC_ROOT names."""

import os

from conference_deals.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
