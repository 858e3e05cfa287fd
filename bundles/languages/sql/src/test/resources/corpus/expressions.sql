-- Operators and their precedence
SELECT 1 + 2 * 3 - 4 / 5 % 6 ^ 7
SELECT a OR b AND NOT c = d, (a OR b) AND c, NOT NOT a
SELECT - a + - b ^ 2, -5, - 5::text, -(5), +5, - -5, @ -5, 5 !== 3
SELECT a || b || c, a -> 'x' ->> 'y' #>> '{a,b}', a @> b, a <@ b, a ?| b, a && b
SELECT a < b, a <= b, a <> b, a != b, a >= b, a > b, a = b
SELECT a < b < c
SELECT a = b IS NULL, a IS NULL IS NOT NULL, a IS DISTINCT FROM b = c, a IS NOT DISTINCT FROM b
SELECT a IS DISTINCT FROM b IS NULL
SELECT a IS TRUE, a IS NOT TRUE, a IS FALSE, a IS NOT FALSE, a IS UNKNOWN, a IS NOT UNKNOWN, a ISNULL, a NOTNULL
SELECT a LIKE 'x%', a NOT LIKE 'x%' ESCAPE '!', a ILIKE b, a NOT ILIKE b ESCAPE c, a SIMILAR TO b, a NOT SIMILAR TO b ESCAPE 'x'
SELECT a LIKE b LIKE c
SELECT a BETWEEN 1 AND 2 AND b, a NOT BETWEEN SYMMETRIC 1 + 1 AND 2, a BETWEEN ASYMMETRIC 1 AND 2 OR c
SELECT a IN (1, 2, 3), a NOT IN (SELECT 1), a IN ((SELECT 1)), a IN ((SELECT 1), 2), (a, b) IN ((1, 2), (3, 4))
SELECT a = ANY (b), a <> ALL (SELECT 1), a LIKE ANY (ARRAY['a', 'b']), a NOT ILIKE ALL (b), a > SOME (VALUES (1), (2))
SELECT a = ANY (b) = c, x OPERATOR(pg_catalog.+) y, OPERATOR(pg_catalog.-) z, a OPERATOR(s.@@) b
SELECT a AT TIME ZONE 'UTC' AT TIME ZONE b, a AT LOCAL, a COLLATE "C" < b COLLATE pg_catalog."default"
SELECT a::int::text, a::numeric(10, 2), a::varchar(5)[], a::int[3][4], a::int ARRAY, a::int ARRAY[4], CAST(a AS double precision)
SELECT a::pg_catalog.int4, a::"my type", a::bit(3), a::bit varying(5), a::char, a::character varying, a::national character(3), a::nchar varying(3)
SELECT a::interval, a::interval(3), a::interval year to month, a::interval day to second(2), a::interval second(1), a::float(10), a::float(30), a::dec(3)
SELECT a::timestamp(3) with time zone, a::time without time zone, a::timetz, a::timestamptz(0), a::json, a::setof int
SELECT date '2024-01-01', timestamp with time zone '2024-01-01 00:00+02', time(3) '10:00', interval '1' year, interval '1-2' year to month, interval(2) '1 sec', int '5', double precision '1.5', bit '101', char 'x', varchar(3) 'abcd', mytype 'v', s.mytype 'v', numeric(3, 1) '1.5', f(a => 1) 'x'
SELECT json '{}', bool 't', float8 '1', "char" 'c', national character varying 'x', N'text'
SELECT CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END, CASE a WHEN 1 THEN 'x' END, CASE WHEN a THEN 1 END::text
SELECT COALESCE(a, b, 1), NULLIF(a, b), GREATEST(1, 2), LEAST(a)
SELECT ROW(1, 2), ROW(), (1, 2), ROW(1), (a, b) = (c, d), (a).b, (a).*, (a.b).c[1].d, (f(x)).y, ROW(a.*)
SELECT a[1], a[1:2], a[:2], a[1:], a[:], a[1][2].b, a.b[1].c, $1[1], $1.x, (ARRAY[1, 2])[1]
SELECT ARRAY[1, 2, 3], ARRAY[[1, 2], [3, 4]], ARRAY[]::int[], ARRAY(SELECT 1), ARRAY[ARRAY[1], ARRAY[2]]
SELECT EXISTS (SELECT 1), (SELECT 1), (SELECT 1) + 1, ((SELECT 1)), ((SELECT 1) UNION SELECT 2), ((1)), (((a))), ((SELECT 1) + 1) * 2
SELECT (SELECT 1).x, ((SELECT r)).f, NOT EXISTS (SELECT), EXISTS (TABLE t), EXISTS (VALUES (1))
SELECT (a, b) OVERLAPS (c, d), ROW(a, b) OVERLAPS ROW(c, d), (a, b, c) OVERLAPS (d, e)
SELECT current_date, current_time, current_time(3), current_timestamp, current_timestamp(0), localtime, localtimestamp(6), current_role, current_user, user, session_user, system_user, current_catalog, current_schema, current_schema()
SELECT extract(year FROM a), extract(dow FROM a), extract('epoch' FROM a), EXTRACT(timezone_hour FROM now())
SELECT position('a' IN b), substring(a FROM 1 FOR 2), substring(a FOR 2), substring(a FROM 2), substring(a, 1, 2), substring(a FROM 'x' FOR '#'), substring(a SIMILAR 'x' ESCAPE '#'), substring(a || b SIMILAR c ESCAPE d)
SELECT overlay(a PLACING b FROM 1), overlay(a PLACING b FROM 1 FOR 2), overlay(a, b, 1), substring(), overlay()
SELECT trim(a), trim(both from a), trim(leading 'x' FROM a), trim(trailing FROM a, b), trim('x' FROM a), trim(a, b)
SELECT normalize(a), normalize(a, NFKC), a IS NORMALIZED, a IS NOT NFD NORMALIZED, collation for (a), treat(a AS t), a IS DOCUMENT, a IS NOT DOCUMENT, a IS JSON
SELECT f(), f(1), s.f(1, 2), a.b.c.f(), f(x => 1), f(x := 1, y => 2), f(VARIADIC a), f(1, VARIADIC ARRAY[2]), f(*), count(*), count(DISTINCT a), sum(ALL a), "F"(1), left('abc', 1)
SELECT array_agg(a ORDER BY b DESC NULLS LAST, c), string_agg(DISTINCT a, ',' ORDER BY a), count(*) FILTER (WHERE a > 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY a)
SELECT sum(a) OVER (), sum(a) OVER w, sum(a) OVER (w), rank() OVER (PARTITION BY a, b ORDER BY c), sum(a) OVER (ORDER BY b ROWS 1 PRECEDING), sum(a) OVER (ORDER BY b RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), sum(a) OVER (ORDER BY b GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING EXCLUDE TIES), sum(a) FILTER (WHERE b) OVER (w ROWS BETWEEN 1 + 1 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW), sum(a) OVER (ROWS UNBOUNDED PRECEDING EXCLUDE GROUP), sum(a) OVER (ROWS CURRENT ROW EXCLUDE NO OTHERS)
SELECT GROUPING(a, b), DEFAULT, a IS JSON OBJECT WITH UNIQUE KEYS, a IS NOT JSON ARRAY, a IS JSON SCALAR, a IS JSON VALUE WITHOUT UNIQUE
SELECT a AS "select", b select, c as from, d "D", e date, f value, g year
SELECT a LIKE, b IS, c IN FROM t
SELECT a name, b type, c user FROM t
SELECT values, int, time, position, left FROM t
SELECT t.*, s.t.*, *, t.a.b.* FROM t
SELECT a.*.b
SELECT cast(1 as int) + cast('1' as pg_catalog.int8), cast(a as text[])
SELECT xmlelement(name a, xmlattributes(b AS c, d), e, 'f'), xmlforest(a, b AS c), xmlconcat(a, b), xmlparse(document a preserve whitespace), xmlpi(name x, 'y'), xmlroot(a, version no value, standalone yes), xmlserialize(content a AS text no indent), xmlexists('//a' passing by ref b)
SELECT json_object('a': 1, 'b' VALUE 2 NULL ON NULL RETURNING jsonb), json_object(), json_array(1, 2 ABSENT ON NULL), json_array(SELECT 1), json_objectagg(k: v WITH UNIQUE KEYS), json_arrayagg(a ORDER BY b) FILTER (WHERE c), json('1' WITH UNIQUE), json_scalar(1), json_serialize(a RETURNING text)
SELECT json_query(a, '$.b' PASSING 1 AS x RETURNING text WITH CONDITIONAL WRAPPER KEEP QUOTES EMPTY ARRAY ON EMPTY ERROR ON ERROR), json_exists(a, '$' FALSE ON ERROR), json_value(a, '$' RETURNING int DEFAULT 0 ON EMPTY NULL ON ERROR), merge_action()
SELECT a <-> b <=> c, a ~ '^x', a !~* 'y', a ## b, |/ 25, ||/ 27, @ 5, !!5
SELECT a * -1, a*-1, a-+1, a @-1, a<-1, a--1
SELECT 1 IS NOT NULL AND 2 IN (1) OR 3 BETWEEN 1 AND 5 AND NOT 4 LIKE '5'
SELECT (1 + 2) * 3, ((1) + (2)), -(-(1)), NOT (a AND b), (NOT a) IS TRUE
