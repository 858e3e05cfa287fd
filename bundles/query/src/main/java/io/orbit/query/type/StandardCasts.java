package io.orbit.query.type;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's conversions: those of pg_cast, element by element for arrays, and through text. Any
 * number of threads. Conversions between equal types are equal.
 */
public final class StandardCasts implements Casts {
  @Override
  public @Nullable ScalarFunction find(DataType from, DataType to, CastContext context) {
    if (from.equals(to)) {
      return IDENTITY;
    }
    if (from.domain() != null) {
      return find(from.base(), to, context);
    }
    if (to.domain() != null) {
      ScalarFunction inner = find(from, to.domain().base(), context);
      return inner == null ? null : new DomainConversion(inner, to);
    }
    if (from.kind() == to.kind() && to.definition() != null) {
      return from.kind() == TypeKind.RECORD && isAnonymous(from)
          ? new RecordConversion(this, to)
          : null;
    }
    if (from.kind() == TypeKind.ARRAY && to.kind() == TypeKind.ARRAY) {
      return elements(from, to, context);
    }
    if (from.kind() == to.kind() && from.element() == null) {
      return to.length() < 0 || isNarrower(from, to)
          ? IDENTITY
          : conversion(from, to, context, Conversion.Step.NOTHING);
    }
    if (to.kind() == TypeKind.MULTIRANGE && from.equals(to.elementType())) {
      return context == CastContext.EXPLICIT
          ? conversion(
              from,
              to,
              context,
              (value, evaluation) -> Multirange.of(List.of((Range) value), from.elementType()))
          : null;
    }
    CastContext least = CastTable.context(from.kind(), to.kind());
    if (least == null || least.compareTo(context) > 0) {
      return null;
    }
    if (isRelabeling(from.kind(), to)) {
      return IDENTITY;
    }
    return conversion(from, to, context, ConversionSteps.of(from, to));
  }

  /** A record without a type of its own: of a query, or of a routine's variable. */
  private static boolean isAnonymous(DataType type) {
    return type.definition() == null || type.definition().id() == 0;
  }

  private static Conversion conversion(
      DataType from, DataType to, CastContext context, Conversion.Step step) {
    return new Conversion(from, to, context == CastContext.EXPLICIT, step);
  }

  /** A varchar(3) fits a varchar(5). */
  private static boolean isNarrower(DataType from, DataType to) {
    return from.kind() == TypeKind.VARCHAR && from.length() >= 0 && from.length() <= to.length();
  }

  /** Types whose values are the same objects. */
  private static boolean isRelabeling(TypeKind from, DataType to) {
    if (to.kind() == TypeKind.DYNAMIC) {
      return true;
    }
    boolean unlimited = to.length() < 0;
    return switch (from) {
      case TEXT, VARCHAR -> unlimited && isUnlimitedString(to.kind());
      case NAME -> unlimited && isUnlimitedString(to.kind());
      case OID -> isRegistered(to.kind()) || to.kind() == TypeKind.INT64;
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          to.kind() == TypeKind.OID || to.kind() == TypeKind.INT64;
      case CIDR -> to.kind() == TypeKind.INET;
      case BIT, VARBIT -> unlimited && (to.kind() == TypeKind.BIT || to.kind() == TypeKind.VARBIT);
      case JSONB -> to.kind() == TypeKind.JSON;
      default -> false;
    };
  }

  private static boolean isUnlimitedString(TypeKind kind) {
    return kind == TypeKind.TEXT || kind == TypeKind.VARCHAR || kind == TypeKind.CHAR;
  }

  private static boolean isRegistered(TypeKind kind) {
    return switch (kind) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
      default -> false;
    };
  }

  private @Nullable ScalarFunction elements(DataType from, DataType to, CastContext context) {
    if (from.elementType().kind() == TypeKind.UNKNOWN) {
      return IDENTITY;
    }
    ScalarFunction element = find(from.elementType(), to.elementType(), context);
    if (element == null || element == IDENTITY) {
      return element;
    }
    return conversion(
        from,
        to,
        context,
        (value, evaluation) -> {
          Array array = (Array) value;
          List<@Nullable Object> converted = new ArrayList<>(array.elements().size());
          for (Object one : array.elements()) {
            converted.add(
                one == null ? null : element.apply(evaluation, new @Nullable Object[] {one}));
          }
          return new Array(converted, array.dimensions(), array.lowerBounds());
        });
  }
}
