"""Reading: from a folder of CSV, workbook and Parquet files to the engine's typed tables, with nothing lost.

The one thing to know: `read_folder` raises only `Unusable`; everything smaller is a problem in the reading.
"""

from huikuan.gateways.imports.folder import read_folder
from huikuan.gateways.imports.inspection import ColumnSeen, SheetSeen, inspect_file, inspect_sheets
from huikuan.gateways.imports.mapping import read_mapping
from huikuan.gateways.imports.reading import (
    InputFile,
    KnownBefore,
    Reading,
    ReadOptions,
    SheetChoice,
    TableTotals,
    Unusable,
)

__all__ = [
    "ColumnSeen",
    "InputFile",
    "KnownBefore",
    "ReadOptions",
    "Reading",
    "SheetChoice",
    "SheetSeen",
    "TableTotals",
    "Unusable",
    "inspect_file",
    "inspect_sheets",
    "read_folder",
    "read_mapping",
]
