"""Names that flows and their callers share; no Airflow here, so that the command line starts fast."""

APPROVAL_TASK = "wait_for_approval"
APPROVE = "Phê duyệt"
REJECT = "Không phê duyệt"
