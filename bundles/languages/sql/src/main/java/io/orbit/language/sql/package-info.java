/**
 * SQL: a lexer and a hand-written recursive-descent parser with precedence climbing. The grammar,
 * the error messages and their positions are PostgreSQL's (gram.y and scan.l of PostgreSQL 18); a
 * test compares them statement by statement with PostgreSQL's own parser.
 *
 * <p>{@code SqlLanguage} is the service; {@code Lexer} splits text into tokens; {@code Parser} ties
 * together one class for each subject (expressions, queries, definitions …), all working on one
 * {@code Tokens}; {@code Syntax} recognises, by the rules in {@code syntax.txt}, what PostgreSQL
 * accepts but Orbit does not carry out; {@code Normalizer} makes the plan cache's key.
 */
@NullMarked
package io.orbit.language.sql;

import org.jspecify.annotations.NullMarked;
