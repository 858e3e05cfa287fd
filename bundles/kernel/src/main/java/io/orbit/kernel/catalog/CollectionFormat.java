package io.orbit.kernel.catalog;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.catalog.Sequence;

/** The fields of a collection; {@link CatalogFormat} describes the encoding. */
final class CollectionFormat {
  private CollectionFormat() {}

  static byte[] encode(Collection collection) {
    FieldWriter out =
        CatalogFormat.header(collection)
            .number(5, collection.database())
            .number(6, collection.schema())
            .constant(7, collection.kind());
    collection.columns().forEach(column -> out.message(8, column(column)));
    out.numbers(9, collection.primaryKey()).text(10, collection.primaryKeyName());
    collection.indexes().forEach(index -> out.message(11, index(index)));
    collection.checks().forEach(check -> out.message(12, check(check)));
    collection.foreignKeys().forEach(key -> out.message(13, foreignKey(key)));
    out.number(14, collection.schemaVersion())
        .number(15, collection.nextColumnId())
        .flag(16, collection.open())
        .flag(17, collection.redis())
        .number(18, collection.space())
        .text(19, collection.engine())
        .map(20, collection.options())
        .text(21, collection.definition())
        .text(23, collection.comment());
    if (collection.sequence() != null) {
      out.message(22, sequence(collection.sequence()));
    }
    collection.triggers().forEach(trigger -> out.message(24, RoutineFormat.encode(trigger)));
    if (!collection.rowSecurity().equals(RowSecurity.NONE)) {
      out.message(25, PolicyFormat.encode(collection.rowSecurity()));
    }
    return out.toBytes();
  }

  static Collection decode(FieldReader in, long version) {
    return new Collection(
        in.number(1),
        in.text(2),
        version,
        in.number(3),
        CatalogFormat.grants(in),
        in.number(5),
        in.number(6),
        in.constant(7, Collection.Kind.class),
        in.messages(8, CollectionFormat::column),
        in.integers(9),
        in.text(10),
        in.messages(11, CollectionFormat::index),
        in.messages(12, CollectionFormat::check),
        in.messages(13, CollectionFormat::foreignKey),
        in.integer(14),
        in.integer(15),
        in.flag(16),
        in.flag(17),
        in.integer(18),
        in.text(19),
        in.map(20),
        in.text(21),
        in.has(22) ? sequence(in.message(22)) : null,
        in.text(23),
        in.messages(24, RoutineFormat::decodeTrigger),
        in.has(25) ? PolicyFormat.decode(in.message(25)) : RowSecurity.NONE);
  }

  private static FieldWriter column(Column column) {
    return new FieldWriter()
        .number(1, column.id())
        .text(2, column.name())
        .message(3, TypeFormat.encode(column.type()))
        .flag(4, column.notNull())
        .text(5, column.defaultText())
        .text(6, column.generatedText())
        .constant(7, column.identity())
        .number(8, column.sequence())
        .text(9, column.missingText())
        .flag(10, column.missingIsNull())
        .number(11, column.sinceVersion())
        .text(12, column.collation())
        .text(13, column.comment());
  }

  private static Column column(FieldReader in) {
    return new Column(
        in.integer(1),
        in.text(2),
        TypeFormat.decode(in.message(3)),
        in.flag(4),
        in.text(5),
        in.text(6),
        in.constant(7, Column.Identity.class),
        in.number(8),
        in.text(9),
        in.flag(10),
        in.integer(11),
        in.text(12),
        in.text(13));
  }

  private static FieldWriter index(Index index) {
    FieldWriter out = new FieldWriter().number(1, index.id()).text(2, index.name());
    for (Index.Element element : index.elements()) {
      out.message(
          3,
          new FieldWriter()
              .number(1, element.column())
              .text(2, element.expressionText())
              .flag(3, element.descending())
              .flag(4, element.nullsFirst()));
    }
    return out.numbers(4, index.include())
        .flag(5, index.unique())
        .flag(6, index.nullsNotDistinct())
        .flag(7, index.constraint())
        .text(8, index.predicateText())
        .number(9, index.space())
        .flag(10, index.valid())
        .text(11, index.comment());
  }

  private static Index index(FieldReader in) {
    return new Index(
        in.number(1),
        in.text(2),
        in.messages(
            3,
            element ->
                new Index.Element(
                    element.integer(1), element.text(2), element.flag(3), element.flag(4))),
        in.integers(4),
        in.flag(5),
        in.flag(6),
        in.flag(7),
        in.text(8),
        in.integer(9),
        in.flag(10),
        in.text(11));
  }

  private static FieldWriter check(Check check) {
    return new FieldWriter()
        .number(1, check.id())
        .text(2, check.name())
        .text(3, check.text())
        .flag(4, check.validated());
  }

  private static Check check(FieldReader in) {
    return new Check(in.number(1), in.text(2), in.text(3), in.flag(4));
  }

  private static FieldWriter foreignKey(ForeignKey key) {
    return new FieldWriter()
        .number(1, key.id())
        .text(2, key.name())
        .numbers(3, key.columns())
        .number(4, key.target())
        .numbers(5, key.targetColumns())
        .constant(6, key.onDelete())
        .constant(7, key.onUpdate())
        .flag(8, key.matchFull())
        .flag(9, key.deferrable())
        .flag(10, key.initiallyDeferred())
        .flag(11, key.validated());
  }

  private static ForeignKey foreignKey(FieldReader in) {
    return new ForeignKey(
        in.number(1),
        in.text(2),
        in.integers(3),
        in.number(4),
        in.integers(5),
        in.constant(6, ForeignKey.Action.class),
        in.constant(7, ForeignKey.Action.class),
        in.flag(8),
        in.flag(9),
        in.flag(10),
        in.flag(11));
  }

  private static FieldWriter sequence(Sequence sequence) {
    return new FieldWriter()
        .message(1, TypeFormat.encode(sequence.type()))
        .number(2, sequence.start())
        .number(3, sequence.increment())
        .number(4, sequence.minimum())
        .number(5, sequence.maximum())
        .number(6, sequence.cache())
        .flag(7, sequence.cycle())
        .number(8, sequence.ownedBy());
  }

  private static Sequence sequence(FieldReader in) {
    return new Sequence(
        TypeFormat.decode(in.message(1)),
        in.number(2),
        in.number(3),
        in.number(4),
        in.number(5),
        in.number(6),
        in.flag(7),
        in.number(8));
  }
}
