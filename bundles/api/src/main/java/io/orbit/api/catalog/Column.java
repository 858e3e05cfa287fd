package io.orbit.api.catalog;

import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;

/**
 * A column.
 *
 * @param id stable number within its collection, from 1; names stored values; never reused
 * @param defaultText text of the DEFAULT expression, empty for none
 * @param generatedText text of a stored generated column's expression, empty for none
 * @param identity whether it is an identity column
 * @param sequence id of the sequence an identity or serial column owns, else 0
 * @param missingText text form of the value that records older than {@code sinceVersion} have;
 *     empty with {@code missingIsNull}
 * @param missingIsNull true when older records have NULL
 * @param sinceVersion the collection's schema version that brought the column
 * @param collation name of its collation, empty for the default
 */
public record Column(
    int id,
    String name,
    DataType type,
    boolean notNull,
    String defaultText,
    String generatedText,
    Identity identity,
    long sequence,
    String missingText,
    boolean missingIsNull,
    int sinceVersion,
    String collation,
    String comment) {
  public enum Identity {
    NONE,
    BY_DEFAULT,
    ALWAYS
  }

  /** Text of the default that applies: its own, or its domain's; empty for none. */
  public String effectiveDefault() {
    DomainDefinition domain = type.domain();
    return defaultText.isEmpty() && domain != null
        ? domain.chain().reversed().stream()
            .map(DomainDefinition::defaultText)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("")
        : defaultText;
  }

  /** A plain column without default. */
  public static Column of(int id, String name, DataType type) {
    return new Column(id, name, type, false, "", "", Identity.NONE, 0, "", true, 0, "", "");
  }
}
