"""Backups of a coop: one file each, with its database and its attached files."""
