"""Names that flows and their callers share; no Airflow here, so that the command line starts fast."""

BUILD_TASK = "build_gate_swap"
PUBLICATION_FLOW = "publish_report"
APPROVAL_TASK = "wait_for_approval"
APPROVE = "Phê duyệt"
REJECT = "Không phê duyệt"
