"""Rows of a query as the records of the content."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from sqlalchemy import Row

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)
else:
    Record = TypeVar("Record")


def record(kind: type[Record], row: Row[Any], **given: object) -> Record:
    """The record whose fields are named as the columns of the row; `given` counts before them.

    Columns without a field are left out, fields with a default may have no column; an array is a tuple, one that is
    null an empty one.
    """
    values: dict[str, Any] = {}
    for name, place, is_array in _fields(kind, row._fields):
        value = row[place]
        values[name] = tuple(value or ()) if is_array else value
    return kind(**(values | given))


@cache
def _fields(kind: type["DataclassInstance"], columns: tuple[str, ...]) -> tuple[tuple[str, int, bool], ...]:
    """The fields that have a column: name, place of the column (of two of one name the first), whether an array."""
    return tuple(
        (field.name, columns.index(field.name), get_origin(field.type) is tuple)
        for field in fields(kind)
        if field.name in columns
    )
