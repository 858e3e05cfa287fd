package io.orbit.query.routine;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Routine;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Block;
import io.orbit.api.query.tree.ProcedureStatement.Branch;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Declaration;
import io.orbit.api.query.tree.ProcedureStatement.Handler;
import io.orbit.api.query.tree.ProcedureStatement.Target;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a body's variables their places and its names their meaning. One thread, one body. */
final class ProcedureCompiler {
  private final NestedStatements statements;
  private final Session session;
  private final CatalogView catalog;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Code, SqlCode> codes = Procedure.byIdentity();
  private final Map<Object, ProcedureNames> names = Procedure.byIdentity();
  private final Map<Object, Integer> declared = Procedure.byIdentity();
  private final Map<Integer, Declaration> cursors = new java.util.HashMap<>();

  ProcedureCompiler(NestedStatements statements, Session session) {
    this.statements = statements;
    this.session = session;
    catalog = statements.catalog(session);
  }

  /**
   * @param extras variables that are there besides the parameters (NEW, TG_OP …)
   */
  Procedure compile(
      String name, String body, List<Routine.Parameter> parameters, List<Slot> extras) {
    ProcedureNames top = new ProcedureNames(null, name, slots);
    List<Integer> arguments = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    for (Routine.Parameter parameter : parameters) {
      int slot = add(new Slot(parameter.name(), parameter.type(), false, false));
      if (!parameter.name().isEmpty()) {
        top.define(parameter.name(), slot);
      }
      if (parameter.mode().isInput()) {
        arguments.add(slot);
      }
      if (parameter.mode().isOutput()) {
        outputs.add(slot);
      }
      if (parameter.mode() != Routine.Mode.TABLE) {
        top.define("$" + slots.size(), slot);
      }
    }
    for (Slot extra : extras) {
      top.define(extra.name(), add(extra));
    }
    int found = add(new Slot("found", DataType.BOOLEAN, false, false));
    top.define("found", found);
    int state = add(new Slot("sqlstate", DataType.TEXT, true, false));
    int message = add(new Slot("sqlerrm", DataType.TEXT, true, false));
    Block block = statements.sql().parseProcedure(body);
    block(block, top, state, message);
    return new Procedure(
        block,
        List.copyOf(slots),
        codes,
        names,
        declared,
        Map.copyOf(cursors),
        List.copyOf(arguments),
        List.copyOf(outputs),
        found,
        state,
        message);
  }

  private int add(Slot slot) {
    slots.add(slot);
    return slots.size() - 1;
  }

  private void code(@Nullable Code code, ProcedureNames scope) {
    if (code != null) {
      codes.put(code, new SqlCode(statements, code, scope, slots));
    }
  }

  private void codes(List<Code> all, ProcedureNames scope) {
    all.forEach(code -> code(code, scope));
  }

  // ---- blocks

  private void block(Block block, ProcedureNames outer, int state, int message) {
    ProcedureNames scope = new ProcedureNames(outer, block.label(), slots);
    for (Declaration declaration : block.declarations()) {
      declaration(declaration, scope);
    }
    body(block.body(), scope, state, message);
    ProcedureNames handling = new ProcedureNames(scope, "", slots);
    handling.define("sqlstate", state);
    handling.define("sqlerrm", message);
    for (Handler handler : block.handlers()) {
      handler.conditions().forEach(Conditions::requireKnown);
      body(handler.body(), handling, state, message);
    }
  }

