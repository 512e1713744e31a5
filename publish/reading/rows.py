"""Rows of a query as the records of the content."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Row

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)
else:
    Record = TypeVar("Record")


def record(kind: type[Record], row: Row[Any], **given: object) -> Record:
    """The record whose fields are named as the columns of the row; `given` counts before them.

    Columns without a field are left out, fields with a default may have no column; an array is a tuple, and one that
    is null an empty one where the field's default is.
    """
    columns = row._mapping
    values: dict[str, Any] = dict(given)
    for field in fields(kind):
        if field.name not in values and field.name in columns:
            value = columns[field.name]
            if isinstance(value, list):
                value = tuple(value)
            if value is None and field.default == ():
                value = ()
            values[field.name] = value
    return kind(**values)
