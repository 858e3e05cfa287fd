package io.orbit.transfer.export;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Collection.Kind;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Schema;
import io.orbit.transfer.Names;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a database holds, as of one moment, in the order in which it can be made again.
 *
 * @param texts shows the text of a stored expression: numbers of objects as their names
 */
record Contents(
    CatalogView catalog, Database database, List<Schema> schemas, UnaryOperator<String> texts) {

  static Contents of(CatalogView catalog, Database database, UnaryOperator<String> texts) {
    List<Schema> schemas =
        catalog.schemas(database.id()).stream()
            .filter(schema -> !schema.name().startsWith("pg_"))
            .filter(schema -> !schema.name().equals("information_schema"))
            .sorted(Comparator.comparing(Schema::name))
            .toList();
    return new Contents(catalog, database, schemas, texts);
  }

  /** All of a kind, the older ones first. */
  private Stream<Collection> all(Kind kind) {
    return schemas.stream()
        .flatMap(schema -> catalog.collections(schema.id()).stream())
        .filter(one -> one.kind() == kind)
        .sorted(Comparator.comparingLong(Collection::id));
  }

  /** Tables that keep rows of their own. */
  List<Collection> tables() {
    return all(Kind.TABLE).filter(table -> !table.isMaterializedView()).toList();
  }

  List<Collection> sequences() {
    return all(Kind.SEQUENCE).sorted(Comparator.comparing(this::name)).toList();
  }

  /** Views, materialised ones too, each after those it reads. */
  List<Collection> views() {
    return ViewOrder.sort(
        Stream.concat(all(Kind.VIEW), all(Kind.TABLE).filter(Collection::isMaterializedView))
            .sorted(Comparator.comparingLong(Collection::id))
            .toList());
  }

  /** An identity column, which makes its sequence by itself. */
  record Identity(Collection table, Column column) {}

  Optional<Identity> identity(Collection sequence) {
    return tables().stream()
        .flatMap(table -> table.columns().stream().map(column -> new Identity(table, column)))
        .filter(one -> one.column().sequence() == sequence.id())
        .filter(one -> one.column().identity() != Column.Identity.NONE)
        .findFirst();
  }

  List<Collection> collections() {
    return Stream.of(tables(), sequences(), views()).flatMap(List::stream).toList();
  }

  String schemaOf(Collection collection) {
    return catalog.object(collection.schema()).map(CatalogObject::name).orElse("");
  }

  String name(Collection collection) {
    return Names.qualified(schemaOf(collection), collection.name());
  }

  /** An expression as it can be given again. */
  String shown(String expression) {
    return expression.contains("::reg") ? texts.apply(expression) : expression;
  }

  String nameOf(long object) {
    return catalog.object(object).map(CatalogObject::name).orElse("");
  }

  /** The columns whose values are data: all but the generated ones. */
  static List<Column> stored(Collection table) {
    return table.columns().stream().filter(column -> column.generatedText().isEmpty()).toList();
  }
}
