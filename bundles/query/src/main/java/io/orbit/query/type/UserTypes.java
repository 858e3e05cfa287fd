package io.orbit.query.type;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.security.Session;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types by their names: PostgreSQL's own, then what users defined, then rows of tables. */
public final class UserTypes {
  private UserTypes() {}

  /**
   * The type that a name stands for.
   *
   * @throws OrbitException UNDEFINED_OBJECT
   */
  public static DataType resolve(Session session, CatalogView catalog, TypeName name) {
    DataType builtIn = TypeNames.find(name);
    if (builtIn != null) {
      return builtIn;
    }
    String last = name.name().getLast();
    if (last.equals(TypeName.COLUMN_TYPE) || last.equals(TypeName.ROW_TYPE)) {
      return ofRelation(session, catalog, name, last.equals(TypeName.ROW_TYPE));
    }
    DataType type = find(session, catalog, name.name());
    boolean array = type == null && last.startsWith("_");
    if (array) {
      type = find(session, catalog, withLast(name.name(), last.substring(1)));
    }
    if (type == null) {
      throw TypeNames.undefined(name);
    }
    if (!name.modifiers().isEmpty()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "type modifier is not allowed for type \"" + last + "\"")
          .at(name.position());
    }
    return array || name.arrayDimensions() > 0 ? DataType.array(type) : type;
  }

  private static List<String> withLast(List<String> name, String last) {
    List<String> changed = new java.util.ArrayList<>(name);
    changed.set(changed.size() - 1, last);
    return changed;
  }

  /** A user's type or a table's row type along the search path; null when there is none. */
  public static @Nullable DataType find(Session session, CatalogView catalog, List<String> name) {
    for (Schema schema : schemas(session, catalog, name)) {
      Optional<UserType> type = catalog.type(schema.id(), name.getLast());
      if (type.isPresent()) {
        return type.get().type();
      }
      Optional<Collection> table = catalog.collection(schema.id(), name.getLast());
      if (table.isPresent() && table.get().kind() != Collection.Kind.SEQUENCE) {
        return rowType(table.get());
      }
    }
    return null;
  }

  /** The schemas that a name may be in, in order. */
  public static List<Schema> schemas(Session session, CatalogView catalog, List<String> name) {
    long database = session.database().id();
    List<String> names =
        name.size() > 1
            ? List.of(TemporarySchema.resolve(session, name.get(name.size() - 2)))
            : SearchPath.of(session);
    return names.stream().flatMap(one -> catalog.schema(database, one).stream()).toList();
  }

  /** The type of a table's or view's rows. */
  public static DataType rowType(Collection table) {
    return DataType.of(
        new CompositeDefinition(
            table.id(),
            table.name(),
            new Row.Shape(
                table.columns().stream().map(Column::name).toList(),
                table.columns().stream().map(Column::type).toList())));
  }

  private static DataType ofRelation(
      Session session, CatalogView catalog, TypeName name, boolean row) {
    List<String> parts = name.name().subList(0, name.name().size() - 1);
    List<String> table = row ? parts : parts.subList(0, parts.size() - 1);
    Collection found =
        schemas(session, catalog, table).stream()
            .flatMap(schema -> catalog.collection(schema.id(), table.getLast()).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new OrbitException(
                            ErrorCode.UNDEFINED_TABLE,
                            "relation \"" + String.join(".", table) + "\" does not exist")
                        .at(name.position()));
    if (row) {
      return rowType(found);
    }
    return found
        .column(parts.getLast())
        .map(Column::type)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \""
                            + parts.getLast()
                            + "\" of relation \""
                            + found.name()
                            + "\" does not exist")
                    .at(name.position()));
  }

  /** The user's type of an OID, or an array of it, or a table's row type. */
  public static Optional<DataType> of(CatalogView catalog, long oid) {
    long element = CatalogOids.elementOfArray(oid);
    if (element != 0) {
      return of(catalog, element).map(DataType::array);
    }
    return catalog
        .object(oid)
        .flatMap(
            object ->
                switch (object) {
                  case UserType type -> Optional.of(type.type());
                  case Collection table when table.kind() != Collection.Kind.SEQUENCE ->
                      Optional.of(rowType(table));
                  default -> Optional.empty();
                });
  }

  /** What is shown of a type, with its schema where the search path does not lead to it. */
  public static String display(Session session, CatalogView catalog, DataType type) {
    if (type.element() != null && type.element().definition() != null) {
      return display(session, catalog, type.element()) + "[]";
    }
    if (type.definition() == null) {
      return TypeNames.display(type);
    }
    String name = type.definition().name();
    DataType found = find(session, catalog, List.of(name));
    String quoted = Quoting.identifier(name);
    if (type.equals(found)) {
      return quoted;
    }
    return catalog
        .object(type.definition().id())
        .flatMap(
            object ->
                object instanceof UserType own ? catalog.object(own.schema()) : Optional.empty())
        .map(schema -> Quoting.identifier(schema.name()) + "." + quoted)
        .orElse(quoted);
  }
}
