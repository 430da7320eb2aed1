"""Writes a plan for people and programs: tables as CSV, JSON and Parquet, a workbook, a report, a summary."""

from huikuan.gateways.exports.write import FORMATS, OutputRefused, write_plan

__all__ = ["FORMATS", "OutputRefused", "write_plan"]
