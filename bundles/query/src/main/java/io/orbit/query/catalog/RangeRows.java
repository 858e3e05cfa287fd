package io.orbit.query.catalog;

import io.orbit.api.value.DataType;
import io.orbit.query.type.TypeOids;
import java.util.List;

/** pg_range. */
final class RangeRows {
  /** What the built-in ranges are ranges of. */
  static final List<DataType> BOUNDS =
      List.of(
          DataType.INT32,
          DataType.DECIMAL,
          DataType.TIMESTAMP,
          DataType.TIMESTAMPTZ,
          DataType.DATE,
          DataType.INT64);

  private RangeRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (DataType bound : BOUNDS) {
      DataType range = DataType.range(bound);
      rows.row()
          .put("rngtypid", TypeOids.of(range))
          .put("rngsubtype", TypeOids.of(bound))
          .put("rngmultitypid", TypeOids.of(DataType.multirange(range)))
          .put("rngcollation", 0L)
          .put("rngsubopc", OperatorClasses.of(bound))
          .put("rngcanonical", 0L)
          .put("rngsubdiff", 0L);
    }
  }
}
