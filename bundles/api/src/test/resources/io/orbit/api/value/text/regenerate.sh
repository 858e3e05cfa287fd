#!/usr/bin/env bash
# usage: regenerate.sh PORT   writes expected.tsv from inputs.tsv by a real PostgreSQL 15 (user postgres, UTF8).
# inputs.tsv: settings (name=value;... or -), type, input; COPY's text escapes.
# expected.tsv: the same columns, then output (or \N), SQLSTATE, message, detail.
set -eu
cd "$(dirname "$0")"
psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "${1:?port}" -U postgres postgres <<'SQL'
set client_encoding = 'UTF8';
set timezone = 'UTC';
create temp table inputs(ordinal serial, settings text, type text, input text);
\copy inputs(settings, type, input) from 'inputs.tsv'
create temp table outcomes(ordinal int, output text, state text, message text, detail text);
do $$
declare
  i record; setting text; result text; error_state text; error_message text; error_detail text;
begin
  for i in select * from inputs order by ordinal loop
    result := null; error_state := null; error_message := null; error_detail := null;
    begin
      if i.settings <> '-' then
        foreach setting in array string_to_array(i.settings, ';') loop
          perform set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true);
        end loop;
      end if;
      execute format('create temp table subject(value %s)', i.type);
      execute format('insert into subject values (%L) returning format(''%%s'', value)', i.input) into result;
      raise exception using errcode = 'UNDO0';
    exception
      when sqlstate 'UNDO0' then null;
      when others then
        get stacked diagnostics error_state = returned_sqlstate, error_message = message_text,
          error_detail = pg_exception_detail;
    end;
    insert into outcomes values (i.ordinal, result, error_state, error_message, nullif(error_detail, ''));
  end loop;
end $$;
\copy (select settings, type, input, output, state, message, detail from inputs join outcomes using (ordinal) order by ordinal) to 'expected.tsv'
SQL
