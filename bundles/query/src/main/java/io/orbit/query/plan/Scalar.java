package io.orbit.query.plan;

import io.orbit.api.value.DataType;
import io.orbit.query.function.ScalarFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A typed expression over the variables of its input. */
public sealed interface Scalar {
  DataType type();

  record Constant(@Nullable Object value, DataType type) implements Scalar {
    public static final Constant TRUE = new Constant(true, DataType.BOOLEAN);
    public static final Constant FALSE = new Constant(false, DataType.BOOLEAN);
  }

  /** A variable of the input, or, when the input has none of it, of an enclosing query. */
  record Reference(Variable variable) implements Scalar {
    @Override
    public DataType type() {
      return variable.type();
    }
  }

  /** A parameter of the statement; zero-based. */
  record Parameter(int index, DataType type) implements Scalar {}

  /**
   * A function, operator or cast applied to arguments.
   *
   * @param name as shown by EXPLAIN: an operator's symbol, a function's name, {@code ::} for a cast
   */
  record Apply(String name, ScalarFunction function, List<Scalar> arguments, DataType type)
      implements Scalar {}

  record And(List<Scalar> operands) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  record Or(List<Scalar> operands) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  record Not(Scalar operand) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  record IsNull(Scalar operand, boolean negated) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  /** {@code IS [NOT] TRUE} (FALSE): never null. */
  record IsBoolean(Scalar operand, boolean value, boolean negated) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  /** Both sides have the same type. */
  record IsDistinct(Scalar left, Scalar right, boolean negated) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  record Branch(Scalar condition, Scalar result) {}

  /** A searched CASE (a simple one was rewritten); branches are evaluated only as needed. */
  record Case(List<Branch> branches, Scalar otherwise, DataType type) implements Scalar {}

  record Coalesce(List<Scalar> operands, DataType type) implements Scalar {}

  /** GREATEST or LEAST; nulls are passed over. */
  record Extremum(boolean greatest, List<Scalar> operands, DataType type) implements Scalar {}

  /** {@code operand IN (values)}; all of one type, compared by its equality. */
  record InList(Scalar operand, List<Scalar> values, boolean negated) implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  /** {@code left op ANY (array)} or ALL. */
  record Quantified(
      Scalar left, ScalarFunction comparison, String symbol, boolean all, Scalar array)
      implements Scalar {
    @Override
    public DataType type() {
      return DataType.BOOLEAN;
    }
  }

  record ArrayOf(List<Scalar> elements, DataType type) implements Scalar {}

  /**
   * ROW(…) or a whole row of a FROM item.
   *
   * @param names of the fields; empty for f1, f2 …
   */
  record RowOf(List<Scalar> fields, List<String> names, DataType type) implements Scalar {
    /** One whose fields have no names. */
    public RowOf(List<Scalar> fields, DataType type) {
      this(fields, List.of(), type);
    }
  }

  /** Field of a RECORD by position. */
  record FieldOf(Scalar operand, int field, DataType type) implements Scalar {}

  enum SubqueryKind {
    /** True when it has a row. */
    EXISTS,
    /** Its only value, null without rows; more than one row is an error. */
    SCALAR,
    /** Its values as an array. */
    ARRAY,
    /** {@code left op ANY (…)}: three-valued. */
    ANY,
    /** {@code left op ALL (…)}. */
    ALL
  }

  /**
   * A subquery used as a value. Variables it does not produce itself come from the enclosing query.
   *
   * @param plan what it runs
   * @param outputs its result columns
   * @param left operands of ANY and ALL, one per output; empty otherwise
   * @param symbol the operator of ANY and ALL, as shown by EXPLAIN; empty otherwise
   * @param comparisons one per output for ANY and ALL, answering Boolean or null
   */
  record Subquery(
      SubqueryKind kind,
      Plan plan,
      List<Variable> outputs,
      List<Scalar> left,
      String symbol,
      List<ScalarFunction> comparisons,
      DataType type)
      implements Scalar {}
}
