package io.orbit.query.type;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names and OIDs of what the reg* types stand for: relations, types, schemas and roles. Names are
 * looked up in the transaction's catalog along the session's search path.
 */
public final class RegisteredNames {
  private RegisteredNames() {}

  // ---- from text

  /**
   * The OID that a text means for a reg* type.
   *
   * @throws OrbitException UNDEFINED_TABLE, UNDEFINED_OBJECT, UNDEFINED_SCHEMA, INVALID_NAME
   */
  public static long oid(Evaluation evaluation, TypeKind kind, String text) {
    if (text.equals("-")) {
      return 0;
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.parseLong(text) & 0xFFFF_FFFFL;
    }
    return search(evaluation, kind, text).orElseThrow(() -> undefined(kind, text));
  }

  /** As {@link #oid}, empty when there is no such object. */
  public static OptionalLong find(Evaluation evaluation, TypeKind kind, String text) {
    try {
      return search(evaluation, kind, text);
    } catch (OrbitException noSchema) {
      if (noSchema.code() == ErrorCode.UNDEFINED_SCHEMA) {
        return OptionalLong.empty();
      }
      throw noSchema;
    }
  }

  private static OptionalLong search(Evaluation evaluation, TypeKind kind, String text) {
    return switch (kind) {
      case REGCLASS -> relation(evaluation, identifiers(text));
      case REGTYPE -> type(evaluation, text);
      case REGNAMESPACE -> schemaOid(evaluation, identifiers(text).getLast());
      case REGROLE -> role(evaluation, identifiers(text).getLast());
      case REGPROC -> function(evaluation, identifiers(text));
      default -> OptionalLong.empty();
    };
  }

  private static OrbitException undefined(TypeKind kind, String text) {
    return switch (kind) {
      case REGCLASS ->
          new OrbitException(
              ErrorCode.UNDEFINED_TABLE,
              "relation \"" + String.join(".", identifiers(text)) + "\" does not exist");
      case REGNAMESPACE ->
          new OrbitException(
              ErrorCode.UNDEFINED_SCHEMA,
              "schema \"" + identifiers(text).getLast() + "\" does not exist");
      case REGROLE ->
          new OrbitException(
              ErrorCode.UNDEFINED_OBJECT,
              "role \"" + identifiers(text).getLast() + "\" does not exist");
      case REGPROC ->
          new OrbitException(
              ErrorCode.UNDEFINED_FUNCTION,
              "function \"" + String.join(".", identifiers(text)) + "\" does not exist");
      default ->
          new OrbitException(
              ErrorCode.UNDEFINED_OBJECT, "type \"" + text.strip() + "\" does not exist");
    };
  }

  /** The parts of a possibly qualified name, folded unless quoted. */
  public static List<String> identifiers(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    String name = text.strip();
    while (true) {
      StringBuilder part = new StringBuilder();
      if (at < name.length() && name.charAt(at) == '"') {
        at = quoted(name, at + 1, part);
      } else {
        while (at < name.length() && name.charAt(at) != '.') {
          part.append(Character.toLowerCase(name.charAt(at++)));
        }
      }
      if (part.isEmpty()) {
        throw new OrbitException(ErrorCode.INVALID_NAME, "invalid name syntax");
      }
      parts.add(part.toString().strip());
      if (at >= name.length()) {
        return parts;
      }
      at++;
    }
  }

  private static int quoted(String name, int start, StringBuilder part) {
    int at = start;
    while (at < name.length()) {
      char c = name.charAt(at++);
      if (c != '"') {
        part.append(c);
      } else if (at < name.length() && name.charAt(at) == '"') {
        part.append(name.charAt(at++));
      } else {
        return at;
      }
    }
    throw new OrbitException(ErrorCode.INVALID_NAME, "invalid name syntax");
  }

