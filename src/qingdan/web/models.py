"""The few rows that belong to the running of the house itself."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The worker's last sign of life. No record and no act: it says nothing about any village.

    ``failing`` names the worker's pieces of work that went wrong in its last round.
    """

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    failing = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"


class DemoMark(models.Model):
    """That this database was made as a demonstration, where anybody may sign in as anybody. Never more than one row."""

    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"demonstration since {self.made_at:%Y-%m-%d}"
