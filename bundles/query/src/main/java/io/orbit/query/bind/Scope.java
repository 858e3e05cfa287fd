package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names visible at a place: what FROM brought, common table expressions, and the enclosing
 * query's scope.
 */
final class Scope {
  /**
   * A column of a FROM item.
   *
   * @param hidden true for the columns that a USING join merged: reachable by table name only
   */
  record Column(String name, Variable variable, long collection, int columnId, boolean hidden) {}

  /**
   * A FROM item; its columns may be qualified by its alias, and by schema and alias.
   *
   * @param relation OID of the table or view that it is, which {@code tableoid} answers; 0 for
   *     anything else
   */
  record Item(
      @Nullable String alias, @Nullable String schema, List<Column> columns, long relation) {
    Item(@Nullable String alias, @Nullable String schema, List<Column> columns) {
      this(alias, schema, columns, 0);
    }
  }

  /** A common table expression. */
  record CommonTable(int id, String name, List<Variable> columns, boolean returnsRows) {}

  private final @Nullable Scope parent;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, CommonTable> commonTables = new HashMap<>();

  Scope(@Nullable Scope parent) {
    this.parent = parent;
  }

  void add(Item item) {
    String alias = item.alias();
    if (alias != null) {
      for (Item other : items) {
        if (alias.equals(other.alias())
            && java.util.Objects.equals(item.schema(), other.schema())) {
          throw new OrbitException(
              ErrorCode.DUPLICATE_ALIAS, "table name \"" + alias + "\" specified more than once");
        }
      }
    }
    items.add(item);
  }

  void addAll(List<Item> added) {
    added.forEach(this::add);
  }

  List<Item> items() {
    return items;
  }

  void define(CommonTable table) {
    commonTables.put(table.name(), table);
  }

  Optional<CommonTable> commonTable(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      CommonTable table = scope.commonTables.get(name);
      if (table != null) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /** The column a reference means. */
  Column resolve(List<String> name, int position) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Column found = scope.find(name, position);
      if (found != null) {
        return found;
      }
    }
    throw missing(name, position);
  }

  /** The column, or empty where there is none of that name; ambiguity still fails. */
  Optional<Column> tryResolve(List<String> name, int position) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Column found = scope.find(name, position);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private @Nullable Column find(List<String> name, int position) {
    String column = name.getLast();
    Column found = null;
    for (Item item : items) {
      if (name.size() > 1 && !qualifies(item, name.subList(0, name.size() - 1))) {
        continue;
      }
      for (Column candidate : item.columns()) {
        if (!candidate.name().equals(column) || (name.size() == 1 && candidate.hidden())) {
          continue;
        }
        if (found != null && !found.variable().equals(candidate.variable())) {
          throw new OrbitException(
                  ErrorCode.AMBIGUOUS_COLUMN, "column reference \"" + column + "\" is ambiguous")
              .at(position);
        }
        found = candidate;
      }
    }
    return found;
  }

  /** The table that {@code tableoid} is asked of; 0 where there is none, or no single one. */
  long tableOf(List<String> qualifier) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      long[] tables =
          scope.items.stream()
              .filter(item -> item.relation() != 0)
              .filter(item -> qualifier.isEmpty() || qualifies(item, qualifier))
              .mapToLong(Item::relation)
              .toArray();
      if (tables.length > 0) {
        return tables.length == 1 ? tables[0] : 0;
      }
    }
    return 0;
  }

  /** The item a qualifier means, here or further out. */
  Optional<Item> item(List<String> qualifier) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      for (Item item : scope.items) {
        if (qualifies(item, qualifier)) {
          return Optional.of(item);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean qualifies(Item item, List<String> qualifier) {
    if (!qualifier.getLast().equals(item.alias())) {
      return false;
    }
    return qualifier.size() == 1 || qualifier.get(qualifier.size() - 2).equals(item.schema());
  }

  private OrbitException missing(List<String> name, int position) {
    if (name.size() > 1) {
      List<String> qualifier = name.subList(0, name.size() - 1);
      if (item(qualifier).isEmpty()) {
        return new OrbitException(
                ErrorCode.UNDEFINED_TABLE,
                "missing FROM-clause entry for table \"" + qualifier.getLast() + "\"")
            .at(position);
      }
      return new OrbitException(
              ErrorCode.UNDEFINED_COLUMN, "column " + String.join(".", name) + " does not exist")
          .at(position);
    }
    return new OrbitException(
            ErrorCode.UNDEFINED_COLUMN, "column \"" + name.getFirst() + "\" does not exist")
        .at(position);
  }

  /** The columns of {@code *}, in order, without merged ones. */
  List<Column> all() {
    return items.stream()
        .flatMap(item -> item.columns().stream())
        .filter(column -> !column.hidden())
        .toList();
  }

  /** What binding a FROM item gives: the plan and the names it brings. */
  record Bound(Plan plan, List<Item> items) {}
}
