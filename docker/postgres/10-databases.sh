#!/bin/sh
# Runs once, when the volume of PostgreSQL is empty: a role and a database for the warehouse, and one for Airflow.
# The warehouse's owner may make roles, since its migrations make those of the readers.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set warehouse_password="$HTX_DATABASE_PASSWORD" --set airflow_password="$AIRFLOW_DATABASE_PASSWORD" <<'SQL'
create role htx_owner login createrole password :'warehouse_password';
create role airflow login password :'airflow_password';
create database htx owner htx_owner;
create database airflow owner airflow;
revoke connect on database airflow from public;
SQL
