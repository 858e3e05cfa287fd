package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.routine.TriggerText;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.RegisteredNames;
import io.orbit.query.type.SearchPath;
import io.orbit.query.type.StoredText;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.TypeOids;
import io.orbit.query.type.UserTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What psql and drivers ask about the catalog: names, visibility, definitions, comments. */
final class CatalogFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    names(definitions);
    visibility(definitions);
    definitionsOf(definitions);
    comments(definitions);
    absent(definitions);
    lookUps(definitions);
    PrivilegeFunctions.define(definitions);
    SizeFunctions.define(definitions);
  }

  static <T extends CatalogObject> Optional<T> object(
      Evaluation evaluation, long oid, Class<T> type) {
    return evaluation.catalog().object(oid).filter(type::isInstance).map(type::cast);
  }

  // ---- names

  private static void names(Definitions definitions) {
    definitions
        .define("format_type(oid, int4) text")
        .stable()
        .calledOnNull()
        .is((e, a) -> a[0] == null ? null : formatType(e, bigint(a, 0), (Integer) a[1]));
    definitions
        .define("pg_get_userbyid(oid) name")
        .stable()
        .is(
            (e, a) ->
                object(e, bigint(a, 0), Role.class)
                    .map(Role::name)
                    .orElse("unknown (OID=" + bigint(a, 0) + ")"));
  }

  private static String formatType(Evaluation evaluation, long oid, @Nullable Integer modifier) {
    Optional<DataType> type = TypeOids.type(oid);
    if (oid == TypeOids.NONE) {
      return "-";
    }
    if (type.isEmpty()) {
      return UserTypes.of(evaluation.catalog(), oid)
          .map(own -> UserTypes.display(evaluation.session(), evaluation.catalog(), own))
          .orElse("???");
    }
    if (modifier == null) {
      return TypeNames.displayBase(type.get());
    }
    String shown = TypeNames.display(TypeOids.modified(type.get(), modifier));
    return shown.equals("bit") ? "\"bit\"" : shown;
  }

  // ---- visibility

  private static void visibility(Definitions definitions) {
    definitions
        .define("pg_table_is_visible(oid) bool")
        .stable()
        .is((e, a) -> isVisible(e, bigint(a, 0)));
    for (String name :
        List.of(
            "pg_type_is_visible",
            "pg_function_is_visible",
            "pg_operator_is_visible",
            "pg_opclass_is_visible",
            "pg_opfamily_is_visible",
            "pg_collation_is_visible",
            "pg_conversion_is_visible",
            "pg_statistics_obj_is_visible",
            "pg_ts_config_is_visible",
            "pg_ts_dict_is_visible",
            "pg_ts_parser_is_visible",
            "pg_ts_template_is_visible")) {
      definitions.define(name + "(oid) bool").stable().is((e, a) -> true);
    }
  }

  private static @Nullable Boolean isVisible(Evaluation evaluation, long oid) {
    Optional<SystemRelation> system = SystemRelations.find(oid);
    if (system.isPresent()) {
      return SearchPath.of(evaluation.session()).contains(system.get().schema());
    }
    long table = CatalogOids.isPrimaryKey(oid) ? CatalogOids.tableOfPrimaryKey(oid) : oid;
    Optional<Collection> collection = object(evaluation, table, Collection.class);
    if (collection.isEmpty()) {
      collection = RegisteredNames.index(evaluation, oid).map(RegisteredNames.OwnedIndex::owner);
    }
    if (collection.isEmpty()) {
      return null;
    }
    long schemaId = collection.get().schema();
    String name = collection.get().name();
    for (String schemaName : SearchPath.of(evaluation.session())) {
      Optional<Schema> schema =
          evaluation.catalog().schema(evaluation.session().database().id(), schemaName);
      if (schema.isPresent() && schema.get().id() == schemaId) {
        return true;
      }
      if (schema.isPresent()
          && evaluation.catalog().collection(schema.get().id(), name).isPresent()) {
        return false;
      }
    }
    return false;
  }

  // ---- definitions

  private static void definitionsOf(Definitions definitions) {
    for (String parameters : List.of("(text, oid)", "(text, oid, bool)")) {
      definitions
          .define("pg_get_expr" + parameters + " text")
          .stable()
          .is((e, a) -> StoredText.shown(e.catalog(), e.session(), text(a, 0)));
    }
    for (String parameters : List.of("(oid)", "(oid, bool)")) {
      definitions
          .define("pg_get_constraintdef" + parameters + " text")
          .stable()
          .is((e, a) -> constraint(e, bigint(a, 0)));
      definitions
          .define("pg_get_viewdef" + parameters + " text")
          .stable()
          .is((e, a) -> view(e, bigint(a, 0)));
    }
    definitions
        .define("pg_get_viewdef(text) text")
        .stable()
        .is((e, a) -> view(e, RegisteredNames.oid(e, TypeKind.REGCLASS, text(a, 0))));
    definitions
        .define("pg_get_indexdef(oid) text")
        .stable()
        .is((e, a) -> index(e, bigint(a, 0), 0));
    definitions
        .define("pg_get_indexdef(oid, int4, bool) text")
        .stable()
        .is(
            (e, a) ->
                integer(a, 1) == 0 && Boolean.TRUE.equals(a[2])
                    ? visibleIndex(e, bigint(a, 0))
                    : index(e, bigint(a, 0), integer(a, 1)));
    definitions.define("pg_tablespace_location(oid) text").stable().is((e, a) -> "");
    FunctionTexts.define(definitions);
  }

  private static @Nullable String view(Evaluation evaluation, long oid) {
    return object(evaluation, oid, Collection.class)
        .filter(one -> one.kind() == Collection.Kind.VIEW || one.isMaterializedView())
        .map(view -> " " + view.definition().strip() + ";")
        .orElse(null);
  }

  /**
   * @param part 0 for the whole, else the number of a column
   */
  private static @Nullable String index(Evaluation evaluation, long oid, int part) {
    ObjectText texts = new ObjectText(evaluation.catalog());
    if (CatalogOids.isPrimaryKey(oid)) {
      return object(evaluation, CatalogOids.tableOfPrimaryKey(oid), Collection.class)
          .map(
              table ->
                  part == 0
                      ? texts.primaryIndex(table)
                      : part > table.primaryKey().size()
                          ? ""
                          : table.columns().get(table.primaryKey().get(part - 1)).name())
          .orElse(null);
    }
    return RegisteredNames.index(evaluation, oid)
        .map(
            found ->
                part == 0
                    ? texts.index(found.owner(), found.index())
                    : part > found.index().elements().size()
                        ? ""
                        : ObjectText.element(found.owner(), found.index().elements().get(part - 1)))
        .orElse(null);
  }

  /** The whole definition, with the table's schema only where the search path needs it. */
  private static @Nullable String visibleIndex(Evaluation evaluation, long oid) {
    ObjectText texts = new ObjectText(evaluation.catalog());
    if (CatalogOids.isPrimaryKey(oid)) {
      return object(evaluation, CatalogOids.tableOfPrimaryKey(oid), Collection.class)
          .map(table -> texts.primaryIndex(table, shown(evaluation, table)))
          .orElse(null);
    }
    return RegisteredNames.index(evaluation, oid)
        .map(
            found ->
                texts.index(
                    found.owner(),
                    found.index(),
                    shown(evaluation, found.owner()),
                    found.index().predicateText()))
        .orElse(null);
  }

  private static String shown(Evaluation evaluation, Collection table) {
    return RegisteredNames.name(evaluation, TypeKind.REGCLASS, table.id());
  }

  private static @Nullable String constraint(Evaluation evaluation, long oid) {
    ObjectText texts = new ObjectText(evaluation.catalog());
    if (CatalogOids.isPrimaryKey(oid)) {
      return object(evaluation, CatalogOids.tableOfPrimaryKey(oid), Collection.class)
          .map(texts::primaryKey)
          .orElse(null);
    }
    long database = evaluation.session().database().id();
    for (Schema schema : evaluation.catalog().schemas(database)) {
      for (Collection table : evaluation.catalog().collections(schema.id())) {
        String found = constraint(texts, table, oid);
        if (found != null) {
          return found;
        }
      }
      for (UserType type : evaluation.catalog().types(schema.id())) {
        String found = domainCheck(type, oid);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable String domainCheck(UserType type, long oid) {
    DomainDefinition domain = type.type().domain();
    for (int i = 0; domain != null && i < domain.checks().size(); i++) {
      if (CatalogOids.partOfType(type.id(), i) == oid) {
        String text = domain.checks().get(i).text();
        return "CHECK (" + text.replaceAll("(?i)\\bvalue\\b", "VALUE") + ")";
      }
    }
    return null;
  }

  private static @Nullable String constraint(ObjectText texts, Collection table, long oid) {
    for (Check check : table.checks()) {
      if (check.id() == oid) {
        return texts.check(check);
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      if (key.id() == oid) {
        return texts.foreignKey(table, key);
      }
    }
    for (Index index : table.indexes()) {
      if (index.id() == oid) {
        return texts.unique(table, index);
      }
    }
    return null;
  }

  // ---- comments

  private static void comments(Definitions definitions) {
    definitions
        .define("obj_description(oid, name) text")
        .stable()
        .is((e, a) -> comment(e, bigint(a, 0), text(a, 1)));
    definitions
        .define("obj_description(oid) text")
        .stable()
        .is((e, a) -> comment(e, bigint(a, 0), ""));
    definitions
        .define("shobj_description(oid, name) text")
        .stable()
        .is((e, a) -> comment(e, bigint(a, 0), text(a, 1)));
    definitions
        .define("col_description(oid, int4) text")
        .stable()
        .is(
            (e, a) ->
                object(e, bigint(a, 0), Collection.class)
                    .flatMap(
                        table ->
                            table.columns().stream()
                                .filter(column -> column.id() == integer(a, 1))
                                .map(Column::comment)
                                .findFirst())
                    .filter(comment -> !comment.isEmpty())
                    .orElse(null));
  }

  private static @Nullable String comment(Evaluation evaluation, long oid, String catalogName) {
    Optional<CatalogObject> object = evaluation.catalog().object(oid);
    String comment =
        switch (object.orElse(null)) {
          case null ->
              RegisteredNames.index(evaluation, oid)
                  .map(found -> found.index().comment())
                  .orElse("");
          case Collection collection -> of(catalogName, "pg_class", collection.comment());
          case Schema schema -> of(catalogName, "pg_namespace", schema.comment());
          case Database database -> of(catalogName, "pg_database", database.comment());
          case Role role -> of(catalogName, "pg_authid", role.comment());
          case UserType type -> of(catalogName, "pg_type", type.comment());
          case Routine routine -> of(catalogName, "pg_proc", routine.comment());
        };
    return comment.isEmpty() ? null : comment;
  }

  private static String of(String asked, String actual, String comment) {
    return asked.isEmpty() || asked.equals(actual) ? comment : "";
  }

  // ---- what there is none of

  /** Rules, partitions and extended statistics: there are none, so there is no text. */
  private static void absent(Definitions definitions) {
    for (String parameters : List.of("(oid)", "(oid, bool)")) {
      definitions
          .define("pg_get_triggerdef" + parameters + " text")
          .stable()
          .is(
              (e, a) ->
                  TriggerText.definition(
                      e, bigint(a, 0), a.length > 1 && Boolean.TRUE.equals(a[1])));
    }
    for (String name : List.of("pg_get_ruledef", "pg_get_statisticsobjdef_columns")) {
      definitions.define(name + "(oid) text").stable().is((e, a) -> null);
      definitions.define(name + "(oid, bool) text").stable().is((e, a) -> null);
    }
    for (String name :
        List.of(
            "pg_get_partkeydef",
            "pg_get_partition_constraintdef",
            "pg_get_statisticsobjdef",
            "pg_get_statisticsobjdef_expressions")) {
      definitions.define(name + "(oid) text").stable().is((e, a) -> null);
    }
    definitions.define("pg_relation_is_publishable(regclass) bool").stable().is((e, a) -> false);
  }

  // ---- names to OIDs

  private static void lookUps(Definitions definitions) {
    lookUp(definitions, "to_regclass(text) regclass", TypeKind.REGCLASS);
    lookUp(definitions, "to_regtype(text) regtype", TypeKind.REGTYPE);
    lookUp(definitions, "to_regproc(text) regproc", TypeKind.REGPROC);
    lookUp(definitions, "to_regnamespace(text) regnamespace", TypeKind.REGNAMESPACE);
    lookUp(definitions, "to_regrole(text) regrole", TypeKind.REGROLE);
  }

  private static void lookUp(Definitions definitions, String signature, TypeKind kind) {
    definitions
        .define(signature)
        .stable()
        .is(
            (e, a) -> {
              OptionalLong found = RegisteredNames.find(e, kind, text(a, 0));
              return found.isPresent() ? (Object) found.getAsLong() : null;
            });
  }
}
