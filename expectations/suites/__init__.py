"""The expectations, declared: a suite a mart, and some across marts. Content only; dbt tests hold structure.

What must be true of content is declared in this folder, what a mart comes from in ``origins``; a suite holds both. What
must be true of raw before any mart is built is declared in ``raw``.
"""

from dataclasses import replace

from expectations.suites.check import Check, Suite
from expectations.suites.claims import FCT_INDICATOR_VALUE
from expectations.suites.cooperatives import DIM_COOPERATIVE, FCT_COOPERATIVE_PERIOD, FCT_COOPERATIVE_REVIEW
from expectations.suites.cross_indicator import CROSS_INDICATOR
from expectations.suites.dimensions import (
    DIM_AREA,
    DIM_INDICATOR,
    DIM_PERIOD,
    DIM_PROVINCE,
    DIM_SECTOR,
    DIM_SOURCE,
)
from expectations.suites.figures import BRIDGE_FIGURE_CLAIM, BRIDGE_FIGURE_PART, FCT_FIGURE, MART_PROVINCE_PERIOD
from expectations.suites.origins import ORIGIN_SUITES
from expectations.suites.origins.publications import PUBLICATIONS
from expectations.suites.parts import (
    FCT_DEPARTMENT_CLAIM,
    FCT_NARRATIVE,
    FCT_SUBMISSION_CHANGE,
    FCT_SUPPORT_VALUE,
)
from expectations.suites.places import BRIDGE_AREA_SUCCESSION, DIM_AGENCY, DIM_OBLIGATION
from expectations.suites.plausibility import PLAUSIBLE_CLAIMS, PLAUSIBLE_FIGURES
from expectations.suites.press import FCT_PRESS_FIGURE
from expectations.suites.reconciliation import FCT_PREFERRED_CLAIM, FCT_RECONCILIATION
from expectations.suites.rules import FCT_RULE_RESULT
from expectations.suites.submissions import FCT_FINDING, FCT_SUBMISSION, MART_REPORTING_ROUND
from expectations.suites.sums import (
    MART_REPORTER_PERIOD,
    MART_SUM_PROVINCE,
    MART_SUM_PROVINCE_FLOW,
    MART_SUM_REPORTER,
    MART_SUM_SECTOR,
)
from expectations.suites.targets import FCT_TARGET_PROGRESS

CONTENT_SUITES: tuple[Suite, ...] = (
    DIM_PROVINCE,
    DIM_AREA,
    BRIDGE_AREA_SUCCESSION,
    DIM_AGENCY,
    DIM_OBLIGATION,
    DIM_PERIOD,
    DIM_INDICATOR,
    DIM_SECTOR,
    DIM_SOURCE,
    FCT_SUBMISSION,
    FCT_FINDING,
    MART_REPORTING_ROUND,
    FCT_INDICATOR_VALUE,
    FCT_PRESS_FIGURE,
    FCT_FIGURE,
    BRIDGE_FIGURE_CLAIM,
    BRIDGE_FIGURE_PART,
    FCT_TARGET_PROGRESS,
    FCT_RULE_RESULT,
    FCT_NARRATIVE,
    FCT_SUPPORT_VALUE,
    FCT_SUBMISSION_CHANGE,
    FCT_DEPARTMENT_CLAIM,
    DIM_COOPERATIVE,
    FCT_COOPERATIVE_PERIOD,
    FCT_COOPERATIVE_REVIEW,
    MART_PROVINCE_PERIOD,
    FCT_RECONCILIATION,
    FCT_PREFERRED_CLAIM,
    MART_REPORTER_PERIOD,
    MART_SUM_PROVINCE,
    MART_SUM_SECTOR,
    MART_SUM_REPORTER,
    MART_SUM_PROVINCE_FLOW,
    CROSS_INDICATOR,
    PLAUSIBLE_CLAIMS,
    PLAUSIBLE_FIGURES,
)

_ORIGINS = {suite.name: suite.checks for suite in ORIGIN_SUITES}

ALL_SUITES = (
    *(replace(suite, checks=suite.checks + _ORIGINS.get(suite.name, ())) for suite in CONTENT_SUITES),
    PUBLICATIONS,
)
"""What the gate judges of the marts: their content, and where each column of it comes from."""

__all__ = ["ALL_SUITES", "CONTENT_SUITES", "Check", "Suite"]
