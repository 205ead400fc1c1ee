"""Attacks: bounded scripts that print what they counted, and short versions of them as tests.

    python -m tests.attacks                     all of them, on SQLite and then on PostgreSQL
    python -m tests.attacks hostile --db sqlite --count 2000

Everything happens in a database of its own in a temporary folder, and on 127.0.0.1.
"""
