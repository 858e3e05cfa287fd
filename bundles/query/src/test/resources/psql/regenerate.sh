#!/bin/bash
# Writes expected.txt: the queries of psql's commands with the rows that a PostgreSQL 15 answers.
# Wants a running one: PGHOST, PGPORT, PGUSER=orbit, and a database "orbit" that may be replaced.
# OIDs of relations stand as {schema.name}.
set -e
cd "$(dirname "$0")"
psql -Xq -d postgres -c "DROP DATABASE IF EXISTS orbit" -c "DROP ROLE IF EXISTS reader" -c "CREATE DATABASE orbit"
psql -Xq -d orbit -c "ALTER SCHEMA public OWNER TO orbit"
psql -Xq -d orbit -v ON_ERROR_STOP=1 -f schema.sql
names=$(psql -XAtq -d orbit -c "SELECT 's/\b' || c.oid || '\b/{' || n.nspname || '.' || c.relname || '}/g' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 ORDER BY c.oid DESC")
query() {
  echo "@@@"
  echo "$1" | sed "$names"
  echo "---"
  psql -XAtq -F'|' --pset null=NULL -d orbit -c "$1" | sed "$names"
}
while IFS= read -r command; do
  echo "### $command"
  text=""
  while IFS= read -r line; do
    case "$line" in
      "********* QUERY **********") text="" ;;
      "**************************") query "$text" ;;
      *) text="$text$line"$'\n' ;;
    esac
  done < <(psql -XE -d orbit -c "$command" 2> /dev/null | awk '/^\*+ QUERY \*+$/{q=1} q{print} /^\*+$/{q=0}')
done < commands.txt > expected.txt
