"""The sample company: a folder of the contract's tables with invented customers who pay as real ones do."""

from huikuan.gateways.sample.company import SampleSummary, write_sample
from huikuan.gateways.sample.ladders import ladders_beside, write_ladders
from huikuan.gateways.sample.staff import EMPLOYEES, Employee

__all__ = ["EMPLOYEES", "Employee", "SampleSummary", "ladders_beside", "write_ladders", "write_sample"]
