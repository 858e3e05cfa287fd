package io.orbit.query.catalog;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.type.CastContext;
import io.orbit.query.type.StandardCasts;
import io.orbit.query.type.TypeOids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** pg_cast: conversions between types, without those that only go through text. */
final class CastRows {
  private static final long FIRST = 15_000;

  private CastRows() {}

  static void rows(SystemView view, SystemRows rows) {
    StandardCasts casts = new StandardCasts();
    List<DataType> types = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      boolean scalar =
          switch (kind) {
            case ARRAY, SET, MAP, RANGE, MULTIRANGE -> false;
            default -> true;
          };
      if (scalar && TypeOids.of(DataType.of(kind)) != TypeOids.NONE) {
        types.add(DataType.of(kind));
      }
    }
    for (DataType bound : RangeRows.BOUNDS) {
      types.add(DataType.range(bound));
      types.add(DataType.multirange(DataType.range(bound)));
    }
    long oid = FIRST;
    for (DataType from : types) {
      for (DataType to : types) {
        CastContext context = from.equals(to) ? null : least(casts, from, to);
        if (context != null && !onlyThroughText(from, to, context)) {
          rows.row()
              .put("oid", oid++)
              .put("castsource", TypeOids.of(from))
              .put("casttarget", TypeOids.of(to))
              .put("castcontext", letter(context))
              .put(
                  "castmethod",
                  casts.find(from, to, context) == StandardCasts.IDENTITY ? 'b' : 'f');
        }
      }
    }
  }

  /** Conversions to and from strings that the type's text form does. */
  private static boolean onlyThroughText(DataType from, DataType to, CastContext context) {
    boolean toText = to.kind().isText() && !from.kind().isText() && context != CastContext.IMPLICIT;
    boolean fromText = from.kind().isText() && context == CastContext.EXPLICIT;
    return toText || fromText;
  }

  private static @Nullable CastContext least(StandardCasts casts, DataType from, DataType to) {
    for (CastContext context : CastContext.values()) {
      if (casts.find(from, to, context) != null) {
        return context;
      }
    }
    return null;
  }

  private static char letter(CastContext context) {
    return switch (context) {
      case IMPLICIT -> 'i';
      case ASSIGNMENT -> 'a';
      case EXPLICIT -> 'e';
    };
  }
}
