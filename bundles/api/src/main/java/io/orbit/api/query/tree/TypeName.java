package io.orbit.api.query.tree;

import java.util.List;

/**
 * A type as written, in PostgreSQL's internal spelling where SQL spells it in words ({@code
 * integer} → {@code pg_catalog.int4}, {@code timestamp with time zone} → {@code
 * pg_catalog.timestamptz}).
 *
 * @param name one or more parts; the last is {@link #COLUMN_TYPE} for {@code table.column%TYPE} and
 *     {@link #ROW_TYPE} for {@code table%ROWTYPE}, which no folded name is
 * @param modifiers what stands in parentheses, constants or names
 * @param intervalFields the words after INTERVAL ({@code year to month}), upper case, or empty
 * @param arrayDimensions number of {@code []}
 * @param setOf true for SETOF
 */
public record TypeName(
    List<String> name,
    List<Expression> modifiers,
    String intervalFields,
    int arrayDimensions,
    boolean setOf,
    int position) {
  public static final String COLUMN_TYPE = "%TYPE";
  public static final String ROW_TYPE = "%ROWTYPE";
}
