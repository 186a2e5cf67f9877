"""Backup and restore: the whole house in one tar file that any of its databases can take in. docs/decisions/0010."""
