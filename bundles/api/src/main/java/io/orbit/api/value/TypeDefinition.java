package io.orbit.api.value;

/**
 * What a user defined of a type, as a {@link DataType} carries it: enough to read, write, order and
 * show its values without the catalog. Two definitions are equal when they are of the same type,
 * though one may be older.
 */
public sealed interface TypeDefinition
    permits EnumDefinition, DomainDefinition, CompositeDefinition {
  /** The type's object id, its OID to PostgreSQL's clients. */
  long id();

  /** The type's name without its schema. */
  String name();
}
