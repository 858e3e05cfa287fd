package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.RoutineKind;
import io.orbit.api.query.tree.ObjectDefinition.RoutineParameter;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.routine.RoutineText;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE and ALTER of functions and procedures. */
final class RoutineCommands {
  private final CommandContext context;

  RoutineCommands(CommandContext context) {
    this.context = context;
  }

  // ---- CREATE

  Execution create(ObjectDefinition.CreateRoutine create) {
    Schema schema = TableNames.target(context, create.name());
    context.session().require(schema, Privilege.CREATE);
    boolean procedure = create.kind() == RoutineKind.PROCEDURE;
    String tag = procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    List<Routine.Parameter> parameters = parameters(create);
    TypeName written = create.result();
    boolean trigger = written != null && written.name().getLast().equals("trigger");
    Routine old = existing(schema, create.name().getLast(), parameters);
    if (old != null) {
      requireReplaceable(create, old, procedure);
    }
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    long owner = context.session().principal().roleId();
    Routine routine =
        new Routine(
            old == null ? editor.newId() : old.id(),
            create.name().getLast(),
            0,
            old == null ? owner : old.owner(),
            old == null ? everybody(owner) : old.grants(),
            schema.database(),
            schema.id(),
            procedure,
            parameters,
            trigger ? DataType.VOID : result(create, parameters, procedure),
            create.returnsTable() || (written != null && written.setOf()),
            trigger,
            language(create.options()),
            body(create.options()),
            volatility(create.options(), Routine.Volatility.VOLATILE),
            "true".equals(create.options().get("strict")),
            "definer".equals(create.options().get("security")),
            create.settings(),
            old == null ? "" : old.comment());
    if (old != null) {
      requireSameResult(old, routine);
    }
    if (!"off".equals(context.session().settings().get("check_function_bodies"))) {
      context.services().routines().check(context.session(), routine);
    }
    editor.put(routine);
    return CommandExecution.done(tag, -1);
  }

  private static List<Grant> everybody(long owner) {
    return List.of(new Grant(Grant.PUBLIC, owner, Set.of(Privilege.EXECUTE), Set.of(), List.of()));
  }

  private List<Routine.Parameter> parameters(ObjectDefinition.CreateRoutine create) {
    List<Routine.Parameter> parameters = new ArrayList<>();
    boolean defaults = false;
    for (RoutineParameter parameter : create.parameters()) {
      DataType type = type(parameter.type());
      Routine.Mode mode = Routine.Mode.valueOf(parameter.mode().name());
      String text = parameter.defaultText();
      boolean twice =
          !parameter.name().isEmpty()
              && parameters.stream().anyMatch(other -> other.name().equals(parameter.name()));
      if (twice) {
        throw invalid("parameter name \"" + parameter.name() + "\" used more than once");
      }
      if (!text.isEmpty()) {
        context
            .binder()
            .bindConstant(
                context.session(),
                context.catalog(),
                context.language(),
                context.language().parseExpression(text),
                type);
      } else if (defaults && mode.isInput()) {
        throw invalid("input parameters after one with a default value must also have defaults");
      }
      defaults |= !text.isEmpty();
      parameters.add(new Routine.Parameter(parameter.name(), mode, type, text));
    }
    return List.copyOf(parameters);
  }

  private DataType type(TypeName name) {
    return UserTypes.resolve(context.session(), context.catalog(), name);
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
  }

  private DataType result(
      ObjectDefinition.CreateRoutine create,
      List<Routine.Parameter> parameters,
      boolean procedure) {
    List<Routine.Parameter> outputs =
        parameters.stream().filter(parameter -> parameter.mode().isOutput()).toList();
    TypeName written = create.result();
    if (outputs.isEmpty()) {
      if (written == null && !procedure) {
        throw invalid("function result type must be specified");
      }
      return written == null ? DataType.VOID : type(written);
    }
    DataType combined =
        outputs.size() == 1 && !procedure ? outputs.getFirst().type() : record(outputs);
    if (written != null && !type(written).equals(combined)) {
      String shown = outputs.size() == 1 ? TypeNames.displayBase(combined) : "record";
      if (!shown.equals(TypeNames.displayBase(type(written)))) {
        throw invalid("function result type must be " + shown + " because of OUT parameters");
      }
    }
    return combined;
  }

  private static DataType record(List<Routine.Parameter> outputs) {
    List<String> names = new ArrayList<>();
    for (Routine.Parameter output : outputs) {
      names.add(output.name().isEmpty() ? "column" + (names.size() + 1) : output.name());
    }
    return DataType.of(
        new CompositeDefinition(
            0,
            "record",
            new Row.Shape(
                List.copyOf(names), outputs.stream().map(Routine.Parameter::type).toList())));
  }