  private void declaration(Declaration declaration, ProcedureNames scope) {
    String name = declaration.name();
    if (scope.defines(name)) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "duplicate declaration at or near \"" + name + "\"");
    }
    if (!declaration.aliasFor().isEmpty()) {
      ProcedureNames.Found meant = scope.find(declaration.aliasFor());
      if (meant == null) {
        throw new OrbitException(
            ErrorCode.UNDEFINED_OBJECT,
            "variable \"" + String.join(".", declaration.aliasFor()) + "\" does not exist");
      }
      scope.define(name, meant.slot());
      return;
    }
    Code query = declaration.cursor();
    if (query != null) {
      cursor(declaration, query, scope);
      return;
    }
    code(declaration.value(), scope);
    TypeName written = declaration.type();
    DataType type = written == null ? DataType.TEXT : type(written, scope);
    int slot = add(new Slot(name, type, declaration.constant(), declaration.notNull()));
    declared.put(declaration, slot);
    scope.define(name, slot);
  }

  /** The cursor's parameters are variables that only its query sees. */
  private void cursor(Declaration declaration, Code query, ProcedureNames scope) {
    int slot = add(new Slot(declaration.name(), DataType.TEXT, false, false));
    declared.put(declaration, slot);
    cursors.put(slot, declaration);
    scope.define(declaration.name(), slot);
    ProcedureNames inner = new ProcedureNames(scope, declaration.name(), slots);
    for (int i = 0; i < declaration.cursorParameters().size(); i++) {
      String name = declaration.cursorParameters().get(i);
      int parameter = add(new Slot(name, type(declaration.cursorTypes().get(i)), false, false));
      inner.define(name, parameter);
      if (i == 0) {
        declared.put(query, parameter);
      }
    }
    code(query, inner);
  }

  /** A type, or that of another variable. */
  private DataType type(TypeName name, ProcedureNames scope) {
    List<String> parts = name.name();
    boolean copied = parts.getLast().equals(TypeName.COLUMN_TYPE);
    ProcedureNames.Found variable = copied ? scope.find(parts.subList(0, parts.size() - 1)) : null;
    return variable != null && variable.fields().isEmpty()
        ? slots.get(variable.slot()).type()
        : type(name);
  }

  private DataType type(TypeName name) {
    if (name.name().getLast().equals("refcursor")) {
      return DataType.TEXT;
    }
    return UserTypes.resolve(session, catalog, name);
  }

  // ---- statements

  private void body(List<ProcedureStatement> body, ProcedureNames scope, int state, int message) {
    body.forEach(statement -> statement(statement, scope, state, message));
  }

  private void targets(List<Target> targets, ProcedureNames scope) {
    for (Target target : targets) {
      if (scope.find(target.name()) == null) {
        throw new OrbitException(
            ErrorCode.SYNTAX_ERROR,
            "\"" + String.join(".", target.name()) + "\" is not a known variable");
      }
      codes(target.subscripts(), scope);
    }
  }

  private void statement(
      ProcedureStatement statement, ProcedureNames scope, int state, int message) {
    names.put(statement, scope);
    switch (statement) {
      case Block block -> block(block, scope, state, message);
      case ProcedureStatement.Assign assign -> {
        targets(List.of(assign.target()), scope);
        code(assign.value(), scope);
      }
      case ProcedureStatement.Choice choice -> {
        for (Branch branch : choice.branches()) {
          code(branch.condition(), scope);
          body(branch.body(), scope, state, message);
        }
        otherwise(choice.otherwise(), scope, state, message);
      }
      case ProcedureStatement.Switch choice -> {
        code(choice.operand(), scope);
        choice.values().forEach(values -> codes(values, scope));
        choice.bodies().forEach(body -> body(body, scope, state, message));
        otherwise(choice.otherwise(), scope, state, message);
      }
      case ProcedureStatement.Loop loop -> {
        code(loop.condition(), scope);
        body(loop.body(), scope, state, message);
      }
      case ProcedureStatement.ForRange loop -> {
        code(loop.low(), scope);
        code(loop.high(), scope);
        code(loop.step(), scope);
        ProcedureNames inner = new ProcedureNames(scope, loop.label(), slots);
        int slot = add(new Slot(loop.variable(), DataType.INT32, false, false));
        inner.define(loop.variable(), slot);
        declared.put(loop, slot);
        body(loop.body(), inner, state, message);
      }
      case ProcedureStatement.ForRows loop -> rows(loop, scope, state, message);
      case ProcedureStatement.ForEach loop -> {
        targets(List.of(loop.target()), scope);
        code(loop.array(), scope);
        body(loop.body(), scope, state, message);
      }
      case ProcedureStatement.Leave leave -> code(leave.condition(), scope);
      case ProcedureStatement.Return value -> code(value.value(), scope);
      case ProcedureStatement.ReturnNext value -> code(value.value(), scope);
      case ProcedureStatement.ReturnQuery query -> {
        code(query.query(), scope);
        code(query.dynamic(), scope);
        codes(query.using(), scope);
      }
      case ProcedureStatement.Raise raise -> {
        codes(raise.arguments(), scope);
        raise.options().forEach(option -> code(option.value(), scope));
        if (!raise.condition().isEmpty()) {
          Conditions.requireKnown(raise.condition());
        }
      }
      case ProcedureStatement.Assertion assertion -> {
        code(assertion.condition(), scope);
        code(assertion.message(), scope);
      }
      case ProcedureStatement.Sql sql -> {
        code(sql.code(), scope);
        targets(sql.into(), scope);
      }
      case ProcedureStatement.Perform perform -> code(perform.query(), scope);
      case ProcedureStatement.Execute execute -> {
        code(execute.text(), scope);
        codes(execute.using(), scope);
        targets(execute.into(), scope);
      }
      case ProcedureStatement.GetDiagnostics get ->
          get.items().forEach(item -> targets(List.of(item.target()), scope));
      case ProcedureStatement.Open open -> {
        code(open.query(), scope);
        code(open.dynamic(), scope);
        codes(open.arguments(), scope);
      }
      case ProcedureStatement.Fetch fetch -> {
        code(fetch.count(), scope);
        targets(fetch.into(), scope);
      }
      case ProcedureStatement.Close close -> {}
      case ProcedureStatement.EndTransaction end -> {}
      case ProcedureStatement.Nothing nothing -> {}
    }
  }

  private void otherwise(
      @Nullable List<ProcedureStatement> body, ProcedureNames scope, int state, int message) {
    if (body != null) {
      body(body, scope, state, message);
    }
  }

  /** A loop over a bound cursor declares its record; any other needs one that is there. */
  private void rows(ProcedureStatement.ForRows loop, ProcedureNames scope, int state, int message) {
    code(loop.query(), scope);
    code(loop.dynamic(), scope);
    codes(loop.using(), scope);
    ProcedureNames inner = new ProcedureNames(scope, loop.label(), slots);
    if (loop.cursor() != null) {
      String name = loop.targets().getFirst().name().getFirst();
      int slot = add(new Slot(name, DataType.RECORD, false, false));
      inner.define(name, slot);
    } else {
      targets(loop.targets(), scope);
    }
    names.put(loop, inner);
    body(loop.body(), inner, state, message);
  }
}
