package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.SessionText;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.CastContext;
import io.orbit.query.type.Casts;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.TypeRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings expressions to the types their places want. */
final class Coercion {
  private final BindContext context;

  Coercion(BindContext context) {
    this.context = context;
  }

  /** True when a value of one type may stand where another is wanted. */
  boolean allows(DataType from, DataType to, CastContext where) {
    return from.kind() == TypeKind.UNKNOWN || context.casts.find(from, to, where) != null;
  }

  /** The scalar as the wanted type, or null where the context does not allow it. */
  @Nullable Scalar tryCoerce(Scalar scalar, DataType to, CastContext where, int position) {
    if (to.domain() != null && !scalar.type().equals(to)) {
      return toDomain(scalar, to, where, position);
    }
    if (scalar instanceof Scalar.RowOf row && to.composite() != null) {
      return composite(row, to, where, position);
    }
    if (scalar instanceof Scalar.Parameter parameter
        && parameter.type().kind() == TypeKind.UNKNOWN) {
      Scalar.Parameter settled = context.parameters.settle(parameter, to);
      return settled.type().equals(to) ? settled : tryCoerce(settled, to, where, position);
    }
    if (scalar instanceof Scalar.Constant constant && constant.type().kind() == TypeKind.UNKNOWN) {
      return literal(constant, to, position);
    }
    if (scalar.type().equals(to)) {
      return scalar;
    }
    ScalarFunction cast = context.casts.find(scalar.type(), to, where);
    if (cast == null) {
      return scalar.type().kind() == TypeKind.UNKNOWN ? viaText(scalar, to) : null;
    }
    if (scalar instanceof Scalar.ArrayOf array && to.kind() == TypeKind.ARRAY) {
      return arrayConstructor(array, to, where, position);
    }
    return new Scalar.Apply("::", cast, List.of(scalar), to);
  }

  private @Nullable Scalar toDomain(Scalar scalar, DataType to, CastContext where, int position) {
    Scalar base = tryCoerce(scalar, to.base(), where, position);
    ScalarFunction check = context.casts.find(to.base(), to, where);
    return base == null || check == null ? null : new Scalar.Apply("::", check, List.of(base), to);
  }

  private @Nullable Scalar composite(
      Scalar.RowOf row, DataType to, CastContext where, int position) {
    CompositeDefinition composite = to.composite();
    if (composite == null || composite.shape().types().size() != row.fields().size()) {
      return null;
    }
    List<Scalar> fields = new ArrayList<>();
    for (int i = 0; i < row.fields().size(); i++) {
      DataType wanted = composite.shape().types().get(i);
      Scalar field = tryCoerce(row.fields().get(i), wanted, CastContext.ASSIGNMENT, position);
      if (field == null) {
        field = tryCoerce(row.fields().get(i), wanted, where, position);
      }
      if (field == null) {
        return null;
      }
      fields.add(field);
    }
    return new Scalar.RowOf(fields, composite.shape().names(), to);
  }

  private @Nullable Scalar arrayConstructor(
      Scalar.ArrayOf array, DataType to, CastContext where, int position) {
    List<Scalar> elements = new ArrayList<>();
    for (Scalar element : array.elements()) {
      DataType wanted = element.type().kind() == TypeKind.ARRAY ? to : to.elementType();
      Scalar coerced = tryCoerce(element, wanted, where, position);
      if (coerced == null) {
        return null;
      }
      elements.add(coerced);
    }
    return new Scalar.ArrayOf(elements, to);
  }

  private @Nullable Scalar viaText(Scalar scalar, DataType to) {
    ScalarFunction cast = context.casts.find(DataType.TEXT, to, CastContext.EXPLICIT);
    return cast == null ? null : new Scalar.Apply("::", cast, List.of(scalar), to);
  }

  /** An untyped literal becomes a constant of the wanted type now, with its errors shown there. */
  private Scalar literal(Scalar.Constant constant, DataType to, int position) {
    if (constant.value() == null
        || to.kind() == TypeKind.UNKNOWN
        || to.kind() == TypeKind.DYNAMIC) {
      return new Scalar.Constant(constant.value(), to);
    }
    if (isSessionDependent(to)) {
      ScalarFunction cast = context.casts.find(DataType.TEXT, to, CastContext.EXPLICIT);
      if (cast != null) {
        return new Scalar.Apply(
            "::", cast, List.of(new Scalar.Constant(constant.value(), DataType.TEXT)), to);
      }
    }
    try {
      Object value =
          ValueText.parse(constant.value().toString(), to, SessionText.of(context.session, 0));
      return new Scalar.Constant(value, to);
    } catch (OrbitException malformed) {
      throw position >= 0 ? malformed.at(position) : malformed;
    }
  }

