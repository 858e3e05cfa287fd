package io.orbit.query.define;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.plan.Scalars;
import io.orbit.query.session.CommandContext;
import java.util.List;
import java.util.Map;

/** Binds the expressions of a definition once, so that a bad one is refused when it is made. */
final class StoredExpressions {
  private final CommandContext context;
  private final Collection table;
  private final Map<String, Expression> written;

  private StoredExpressions(
      CommandContext context, Collection table, Map<String, Expression> written) {
    this.context = context;
    this.table = table;
    this.written = written;
  }

  /**
   * @param written expressions that stand in this very statement, by their text: errors point there
   */
  static void validate(CommandContext context, Collection table, Map<String, Expression> written) {
    new StoredExpressions(context, table, written).validate();
  }

  /** Binds the conditions of a table's policies, for their errors. */
  static void validatePolicies(CommandContext context, Collection table) {
    for (Policy policy : table.rowSecurity().policies()) {
      for (String text : List.of(policy.usingText(), policy.checkText())) {
        if (!text.isEmpty()) {
          checkPolicy(context, table, text);
        }
      }
    }
  }

  private static void checkPolicy(CommandContext context, Collection table, String text) {
    try {
      context
          .binder()
          .checkPolicy(context.session(), context.catalog(), context.language(), table, text);
    } catch (OrbitException failure) {
      throw failure.at(-1);
    }
  }

  private void validate() {
    for (Column column : table.columns()) {
      if (!column.defaultText().isEmpty()) {
        bind(column.defaultText(), StoredPlace.DEFAULT, column.type(), column.name());
      }
      if (!column.generatedText().isEmpty()) {
        immutable(
            bind(column.generatedText(), StoredPlace.GENERATED, column.type(), column.name()),
            "generation expression is not immutable");
        requireNoGenerated(column);
      }
    }
    for (Check check : table.checks()) {
      bind(check.text(), StoredPlace.CHECK, DataType.BOOLEAN, "");
    }
    for (Index index : table.indexes()) {
      if (!index.predicateText().isEmpty()) {
        immutable(
            bind(index.predicateText(), StoredPlace.INDEX_PREDICATE, DataType.BOOLEAN, ""),
            "functions in index predicate must be marked IMMUTABLE");
      }
      for (Index.Element element : index.elements()) {
        if (!element.expressionText().isEmpty()) {
          immutable(
              bind(element.expressionText(), StoredPlace.INDEX, DataType.DYNAMIC, ""),
              "functions in index expression must be marked IMMUTABLE");
        }
      }
    }
  }

  private Binder.RowExpression bind(String text, StoredPlace place, DataType type, String column) {
    Expression here = written.get(text);
    try {
      return context
          .binder()
          .bindRow(
              context.session(),
              context.catalog(),
              context.language(),
              table,
              here == null ? context.language().parseExpression(text) : here,
              place,
              type);
    } catch (OrbitException failure) {
      throw named(here == null ? failure.at(-1) : failure, place, column);
    }
  }

  /** A value that does not fit, as it is said of this place. */
  private static OrbitException named(OrbitException failure, StoredPlace place, String column) {
    String message = failure.getMessage();
    String general = "column \"expression\" is of type ";
    if (failure.code() != ErrorCode.DATATYPE_MISMATCH || !message.startsWith(general)) {
      return failure;
    }
    if (place == StoredPlace.CHECK || place == StoredPlace.INDEX_PREDICATE) {
      String given = message.substring(message.lastIndexOf(" of type ") + " of type ".length());
      return new OrbitException(
              failure.code(),
              "argument of "
                  + (place == StoredPlace.CHECK ? "CHECK" : "WHERE")
                  + " must be type boolean, not type "
                  + given)
          .at(failure.position());
    }
    String rest = message.substring("column \"expression\"".length());
    String what = place == StoredPlace.DEFAULT ? "default expression" : "generation expression";
    OrbitException renamed =
        new OrbitException(
            failure.code(),
            "column \"" + column + "\"" + rest.replace("but expression is", "but " + what + " is"));
    String hint = failure.hint();
    return hint == null ? renamed : renamed.withHint(hint);
  }

  private static void immutable(Binder.RowExpression bound, String message) {
    boolean[] immutable = {true};
    Scalars.visit(
        bound.scalar(),
        scalar ->
            immutable[0] &=
                !(scalar instanceof io.orbit.query.plan.Scalar.Apply apply)
                    || apply.function().volatility()
                        == io.orbit.query.function.ScalarFunction.Volatility.IMMUTABLE);
    if (!immutable[0]) {
      throw new OrbitException(ErrorCode.INVALID_OBJECT_DEFINITION, message);
    }
  }

  private void requireNoGenerated(Column column) {
    Binder.RowExpression bound =
        bind(column.generatedText(), StoredPlace.GENERATED, column.type(), column.name());
    for (int i = 0; i < table.columns().size(); i++) {
      Column other = table.columns().get(i);
      if (!other.generatedText().isEmpty()
          && Scalars.free(bound.scalar()).contains(bound.variables().get(i))) {
        OrbitException refused =
            new OrbitException(
                    ErrorCode.INVALID_OBJECT_DEFINITION,
                    "cannot use generated column \""
                        + other.name()
                        + "\" in column generation expression")
                .withDetail("A generated column cannot reference another generated column.");
        int position = reference(written.get(column.generatedText()), other.name());
        throw position < 0 ? refused : refused.at(position);
      }
    }
  }

  private static int reference(@org.jspecify.annotations.Nullable Expression tree, String column) {
    return tree == null ? -1 : io.orbit.query.bind.TreeSearch.column(tree, column);
  }
}
