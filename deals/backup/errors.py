class BadBackup(Exception):
    """A backup cannot be made or used; says which file, what is wrong, and what to do."""