  private static OptionalLong relation(Evaluation evaluation, List<String> name) {
    CatalogView catalog = evaluation.catalog();
    long database = evaluation.session().database().id();
    String last = name.getLast();
    List<String> schemas =
        name.size() > 1
            ? List.of(TemporarySchema.resolve(evaluation.session(), name.get(name.size() - 2)))
            : SearchPath.of(evaluation.session());
    if (name.size() > 1
        && SystemRelations.schemaOid(schemas.getFirst()) == 0
        && catalog.schema(database, schemas.getFirst()).isEmpty()) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schemas.getFirst() + "\" does not exist");
    }
    for (String schemaName : schemas) {
      long system = SystemRelations.oid(schemaName, last);
      if (system != TypeOids.NONE) {
        return OptionalLong.of(system);
      }
      Optional<Schema> schema = catalog.schema(database, schemaName);
      if (schema.isPresent()) {
        OptionalLong found = relation(catalog, schema.get().id(), last);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong relation(CatalogView catalog, long schema, String name) {
    Optional<Collection> collection = catalog.collection(schema, name);
    if (collection.isPresent()) {
      return OptionalLong.of(collection.get().id());
    }
    Optional<Long> index =
        catalog
            .collectionOfIndex(schema, name)
            .flatMap(
                owner -> owner.indexes().stream().filter(i -> i.name().equals(name)).findFirst())
            .map(Index::id);
    return index
        .or(() -> primaryKey(catalog, schema, name))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static Optional<Long> primaryKey(CatalogView catalog, long schema, String name) {
    return catalog.collections(schema).stream()
        .filter(table -> !table.primaryKey().isEmpty() && table.primaryKeyName().equals(name))
        .findFirst()
        .map(CatalogOids::primaryKey);
  }

  private static OptionalLong schemaOid(Evaluation evaluation, String name) {
    long system = SystemRelations.schemaOid(name);
    if (system != TypeOids.NONE) {
      return OptionalLong.of(system);
    }
    return evaluation
        .catalog()
        .schema(evaluation.session().database().id(), name)
        .map(schema -> OptionalLong.of(schema.id()))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong role(Evaluation evaluation, String name) {
    return evaluation
        .catalog()
        .role(name)
        .map(role -> OptionalLong.of(role.id()))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong function(Evaluation evaluation, List<String> name) {
    var named = evaluation.services().functions().named(name.getLast());
    if (!named.isEmpty() && (name.size() == 1 || name.getFirst().equals("pg_catalog"))) {
      return OptionalLong.of(evaluation.services().functions().oid(named.getFirst()));
    }
    for (Schema schema : UserTypes.schemas(evaluation.session(), evaluation.catalog(), name)) {
      List<Routine> own = evaluation.catalog().routines(schema.id(), name.getLast());
      if (own.size() > 1) {
        throw new OrbitException(
            ErrorCode.AMBIGUOUS_FUNCTION,
            "more than one function named \"" + name.getLast() + "\"");
      }
      if (!own.isEmpty()) {
        return OptionalLong.of(own.getFirst().id());
      }
    }
    return InputFunctions.oid(name.getLast());
  }

  private static OptionalLong type(Evaluation evaluation, String text) {
    DataType type = parseType(text);
    if (type == null) {
      boolean array = text.strip().endsWith("[]");
      String name = array ? text.strip().substring(0, text.strip().length() - 2) : text;
      DataType own =
          UserTypes.find(evaluation.session(), evaluation.catalog(), identifiers(name.strip()));
      type = own == null || !array ? own : DataType.array(own);
    }
    return type == null ? OptionalLong.empty() : OptionalLong.of(TypeOids.of(type));
  }

  /** The type of a name as format_type shows it or as SQL allows it; modifiers are dropped. */
  private static @org.jspecify.annotations.Nullable DataType parseType(String text) {
    String name = text.strip().replaceAll("\\s+", " ");
    int dimensions = 0;
    while (name.endsWith("[]")) {
      name = name.substring(0, name.length() - 2).strip();
      dimensions++;
    }
    name = name.replaceAll("\\s*\\([^)]*\\)", "");
    name = name.equals("\"char\"") ? "char" : name.equals("char") ? "bpchar" : name;
    String folded = name.toLowerCase(Locale.ROOT);
    if (folded.startsWith("pg_catalog.")) {
      folded = folded.substring("pg_catalog.".length());
    }
    String plain =
        switch (folded) {
          case "time without time zone" -> "time";
          case "time with time zone" -> "timetz";
          case "timestamp without time zone" -> "timestamp";
          case "timestamp with time zone" -> "timestamptz";
          default -> folded;
        };
    if (plain.startsWith("_") && TypeNames.named(plain.substring(1)) != null) {
      plain = plain.substring(1);
      dimensions++;
    }
    DataType type = TypeNames.named(plain);
    return type == null || dimensions == 0 ? type : DataType.array(type);
  }

  // ---- to text

  /** What a reg* value is shown as: its name, qualified where the search path needs it. */
  public static String name(Evaluation evaluation, TypeKind kind, long oid) {
    if (oid == 0) {
      return "-";
    }
    Optional<String> name =
        switch (kind) {
          case REGCLASS -> relationName(evaluation, oid);
          case REGTYPE ->
              TypeOids.type(oid)
                  .map(TypeNames::display)
                  .or(
                      () ->
                          UserTypes.of(evaluation.catalog(), oid)
                              .map(
                                  type ->
                                      UserTypes.display(
                                          evaluation.session(), evaluation.catalog(), type)));
          case REGNAMESPACE ->
              SystemRelations.schemaName(oid)
                  .or(() -> object(evaluation, oid, Schema.class).map(CatalogObject::name))
                  .map(Quoting::identifier);
          case REGROLE ->
              object(evaluation, oid, Role.class).map(CatalogObject::name).map(Quoting::identifier);
          case REGPROC ->
              evaluation
                  .services()
                  .functions()
                  .definition(oid)
                  .map(definition -> Quoting.identifier(definition.name()))
                  .or(
                      () ->
                          object(evaluation, oid, Routine.class)
                              .map(routine -> Quoting.identifier(routine.name())))
                  .or(() -> InputFunctions.name(oid));
          default -> Optional.empty();
        };
    return name.orElse(Long.toString(oid));
  }

  private static <T extends CatalogObject> Optional<T> object(
      Evaluation evaluation, long oid, Class<T> type) {
    return evaluation.catalog().object(oid).filter(type::isInstance).map(type::cast);
  }

  private static Optional<String> relationName(Evaluation evaluation, long oid) {
    Optional<String> system = SystemRelations.name(oid);
    if (system.isPresent()) {
      return system;
    }
    Optional<Collection> collection = object(evaluation, oid, Collection.class);
    if (collection.isPresent()) {
      return Optional.of(qualified(evaluation, collection.get().schema(), collection.get().name()));
    }
    if (CatalogOids.isPrimaryKey(oid)) {
      return object(evaluation, CatalogOids.tableOfPrimaryKey(oid), Collection.class)
          .map(table -> qualified(evaluation, table.schema(), table.primaryKeyName()));
    }
    return index(evaluation, oid)
        .map(found -> qualified(evaluation, found.owner().schema(), found.index().name()));
  }

  /** An index with its table. */
  public record OwnedIndex(Collection owner, Index index) {}

  /** The index of that OID in the session's database. */
  public static Optional<OwnedIndex> index(Evaluation evaluation, long oid) {
    CatalogView catalog = evaluation.catalog();
    for (Schema schema : catalog.schemas(evaluation.session().database().id())) {
      for (Collection collection : catalog.collections(schema.id())) {
        for (Index index : collection.indexes()) {
          if (index.id() == oid) {
            return Optional.of(new OwnedIndex(collection, index));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String qualified(Evaluation evaluation, long schemaId, String name) {
    Session session = evaluation.session();
    CatalogView catalog = evaluation.catalog();
    for (String schemaName : SearchPath.of(session)) {
      Optional<Schema> schema = catalog.schema(session.database().id(), schemaName);
      if (schema.isPresent() && relation(catalog, schema.get().id(), name).isPresent()) {
        if (schema.get().id() == schemaId) {
          return Quoting.identifier(name);
        }
        break;
      }
    }
    return object(evaluation, schemaId, Schema.class)
        .map(schema -> Quoting.identifier(schema.name()) + "." + Quoting.identifier(name))
        .orElse(Quoting.identifier(name));
  }
}
