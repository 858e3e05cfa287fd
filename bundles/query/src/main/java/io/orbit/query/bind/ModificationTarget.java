package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.query.tree.From;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What INSERT, UPDATE and DELETE change: its columns, and a scan of it with names. */
record ModificationTarget(
    Plan.Target target,
    String name,
    List<Column> columns,
    Plan scan,
    Scope.Item item,
    List<Variable> row,
    Optional<Variable> key) {
  /** The catalog's id; 0 for a virtual table. */
  long collection() {
    return target instanceof Plan.Target.OfCollection stored ? stored.collection().id() : 0;
  }

  static ModificationTarget of(
      BindContext context, QueryBinder queries, From.Table table, Privilege privilege) {
    return switch (context.names.relation(table.name(), table.position())) {
      case Names.Relation.Virtual virtual -> virtual(context, virtual.table(), table);
      case Names.Relation.Stored stored -> {
        Collection collection = stored.collection();
        if (collection.kind() != Collection.Kind.TABLE) {
          throw new OrbitException(
                  ErrorCode.WRONG_OBJECT_TYPE,
                  "cannot "
                      + verb(privilege)
                      + " "
                      + collection.kind().name().toLowerCase(java.util.Locale.ROOT)
                      + " \""
                      + collection.name()
                      + "\"")
              .at(table.position());
        }
        if (collection.isMaterializedView()) {
          throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "cannot change materialized view \"" + collection.name() + "\"");
        }
        context.use(collection.id(), privilege, List.of());
        FromBinder.TableScan scan =
            new FromBinder(context, queries, new Scope(null), true).scan(collection, table, true);
        yield new ModificationTarget(
            new Plan.Target.OfCollection(collection),
            collection.name(),
            collection.columns(),
            scan.plan(),
            scan.item(),
            scan.plan().variables(),
            Optional.ofNullable(scan.plan().key()));
      }
    };
  }

  private static String verb(Privilege privilege) {
    return switch (privilege) {
      case INSERT -> "insert into";
      case UPDATE -> "update";
      default -> "delete from";
    };
  }

  private static ModificationTarget virtual(
      BindContext context, VirtualTable table, From.Table from) {
    if (table.key().isEmpty()) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for table " + table.name())
          .withDetail("It is read-only.")
          .at(from.position());
    }
    List<Variable> row = new ArrayList<>();
    List<Scope.Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      Variable variable = context.variable(column.name(), column.type());
      row.add(variable);
      columns.add(new Scope.Column(column.name(), variable, 0, 0, false));
    }
    String alias = from.alias() == null ? table.name() : from.alias().name();
    return new ModificationTarget(
        new Plan.Target.OfVirtual(table),
        table.name(),
        table.columns(),
        new Plan.VirtualScan(table, alias, row),
        new Scope.Item(alias, from.alias() == null ? table.schema() : null, columns),
        row,
        Optional.empty());
  }

  /** Which column has the name. */
  int position(String column, int at) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new OrbitException(
            ErrorCode.UNDEFINED_COLUMN,
            "column \"" + column + "\" of relation \"" + name + "\" does not exist")
        .at(at);
  }
}
