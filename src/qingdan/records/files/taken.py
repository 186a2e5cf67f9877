"""When and where a picture says that it was taken: the camera's own notes (EXIF), which may be missing or wrong."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

from qingdan.records.regions.days import BEIJING

BROKEN = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError)


@dataclass(frozen=True, slots=True)
class Taken:
    """``at`` is aware; a camera that names no offset is taken to show Beijing time. Degrees in WGS 84, north and east
    positive. None: the picture does not say."""

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def taken_of(content: bytes) -> Taken:
    """What a picture that has been checked says of itself. Whatever cannot be read is as if it were not there."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            exif = image.getexif()
            detail, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return Taken()
    at = _at(detail.get(ExifTags.Base.DateTimeOriginal), detail.get(ExifTags.Base.OffsetTimeOriginal))
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    return Taken(at, latitude, longitude) if latitude is not None and longitude is not None else Taken(at)


def _at(written: Any, offset: Any) -> datetime | None:
    try:
        plain = datetime.strptime(str(written).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return plain.replace(tzinfo=_zone(offset))


def _zone(offset: Any) -> Any:
    try:
        sign, hours, minutes = str(offset)[0], int(str(offset)[1:3]), int(str(offset)[4:6])
        return timezone((-1 if sign == "-" else 1) * timedelta(hours=hours, minutes=minutes))
    except (ValueError, IndexError):
        return BEIJING


def _degrees(gps: Any, which: int, side: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[which])
        found = degrees + minutes / 60 + seconds / 3600
    except BROKEN:
        return None
    if not math.isfinite(found) or not 0 <= found <= most:
        return None
    return -found if str(gps.get(side, "")).strip("\x00 ").upper() == negative else found