  private static String language(Map<String, String> options) {
    String language = options.getOrDefault("language", options.containsKey("as") ? "" : "sql");
    if (language.isEmpty()) {
      throw invalid("no language specified");
    }
    if (!language.equals("sql") && !language.equals("plpgsql")) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
    }
    return language;
  }

  private static String body(Map<String, String> options) {
    String body = options.get("as");
    if (body == null) {
      throw invalid("no function body specified");
    }
    return body;
  }

  private static Routine.Volatility volatility(
      Map<String, String> options, Routine.Volatility otherwise) {
    String given = options.get("volatility");
    return given == null ? otherwise : Routine.Volatility.valueOf(given);
  }

  private @Nullable Routine existing(
      Schema schema, String name, List<Routine.Parameter> parameters) {
    List<DataType> types =
        parameters.stream()
            .filter(parameter -> parameter.mode().isInput())
            .map(parameter -> parameter.type().unmodified())
            .toList();
    return context.catalog().routines(schema.id(), name).stream()
        .filter(routine -> inputs(routine).equals(types))
        .findFirst()
        .orElse(null);
  }

  static List<DataType> inputs(Routine routine) {
    return routine.inputs().stream().map(parameter -> parameter.type().unmodified()).toList();
  }

  private void requireReplaceable(
      ObjectDefinition.CreateRoutine create, Routine old, boolean procedure) {
    if (!create.orReplace()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_FUNCTION,
          Owners.kind(old) + " \"" + old.name() + "\" already exists with same argument types");
    }
    Owners.require(context, old);
    if (old.procedure() != procedure) {
      throw new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, "cannot change routine kind")
          .withDetail("\"" + old.name() + "\" is a " + Owners.kind(old) + ".");
    }
    context.services().catalog().lock(context.transaction(), old.id(), true);
  }

  private static void requireSameResult(Routine old, Routine now) {
    if (!old.result().equals(now.result())
        || old.returnsSet() != now.returnsSet()
        || old.trigger() != now.trigger()) {
      throw invalid("cannot change return type of existing function")
          .withHint("Use DROP FUNCTION " + RoutineText.signature(old) + " first.");
    }
    for (int i = 0; i < old.inputs().size(); i++) {
      String before = old.inputs().get(i).name();
      if (!before.isEmpty() && !before.equals(now.inputs().get(i).name())) {
        throw invalid("cannot change name of input parameter \"" + before + "\"")
            .withHint("Use DROP FUNCTION " + RoutineText.signature(old) + " first.");
      }
    }
  }

  // ---- ALTER

  Execution alter(ObjectDefinition.AlterRoutine alter) {
    Routine routine = locked(alter.kind(), alter.routine());
    Map<String, String> settings = new LinkedHashMap<>(routine.settings());
    alter
        .settings()
        .forEach(
            (name, value) -> {
              if (name.equals("all")) {
                settings.clear();
              } else if (value.isEmpty()) {
                settings.remove(name);
              } else {
                settings.put(name, value);
              }
            });
    Map<String, String> options = alter.options();
    String strict = options.get("strict");
    String security = options.get("security");
    put(
        RoutineCopies.with(
            routine,
            volatility(options, routine.volatility()),
            strict == null ? routine.strict() : strict.equals("true"),
            security == null ? routine.securityDefiner() : security.equals("definer"),
            settings));
    return CommandExecution.done("ALTER " + alter.kind(), -1);
  }

  Execution alter(ObjectDefinition.AlterObject alter) {
    RoutineKind kind =
        alter.kind() == io.orbit.api.query.tree.Definition.ObjectKind.PROCEDURE
            ? RoutineKind.PROCEDURE
            : RoutineKind.ROUTINE;
    Routine routine =
        locked(
            kind, new ObjectDefinition.RoutineName(alter.name(), alter.types(), alter.position()));
    switch (alter.action()) {
      case RENAME -> put(RoutineCopies.renamed(routine, alter.value()));
      case OWNER ->
          put(RoutineCopies.ownedBy(routine, RoleNames.require(context, alter.value()).id()));
      case SET_SCHEMA -> {
        Schema schema = TableNames.target(context, List.of(alter.value(), routine.name()));
        context.session().require(schema, Privilege.CREATE);
        put(RoutineCopies.inSchema(routine, schema.id()));
      }
    }
    return CommandExecution.done("ALTER " + (routine.procedure() ? "PROCEDURE" : "FUNCTION"), -1);
  }

  private void put(Routine routine) {
    context.services().catalog().edit(context.transaction()).put(routine);
  }

  private Routine locked(RoutineKind kind, ObjectDefinition.RoutineName name) {
    RoutineNames names = new RoutineNames(context);
    Routine found = names.find(kind, name);
    if (found == null) {
      throw names.missing(kind, name);
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    return context.catalog().object(found.id()).orElse(null) instanceof Routine current
        ? current
        : found;
  }
}
