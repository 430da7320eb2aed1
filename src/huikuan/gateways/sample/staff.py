"""The people of the sample company: one for each role, to look at the pages through every pair of eyes.

Reps and collectors are those who stand with the customers; all others are made up for the pages alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.gateways.sample.words import COLLECTORS, REPS

SALES, COLLECTION = "销售部", "应收账款组"


@dataclass(frozen=True, slots=True)
class Employee:
    """A person of the sample company; the name is the code as well."""

    name: str
    role: str
    team: str | None = None


EMPLOYEES = (
    *(Employee(name, "collector", COLLECTION) for name in COLLECTORS),
    *(Employee(name, "rep", SALES) for name in REPS),
    Employee("沈若兰", "supervisor", COLLECTION),
    Employee("方致远", "credit_supervisor", COLLECTION),
    Employee("马晓峰", "field_collector", COLLECTION),
    Employee("叶晓彤", "clerk", COLLECTION),
    Employee("丁宏伟", "sales_manager", SALES),
    Employee("郭振华", "manager"),
    Employee("韩墨", "credit_manager"),
    Employee("罗敏", "finance"),
    Employee("唐子衡", "legal"),
    Employee("梁启明", "gm"),
    Employee("王砚秋", "boss"),
    Employee("冯悦", "trainer"),
    Employee("石磊", "admin"),
)
