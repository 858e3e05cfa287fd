package io.orbit.query.catalog;

import io.orbit.api.value.DataType;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeOids;
import java.util.List;

/** pg_opclass and pg_opfamily: the default ordering of each type that an index may order by. */
final class OperatorClasses {
  /** PostgreSQL's OIDs of class, family and input type. */
  private record OperatorClass(long oid, String name, long family, String familyName, long type) {}

  private static final long ARRAY_OPS = 10_000;

  private static final List<OperatorClass> CLASSES =
      List.of(
          new OperatorClass(1978, "int4_ops", 1976, "integer_ops", 23),
          new OperatorClass(1979, "int2_ops", 1976, "integer_ops", 21),
          new OperatorClass(3124, "int8_ops", 1976, "integer_ops", 20),
          new OperatorClass(1981, "oid_ops", 1989, "oid_ops", 26),
          new OperatorClass(3122, "date_ops", 434, "datetime_ops", 1082),
          new OperatorClass(3127, "timestamptz_ops", 434, "datetime_ops", 1184),
          new OperatorClass(3128, "timestamp_ops", 434, "datetime_ops", 1114),
          new OperatorClass(3123, "float8_ops", 1970, "float_ops", 701),
          new OperatorClass(10_012, "float4_ops", 1970, "float_ops", 700),
          new OperatorClass(3125, "numeric_ops", 1988, "numeric_ops", 1700),
          new OperatorClass(3126, "text_ops", 1994, "text_ops", 25),
          new OperatorClass(10_028, "name_ops", 1994, "text_ops", 19),
          new OperatorClass(ARRAY_OPS, "array_ops", 397, "array_ops", 2277),
          new OperatorClass(10_003, "bool_ops", 424, "bool_ops", 16),
          new OperatorClass(10_004, "bpchar_ops", 426, "bpchar_ops", 1042),
          new OperatorClass(10_006, "bytea_ops", 428, "bytea_ops", 17),
          new OperatorClass(10_007, "char_ops", 429, "char_ops", 18),
          new OperatorClass(10_002, "bit_ops", 423, "bit_ops", 1560),
          new OperatorClass(10_043, "varbit_ops", 2002, "varbit_ops", 1562),
          new OperatorClass(10_076, "range_ops", 3901, "range_ops", 3831),
          new OperatorClass(10_080, "multirange_ops", 4199, "multirange_ops", 4537),
          new OperatorClass(10_015, "inet_ops", 1974, "network_ops", 869),
          new OperatorClass(10_022, "interval_ops", 1982, "interval_ops", 1186),
          new OperatorClass(10_034, "record_ops", 2994, "record_ops", 2249),
          new OperatorClass(10_038, "time_ops", 1996, "time_ops", 1083),
          new OperatorClass(10_041, "timetz_ops", 2000, "timetz_ops", 1266),
          new OperatorClass(10_065, "uuid_ops", 2968, "uuid_ops", 2950),
          new OperatorClass(10_088, "jsonb_ops", 4033, "jsonb_ops", 3802));

  private OperatorClasses() {}

  /** The OID of a type's default class, 0 for a type without order. */
  static long of(DataType type) {
    long oid =
        switch (type.kind()) {
          case VARCHAR -> TypeOids.of(DataType.TEXT);
          case CIDR -> TypeOids.of(DataType.of(io.orbit.api.value.TypeKind.INET));
          case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> TypeOids.of(DataType.OID);
          case ARRAY -> 2277;
          case RANGE -> 3831;
          case MULTIRANGE -> 4537;
          default -> TypeOids.of(type);
        };
    return CLASSES.stream()
        .filter(c -> c.type() == oid)
        .map(OperatorClass::oid)
        .findFirst()
        .orElse(0L);
  }

  static void classes(SystemView view, SystemRows rows) {
    for (OperatorClass one : CLASSES) {
      rows.row()
          .put("oid", one.oid())
          .put("opcmethod", SystemIds.BTREE)
          .put("opcname", one.name())
          .put("opcnamespace", SystemRelations.PG_CATALOG)
          .put("opcowner", SystemIds.BOOTSTRAP_ROLE)
          .put("opcfamily", one.family())
          .put("opcintype", one.type())
          .put("opcdefault", true);
    }
  }

  static void families(SystemView view, SystemRows rows) {
    CLASSES.stream()
        .map(one -> new OperatorClass(one.family(), one.familyName(), 0, "", 0))
        .distinct()
        .forEach(
            family ->
                rows.row()
                    .put("oid", family.oid())
                    .put("opfmethod", SystemIds.BTREE)
                    .put("opfname", family.name())
                    .put("opfnamespace", SystemRelations.PG_CATALOG)
                    .put("opfowner", SystemIds.BOOTSTRAP_ROLE));
  }
}
