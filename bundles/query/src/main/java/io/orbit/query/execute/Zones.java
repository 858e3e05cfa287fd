package io.orbit.query.execute;

import io.orbit.api.accel.Comparison;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.ArrayList;
import java.util.List;

/** Which conditions of a scan tell of whole blocks of a segment that no row in them meets any. */
final class Zones {
  private Zones() {}

  static List<ColumnarScan.Zone> of(
      Plan.Scan scan, List<Scalar> conditions, ExpressionCompiler compiler) {
    List<ColumnarScan.Zone> zones = new ArrayList<>();
    for (Scalar condition : conditions) {
      if (!(condition instanceof Scalar.Apply apply) || apply.arguments().size() != 2) {
        continue;
      }
      Comparison comparison = Kernels.comparison(apply.name());
      if (comparison == null) {
        continue;
      }
      add(scan, apply.arguments().get(0), comparison, apply.arguments().get(1), compiler, zones);
      add(
          scan,
          apply.arguments().get(1),
          comparison.swapped(),
          apply.arguments().get(0),
          compiler,
          zones);
    }
    return List.copyOf(zones);
  }

  private static void add(
      Plan.Scan scan,
      Scalar side,
      Comparison comparison,
      Scalar other,
      ExpressionCompiler compiler,
      List<ColumnarScan.Zone> zones) {
    boolean constant =
        Scalars.free(other).isEmpty() && Scalars.isStable(other) && !Scalars.hasSubquery(other);
    if (!constant || !(side instanceof Scalar.Reference reference)) {
      return;
    }
    int column = scan.variables().indexOf(reference.variable());
    if (column >= 0 && comparable(side.type(), other.type())) {
      zones.add(new ColumnarScan.Zone(column, comparison, compiler.compile(other)));
    }
  }

  private static boolean comparable(DataType side, DataType other) {
    boolean integers = isInteger(side.kind()) && isInteger(other.kind());
    return integers
        || (side.kind() == other.kind()
            && (Vector.Layout.of(side) == Vector.Layout.LONG || side.kind() == TypeKind.DECIMAL));
  }

  private static boolean isInteger(TypeKind kind) {
    return kind == TypeKind.INT16 || kind == TypeKind.INT32 || kind == TypeKind.INT64;
  }
}
