"""The local runtime: embedded PostgreSQL, Airflow home, processes."""
