-- what clients read: information_schema, pg_catalog, psql's commands
CREATE TABLE dept(id serial PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, budget numeric(12, 2) DEFAULT 0 CHECK (budget >= 0));
CREATE TABLE emp(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dept int REFERENCES dept ON DELETE CASCADE, name text, at timestamptz DEFAULT now(), tags text[], full_name text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE INDEX emp_name ON emp(name);
CREATE VIEW staff AS SELECT e.name, d.name AS dept FROM emp e JOIN dept d ON d.id = e.dept;
CREATE SEQUENCE free;
COMMENT ON TABLE dept IS 'departments';
\d
\dt
\di
\ds
\dv
\dn
\d dept
\d+ dept
\d emp
\d+ emp
\d staff
\d+ staff
\d emp_name
\d dept_id_seq
\dt nosuch
\d nosuch
\dt public.*
\dT nosuch
\df nosuch
\sv staff
SELECT table_name, table_type, is_insertable_into FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1;
SELECT table_name, column_name, ordinal_position, column_default, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale, udt_name, is_identity, identity_generation, is_generated, generation_expression FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3;
SELECT constraint_name, table_name, constraint_type, is_deferrable FROM information_schema.table_constraints WHERE table_schema = 'public' AND constraint_name NOT LIKE '%not_null' ORDER BY 1;
SELECT constraint_name, table_name, column_name, ordinal_position, position_in_unique_constraint FROM information_schema.key_column_usage WHERE table_schema = 'public' ORDER BY 1;
SELECT constraint_name, unique_constraint_name, match_option, update_rule, delete_rule FROM information_schema.referential_constraints ORDER BY 1;
SELECT table_name, column_name, constraint_name FROM information_schema.constraint_column_usage ORDER BY 1, 2, 3;
SELECT constraint_name, check_clause FROM information_schema.check_constraints WHERE constraint_name NOT LIKE '%not_null' AND constraint_schema = 'public' ORDER BY 1;
SELECT table_name, view_definition, is_updatable, check_option FROM information_schema.views WHERE table_schema = 'public';
SELECT sequence_name, data_type, start_value, minimum_value, maximum_value, increment, cycle_option FROM information_schema.sequences ORDER BY 1;
SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT LIKE 'pg_toast%' ORDER BY 1;
SELECT view_name, table_name FROM information_schema.view_table_usage ORDER BY 1, 2;
SELECT view_name, table_name, column_name FROM information_schema.view_column_usage ORDER BY 1, 2, 3;
SELECT catalog_name FROM information_schema.information_schema_catalog_name;
SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants WHERE table_name = 'dept' ORDER BY 3;
SELECT * FROM information_schema.applicable_roles LIMIT 0;
SELECT * FROM information_schema.routines LIMIT 0;
SELECT * FROM information_schema.nosuch;
SELECT relname, relkind, relnatts, relhasindex, relchecks, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
SELECT attname, atttypid::regtype, attnum, attnotnull, atthasdef, attidentity, attgenerated, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'emp'::regclass AND attnum > 0 ORDER BY attnum;
SELECT conname, contype, conkey, confkey, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1;
SELECT indexrelid::regclass, indisunique, indisprimary, indkey, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN ('dept'::regclass, 'emp'::regclass) ORDER BY 1::text;
SELECT adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'emp'::regclass ORDER BY 1;
SELECT schemaname, tablename, tableowner = current_user AS mine, hasindexes FROM pg_tables WHERE schemaname = 'public' ORDER BY 2;
SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 3;
SELECT viewname, definition FROM pg_views WHERE schemaname = 'public';
SELECT sequencename, data_type, start_value, increment_by, last_value FROM pg_sequences ORDER BY 1;
SELECT typname, typlen, typtype, typcategory FROM pg_type WHERE typname IN ('int4', 'text', 'numeric', '_int4', 'timestamptz', 'jsonb') ORDER BY 1;
SELECT oid::regtype, typarray::regtype, typelem::regtype FROM pg_type WHERE typname IN ('int4', '_text') ORDER BY 1::text;
SELECT to_regclass('dept'), to_regclass('nosuch'), to_regtype('int4'), to_regrole('nosuch'), to_regnamespace('public');
SELECT pg_get_serial_sequence('dept', 'id'), pg_get_serial_sequence('emp', 'id'), pg_get_serial_sequence('emp', 'name');
SELECT pg_table_is_visible('dept'::regclass), pg_get_userbyid(10) IS NOT NULL, obj_description('dept'::regclass, 'pg_class');
SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1;
SELECT count(*) > 300 FROM pg_proc;
SELECT count(*) > 0 FROM pg_operator;
SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal;
SELECT count(*) FROM pg_policy;
SELECT count(*) FROM pg_inherits;
SELECT count(*) FROM pg_extension WHERE extname = 'nosuch';
SELECT count(*) FROM pg_publication;
SELECT count(*) FROM pg_enum;
SELECT pid = pg_backend_pid(), usename = current_user, datname = current_database(), state, query LIKE 'SELECT%' FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT count(*) >= 0 FROM pg_locks;
SELECT relname, n_live_tup IS NOT NULL FROM pg_stat_user_tables ORDER BY 1;
SELECT pg_size_pretty(1234567::bigint), pg_database_size(current_database()) > 0, pg_total_relation_size('dept') >= 0;
INSERT INTO pg_class(relname) VALUES ('x');
DELETE FROM pg_class;
UPDATE pg_database SET datname = 'x' WHERE false;
CREATE TABLE pg_catalog.mine(a int);
SELECT (information_schema._pg_expandarray(ARRAY[3, 4])).n;
SELECT * FROM information_schema._pg_expandarray(ARRAY['a', 'b']);
SELECT x, (x).x, (x).n FROM (SELECT information_schema._pg_expandarray('5 6'::int2vector) AS x) y;
EXPLAIN SELECT nosuch FROM dept;
EXPLAIN (NOSUCH) SELECT 1;
EXPLAIN (FORMAT nosuch) SELECT 1;
EXPLAIN (ANALYZE maybe) SELECT 1;
EXPLAIN (COSTS OFF, TIMING) SELECT 1;
EXPLAIN CREATE TABLE x(a int);
VACUUM;
VACUUM FULL dept;
VACUUM (ANALYZE, VERBOSE false) dept, emp;
VACUUM (NOSUCH) dept;
VACUUM nosuch;
VACUUM ANALYZE dept(name);
VACUUM dept(name);
ANALYZE;
ANALYZE dept(name), emp;
ANALYZE dept(nosuch);
ANALYZE nosuch;
ANALYZE (SKIP_LOCKED) dept;
BEGIN;
VACUUM dept;
ROLLBACK;
CHECKPOINT;
REINDEX TABLE nosuch;
REINDEX INDEX emp_name;
REINDEX (CONCURRENTLY) TABLE dept;
REINDEX DATABASE nosuch;
CLUSTER emp USING emp_name;
CREATE TEMP TABLE tt(a int);
SELECT pg_sleep(0), pg_cancel_backend(0), pg_terminate_backend(0);
DO $$ BEGIN NULL; END $$;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE MATERIALIZED VIEW mv AS SELECT 1;
CREATE TRIGGER tr BEFORE INSERT ON dept EXECUTE FUNCTION nosuch();
CREATE EXTENSION nosuch;
CREATE TABLE part(a int) PARTITION BY RANGE (a);
CREATE TABLE heir() INHERITS (dept);
NOTIFY news;
CALL nosuch();
SECURITY LABEL ON TABLE dept IS 'x';
