package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeDefinition;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.execute.DomainChecks;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import io.orbit.query.type.UserTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE TYPE and CREATE DOMAIN, ALTER TYPE of enums. */
final class TypeCommands {
  private static final int LONGEST_LABEL = 63;

  private final CommandContext context;

  TypeCommands(CommandContext context) {
    this.context = context;
  }

  // ---- making

  Execution create(ObjectDefinition.CreateEnum create) {
    Schema schema = schema(create.name());
    List<EnumDefinition.Label> labels = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String label : create.labels()) {
      requireLabel(label);
      if (!seen.add(label)) {
        throw new OrbitException(
            ErrorCode.DUPLICATE_OBJECT, "enum label \"" + label + "\" used more than once");
      }
      labels.add(new EnumDefinition.Label(label, labels.size() + 1, labels.size() + 1));
    }
    long id = newId();
    put(schema, id, new EnumDefinition(id, create.name().getLast(), labels));
    return CommandExecution.done("CREATE TYPE", -1);
  }

  private static void requireLabel(String label) {
    if (label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
      throw new OrbitException(ErrorCode.INVALID_NAME, "invalid enum label \"" + label + "\"")
          .withDetail("Labels must be 63 bytes or less.");
    }
  }

  Execution create(ObjectDefinition.CreateComposite create) {
    Schema schema = schema(create.name());
    List<String> names = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (ObjectDefinition.Attribute attribute : create.attributes()) {
      if (names.contains(attribute.name())) {
        throw new OrbitException(
            ErrorCode.DUPLICATE_COLUMN,
            "column \"" + attribute.name() + "\" specified more than once");
      }
      names.add(attribute.name());
      types.add(UserTypes.resolve(context.session(), context.catalog(), attribute.type()));
    }
    long id = newId();
    put(
        schema,
        id,
        new CompositeDefinition(
            id, create.name().getLast(), new Row.Shape(List.copyOf(names), List.copyOf(types))));
    return CommandExecution.done("CREATE TYPE", -1);
  }

  Execution create(ObjectDefinition.CreateDomain create) {
    Schema schema = schema(create.name());
    String name = create.name().getLast();
    DataType base = UserTypes.resolve(context.session(), context.catalog(), create.type());
    boolean notNull = false;
    String text = "";
    List<DomainDefinition.Check> checks = new ArrayList<>();
    for (ConstraintClause clause : create.constraints()) {
      switch (clause) {
        case ConstraintClause.NotNull given -> notNull = true;
        case ConstraintClause.Nullability given -> {}
        case ConstraintClause.DefaultValue value -> text = value.text();
        case ConstraintClause.Check check -> checks.add(check(context, name, base, check, checks));
        default ->
            throw new OrbitException(
                ErrorCode.SYNTAX_ERROR,
                constraintName(clause) + " constraints not possible for domains");
      }
    }
    if (!text.isEmpty()) {
      bind(context, base, text, StoredPlace.DEFAULT, base);
    }
    long id = newId();
    put(schema, id, new DomainDefinition(id, name, base, notNull, text, List.copyOf(checks)));
    return CommandExecution.done("CREATE DOMAIN", -1);
  }

  private static String constraintName(ConstraintClause clause) {
    return switch (clause) {
      case ConstraintClause.Key key -> key.primary() ? "primary key" : "unique";
      case ConstraintClause.ForeignKey key -> "foreign key";
      default -> "such";
    };
  }

  /** A CHECK of a domain with the name it gets. */
  static DomainDefinition.Check check(
      CommandContext context,
      String domain,
      DataType base,
      ConstraintClause.Check check,
      List<DomainDefinition.Check> others) {
    bind(context, base, check.text(), StoredPlace.CHECK, DataType.BOOLEAN);
    String given = check.name();
    String name = given == null ? domain + "_check" : given;
    for (int i = 1; given == null && isTaken(others, name); i++) {
      name = domain + "_check" + i;
    }
    if (isTaken(others, name)) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT,
          "constraint \"" + name + "\" for domain \"" + domain + "\" already exists");
    }
    return new DomainDefinition.Check(name, check.text());
  }

  private static boolean isTaken(List<DomainDefinition.Check> checks, String name) {
    return checks.stream().anyMatch(check -> check.name().equals(name));
  }

  static void bind(
      CommandContext context, DataType base, String text, StoredPlace place, DataType type) {
    context
        .binder()
        .bindRow(
            context.session(),
            context.catalog(),
            context.language(),
            DomainChecks.values(base),
            context.language().parseExpression(text),
            place,
            type);
  }

  // ---- enums

  Execution add(ObjectDefinition.AddLabel add) {
    UserType type = locked(add.name());
    EnumDefinition old = labels(type);
    requireLabel(add.label());
    if (old.named(add.label()) != null) {
      if (add.ifNotExists()) {
        context
            .state()
            .notice(
                "NOTICE", "42710", "enum label \"" + add.label() + "\" already exists, skipping");
        return CommandExecution.done("ALTER TYPE", -1);
      }
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "enum label \"" + add.label() + "\" already exists");
    }
    int number = old.labels().stream().mapToInt(EnumDefinition.Label::number).max().orElse(0) + 1;
    List<EnumDefinition.Label> labels = new ArrayList<>(old.labels());
    labels.add(new EnumDefinition.Label(add.label(), number, place(old, add)));
    change(type, new EnumDefinition(old.id(), old.name(), labels));
    return CommandExecution.done("ALTER TYPE", -1);
  }

  /** Behind the last one, or in the middle between two. */
  private static double place(EnumDefinition type, ObjectDefinition.AddLabel add) {
    List<EnumDefinition.Label> labels = type.labels();
    String neighbour = add.neighbour();
    if (neighbour == null) {
      return labels.isEmpty() ? 1 : Math.floor(labels.getLast().place()) + 1;
    }
    EnumDefinition.Label beside = type.named(neighbour);
    if (beside == null) {
      throw missingLabel(neighbour);
    }
    int index = labels.indexOf(beside) + (add.before() ? -1 : 1);
    if (index < 0) {
      return beside.place() - 1;
    }
    if (index >= labels.size()) {
      return beside.place() + 1;
    }
    double middle = (beside.place() + labels.get(index).place()) / 2;
    if (type.placed(middle) != null) {
      throw new OrbitException(
              ErrorCode.PROGRAM_LIMIT_EXCEEDED,
              "there is no room for another label beside \"" + neighbour + "\"")
          .withHint("Make a new type with the labels in this order.");
    }
    return middle;
  }

  private static OrbitException missingLabel(String label) {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE, "\"" + label + "\" is not an existing enum label");
  }

  Execution rename(ObjectDefinition.RenameLabel rename) {
    UserType type = locked(rename.name());
    EnumDefinition old = labels(type);
    requireLabel(rename.to());
    if (old.named(rename.from()) == null) {
      throw missingLabel(rename.from());
    }
    if (old.named(rename.to()) != null) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "enum label \"" + rename.to() + "\" already exists");
    }
    change(
        type,
        new EnumDefinition(
            old.id(),
            old.name(),
            old.labels().stream()
                .map(
                    label ->
                        label.name().equals(rename.from())
                            ? new EnumDefinition.Label(rename.to(), label.number(), label.place())
                            : label)
                .toList()));
    return CommandExecution.done("ALTER TYPE", -1);
  }

  private static EnumDefinition labels(UserType type) {
    if (type.type().definition() instanceof EnumDefinition labels) {
      return labels;
    }
    throw new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + type.name() + "\" is not an enum");
  }

  // ---- shared

  private Schema schema(List<String> name) {
    Schema schema = TableNames.target(context, name);
    context.session().require(schema, Privilege.CREATE);
    if (context.catalog().type(schema.id(), name.getLast()).isPresent()
        || context.catalog().collection(schema.id(), name.getLast()).isPresent()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "type \"" + name.getLast() + "\" already exists");
    }
    return schema;
  }

  private long newId() {
    return context.services().catalog().edit(context.transaction()).newId();
  }

  private void put(Schema schema, long id, TypeDefinition definition) {
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(
            new UserType(
                id,
                definition.name(),
                0,
                context.session().principal().roleId(),
                List.of(),
                schema.database(),
                schema.id(),
                DataType.of(definition),
                ""));
  }

  static @Nullable UserType find(CommandContext context, List<String> name) {
    return UserTypes.schemas(context.session(), context.catalog(), name).stream()
        .flatMap(schema -> context.catalog().type(schema.id(), name.getLast()).stream())
        .findFirst()
        .orElse(null);
  }

  UserType locked(List<String> name) {
    UserType found = find(context, name);
    if (found == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "type \"" + String.join(".", name) + "\" does not exist");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    return context.catalog().object(found.id()).orElse(null) instanceof UserType current
        ? current
        : found;
  }

  /** The type under a changed definition, everywhere. */
  void change(UserType type, TypeDefinition definition) {
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    editor.put(with(type, DataType.of(definition)));
    TypeUses.replace(context, definition);
  }

  static UserType with(UserType t, DataType type) {
    return copy(t, t.name(), t.owner(), t.grants(), t.schema(), type, t.comment());
  }

  static UserType copy(
      UserType t,
      String name,
      long owner,
      List<Grant> grants,
      long schema,
      DataType type,
      String comment) {
    return new UserType(t.id(), name, 0, owner, grants, t.database(), schema, type, comment);
  }
}
