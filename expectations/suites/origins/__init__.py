"""Where the marts come from: every column of every mart is held against what it is made of.

The other suites say what must be true of content; these say that nothing was lost, doubled or exchanged on the way from
the reference data, the files and the layers below. Faults planted in every column of every mart are caught by them.
"""

from expectations.suites.check import Suite
from expectations.suites.origins.claims import (
    FCT_DEPARTMENT_CLAIM_ORIGIN,
    FCT_INDICATOR_VALUE_ORIGIN,
    FCT_PRESS_FIGURE_ORIGIN,
)
from expectations.suites.origins.cooperatives import (
    DIM_COOPERATIVE_ORIGIN,
    FCT_COOPERATIVE_PERIOD_ORIGIN,
    FCT_COOPERATIVE_REVIEW_ORIGIN,
)
from expectations.suites.origins.figures import BRIDGE_FIGURE_CLAIM_ORIGIN, FCT_FIGURE_ORIGIN
from expectations.suites.origins.judgements import (
    FCT_PREFERRED_CLAIM_ORIGIN,
    FCT_RECONCILIATION_ORIGIN,
    FCT_RULE_RESULT_ORIGIN,
)
from expectations.suites.origins.reference_data import (
    BRIDGE_AREA_SUCCESSION_ORIGIN,
    DIM_AGENCY_ORIGIN,
    DIM_AREA_ORIGIN,
    DIM_INDICATOR_ORIGIN,
    DIM_OBLIGATION_ORIGIN,
    DIM_PERIOD_ORIGIN,
    DIM_PROVINCE_ORIGIN,
    DIM_SECTOR_ORIGIN,
    DIM_SOURCE_ORIGIN,
)
from expectations.suites.origins.submissions import (
    FCT_FINDING_ORIGIN,
    FCT_NARRATIVE_ORIGIN,
    FCT_SUBMISSION_CHANGE_ORIGIN,
    FCT_SUBMISSION_ORIGIN,
    FCT_SUPPORT_VALUE_ORIGIN,
    MART_REPORTING_ROUND_ORIGIN,
)
from expectations.suites.origins.targets import FCT_TARGET_PROGRESS_ORIGIN
from expectations.suites.origins.wide import (
    MART_PROVINCE_PERIOD_ORIGIN,
    MART_REPORTER_PERIOD_ORIGIN,
    MART_SUM_PROVINCE_FLOW_ORIGIN,
    MART_SUM_PROVINCE_ORIGIN,
    MART_SUM_REPORTER_ORIGIN,
    MART_SUM_SECTOR_ORIGIN,
)

ORIGIN_SUITES: tuple[Suite, ...] = (
    DIM_PROVINCE_ORIGIN,
    DIM_AREA_ORIGIN,
    BRIDGE_AREA_SUCCESSION_ORIGIN,
    DIM_AGENCY_ORIGIN,
    DIM_OBLIGATION_ORIGIN,
    DIM_PERIOD_ORIGIN,
    DIM_INDICATOR_ORIGIN,
    DIM_SECTOR_ORIGIN,
    DIM_SOURCE_ORIGIN,
    FCT_SUBMISSION_ORIGIN,
    FCT_FINDING_ORIGIN,
    MART_REPORTING_ROUND_ORIGIN,
    FCT_SUBMISSION_CHANGE_ORIGIN,
    FCT_NARRATIVE_ORIGIN,
    FCT_SUPPORT_VALUE_ORIGIN,
    DIM_COOPERATIVE_ORIGIN,
    FCT_COOPERATIVE_PERIOD_ORIGIN,
    FCT_COOPERATIVE_REVIEW_ORIGIN,
    MART_PROVINCE_PERIOD_ORIGIN,
    MART_REPORTER_PERIOD_ORIGIN,
    MART_SUM_PROVINCE_ORIGIN,
    MART_SUM_SECTOR_ORIGIN,
    MART_SUM_REPORTER_ORIGIN,
    MART_SUM_PROVINCE_FLOW_ORIGIN,
    FCT_INDICATOR_VALUE_ORIGIN,
    FCT_PRESS_FIGURE_ORIGIN,
    FCT_DEPARTMENT_CLAIM_ORIGIN,
    FCT_FIGURE_ORIGIN,
    BRIDGE_FIGURE_CLAIM_ORIGIN,
    FCT_RECONCILIATION_ORIGIN,
    FCT_PREFERRED_CLAIM_ORIGIN,
    FCT_RULE_RESULT_ORIGIN,
    FCT_TARGET_PROGRESS_ORIGIN,
)
