package io.orbit.query.bind;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.query.Dialect;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.plan.BoundStatement.Use;
import io.orbit.query.plan.Variable;
import io.orbit.query.type.Casts;
import io.orbit.query.type.UserTypes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What binding one statement needs and learns. One thread, one statement. */
final class BindContext {
  final Session session;
  final CatalogView catalog;
  final QueryServices services;
  final Dialect dialect;
  final Casts casts;
  final Parameters parameters;
  final Names names;
  final Coercion coercion;
  final Overloads overloads;
  final RowShapes shapes = new RowShapes();
  final VariableNames variables;
  final RoutineBinder routines;
  private final StoredText stored;
  private final Set<Use> uses = new LinkedHashSet<>();
  private int nextVariable;
  private int nextCte;
  private int depth;
  private long role;
  private boolean roleDependent;
  private final Set<Long> policies = new HashSet<>(0);
  private @Nullable Variable mergeAction;

  /** Parses what the catalog keeps as text. */
  interface StoredText {
    /** A view's query. */
    io.orbit.api.query.tree.Query query(String text);

    io.orbit.api.query.tree.Expression expression(String text);
  }

  BindContext(
      Session session,
      CatalogView catalog,
      QueryServices services,
      Dialect dialect,
      Casts casts,
      Parameters parameters,
      VariableNames variables,
      StoredText stored) {
    this.session = session;
    this.catalog = catalog;
    this.services = services;
    this.dialect = dialect;
    this.casts = casts;
    this.parameters = parameters;
    this.stored = stored;
    names = new Names(this);
    coercion = new Coercion(this);
    overloads = new Overloads(this);
    routines = new RoutineBinder(this);
    this.variables = variables;
  }

  StoredText stored() {
    return stored;
  }

  /** The type of a name. */
  DataType type(io.orbit.api.query.tree.TypeName name) {
    return UserTypes.resolve(session, catalog, name);
  }

  Variable variable(String name, DataType type) {
    return new Variable(nextVariable++, name, type);
  }

  int variableCount() {
    return nextVariable;
  }

  int nextCte() {
    return nextCte++;
  }

  /** Notes that the statement uses an object, and which right that takes. */
  void use(long object, Privilege privilege, List<Integer> columns) {
    uses.add(new Use(object, privilege, columns, role));
  }

  /** Binds a table's policies; those of a table that lead to themselves are refused. */
  <T> T inPolicyOf(io.orbit.api.catalog.Collection table, java.util.function.Supplier<T> binding) {
    if (!policies.add(table.id())) {
      throw new io.orbit.api.error.OrbitException(
          io.orbit.api.error.ErrorCode.INVALID_OBJECT_DEFINITION,
          "infinite recursion detected in policy for relation \"" + table.name() + "\"");
    }
    try {
      return binding.get();
    } finally {
      policies.remove(table.id());
    }
  }

  /** Notes that the same statement means something else to another role. */
  void dependsOnRole() {
    roleDependent = true;
  }

  boolean isRoleDependent() {
    return roleDependent;
  }

  /** The role whose rights count here; 0 for the session's. */
  long role() {
    return role;
  }

  /** Binds MERGE's RETURNING, in which {@code merge_action()} is that variable. */
  <T> T inReturningOf(Variable action, java.util.function.Supplier<T> binding) {
    Variable before = mergeAction;
    mergeAction = action;
    try {
      return binding.get();
    } finally {
      mergeAction = before;
    }
  }

  /** What {@code merge_action()} answers here; null where it answers nothing. */
  @Nullable Variable mergeAction() {
    return mergeAction;
  }

  /** Binds something with the rights of another role (a view's owner). */
  <T> T as(long other, java.util.function.Supplier<T> binding) {
    long before = role;
    role = other;
    try {
      return binding.get();
    } finally {
      role = before;
    }
  }

  List<Use> uses() {
    return List.copyOf(uses);
  }

  /** How deep the query being bound stands: 1 for the statement's own. */
  int depth() {
    return depth;
  }

  /** Guards against runaway nesting of expressions, queries and views. */
  void enter() {
    if (++depth > 600) {
      throw new io.orbit.api.error.OrbitException(
          io.orbit.api.error.ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
  }

  void leave() {
    depth--;
  }
}