  /** Values whose text means something else in another session or at another time. */
  private static boolean isSessionDependent(DataType type) {
    return switch (type.kind()) {
      case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> true;
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
      case ARRAY -> isSessionDependent(type.elementType());
      default -> false;
    };
  }

  /** As {@link #tryCoerce}; fails with DATATYPE_MISMATCH in PostgreSQL's words. */
  Scalar explicit(Scalar scalar, DataType to, int position) {
    Scalar coerced = tryCoerce(scalar, to, CastContext.EXPLICIT, position);
    if (coerced == null) {
      throw new OrbitException(
              ErrorCode.CANNOT_COERCE,
              "cannot cast type "
                  + TypeNames.displayBase(scalar.type())
                  + " to "
                  + TypeNames.displayBase(to))
          .at(position);
    }
    return coerced;
  }

  /** For a column: whatever writes it checks its domain's constraints. */
  Scalar assignment(Scalar scalar, DataType to, String column, int position) {
    DataType wanted = to.domain() == null || scalar.type().equals(to) ? to : to.base();
    Scalar coerced = tryCoerce(scalar, wanted, CastContext.ASSIGNMENT, position);
    if (coerced == null) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "column \""
                  + column
                  + "\" is of type "
                  + TypeNames.displayBase(to)
                  + " but expression is of type "
                  + TypeNames.displayBase(scalar.type()))
          .withHint("You will need to rewrite or cast the expression.")
          .at(position);
    }
    return coerced;
  }

  /** For WHERE, ON, HAVING, CASE WHEN and the operands of AND, OR, NOT. */
  Scalar truth(Scalar scalar, String what, int position) {
    Scalar coerced = tryCoerce(scalar, DataType.BOOLEAN, CastContext.IMPLICIT, position);
    if (coerced == null) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "argument of "
                  + what
                  + " must be type boolean, not type "
                  + TypeNames.displayBase(scalar.type()))
          .at(position);
    }
    return coerced;
  }

  /** What is still untyped becomes text. */
  Scalar settled(Scalar scalar) {
    if (scalar.type().kind() != TypeKind.UNKNOWN) {
      return scalar;
    }
    Scalar text = tryCoerce(scalar, DataType.TEXT, CastContext.IMPLICIT, -1);
    return text == null ? scalar : text;
  }

  /**
   * One type for several expressions (UNION, CASE, COALESCE, VALUES, ARRAY), by PostgreSQL's rules.
   */
  DataType common(List<DataType> types, String what, int position) {
    if (types.stream().distinct().count() == 1 && types.getFirst().kind() != TypeKind.UNKNOWN) {
      return types.getFirst();
    }
    DataType chosen = DataType.UNKNOWN;
    for (DataType type : types) {
      if (type.kind() == TypeKind.UNKNOWN) {
        continue;
      }
      DataType plain = type.unmodified();
      if (chosen.kind() == TypeKind.UNKNOWN) {
        chosen = plain;
      } else if (!chosen.equals(plain)) {
        chosen = wider(chosen, plain, what, position);
      }
    }
    return chosen.kind() == TypeKind.UNKNOWN ? DataType.TEXT : chosen;
  }

  private DataType wider(DataType chosen, DataType type, String what, int position) {
    if (TypeRules.category(chosen) != TypeRules.category(type)) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              what
                  + " types "
                  + TypeNames.displayBase(chosen)
                  + " and "
                  + TypeNames.displayBase(type)
                  + " cannot be matched")
          .at(position);
    }
    boolean better =
        !TypeRules.isPreferred(chosen)
            && context.casts.find(chosen, type, CastContext.IMPLICIT) != null
            && context.casts.find(type, chosen, CastContext.IMPLICIT) == null;
    boolean preferred =
        TypeRules.isPreferred(type)
            && context.casts.find(chosen, type, CastContext.IMPLICIT) != null;
    return better || preferred ? type : chosen;
  }

  List<Scalar> toCommon(List<Scalar> scalars, DataType type, String what, int position) {
    List<Scalar> coerced = new ArrayList<>(scalars.size());
    for (Scalar scalar : scalars) {
      Scalar converted = tryCoerce(scalar, type, CastContext.IMPLICIT, position);
      if (converted == null) {
        throw new OrbitException(
                ErrorCode.CANNOT_COERCE,
                what
                    + " could not convert type "
                    + TypeNames.displayBase(scalar.type())
                    + " to "
                    + TypeNames.displayBase(type))
            .at(position);
      }
      coerced.add(converted);
    }
    return coerced;
  }

  /** True for the conversion that does nothing. */
  static boolean isIdentity(ScalarFunction cast) {
    return cast == Casts.IDENTITY;
  }
}
