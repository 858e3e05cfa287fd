package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.ErrorSubject;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.RaiseOption;
import io.orbit.query.function.library.ValueOutput;
import io.orbit.query.routine.SqlCode.Typed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RAISE and ASSERT. */
final class Raising {
  private final NestedStatements statements;
  private final Procedure procedure;
  private final Frame frame;

  Raising(NestedStatements statements, Procedure procedure, Frame frame) {
    this.statements = statements;
    this.procedure = procedure;
    this.frame = frame;
  }

  void raise(ProcedureStatement.Raise raise) {
    if (raise.format() == null && raise.condition().isEmpty() && raise.options().isEmpty()) {
      OrbitException again = frame.handled;
      if (again == null) {
        throw new OrbitException(
                ErrorCode.RAISE_EXCEPTION,
                "RAISE without parameters cannot be used outside an exception handler")
            .withSqlState("0Z002");
      }
      throw again;
    }
    Map<String, String> options = new HashMap<>();
    for (RaiseOption option : raise.options()) {
      options.put(option.name(), required(option));
    }
    String state = "P0001";
    if (!raise.condition().isEmpty()) {
      state = Conditions.state(raise.condition());
    }
    String code = options.get("errcode");
    if (code != null) {
      state = Conditions.state(code);
    } else if (!raise.level().equals("EXCEPTION") && raise.condition().isEmpty()) {
      state = raise.level().equals("WARNING") ? "01000" : "00000";
    }
    String format = raise.format();
    String given = options.get("message");
    String message =
        format != null
            ? filled(format, raise.arguments())
            : given != null ? given : raise.condition().isEmpty() ? state : raise.condition();
    if (raise.level().equals("EXCEPTION")) {
      throw error(message, state, options);
    }
    notice(raise.level(), message, state, options);
  }

  private String required(RaiseOption option) {
    String text = text(option.value());
    if (text == null) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "RAISE statement option cannot be null");
    }
    return text;
  }

  private static OrbitException error(String message, String state, Map<String, String> options) {
    OrbitException error =
        new OrbitException(ErrorCode.RAISE_EXCEPTION, message).withSqlState(state);
    String detail = options.get("detail");
    String hint = options.get("hint");
    error = detail == null ? error : error.withDetail(detail);
    error = hint == null ? error : error.withHint(hint);
    return error.about(
        new ErrorSubject(
            options.get("schema"),
            options.get("table"),
            options.get("column"),
            options.get("datatype"),
            options.get("constraint")));
  }

  private void notice(String level, String message, String state, Map<String, String> options) {
    statements.notice(
        frame.session,
        new Notice(level, state, message, options.get("detail"), options.get("hint")));
  }

  /** Each {@code %} becomes the next argument. */
  private String filled(String format, List<Code> arguments) {
    StringBuilder filled = new StringBuilder();
    int next = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        filled.append(c);
      } else if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
        filled.append('%');
        i++;
      } else {
        String value = text(arguments.get(next++));
        filled.append(value == null ? "<NULL>" : value);
      }
    }
    return filled.toString();
  }

  @Nullable String text(Code code) {
    Typed value = procedure.code(code).value(frame);
    return value.value() == null
        ? null
        : ValueOutput.of(
            statements.evaluation(frame.session, List.of(), 0), value.value(), value.type());
  }

  void check(ProcedureStatement.Assertion assertion) {
    Object truth = procedure.code(assertion.condition()).value(frame).value();
    if (Boolean.TRUE.equals(truth)) {
      return;
    }
    Code message = assertion.message();
    String text = message == null ? null : text(message);
    throw new OrbitException(ErrorCode.RAISE_EXCEPTION, text == null ? "assertion failed" : text)
        .withSqlState("P0004");
  }
}
