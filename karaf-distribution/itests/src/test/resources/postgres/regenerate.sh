#!/bin/bash
# Writes NAME.out for each script NAME.sql: what psql shows of it with a genuine PostgreSQL 15 (locale C.UTF-8).
# Wants a running one: PGHOST, PGPORT, PGUSER=orbit (a superuser), and a database "orbit".
set -e
cd "$(dirname "$0")"
export PGOPTIONS= PGTZ=UTC
for script in ${*:-*.sql}; do
  psql -Xq -d orbit -c "DROP DATABASE IF EXISTS orbit_sweep" -c "CREATE DATABASE orbit_sweep"
  psql -Xaq -v VERBOSITY=verbose -P null=NULL -d orbit_sweep -f "$script" 2>&1 |
    sed -E '/^LOCATION: /d; s/^psql:[^ ]*: //' > "${script%.sql}.out"
done
psql -Xq -d orbit -c "DROP DATABASE orbit_sweep"
