#!/usr/bin/env bash
# usage: answers.sh PORT > ../resources/functions/answers.txt
# Asks a PostgreSQL 15 on loopback (user and database postgres, locale C.UTF-8) what each expression of
# expressions.py is. A line of the result: the expression, the type's name, the text ("|" between the
# rows, backslashes, tabs and newlines escaped as COPY does, NULL as \N), or: the expression,
# "ERROR", SQLSTATE and message.
set -euo pipefail
cd "$(dirname "$0")"
port="${1:?port}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 expressions.py | sed 's/\\/\\\\/g' > "$work/expressions"
psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres postgres <<SQL
set timezone = 'UTC';
create temporary table expressions (n serial, expression text);
\copy expressions (expression) from '$work/expressions'
create temporary table answers (n int, expression text, kind text, answer text, message text);
do \$\$
declare
  e record;
  kind text;
  answer text;
begin
  for e in select * from expressions order by n loop
    begin
      execute 'select min(pg_typeof(x)::text), string_agg(case when x is null and pg_typeof(x)::oid <> 2249 then ''NULL'' else format(''%s'', x) end, ''|'') from (select '
        || e.expression || ' as x) s' into kind, answer;
      insert into answers values (e.n, e.expression, kind, answer, '');
    exception when others then
      insert into answers values (e.n, e.expression, 'ERROR', sqlstate, sqlerrm);
    end;
  end loop;
end
\$\$;
\copy (select expression, kind, answer, message from answers order by n) to '$work/answers'
SQL
cat "$work/answers"
