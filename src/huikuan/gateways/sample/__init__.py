"""The sample company: a folder of the contract's tables with invented customers who pay as real ones do."""

from huikuan.gateways.sample.company import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
