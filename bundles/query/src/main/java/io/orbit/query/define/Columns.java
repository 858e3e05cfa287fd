package io.orbit.query.define;

import io.orbit.api.catalog.Column;
import io.orbit.api.value.DataType;

/** Columns with one part changed. */
final class Columns {
  private Columns() {}

  static Column notNull(Column c, boolean notNull) {
    return new Column(
        c.id(),
        c.name(),
        c.type(),
        notNull,
        c.defaultText(),
        c.generatedText(),
        c.identity(),
        c.sequence(),
        c.missingText(),
        c.missingIsNull(),
        c.sinceVersion(),
        c.collation(),
        c.comment());
  }

  static Column renamed(Column c, String name) {
    return new Column(
        c.id(),
        name,
        c.type(),
        c.notNull(),
        c.defaultText(),
        c.generatedText(),
        c.identity(),
        c.sequence(),
        c.missingText(),
        c.missingIsNull(),
        c.sinceVersion(),
        c.collation(),
        c.comment());
  }

  static Column withDefault(Column c, String text) {
    return new Column(
        c.id(),
        c.name(),
        c.type(),
        c.notNull(),
        text,
        c.generatedText(),
        c.identity(),
        c.sequence(),
        c.missingText(),
        c.missingIsNull(),
        c.sinceVersion(),
        c.collation(),
        c.comment());
  }

  static Column withIdentity(Column c, Column.Identity identity, long sequence) {
    return new Column(
        c.id(),
        c.name(),
        c.type(),
        c.notNull() || identity != Column.Identity.NONE,
        c.defaultText(),
        c.generatedText(),
        identity,
        sequence,
        c.missingText(),
        c.missingIsNull(),
        c.sinceVersion(),
        c.collation(),
        c.comment());
  }

  /**
   * @param text the value that older records have, null for NULL
   */
  static Column withMissing(
      Column c, @org.jspecify.annotations.Nullable String text, int sinceVersion) {
    return new Column(
        c.id(),
        c.name(),
        c.type(),
        c.notNull(),
        c.defaultText(),
        c.generatedText(),
        c.identity(),
        c.sequence(),
        text == null ? "" : text,
        text == null,
        sinceVersion,
        c.collation(),
        c.comment());
  }

  /** Another type; records are rewritten, so nothing is missing any more. */
  static Column typed(Column c, DataType type, int id) {
    return new Column(
        id,
        c.name(),
        type,
        c.notNull(),
        c.defaultText(),
        c.generatedText(),
        c.identity(),
        c.sequence(),
        "",
        true,
        c.sinceVersion(),
        c.collation(),
        c.comment());
  }

  static Column commented(Column c, String comment) {
    return new Column(
        c.id(),
        c.name(),
        c.type(),
        c.notNull(),
        c.defaultText(),
        c.generatedText(),
        c.identity(),
        c.sequence(),
        c.missingText(),
        c.missingIsNull(),
        c.sinceVersion(),
        c.collation(),
        comment);
  }
}
