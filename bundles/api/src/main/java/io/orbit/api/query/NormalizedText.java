package io.orbit.api.query;

import io.orbit.api.query.tree.Expression;
import java.util.List;

/**
 * A statement's text with its literals taken out.
 *
 * @param key the text with white space and comments folded and every literal that may be a
 *     parameter replaced by {@code $n}, numbered after the statement's own parameters; equal keys
 *     may share a plan
 * @param literals what was taken out, in the order of their numbers; positions refer to the
 *     original text
 * @param ownParameters the highest parameter number the text itself used
 * @param single true when the text holds exactly one statement
 */
public record NormalizedText(
    String key, List<Expression.Literal> literals, int ownParameters, boolean single) {}
