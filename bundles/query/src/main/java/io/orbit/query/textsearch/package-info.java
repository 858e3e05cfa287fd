/**
 * Full text search as PostgreSQL's manual, chapter 12, describes it: documents to tokens, tokens to
 * lexemes, lexemes to vectors and queries; matching, ranking, excerpts. Stateless.
 */
@NullMarked
package io.orbit.query.textsearch;

import org.jspecify.annotations.NullMarked;
