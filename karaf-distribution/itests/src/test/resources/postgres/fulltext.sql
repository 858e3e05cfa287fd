-- vectors
SELECT 'a fat cat sat on a mat'::tsvector, 'b:2A,1 a:3b,3C,3 ''it''''s'':4'::tsvector, ''::tsvector, E'''a b'' c\\ d'::tsvector;
SELECT 'a:0'::tsvector;
SELECT 'a:x'::tsvector;
SELECT '''a'::tsvector;
SELECT to_tsvector('english', 'The quick brown foxes jumped over the lazy dogs'), to_tsvector('simple', 'The Quick Brown'), to_tsvector('english', 'a the of'), to_tsvector('english', '');
SELECT to_tsvector('english', 'It''s up-to-date: see http://example.com/a/b?c=d or mail to joe.x@example.org, v1.2.3, -1.5e3 and 42 at 10%');
SELECT to_tsvector('english', 'foo_bar state-of-the-art x86-64 <b>bold</b> &amp; /usr/local/bin/psql readme.txt 192.168.0.1');
SELECT to_tsvector('english', 'running runs ran runner easily fairly cities happiness generally relational conditional rational'), to_tsvector('english', 'skies dying news innings proceed early only');
SELECT to_tsvector('pg_catalog.english', 'Cats'), to_tsvector('Cats and dogs'), to_tsvector('english', '{"a": "Fat cats", "b": ["big dogs", 5]}'::jsonb), to_tsvector('english', NULL);
SELECT to_tsvector('klingon', 'x');
SELECT 'english'::regconfig, 'simple'::regconfig::oid, get_current_ts_config(), 'nothing'::regconfig;
-- queries
SELECT 'fat & rat'::tsquery, 'fat & (rat | cat)'::tsquery, '!fat | rat'::tsquery, 'a <-> b <2> c'::tsquery, 'a:*AB & b:d'::tsquery, '!(a & b)'::tsquery, '!!a'::tsquery, '(a | b) <-> c'::tsquery, 'a <-> (b <-> c)'::tsquery, '''x y'' & ''it''''s'''::tsquery, 'a | b & !c <-> d'::tsquery;
SELECT ''::tsquery, 'a <0> b'::tsquery;
SELECT 'a &'::tsquery;
SELECT 'a b'::tsquery;
SELECT '(a'::tsquery;
SELECT 'a <99999> b'::tsquery;
SELECT to_tsquery('english', 'The & Fat & Rats'), to_tsquery('english', 'Cats | !Dogs:A'), to_tsquery('english', 'fat <-> the <-> cats'), to_tsquery('english', 'supern:*'), to_tsquery('english', '''fat cats'' & up-to-date'), to_tsquery('english', 'the <-> fat'), to_tsquery('english', '!the & cat');
SELECT to_tsquery('english', 'the');
SELECT to_tsquery('english', 'fat cats');
SELECT plainto_tsquery('english', 'The Fat & Rats:C'), phraseto_tsquery('english', 'The Fat Rats of the city'), plainto_tsquery('english', 'up-to-date'), phraseto_tsquery('simple', 'a b c');
SELECT websearch_to_tsquery('english', 'fat cats'), websearch_to_tsquery('english', '"fat cats" or dogs'), websearch_to_tsquery('english', 'signal -fault'), websearch_to_tsquery('english', '"sad cat" or "fat rat" -"big dog"'), websearch_to_tsquery('english', 'a -the or'), websearch_to_tsquery('english', '""" )( dummy \\ query <->');
SELECT 'a & b'::tsquery && 'c', 'a | b'::tsquery || 'c', !! 'a | b'::tsquery, 'a'::tsquery <-> 'b', tsquery_phrase('a', 'b & c', 5), numnode('(fat & rat) | cat'::tsquery), querytree('foo & !bar'::tsquery), querytree('!foo'::tsquery), 'cat'::tsquery @> 'cat & rat'::tsquery, 'cat'::tsquery <@ 'cat & rat'::tsquery;
-- matches
SELECT 'a fat cat'::tsvector @@ 'fat & cat', 'fat & rat' @@ 'a fat cat'::tsvector, to_tsvector('english', 'fat cats ate rats') @@ to_tsquery('english', 'fat & rat'), 'fat cats ate rats' @@ 'cat rat', 'fat cats' @@ to_tsquery('cat'), to_tsvector('fat cats') @@@ to_tsquery('cat & !dog');
SELECT to_tsvector('english', 'fatal error') @@ to_tsquery('english', 'fatal <-> error'), to_tsvector('english', 'error is not fatal') @@ to_tsquery('english', 'fatal <-> error'), to_tsvector('english', 'the cat ate the fat rat') @@ to_tsquery('english', 'cat <3> fat'), to_tsvector('english', 'the cat ate the fat rat') @@ to_tsquery('english', 'ate <-> !cat'), to_tsvector('english', 'a b c d') @@ '(b | c) <-> d'::tsquery, to_tsvector('simple', 'a b c d') @@ '(b & !x) <-> (c | y)'::tsquery, 'a b'::tsvector @@ 'a <-> b'::tsquery;
SELECT 'a:1A b:2'::tsvector @@ 'a:A', 'a:1A b:2'::tsvector @@ 'b:AB', 'a:1A b:2'::tsvector @@ 'b:D', 'a b'::tsvector @@ 'a:A', 'abc abd x'::tsvector @@ 'ab:*', 'abc'::tsvector @@ ''::tsquery, to_tsvector('simple', 'super nova star') @@ to_tsquery('simple', 'super:* <-> no:*');
-- functions of vectors
SELECT setweight('a:1 b:2B'::tsvector, 'A'), setweight('a:1 b:2'::tsvector, 'c', '{b}'), strip('a:1A b:2'::tsvector), length('a b c'::tsvector), 'a:1 b:2'::tsvector || 'b:1 c:2A'::tsvector, ts_delete('a:1 b:2 c'::tsvector, 'b'), ts_delete('a:1 b:2 c'::tsvector, ARRAY['a', 'c']), ts_filter('a:1A b:2 c:3B'::tsvector, '{a,b}'), array_to_tsvector(ARRAY['b', 'a', 'b']), tsvector_to_array('b:1 a:2'::tsvector);
SELECT * FROM unnest('cat:3 fat:2A,4 x'::tsvector);
SELECT setweight('a:1'::tsvector, 'x');
SELECT 'a b'::tsvector = 'b a'::tsvector, 'a:1'::tsvector = 'a:2'::tsvector, 'a'::tsquery = 'a', 'a & b'::tsquery = 'b & a'::tsquery;
-- ranking
SELECT ts_rank('a:1 b:2 c:3'::tsvector, 'a'), ts_rank('a:1 b:2 c:3'::tsvector, 'a & b'), ts_rank('a:1 b:2 c:30'::tsvector, 'a | c'), ts_rank('a:1A b:2 c:3'::tsvector, 'a & c'), ts_rank('a:1 b:2'::tsvector, 'x'), ts_rank('a b'::tsvector, 'a & b'), ts_rank('{0.1,0.2,0.4,0.9}', 'a:1A b:2B'::tsvector, 'a & b');
SELECT n, ts_rank(to_tsvector('english', 'the cat and the hat and another cat on a mat with a rat'), to_tsquery('english', 'cat & rat'), n) FROM generate_series(0, 63, 9) n;
SELECT ts_rank_cd('a:1 b:2 c:3'::tsvector, 'a & b'), ts_rank_cd('a:1 b:5 a:9'::tsvector, 'a & b'), ts_rank_cd('a:1A b:2B'::tsvector, 'a <-> b'), ts_rank_cd('a:1,3,5 b:2,9'::tsvector, 'a & b'), ts_rank_cd('a:1'::tsvector, 'b'), ts_rank_cd('{0.1,0.2,0.4,1}', 'a:1,4C b:2'::tsvector, 'a | b');
SELECT n, ts_rank_cd(to_tsvector('english', 'the cat and the hat and another cat on a mat with a rat and a cat'), to_tsquery('english', 'cat & rat'), n) FROM generate_series(0, 63, 9) n;
-- excerpts
SELECT ts_headline('english', 'The quick brown fox jumped over the lazy dog', to_tsquery('english', 'foxes & dogs'));
SELECT ts_headline('english', 'The quick brown fox jumped over the lazy dog', to_tsquery('english', 'jumping'), 'StartSel=<<, StopSel=>>, HighlightAll=true'), ts_headline('english', 'nothing of it here', to_tsquery('english', 'cat'), 'MinWords=2, MaxWords=3');
SELECT ts_headline('english', 'x', to_tsquery('english', 'x'), 'MinWords=9, MaxWords=3');
SELECT ts_headline('english', 'x', to_tsquery('english', 'x'), 'Nothing=3');
-- tables
CREATE TABLE doc(id int PRIMARY KEY, title text NOT NULL, body text, search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || to_tsvector('english', coalesce(body, ''))) STORED, q tsquery);
INSERT INTO doc(id, title, body) VALUES (1, 'PostgreSQL in practice', 'A database for those who search documents'), (2, 'Redis at work', 'Keys and values; searching is PostgreSQL''s'), (3, 'Cooking', NULL);
SELECT id, search FROM doc ORDER BY id;
SELECT id, ts_rank(search, query) AS rank FROM doc, to_tsquery('english', 'postgresql & search') query WHERE search @@ query ORDER BY rank DESC, id;
SELECT id FROM doc WHERE search @@ websearch_to_tsquery('english', 'searching -redis') ORDER BY id;
UPDATE doc SET body = 'Soups, searched for', q = 'a & b' WHERE id = 3 RETURNING search, q;
SELECT id FROM doc WHERE to_tsvector('english', body) @@ to_tsquery('english', 'soup') ORDER BY id;
CREATE INDEX ON doc(to_tsvector('simple', title));
\d doc
COPY doc(id, search, q) TO STDOUT;
SELECT id, q FROM doc WHERE 'a b'::tsvector @@ q;
SELECT cfgname FROM pg_ts_config WHERE cfgname IN ('simple', 'english') ORDER BY 1;
SHOW default_text_search_config;
SET default_text_search_config = 'simple';
SELECT to_tsvector('The Cats'), plainto_tsquery('The Cats'), get_current_ts_config();
SET default_text_search_config = 'nothing';
DROP TABLE doc;
