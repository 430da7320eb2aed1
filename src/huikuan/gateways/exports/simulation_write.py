"""Writes a simulation into a folder, all of it or nothing: tables for programs, workbook and page for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from pathlib import Path

import polars as pl

from huikuan import __version__
from huikuan.engine.simulate.outcome import SIDES, Simulation
from huikuan.gateways.exports.simulation_findings import Comparison
from huikuan.gateways.exports.tables import joined_lists
from huikuan.gateways.exports.write import FORMATS, OutputRefused, check_target, write_table, written_aside

Progress = Callable[[str, int, int], None]


def write_simulation(
    comparison: Comparison,
    out: Path,
    *,
    formats: Collection[str],
    overwrite: bool,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the files of a simulation and ``simulation.json``; returns their paths in the order of writing.

    Raises:
        OutputRefused: ``out`` is a file, or not empty without ``overwrite``, or a format is unknown.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise OutputRefused("format_unknown", unknown[0])
    chosen = [name for name in FORMATS if name in formats]
    check_target(out, overwrite)
    names: list[str] = []
    with written_aside(out) as folder:
        for done, name in enumerate(chosen):
            if progress is not None:
                progress(name, done, len(chosen))
            names += _write_format(name, folder, comparison)
        names.append("simulation.json")
        document = summary(comparison, files=names)
        (folder / "simulation.json").write_text(
            json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return [out / name for name in names]


def _write_format(name: str, folder: Path, comparison: Comparison) -> list[str]:
    if name == "xlsx":
        # imported late: a run that writes tables only should not wait for the workbook's library
        from huikuan.gateways.exports.simulation_workbook import write_simulation_workbook

        write_simulation_workbook(folder / "simulation.xlsx", comparison)
        return ["simulation.xlsx"]
    if name == "html":
        from huikuan.gateways.exports.simulation_report import write_simulation_report

        write_simulation_report(folder / "simulation.html", comparison)
        return ["simulation.html"]
    tables = simulation_tables(comparison.simulation)
    for table, frame in tables.items():
        write_table(frame, folder / f"{table}.{name}")
    return [f"{table}.{name}" for table in tables]


def simulation_tables(simulation: Simulation) -> Mapping[str, pl.DataFrame]:
    """Return the tables by file name; lists are joined, money is in minor units."""
    return {
        "simulated_totals": simulation.totals,
        "simulated_days": simulation.daily,
        "simulated_tasks": joined_lists(simulation.tasks),
        "simulated_movers": simulation.movers,
        "simulated_cash": simulation.cash,
        "simulated_payments": simulation.payments.rename({"payable_minor": "amount_minor"}).drop("item"),
        "simulated_workload": simulation.workload,
        "model_rates": simulation.rates,
        "model_speeds": simulation.speeds,
        "model_reach": simulation.reach,
    }


def summary(comparison: Comparison, *, files: list[str]) -> dict[str, object]:
    """Return what was asked, on what it rests, and what it says."""
    simulation = comparison.simulation
    return {
        "as_of": simulation.as_of.isoformat(),
        "last_day": simulation.last_day.isoformat(),
        "huikuan": __version__,
        "policies": {
            side: {"policy": chosen.policy.id, "version": chosen.policy.version, "forced": chosen.force}
            for side, chosen in simulation.sides.items()
        },
        "assignment": _assignment(simulation),
        "statement_cycle": _statement_cycle(simulation),
        "assumptions": asdict(simulation.assumptions) | {"middle_draw": simulation.middle_draw},
        "findings": list(comparison.findings()),
        "model": comparison.assumptions(),
        "totals": {
            world: {row["measure"]: {key: row[key] for key in (*SIDES, "difference")} for row in rows}
            for world, rows in _by_world(simulation.totals).items()
        },
        "customers_moved": simulation.movers["customer_id"].n_unique(),
        "files": [*files],
    }


def _assignment(simulation: Simulation) -> dict[str, object] | None:
    """Return the document that says who gets which policy on both sides, if there is one."""
    given = simulation.sides["a"].assignment
    return {"id": given.id, "version": given.version} if given is not None else None


def _statement_cycle(simulation: Simulation) -> dict[str, object] | None:
    """Return the cycle that runs beside both sides, and the rate a day at which customers confirm."""
    given = simulation.confirming
    if given is None:
        return None
    return {"id": given.cycle.id, "version": given.cycle.version, "confirmed_a_day": given.rate}


def _by_world(totals: pl.DataFrame) -> dict[str, list[dict[str, object]]]:
    worlds = totals["world"].unique(maintain_order=True)
    return {world: totals.filter(world=world).to_dicts() for world in worlds}
