"""Form fields for photos and papers: many at once, each looked into before the act begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from qingdan.records.files.checking import checked
from qingdan.records.register.acts import Refused


class ManyFiles(forms.ClearableFileInput):
    """An input for photos and papers; on a phone it offers the camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each looked into before the act begins; a list, perhaps empty."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data is not None else []
        for upload in given:
            try:
                checked(upload)
            except Refused as fault:
                raise ValidationError(str(fault.message)) from fault
        return list(given)
