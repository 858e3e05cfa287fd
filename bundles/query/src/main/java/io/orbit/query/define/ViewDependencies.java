package io.orbit.query.define;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ParsedStatement;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import io.orbit.query.session.CommandContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which views stand on a table, a view, or a column. A view is kept as text, so that is found out
 * by binding those of the database, where something is dropped or changed.
 */
final class ViewDependencies {
  private ViewDependencies() {}

  /**
   * A view that uses the table itself.
   *
   * @param columns ids of the columns that it uses, those that views it reads use included
   */
  record Dependent(Collection view, Set<Integer> columns) {
    boolean uses(Column column) {
      return columns.contains(column.id());
    }
  }

  /** The views that name a table or view. One that no longer binds depends on nothing. */
  static List<Dependent> on(CommandContext context, Collection table) {
    List<Dependent> found = new ArrayList<>();
    for (Schema schema : context.catalog().schemas(table.database())) {
      for (Collection view : context.catalog().collections(schema.id())) {
        boolean isView =
            (view.kind() == Collection.Kind.VIEW || view.isMaterializedView())
                && view.id() != table.id();
        BoundStatement bound = isView ? bound(context, view) : null;
        boolean names =
            bound != null
                && bound.uses().stream()
                    .anyMatch(use -> use.object() == table.id() && use.asRole() == 0);
        if (bound != null && names) {
          found.add(new Dependent(view, columns(bound.plan(), table.id())));
        }
      }
    }
    return found;
  }

  /** The views that call a routine themselves. */
  static List<Collection> using(CommandContext context, Routine routine) {
    List<Collection> found = new ArrayList<>();
    for (Schema schema : context.catalog().schemas(routine.database())) {
      for (Collection view : context.catalog().collections(schema.id())) {
        boolean isView = view.kind() == Collection.Kind.VIEW || view.isMaterializedView();
        BoundStatement bound = isView ? bound(context, view) : null;
        if (bound != null && bound.uses().stream().anyMatch(use -> use.object() == routine.id())) {
          found.add(view);
        }
      }
    }
    return found;
  }

  private static @org.jspecify.annotations.Nullable BoundStatement bound(
      CommandContext context, Collection view) {
    try {
      List<ParsedStatement> parsed = context.language().parse(view.definition());
      return context
          .binder()
          .bind(
              context.session(),
              context.catalog(),
              context.language(),
              parsed.getFirst().statement(),
              List.of(),
              0,
              VariableNames.NONE);
    } catch (OrbitException broken) {
      return null;
    }
  }

  private static Set<Integer> columns(Plan plan, long table) {
    List<Plan.Scan> scans = new ArrayList<>();
    Set<Variable> used = new HashSet<>();
    collect(plan, table, scans, used);
    Set<Integer> columns = new HashSet<>();
    for (Plan.Scan scan : scans) {
      for (int i = 0; i < scan.variables().size(); i++) {
        if (used.contains(scan.variables().get(i))) {
          columns.add(scan.collection().columns().get(i).id());
        }
      }
    }
    return columns;
  }

  private static void collect(Plan plan, long table, List<Plan.Scan> scans, Set<Variable> used) {
    if (plan instanceof Plan.Scan scan && scan.collection().id() == table) {
      scans.add(scan);
    }
    Plans.withScalars(
        plan,
        scalar -> {
          used.addAll(Scalars.free(scalar));
          Scalars.visit(
              scalar,
              s -> {
                if (s instanceof Scalar.Subquery subquery) {
                  collect(subquery.plan(), table, scans, used);
                }
              });
          return scalar;
        });
    Plans.children(plan).forEach(child -> collect(child, table, scans, used));
  }

  /** What PostgreSQL tells of views that are in the way, those that stand on them included. */
  static List<String> details(CommandContext context, List<Dependent> users, String what) {
    List<String> details = new ArrayList<>();
    for (Dependent one : users) {
      String view = Owners.kind(one.view()) + " " + shown(context, one.view());
      details.add(view + " depends on " + what);
      details.addAll(details(context, on(context, one.view()), view));
    }
    return details;
  }

  // ---- columns

  /** Refuses to drop a column that views use, or drops those views. */
  static void beforeDropping(
      CommandContext context, Collection table, Column column, boolean cascade) {
    List<Dependent> users = on(context, table).stream().filter(one -> one.uses(column)).toList();
    if (users.isEmpty()) {
      return;
    }
    String what = "column " + column.name() + " of table " + table.name();
    if (!cascade) {
      throw Drops.dependent(what, details(context, users, what).stream());
    }
    Cascade dropped = new Cascade(context);
    users.forEach(one -> dropped.view(one.view()));
    dropped.tell();
  }

  /** Refuses what would make a view mean something else. */
  static void beforeRetyping(CommandContext context, Collection table, Column column) {
    for (Dependent one : on(context, table)) {
      if (one.uses(column)) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "cannot alter type of a column used by a view or rule")
            .withDetail(
                "rule _RETURN on view "
                    + one.view().name()
                    + " depends on column \""
                    + column.name()
                    + "\"");
      }
    }
  }

  /** A view keeps the names it was written with. */
  static void beforeRenaming(CommandContext context, Collection table, String what) {
    List<Dependent> users = on(context, table);
    if (!users.isEmpty()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "renaming "
                  + what
                  + " that view \""
                  + users.getFirst().view().name()
                  + "\" uses is not supported")
          .withHint("Drop the view, and create it anew with the new name.");
    }
  }

  /** Views that go with what they stand on, and what is told of it. */
  static final class Cascade {
    private final CommandContext context;
    private final List<String> dropped = new ArrayList<>();

    Cascade(CommandContext context) {
      this.context = context;
    }

    void note(String what) {
      dropped.add(what);
    }

    /** Drops a view and all views that stand on it. */
    void view(Collection view) {
      if (context.catalog().object(view.id()).isEmpty()) {
        return;
      }
      on(context, view).forEach(one -> view(one.view()));
      context.services().catalog().lock(context.transaction(), view.id(), true);
      view.indexes().forEach(index -> context.transaction().dropSpace(index.space()));
      if (view.space() != 0) {
        context.transaction().dropSpace(view.space());
      }
      context.services().catalog().edit(context.transaction()).remove(view.id());
      note(Owners.kind(view) + " " + shown(context, view));
    }

    /** PostgreSQL's notice, where anything went that was not named. */
    void tell() {
      if (dropped.size() == 1) {
        context.state().notice("NOTICE", "00000", "drop cascades to " + dropped.getFirst());
      } else if (!dropped.isEmpty()) {
        context
            .state()
            .notice(
                "NOTICE",
                "00000",
                "drop cascades to " + dropped.size() + " other objects",
                "drop cascades to " + String.join("\ndrop cascades to ", dropped));
      }
    }
  }

  /** An object's name, with its schema where that is not on the search path. */
  static String shown(CommandContext context, Collection object) {
    String schema = context.catalog().object(object.schema()).map(CatalogObject::name).orElse("");
    return io.orbit.query.bind.SearchPath.of(context.session()).contains(schema)
        ? object.name()
        : schema + "." + object.name();
  }
}
