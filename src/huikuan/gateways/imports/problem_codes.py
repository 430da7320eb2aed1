"""What reading can complain about: every code with an English message and the remedy beside it.

The one thing to know: these are templates over a problem's own fields ({column}, {value}, {detail}) or, for what
stops the whole reading, over the parameters of ``Unusable``; the texts gateway translates and fills them.
"""

from __future__ import annotations

from collections.abc import Mapping

# code -> (message, remedy); severity is a fact of each problem, see engine/problems.
READING_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing_value": (
        "The required column {column} is empty.",
        "Fill it in, or delete the row if it is a subtotal or a remark.",
    ),
    "missing_column": (
        "The file has no column {column}; none of its rows could be read.",
        "Add the column, or name yours in a mapping file (--map).",
    ),
    "duplicate_column": (
        "Two columns mean {detail}; the column {column} was kept apart and not used.",
        "Remove one of them, or rename it in a mapping file (--map).",
    ),
    "unknown_column": (
        "The column {column} is not one of ours; it was kept beside the data and not used.",
        "Nothing needs doing; if it should count, name it in a mapping file (--map).",
    ),
    "unknown_mapped_column": (
        "The mapping names a column {column} that this file does not have.",
        "Correct the name in the mapping file, or remove the line.",
    ),
    "too_many_cells": (
        "The row has more cells than the header: {value}",
        "Put quotes around text that holds the separator.",
    ),
    "broken_quotes": (
        "The quotes in this row do not close: {value}",
        "Close the quote, or double a quote that belongs to the text.",
    ),
    "bad_json": (
        "The line is not an object of JSON: {value}",
        "Export the file again, or delete the line.",
    ),
    "bad_amount": (
        "{column}: {value} cannot be read as one amount.",
        "Write plain digits with a point before the decimals, such as 1234.50.",
    ),
    "amount_in_ten_thousands": (
        "{column}: {value} is given in units of ten thousand.",
        "Write the amount out in full, such as 120000.00.",
    ),
    "excess_decimals": (
        "{column}: {value} has more decimals than {detail} has.",
        "Round it in the source, or correct the currency.",
    ),
    "amount_currency_differs": (
        "{column}: {value} names another currency than the row's {detail}.",
        "Fill in the currency column, or correct the amount.",
    ),
    "amount_not_positive": (
        "{column}: {value} is not an amount above zero.",
        "Enter the amount as a positive figure.",
    ),
    "unknown_currency": (
        "{column}: {value} is not a currency of ISO 4217.",
        "Use the three-letter code, such as CNY or USD.",
    ),
    "bad_date": (
        "{column}: {value} is not a day between 1970 and 2100.",
        "Write the date as 2026-03-05.",
    ),
    "date_order_decided": (
        "{column}: dates were read as {detail}, because of {value}.",
        "If that is wrong, say --dates dmy or --dates mdy.",
    ),
    "bad_period": (
        "{column}: {value} is not a month.",
        "Write the month as 2026-03.",
    ),
    "bad_number": (
        "{column}: {value} is not a number that fits here; the cell was left empty.",
        "Write plain digits.",
    ),
    "bad_clock": (
        "{column}: {value} is not a time of day.",
        "Write it as 09:00.",
    ),
    "hours_incomplete": (
        "The row does not say when: {value}",
        "open needs from and to, cash_in a date or a day of the month, blackout any of them; from lies before to.",
    ),
    "bad_flag": (
        "{column}: {value} is neither yes nor no; the cell was left empty.",
        "Write true or false, 是 or 否.",
    ),
    "unknown_code": (
        "{column}: {value} is not in the code list.",
        "Use one of: {detail}",
    ),
    "unreadable_terms": (
        "{column}: the payment terms {value} were not understood.",
        "Write them like: net 30, 月结30天, 验收后30天; or give a due date.",
    ),
    "missing_due_date": (
        "There is neither a due date nor payment terms, on the document or its customer.",
        "Fill in due_date or terms, or give the customer its terms.",
    ),
    "missing_payer": (
        "The payment names neither a customer nor a payer.",
        "Fill in customer_id or payer_name.",
    ),
    "negative_amount": (
        "{column}: the negative amount {value} was read as a credit note.",
        "Nothing needs doing; to be explicit, set kind to credit_note.",
    ),
    "duplicate_identical": (
        "{value} stands here again, word for word; it was counted once.",
        "Nothing needs doing; the first one is at {detail}.",
    ),
    "duplicate_conflict": (
        "{value} was already given at {detail} with another {column}; this row was set aside.",
        "Keep the right one of the two rows.",
    ),
    "customers_known_already": (
        "Customers of this extract whom your own table lists too: {value}; your rows stand, the first is at {detail}.",
        "Nothing needs doing.",
    ),
    "unknown_customer": (
        "The customer {value} is not in the customers table; it was added under its number.",
        "Add it to the customers table, or correct the number.",
    ),
    "bad_allocation": (
        "{column}: the part {detail} cannot be read; its money stays unallocated.",
        "Write parts as INV-1:500;INV-2:300.",
    ),
    "allocations_exceed_amount": (
        "{column}: the parts add up to {detail}, more than the payment.",
        "Correct the parts or the amount of the payment.",
    ),
    "unopened_file": (
        "The file {value} could not be opened and was left unread.",
        "If it holds one of the tables, save it again and plan once more; else remove it from the folder.",
    ),
    "several_values": (
        "{column}: the document says this more than once, and differently: {value}.",
        "Ask for a corrected document, or enter it as rows of a table, one for each instalment.",
    ),
    "totals_disagree": (
        "{column}: the totals of the document do not lead to what it calls payable: {value}.",
        "Ask for a corrected document, or enter the right amount as a row of a table.",
    ),
    "ledger_lines_left": (
        "Subtotals and lines without an amount were not taken from the ledger: {value}.",
        "Nothing needs doing.",
    ),
    "balance_breaks": (
        "{column}: the ledger says {value} here, but the lines before lead to {detail}.",
        "See whether lines are missing in the file; those that are there were taken.",
    ),
    "empty_file": (
        "The file {value} is empty.",
        "Export it again, or remove it from the folder.",
    ),
}

