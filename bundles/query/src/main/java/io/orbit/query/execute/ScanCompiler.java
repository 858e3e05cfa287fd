package io.orbit.query.execute;

import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.PlanCompiler.Node;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses how the rows of collections are found: by what it costs, and in what order they come. */
final class ScanCompiler {
  /** A row of a collection, read in the order of its key; the unit is a hundred of them. */
  static final double ROW = 0.01;

  /** A row found by an entry of an index. */
  static final double INDEX_ROW = 0.02;

  /** One of a column segment. */
  private static final double COLUMNAR_ROW = 0.0005;

  /** The way to the first row of a range. */
  static final double SEEK = 0.04;

  /** What an empty table is taken to have: it will be filled before its plan is made anew. */
  private static final double FEWEST_ROWS = 1000;

  private final PlanCompiler compiler;
  private final Cardinality cardinality;
  private final EarlyScans earlyScans;

  ScanCompiler(PlanCompiler compiler, Cardinality cardinality, EarlyScans earlyScans) {
    this.compiler = compiler;
    this.cardinality = cardinality;
    this.earlyScans = earlyScans;
  }

  /** The order in which a path's rows are wanted. */
  enum Direction {
    ANY,
    ASCENDING,
    DESCENDING
  }

  Node scan(Plan.Scan scan, List<Scalar> conditions) {
    return earlyScans.covers(scan.collection())
        ? earlyScan(scan, conditions)
        : scan(scan, conditions, cheapest(scan, conditions), Direction.ANY);
  }

  /** What can be asked of the rows alone is asked when they are read, the rest of those rows. */
  private Node earlyScan(Plan.Scan scan, List<Scalar> conditions) {
    Set<Variable> own = new HashSet<>(scan.outputs());
    List<Scalar> before = new ArrayList<>();
    List<Scalar> after = new ArrayList<>();
    for (Scalar condition : conditions) {
      boolean alone =
          own.containsAll(Scalars.free(condition))
              && Scalars.isStable(condition)
              && !Scalars.hasSubquery(condition);
      (alone ? before : after).add(condition);
    }
    Node read = scan(scan, before, cheapest(scan, before), Direction.ANY);
    return compiler.filtered(earlyScans.add(read), after, read.rows());
  }

