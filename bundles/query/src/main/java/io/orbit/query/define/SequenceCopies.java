package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Sequence;

/** A sequence's collection with other parameters. */
final class SequenceCopies {
  private SequenceCopies() {}

  static Collection with(Collection c, Sequence sequence) {
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
        sequence,
        c.comment(),
        c.triggers(),
        c.rowSecurity());
  }
}