# code -> (message, remedy) over the parameters of Unusable.
UNUSABLE_INPUTS: Mapping[str, tuple[str, str]] = {
    "missing_folder": (
        "{path} does not exist.",
        "Check the path of the folder or file.",
    ),
    "no_receivables": (
        "There is no receivables table in {path}.",
        "Add receivables.csv (or 应收.xlsx), or a workbook with a sheet named receivables or 应收.",
    ),
    "missing_columns": (
        "{file} has no column for: {columns}.",
        "Add the columns, or tell which of yours they are in a mapping file (--map).",
    ),
    "ambiguous_dates": (
        "{file}, column {column}: in {value} the day and the month cannot be told apart, and no other row decides it.",
        "Say --dates dmy (day first) or --dates mdy (month first).",
    ),
    "contradictory_dates": (
        "{file}, column {column}: {value} puts the day first and {other} puts the month first.",
        "Correct the column, or say --dates dmy or --dates mdy; rows that do not fit are then set aside.",
    ),
    "broken_file": (
        "{file} cannot be opened: its content is damaged, or not of the kind that its name says.",
        "Open it in the program it came from and save it again.",
    ),
    "file_too_large": (
        "{file} is larger than {megabytes} MB and was not opened.",
        "Ask for it without embedded papers, or enter it as rows of a table.",
    ),
    "too_many_tags": (
        "{file} has more than {most} XML tags and was not opened.",
        "Ask for it in several files, or as a table.",
    ),
    "document_type_declared": (
        "{file} declares a document type of its own, which no invoice needs; for safety it was not opened.",
        "Ask for a file without a DOCTYPE line.",
    ),
    "not_well_formed": (
        "{file} is not well-formed XML: line {line} cannot be read.",
        "Ask for the file once more; it may have been cut off on the way.",
    ),
    "protected_file": (
        "{file} is protected by a password.",
        "Save it without the password and try again.",
    ),
    "several_invoices_inside": (
        "{file} holds more than one invoice for machines, and they differ.",
        "Ask for a file with one invoice, or save its XML attachments as files of their own.",
    ),
    "unknown_invoice_inside": (
        "{file} holds an invoice for machines ({name}) of a kind that is not known here.",
        "Ask for it as Factur-X, ZUGFeRD 2 or XRechnung, or enter it as a row of a table.",
    ),
    "unreadable_encoding": (
        "{file} is not text in {encoding}.",
        "Name its encoding with --encoding, such as gb18030 or utf-16.",
    ),
    "unknown_encoding": (
        "{encoding} is not an encoding that is known here.",
        "Use utf-8, gb18030, utf-16 or big5.",
    ),
    "unknown_currency": (
        "{currency} is not a currency of ISO 4217.",
        "Use a three-letter code such as CNY with --currency.",
    ),
    "mapping_unreadable": (
        "The mapping file {file} cannot be read from line {line} on.",
        "It is YAML: a table, and below it lines of “their header: our column”.",
    ),
    "mapping_unknown_table": (
        "{file}, line {line}: {name} is not a table.",
        "Use one of: {choices}",
    ),
    "mapping_unknown_column": (
        "{file}, line {line}: {name} is not a column of {table}.",
        "Use one of: {choices}",
    ),
}
