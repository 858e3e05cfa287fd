package io.orbit.query.execute;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.records.KeyRange;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way to the rows of a scan: a range of the primary key or of an index, its bounds computed when
 * it is opened.
 *
 * @param index null for the primary key
 * @param prefix values that the first key columns equal
 * @param lower null for none
 * @param upper null for none
 * @param unique true when at most one row fits
 */
record AccessPath(
    @Nullable Index index,
    List<Scalar> prefix,
    List<DataType> keyTypes,
    @Nullable Scalar lower,
    boolean lowerInclusive,
    @Nullable Scalar upper,
    boolean upperInclusive,
    boolean unique) {

  /** Everything, in primary key order. */
  static final AccessPath FULL =
      new AccessPath(null, List.of(), List.of(), null, true, null, true, false);

  /** The best path for the conditions, FULL where none helps. */
  static AccessPath choose(Plan.Scan scan, List<Scalar> conditions) {
    Collection collection = scan.collection();
    AccessPath best = FULL;
    List<Variable> primary =
        collection.primaryKey().stream().map(p -> scan.variables().get(p)).toList();
    if (!primary.isEmpty()) {
      best = better(best, match(null, primary, true, scan, conditions));
    }
    for (Index index : collection.indexes()) {
      Optional<List<Variable>> columns = columns(index, scan);
      if (index.valid() && index.predicateText().isEmpty() && columns.isPresent()) {
        best = better(best, match(index, columns.get(), index.unique(), scan, conditions));
      }
    }
    return best;
  }

  private static AccessPath better(AccessPath one, AccessPath other) {
    return other.score() > one.score() ? other : one;
  }

  private int score() {
    int bounds = (lower != null ? 1 : 0) + (upper != null ? 1 : 0);
    return (unique ? 1000 : 0)
        + prefix.size() * 10
        + bounds * 3
        + (index == null ? 1 : 0)
        - (prefix.isEmpty() && bounds == 0 ? 1 : 0);
  }

  boolean isFull() {
    return prefix.isEmpty() && lower == null && upper == null;
  }

  private static Optional<List<Variable>> columns(Index index, Plan.Scan scan) {
    List<Variable> columns = new ArrayList<>();
    for (Index.Element element : index.elements()) {
      int position = positionOf(scan.collection(), element.column());
      if (position < 0 || element.descending()) {
        break;
      }
      columns.add(scan.variables().get(position));
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  private static int positionOf(Collection collection, int columnId) {
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
    int width = index == null ? columns.size() : index.elements().size();
    for (Variable column : columns) {
      Scalar equal = bound(column, "=", own, conditions);
      if (equal == null) {
        break;
      }
      prefix.add(equal);
    }
    List<DataType> types = columns.stream().map(Variable::type).toList();
    boolean unique = uniqueKey && prefix.size() == width;
    if (prefix.size() == columns.size()) {
      return new AccessPath(index, prefix, types, null, true, null, true, unique);
    }
    Variable next = columns.get(prefix.size());
    Scalar atLeast = bound(next, ">=", own, conditions);
    Scalar above = atLeast == null ? bound(next, ">", own, conditions) : null;
    Scalar atMost = bound(next, "<=", own, conditions);
    Scalar below = atMost == null ? bound(next, "<", own, conditions) : null;
    return new AccessPath(
        index,
        prefix,
        types,
        atLeast != null ? atLeast : above,
        atLeast != null,
        atMost != null ? atMost : below,
        atMost != null,
        false);
  }

  /** The other side of {@code column op scalar}, where it does not depend on the scan itself. */
  private static @Nullable Scalar bound(
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
      if (other != null && usable(other, column.type(), own)) {
        return other;
      }
    }
    return null;
  }

  private static boolean usable(Scalar scalar, DataType type, Set<Variable> own) {
    return comparable(scalar.type(), type)
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

  /** A value in the type of the key column; null where it cannot be any key's value. */
  static @Nullable Object convert(Object value, DataType type) {
    if (!(value instanceof Number number) || value instanceof Decimal) {
      return value;
    }
    long wide = number.longValue();
    return switch (type.kind()) {
      case INT16 -> wide == (short) wide ? (Object) (short) wide : null;
      case INT32 -> wide == (int) wide ? (Object) (int) wide : null;
      case INT64 -> wide;
      default -> value;
    };
  }

  /** A path made ready to compute its range. */
  record Compiled(
      AccessPath path,
      List<Evaluator> prefix,
      @Nullable Evaluator lower,
      @Nullable Evaluator upper) {

    /** The range now; empty when no row can fit. */
    Optional<KeyRange> range(Evaluation evaluation) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < prefix.size(); i++) {
        Object value = prefix.get(i).at(RowBatch.UNIT, 0, evaluation);
        Object converted = value == null ? null : convert(value, path.keyTypes().get(i));
        if (converted == null) {
          return Optional.empty();
        }
        values.add(converted);
      }
      if (lower == null && upper == null) {
        return Optional.of(KeyRange.equal(values));
      }
      DataType type = path.keyTypes().get(prefix.size());
      Object from = lower == null ? null : lower.at(RowBatch.UNIT, 0, evaluation);
      Object to = upper == null ? null : upper.at(RowBatch.UNIT, 0, evaluation);
      if ((lower != null && from == null) || (upper != null && to == null)) {
        return Optional.empty();
      }
      Object convertedFrom = from == null ? null : convert(from, type);
      Object convertedTo = to == null ? null : convert(to, type);
      return Optional.of(
          new KeyRange(
              values, convertedFrom, path.lowerInclusive(), convertedTo, path.upperInclusive()));
    }
  }
}
