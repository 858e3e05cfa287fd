package io.orbit.query.execute;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way to the rows of a scan: a range of the primary key or of an index, or a point for each of
 * several values, computed when it is opened.
 *
 * @param index null for the primary key
 * @param prefix values that the first key columns equal
 * @param points where the next column equals any of several values: an array; null for none
 * @param keyTypes types of the key columns that may have bounds
 * @param lower bound of the next column; null for none
 * @param upper bound of the next column; null for none
 * @param unique true when at most one row fits (each of the points)
 * @param used the conditions that the bounds come from
 */
record AccessPath(
    @Nullable Index index,
    List<Scalar> prefix,
    @Nullable Scalar points,
    List<DataType> keyTypes,
    @Nullable Scalar lower,
    boolean lowerInclusive,
    @Nullable Scalar upper,
    boolean upperInclusive,
    boolean unique,
    List<Scalar> used) {

  /** Everything, in primary key order. */
  static final AccessPath FULL = full(null);

  /** Everything, in the order of an index. */
  static AccessPath full(@Nullable Index index) {
    return new AccessPath(
        index, List.of(), null, List.of(), null, true, null, true, false, List.of());
  }

  /** The primary key as far as the conditions fix it, and every index that they help with. */
  static List<AccessPath> candidates(Plan.Scan scan, List<Scalar> conditions) {
    Collection collection = scan.collection();
    List<AccessPath> found = new ArrayList<>();
    List<Variable> primary = primaryKey(scan);
    if (!primary.isEmpty()) {
      add(found, match(null, primary, true, scan, conditions));
    }
    for (Index index : collection.indexes()) {
      List<Variable> columns = isUsable(index) ? columns(index, scan) : List.of();
      if (!columns.isEmpty()) {
        add(found, match(index, columns, index.unique(), scan, conditions));
      }
    }
    return found;
  }

  /** True when the conditions fix the whole primary key: one look-up. */
  static boolean isPoint(Plan.Scan scan, List<Scalar> conditions) {
    List<Variable> primary = primaryKey(scan);
    if (primary.isEmpty()) {
      return false;
    }
    AccessPath path = match(null, primary, true, scan, conditions);
    return path.unique() && path.points() == null;
  }

  private static void add(List<AccessPath> found, AccessPath path) {
    if (!path.isFull()) {
      found.add(path);
    }
  }

  static List<Variable> primaryKey(Plan.Scan scan) {
    return scan.collection().primaryKey().stream().map(p -> scan.variables().get(p)).toList();
  }

  /** Whether every row is in the index. */
  static boolean isUsable(Index index) {
    return index.valid() && index.predicateText().isEmpty();
  }

  boolean isFull() {
    return prefix.isEmpty() && points == null && lower == null && upper == null;
  }

  /** True when it leads to one row at most. */
  boolean isSingle() {
    return unique && points == null;
  }

  private static List<Variable> columns(Index index, Plan.Scan scan) {
    List<Variable> columns = new ArrayList<>();
    for (Index.Element element : index.elements()) {
      int position = positionOf(scan.collection(), element.column());
      if (position < 0 || element.descending()) {
        break;
      }
      columns.add(scan.variables().get(position));
    }
    return columns;
  }

  static int positionOf(Collection collection, int columnId) {
    for (int i = 0; i < collection.columns().size(); i++) {
      if (collection.columns().get(i).id() == columnId) {
        return i;
      }
    }
    return -1;
  }

  private static AccessPath match(
      @Nullable Index index,
      List<Variable> columns,
      boolean uniqueKey,
      Plan.Scan scan,
      List<Scalar> conditions) {
    Set<Variable> own = new HashSet<>(scan.outputs());
    List<Scalar> prefix = new ArrayList<>();
    List<Scalar> used = new ArrayList<>();
    int width = index == null ? columns.size() : index.elements().size();
    for (Variable column : columns) {
      Bound equal = bound(column, "=", own, conditions);
      if (equal == null) {
        break;
      }
      prefix.add(equal.value());
      used.add(equal.condition());
    }
    List<DataType> types = columns.stream().map(Variable::type).toList();
    boolean unique = uniqueKey && prefix.size() == width;
    if (prefix.size() == columns.size()) {
      return new AccessPath(index, prefix, null, types, null, true, null, true, unique, used);
    }
    Variable next = columns.get(prefix.size());
    Bound points = points(next, own, conditions);
    if (points != null) {
      used.add(points.condition());
      boolean each = uniqueKey && prefix.size() + 1 == width;
      return new AccessPath(
          index, prefix, points.value(), types, null, true, null, true, each, used);
    }
    return range(index, prefix, types, used, next, own, conditions);
  }

  private static AccessPath range(
      @Nullable Index index,
      List<Scalar> prefix,
      List<DataType> types,
      List<Scalar> used,
      Variable next,
      Set<Variable> own,
      List<Scalar> conditions) {
    Bound atLeast = bound(next, ">=", own, conditions);
    Bound lower = atLeast == null ? bound(next, ">", own, conditions) : atLeast;
    Bound atMost = bound(next, "<=", own, conditions);
    Bound upper = atMost == null ? bound(next, "<", own, conditions) : atMost;
    if (lower != null) {
      used.add(lower.condition());
    }
    if (upper != null) {
      used.add(upper.condition());
    }
    return new AccessPath(
        index,
        prefix,
        null,
        types,
        lower == null ? null : lower.value(),
        atLeast != null,
        upper == null ? null : upper.value(),
        atMost != null,
        false,
        used);
  }

  /** What a column is compared with, and the condition that says so. */
  private record Bound(Scalar value, Scalar condition) {}

  /** The other side of {@code column op scalar}, where it does not depend on the scan itself. */
  private static @Nullable Bound bound(
      Variable column, String symbol, Set<Variable> own, List<Scalar> conditions) {
    for (Scalar condition : conditions) {
      if (!(condition instanceof Scalar.Apply apply) || apply.arguments().size() != 2) {
        continue;
      }
      Scalar left = apply.arguments().get(0);
      Scalar right = apply.arguments().get(1);
      Scalar reference = new Scalar.Reference(column);
      Scalar other = null;
      if (left.equals(reference) && apply.name().equals(symbol)) {
        other = right;
      } else if (right.equals(reference) && apply.name().equals(mirrored(symbol))) {
        other = left;
      }
      if (other != null && usable(other, other.type(), column.type(), own)) {
        return new Bound(other, condition);
      }
    }
    return null;
  }

  /** The values of {@code column IN (…)} or {@code column = ANY (…)} as an array. */
  private static @Nullable Bound points(
      Variable column, Set<Variable> own, List<Scalar> conditions) {
    Scalar reference = new Scalar.Reference(column);
    for (Scalar condition : conditions) {
      Scalar array = null;
      if (condition instanceof Scalar.InList in
          && !in.negated()
          && in.operand().equals(reference)) {
        DataType element = in.values().getFirst().type();
        array = new Scalar.ArrayOf(in.values(), DataType.array(element));
      } else if (condition instanceof Scalar.Quantified any
          && !any.all()
          && any.symbol().equals("=")
          && any.left().equals(reference)
          && any.array().type().kind() == TypeKind.ARRAY) {
        array = any.array();
      }
      if (array != null && usable(array, array.type().elementType(), column.type(), own)) {
        return new Bound(array, condition);
      }
    }
    return null;
  }

  private static boolean usable(
      Scalar scalar, DataType valueType, DataType columnType, Set<Variable> own) {
    return comparable(valueType, columnType)
        && Scalars.isStable(scalar)
        && !Scalars.hasSubquery(scalar)
        && Scalars.free(scalar).stream().noneMatch(own::contains);
  }

  private static boolean comparable(DataType one, DataType other) {
    return one.kind() == other.kind() || (isInteger(one) && isInteger(other));
  }

  private static boolean isInteger(DataType type) {
    return type.kind() == TypeKind.INT16
        || type.kind() == TypeKind.INT32
        || type.kind() == TypeKind.INT64;
  }

  private static String mirrored(String symbol) {
    return switch (symbol) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> symbol;
    };
  }
}
