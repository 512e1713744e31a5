"""When articles are collected: daily at 05:00 in Viet Nam, and by hand."""

from typing import Any

from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from htx.flows import ARTICLES, DEFAULTS, NOW_PARAMETER, flow_clock, is_repeated, scheduled


@dag(
    schedule=scheduled("0 22 * * *"),  # 05:00 the next day in Asia/Ho_Chi_Minh
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["htx", "in"],
    doc_md="""
    ### Thu thập tin, bài · Collect articles
    One mapped task a source: fetches politely, keeps the bytes, takes the text and extracts figures with
    their evidence. An article that was seen before adds nothing; a changed one is a new version. A source
    that cannot be reached turns its own task red, after retries, and no other. A page that our own code
    breaks on is kept as an incident, the others go on, and the last task turns red for it.
    Conf: `now` (ISO 8601 with zone) stands for the moment of the run.
    """,
)
def collect_articles() -> None:
    @task
    def find_active_sources() -> list[str]:
        """Codes of the sources that are switched on."""
        from htx.settings import get_settings
        from ingest.articles.sources import active_sources

        return active_sources(get_settings())

    @task(outlets=[ARTICLES], max_active_tis_per_dagrun=4)
    def collect_source(source_code: str, *, outlet_events: Any = None) -> dict[str, Any]:
        """Collect one source; a source without news wakes nobody."""
        from htx.settings import get_settings
        from ingest.articles import collect

        context = get_current_context()
        now = flow_clock(context)
        report = collect.collect_source(get_settings(), source_code, now)
        if report.is_broken:
            raise RuntimeError(f"{source_code}: no page could be fetched; {report.pages[0].reason}")
        if not report.has_news and not is_repeated(context):
            raise AirflowSkipException(f"{source_code}: nothing new among {len(report.pages)} pages")
        outlet_events[ARTICLES].extra = {NOW_PARAMETER: now.isoformat(), "figures": report.figures}
        return report.to_json()

    @task(trigger_rule="none_failed")
    def look_for_incidents() -> None:
        """Turn red where our own code broke on pages of this run: somebody of us must look."""
        from htx.settings import get_settings
        from ingest.articles.history import incidents_at

        found = incidents_at(get_settings(), flow_clock(get_current_context()))
        if found:
            raise AirflowFailException(f"our code broke on {len(found)} page(s): {'; '.join(map(str, found))}")

    collect_source.expand(source_code=find_active_sources()) >> look_for_incidents()


collect_articles()
