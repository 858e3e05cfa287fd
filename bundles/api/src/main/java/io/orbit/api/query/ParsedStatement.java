package io.orbit.api.query;

import io.orbit.api.query.tree.Statement;

/**
 * One statement of a parsed text.
 *
 * @param statement its tree; positions in it are offsets in the whole text
 * @param start offset of its first character in the whole text
 * @param end offset after its last character, without the separator
 * @param parameterCount the highest parameter number used in it
 */
public record ParsedStatement(Statement statement, int start, int end, int parameterCount) {}
