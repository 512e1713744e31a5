"""Out: freeze a publication, render its report, deliver it after approval."""
