package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.catalog.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collections with one part changed. */
final class Copies {
  private Copies() {}

  private static Collection copy(
      Collection c,
      String name,
      long owner,
      List<Grant> grants,
      long schema,
      List<Index> indexes,
      Map<String, String> options,
      String comment) {
    return new Collection(
        c.id(),
        name,
        0,
        owner,
        grants,
        c.database(),
        schema,
        c.kind(),
        c.columns(),
        c.primaryKey(),
        c.primaryKeyName(),
        indexes,
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        c.engine(),
        options,
        c.definition(),
        c.sequence(),
        comment,
        c.triggers(),
        c.rowSecurity());
  }

  /** The same with the text of the query that it keeps the rows of. */
  static Collection defined(Collection c, String text) {
    return new Collection(
        c.id(),
        c.name(),
        0,
        c.owner(),
        c.grants(),
        c.database(),
        c.schema(),
        c.kind(),
        c.columns(),
        c.primaryKey(),
        c.primaryKeyName(),
        c.indexes(),
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        c.engine(),
        c.options(),
        text,
        c.sequence(),
        c.comment(),
        c.triggers(),
        c.rowSecurity());
  }

  static Collection withColumns(Collection c, List<Column> columns) {
    return new Collection(
        c.id(),
        c.name(),
        0,
        c.owner(),
        c.grants(),
        c.database(),
        c.schema(),
        c.kind(),
        columns,
        c.primaryKey(),
        c.primaryKeyName(),
        c.indexes(),
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        c.engine(),
        c.options(),
        c.definition(),
        c.sequence(),
        c.comment(),
        c.triggers(),
        c.rowSecurity());
  }

  static Collection withTriggers(Collection c, List<Trigger> triggers) {
    return new Collection(
        c.id(),
        c.name(),
        0,
        c.owner(),
        c.grants(),
        c.database(),
        c.schema(),
        c.kind(),
        c.columns(),
        c.primaryKey(),
        c.primaryKeyName(),
        c.indexes(),
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        c.engine(),
        c.options(),
        c.definition(),
        c.sequence(),
        c.comment(),
        List.copyOf(triggers),
        c.rowSecurity());
  }

  static Collection withRowSecurity(Collection c, RowSecurity rowSecurity) {
    return new Collection(
        c.id(),
        c.name(),
        0,
        c.owner(),
        c.grants(),
        c.database(),
        c.schema(),
        c.kind(),
        c.columns(),
        c.primaryKey(),
        c.primaryKeyName(),
        c.indexes(),
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        c.engine(),
        c.options(),
        c.definition(),
        c.sequence(),
        c.comment(),
        c.triggers(),
        rowSecurity);
  }

  /** The same in another engine. */
  static Collection inEngine(Collection c, String engine) {
    return new Collection(
        c.id(),
        c.name(),
        0,
        c.owner(),
        c.grants(),
        c.database(),
        c.schema(),
        c.kind(),
        c.columns(),
        c.primaryKey(),
        c.primaryKeyName(),
        c.indexes(),
        c.checks(),
        c.foreignKeys(),
        c.schemaVersion(),
        c.nextColumnId(),
        c.open(),
        c.redis(),
        c.space(),
        engine,
        c.options(),
        c.definition(),
        c.sequence(),
        c.comment(),
        c.triggers(),
        c.rowSecurity());
  }

  static Collection withIndex(Collection c, Index index) {
    List<Index> indexes = new ArrayList<>(c.indexes());
    indexes.add(index);
    return withIndexes(c, indexes);
  }

  static Collection withIndexes(Collection c, List<Index> indexes) {
    return copy(
        c,
        c.name(),
        c.owner(),
        c.grants(),
        c.schema(),
        List.copyOf(indexes),
        c.options(),
        c.comment());
  }

  static Collection renamed(Collection c, String name) {
    return copy(c, name, c.owner(), c.grants(), c.schema(), c.indexes(), c.options(), c.comment());
  }

  static Collection ownedBy(Collection c, long owner) {
    return copy(c, c.name(), owner, c.grants(), c.schema(), c.indexes(), c.options(), c.comment());
  }

  static Collection inSchema(Collection c, long schema) {
    return copy(c, c.name(), c.owner(), c.grants(), schema, c.indexes(), c.options(), c.comment());
  }

  static Collection withGrants(Collection c, List<Grant> grants) {
    return copy(c, c.name(), c.owner(), grants, c.schema(), c.indexes(), c.options(), c.comment());
  }

  static Collection withOptions(Collection c, Map<String, String> options) {
    return copy(c, c.name(), c.owner(), c.grants(), c.schema(), c.indexes(), options, c.comment());
  }

  static Collection commented(Collection c, String comment) {
    return copy(c, c.name(), c.owner(), c.grants(), c.schema(), c.indexes(), c.options(), comment);
  }

  /** The same table by another builder's parts, keeping what a builder does not know. */
  static Collection merged(Collection before, Collection built) {
    return new Collection(
        before.id(),
        built.name(),
        0,
        before.owner(),
        before.grants(),
        before.database(),
        before.schema(),
        before.kind(),
        built.columns(),
        built.primaryKey(),
        built.primaryKeyName(),
        built.indexes(),
        built.checks(),
        built.foreignKeys(),
        built.schemaVersion(),
        built.nextColumnId(),
        before.open(),
        before.redis(),
        built.space(),
        before.engine(),
        before.options(),
        before.definition(),
        before.sequence(),
        before.comment(),
        before.triggers(),
        before.rowSecurity());
  }
}