  Node scan(Plan.Scan scan, List<Scalar> conditions, AccessPath path, Direction direction) {
    List<Variable> outputs = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < scan.variables().size(); i++) {
      Variable variable = scan.variables().get(i);
      if (compiler.isUsed(variable)) {
        outputs.add(variable);
        positions.add(i);
      }
    }
    Variable key = scan.key();
    boolean withKey = key != null && compiler.isUsed(key);
    Sources.ColumnReaders readers =
        new Sources.ColumnReaders(
            positions.stream().mapToInt(i -> i).toArray(),
            outputs.stream().map(Variable::type).toArray(DataType[]::new),
            withKey);
    if (withKey) {
      outputs.add(key);
    }
    AccessRanges ranges = AccessRanges.of(path, compiler.expressions(List.of()));
    List<String> details =
        path.isFull() ? List.of() : List.of("Index Cond: " + Shown.path(path, scan));
    double rows = rows(scan, path, cardinality.rows(scan));
    ScanFactory factory =
        new ScanFactory(
            scan,
            ranges,
            readers,
            direction == Direction.DESCENDING,
            direction != Direction.ANY,
            cardinality.isColumnar(scan.collection()),
            path.isFull() ? Zones.of(scan, conditions, compiler.expressions(List.of())) : List.of(),
            details,
            rows,
            direction == Direction.ANY && !withKey ? cost(scan, path, rows) : cost(path, rows));
    return compiler.filtered(
        new Node(factory, outputs),
        conditions,
        Math.min(rows, cardinality.rows(Plans.filter(scan, conditions))));
  }

  // ---- by cost

  /** The cheapest path for the conditions. */
  AccessPath cheapest(Plan.Scan scan, List<Scalar> conditions) {
    AccessPath best = AccessPath.FULL;
    double least = assumedCost(scan, best);
    for (AccessPath path : AccessPath.candidates(scan, conditions)) {
      if (path.isSingle()) {
        return path;
      }
      double cost = assumedCost(scan, path);
      if (cost < least) {
        best = path;
        least = cost;
      }
    }
    return best;
  }

  private double assumedCost(Plan.Scan scan, AccessPath path) {
    return cost(scan, path, rows(scan, path, Math.max(cardinality.rows(scan), FEWEST_ROWS)));
  }

  /** Rows that a path leads to, of a collection with so many. */
  double rows(Plan.Scan scan, AccessPath path, double total) {
    return path.isSingle() ? 1 : path.isFull() ? total : total * cardinality.share(path.used());
  }

  /** What it costs to read so many rows, in any order. */
  double cost(Plan.Scan scan, AccessPath path, double rows) {
    return path.isFull() && path.index() == null && cardinality.isColumnar(scan.collection())
        ? SEEK + rows * COLUMNAR_ROW
        : cost(path, rows);
  }

  /** What it costs to read so many rows one by one. */
  double cost(AccessPath path, double rows) {
    double perRow = path.index() == null ? ROW : INDEX_ROW;
    int seeks = path.points() instanceof Scalar.ArrayOf array ? array.elements().size() : 1;
    return seeks * SEEK + rows * perRow;
  }

  // ---- in order

  /** A path, and the direction in which it answers an order that is asked for. */
  private record Ordered(AccessPath path, boolean descending) {}

  /**
   * The rows in that order without sorting, where an index gives it and that is cheaper.
   *
   * @param share of the rows that will be read
   * @return null where sorting is better
   */
  @Nullable Node ordered(
      Plan.Scan scan, List<Scalar> conditions, List<SortItem> items, double share) {
    if (earlyScans.covers(scan.collection())) {
      return null;
    }
    double total = Math.max(cardinality.rows(scan), FEWEST_ROWS);
    double sorted = Math.max(1, total * cardinality.share(conditions));
    double kept = Math.max(1, sorted * share);
    double least =
        assumedCost(scan, cheapest(scan, conditions)) + sorted * Math.log(kept + 2) * ROW;
    Ordered best = null;
    for (Ordered way : ordered(scan, conditions, items)) {
      double cost = SEEK + cost(way.path(), rows(scan, way.path(), total)) * share;
      if (cost < least) {
        best = way;
        least = cost;
      }
    }
    return best == null
        ? null
        : scan(
            scan,
            conditions,
            best.path(),
            best.descending() ? Direction.DESCENDING : Direction.ASCENDING);
  }

  private List<Ordered> ordered(Plan.Scan scan, List<Scalar> conditions, List<SortItem> items) {
    List<AccessPath> paths = new ArrayList<>(AccessPath.candidates(scan, conditions));
    paths.add(AccessPath.FULL);
    scan.collection().indexes().stream()
        .filter(AccessPath::isUsable)
        .forEach(index -> paths.add(AccessPath.full(index)));
    List<Ordered> ways = new ArrayList<>();
    for (AccessPath path : paths) {
      Boolean descending = direction(scan, path, items);
      if (descending != null) {
        ways.add(new Ordered(path, descending));
      }
    }
    return ways;
  }

  /** One column of a key. */
  private record KeyPart(
      Variable variable, boolean descending, boolean nullsFirst, boolean mayBeNull) {}

  private static List<KeyPart> key(Plan.Scan scan, @Nullable Index index) {
    List<KeyPart> parts = new ArrayList<>();
    if (index == null) {
      AccessPath.primaryKey(scan).forEach(v -> parts.add(new KeyPart(v, false, false, false)));
      return parts;
    }
    for (Index.Element element : index.elements()) {
      int position = AccessPath.positionOf(scan.collection(), element.column());
      if (position < 0) {
        break;
      }
      parts.add(
          new KeyPart(
              scan.variables().get(position),
              element.descending(),
              element.nullsFirst(),
              !scan.collection().columns().get(position).notNull()));
    }
    return parts;
  }

  /** Whether a path is to be read backwards to give the order; null where it does not give it. */
  private static @Nullable Boolean direction(
      Plan.Scan scan, AccessPath path, List<SortItem> items) {
    List<KeyPart> key = key(scan, path.index());
    Set<Variable> fixed = new HashSet<>();
    for (int i = 0; i < path.prefix().size(); i++) {
      fixed.add(key.get(i).variable());
    }
    int next = path.prefix().size();
    Boolean descending = null;
    for (SortItem item : items) {
      if (!(item.scalar() instanceof Scalar.Reference reference)) {
        return null;
      }
      if (fixed.contains(reference.variable())) {
        continue;
      }
      if (next == key.size()) {
        return path.index() == null && next > 0 ? descending : null;
      }
      KeyPart part = key.get(next++);
      boolean backwards = part.descending() != item.descending();
      boolean nullsFirst = part.nullsFirst() != backwards;
      if (!part.variable().equals(reference.variable())
          || (descending != null && descending != backwards)
          || (part.mayBeNull() && nullsFirst != item.nullsFirst())) {
        return null;
      }
      descending = backwards;
    }
    return descending == null ? Boolean.FALSE : descending;
  }
}
