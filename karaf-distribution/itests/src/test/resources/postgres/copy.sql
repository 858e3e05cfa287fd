-- COPY in and out
CREATE TABLE t(id int, name text, price numeric, made date, ok boolean, raw bytea);
COPY t FROM STDIN;
1	lamp	12.50	2020-01-02	t	\\x0001
2	tab\there	\N	\N	f	\\xdeadbeef
3	back\\slash\nline	-1	infinity	\N	\N
\.
SELECT * FROM t ORDER BY id;
COPY t TO STDOUT;
COPY t(name, id) TO STDOUT;
COPY (SELECT id, upper(name) FROM t ORDER BY id DESC) TO STDOUT WITH (DELIMITER '|', NULL 'null');
COPY t TO STDOUT WITH (FORMAT csv, HEADER);
COPY t TO STDOUT CSV HEADER QUOTE '''' DELIMITER ';' NULL 'nil';
COPY t TO STDOUT WITH (FORMAT csv, FORCE_QUOTE (name, id));
COPY t TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *);
COPY t TO STDOUT WITH (FORMAT text, HEADER true);
COPY t(id, name) FROM STDIN WITH (FORMAT csv);
4,"quoted ""x"", and comma"
5,
6,""
7,"two
lines"
\.
SELECT id, name, name IS NULL FROM t WHERE id >= 4 ORDER BY id;
COPY t(id, name) FROM STDIN WITH (FORMAT csv, HEADER match);
id,name
8,eight
\.
COPY t(id, name) FROM STDIN WITH (FORMAT csv, HEADER match);
id,nom
9,nine
\.
COPY t(id, name) FROM STDIN WITH (FORMAT csv, NULL 'nil', FORCE_NOT_NULL (name));
10,nil
\.
COPY t(id, name) FROM STDIN WITH (FORMAT csv, NULL 'nil', FORCE_NULL (name));
11,"nil"
\.
COPY t(id, name) FROM STDIN WITH (DELIMITER ',', NULL '');
12,
13,x\,y
\.
SELECT id, name, name IS NULL FROM t WHERE id > 7 ORDER BY id;
COPY t(id, name) FROM STDIN WHERE id > 20;
19	no
21	yes
\.
SELECT count(*) FROM t WHERE id > 18;
-- errors
COPY t FROM STDIN;
x	a	1	2020-01-01	t	\N
\.
COPY t FROM STDIN;
1	a	1
\.
COPY t(id) FROM STDIN;
1	a
\.
COPY t(id, made) FROM STDIN;
30	2020-01-01
31	2020-13-01
\.
SELECT count(*) FROM t WHERE id = 30;
COPY t(id, name) FROM STDIN CSV;
1,"open
\.
COPY nosuch FROM STDIN;
COPY t(nosuch) FROM STDIN;
COPY t(id, id) FROM STDIN;
COPY nosuch TO STDOUT;
COPY t TO STDOUT (FORMAT nosuch);
COPY t TO STDOUT (DELIMITER 'ab');
COPY t TO STDOUT (DELIMITER E'\n');
COPY t TO STDOUT (QUOTE 'x');
COPY t TO STDOUT (FORMAT csv, QUOTE 'xx');
COPY t TO STDOUT (FORMAT csv, DELIMITER '"');
COPY t TO STDOUT (FORMAT binary, DELIMITER ',');
COPY t TO STDOUT (NOSUCH 1);
COPY t TO STDOUT (FORMAT csv, FORMAT csv);
COPY t TO STDOUT (ENCODING 'nosuch');
COPY (INSERT INTO t(id) VALUES (40)) TO STDOUT;
COPY (INSERT INTO t(id) VALUES (40) RETURNING id, name) TO STDOUT;
COPY (SELECT 1 / 0) TO STDOUT;
CREATE TABLE k(id int PRIMARY KEY, v int CHECK (v > 0), w int DEFAULT 7, x int GENERATED ALWAYS AS (v + 1) STORED);
COPY k FROM STDIN;
1	2	3
2	3	\N
\.
COPY k(id, v) FROM STDIN;
3	4
\.
SELECT * FROM k ORDER BY id;
COPY k(id, v) FROM STDIN;
4	5
3	4
\.
COPY k(id, v) FROM STDIN;
4	-5
\.
COPY k(id, v) FROM STDIN;
\N	5
\.
COPY k(id, x) FROM STDIN;
COPY k TO STDOUT;
SELECT count(*) FROM k;
CREATE VIEW v AS SELECT id FROM t;
COPY v TO STDOUT;
COPY (SELECT * FROM v ORDER BY id LIMIT 2) TO STDOUT;
COPY v FROM STDIN;
BEGIN;
COPY k(id, v) FROM STDIN;
50	5
\.
SELECT count(*) FROM k WHERE id = 50;
ROLLBACK;
SELECT count(*) FROM k WHERE id = 50;
\copy k(id, v) from stdin csv
60,6
\.
\copy (select id, v, w from k order by id) to stdout csv header
COPY t TO STDOUT (FORMAT csv, FORCE_NULL (name));
COPY t FROM STDIN (FORMAT csv, FORCE_QUOTE (name));
COPY (SELECT E'a\\.b', E'\\.', 'x,y', 'q"r', ' s ', '', NULL, E'\t\b\f\v\r') TO STDOUT;
COPY (SELECT E'\\.' AS a) TO STDOUT CSV;
COPY (SELECT E'a\\.b', E'\\.', 'x,y', 'q"r', ' s ', '', NULL, E'\t\r') TO STDOUT CSV;
COPY (SELECT ARRAY[1, NULL], '{"a": 1}'::jsonb, '1 day'::interval, '2020-01-01 00:00:00+00'::timestamptz, 1.5::float8) TO STDOUT;
