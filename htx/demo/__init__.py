"""The demo: TP.HCM's half-year round of 2024 through the whole pipeline, on the real stack."""

from htx.demo.run import run_demo

__all__ = ["run_demo"]
