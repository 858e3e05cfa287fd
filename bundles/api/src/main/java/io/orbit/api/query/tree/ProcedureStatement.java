package io.orbit.api.query.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a procedural language, as PL/pgSQL has them. SQL in it is kept as it was written,
 * with its tree; which names in it are variables is found out when it is bound.
 */
public sealed interface ProcedureStatement {
  /** Line of the body, from 1. */
  int line();

  /**
   * SQL of a body.
   *
   * @param text what positions in the tree refer to; of an expression, {@code SELECT} and it
   */
  record Code(String text, Statement statement) {}

  /**
   * What is assigned to.
   *
   * @param name variable, or record and field, perhaps behind a block's label
   * @param subscripts indexes of an array's element
   */
  record Target(List<String> name, List<Code> subscripts) {}

  /**
   * A variable of a block.
   *
   * @param type null for an alias and a cursor
   * @param value DEFAULT, null for none
   * @param aliasFor what it is another name for, empty for none; {@code $1} for a parameter
   * @param cursor the query of a bound cursor, null for none
   * @param cursorParameters what the cursor takes
   */
  record Declaration(
      String name,
      @Nullable TypeName type,
      boolean constant,
      boolean notNull,
      @Nullable Code value,
      List<String> aliasFor,
      @Nullable Code cursor,
      List<String> cursorParameters,
      List<TypeName> cursorTypes) {}

  /** What becomes of errors. @param conditions names, SQLSTATEs of five characters, or others */
  record Handler(List<String> conditions, List<ProcedureStatement> body) {}

  /** BEGIN … END. @param label empty for none */
  record Block(
      String label,
      List<Declaration> declarations,
      List<ProcedureStatement> body,
      List<Handler> handlers,
      int line)
      implements ProcedureStatement {}

  record Assign(Target target, Code value, int line) implements ProcedureStatement {}

  /** A condition with what follows it. */
  record Branch(Code condition, List<ProcedureStatement> body) {}

  /**
   * @param otherwise ELSE, null where there is none (which a CASE fails without)
   */
  record Choice(
      List<Branch> branches, @Nullable List<ProcedureStatement> otherwise, boolean isCase, int line)
      implements ProcedureStatement {}

  /** CASE operand WHEN values. @param values of all branches, each a list */
  record Switch(
      Code operand,
      List<List<Code>> values,
      List<List<ProcedureStatement>> bodies,
      @Nullable List<ProcedureStatement> otherwise,
      int line)
      implements ProcedureStatement {}

  /** LOOP and WHILE. @param condition null for LOOP */
  record Loop(String label, @Nullable Code condition, List<ProcedureStatement> body, int line)
      implements ProcedureStatement {}

  /** FOR variable IN [REVERSE] low .. high [BY step]. */
  record ForRange(
      String label,
      String variable,
      boolean reverse,
      Code low,
      Code high,
      @Nullable Code step,
      List<ProcedureStatement> body,
      int line)
      implements ProcedureStatement {}

  /**
   * FOR targets IN query. One of the three is given.
   *
   * @param query the query
   * @param dynamic EXECUTE's text, with {@code using}
   * @param cursor name of a bound cursor, with {@code using} as its arguments
   */
  record ForRows(
      String label,
      List<Target> targets,
      @Nullable Code query,
      @Nullable Code dynamic,
      @Nullable String cursor,
      List<Code> using,
      List<ProcedureStatement> body,
      int line)
      implements ProcedureStatement {}

  /** FOREACH target [SLICE n] IN ARRAY array. */
  record ForEach(
      String label, Target target, int slice, Code array, List<ProcedureStatement> body, int line)
      implements ProcedureStatement {}

  /** EXIT and CONTINUE. @param condition WHEN, null for none */
  record Leave(boolean exit, String label, @Nullable Code condition, int line)
      implements ProcedureStatement {}

  record Return(@Nullable Code value, int line) implements ProcedureStatement {}

  /**
   * @param value null where OUT parameters are meant
   */
  record ReturnNext(@Nullable Code value, int line) implements ProcedureStatement {}

  /** RETURN QUERY, or RETURN QUERY EXECUTE. */
  record ReturnQuery(@Nullable Code query, @Nullable Code dynamic, List<Code> using, int line)
      implements ProcedureStatement {}

  /** One USING of RAISE. @param name lower case: message, detail, hint, errcode … */
  record RaiseOption(String name, Code value) {}

  /**
   * RAISE.
   *
   * @param level upper case; EXCEPTION when not given
   * @param format null where there is none
   * @param condition a condition's name or a SQLSTATE, empty for none
   */
  record Raise(
      String level,
      @Nullable String format,
      String condition,
      List<Code> arguments,
      List<RaiseOption> options,
      int line)
      implements ProcedureStatement {}

  record Assertion(Code condition, @Nullable Code message, int line)
      implements ProcedureStatement {}

  /** A statement of SQL, perhaps INTO. @param into empty for none */
  record Sql(Code code, List<Target> into, boolean strict, int line)
      implements ProcedureStatement {}

  record Perform(Code query, int line) implements ProcedureStatement {}

  /** EXECUTE text [INTO …] [USING …]. */
  record Execute(Code text, List<Target> into, boolean strict, List<Code> using, int line)
      implements ProcedureStatement {}

  /** One item of GET DIAGNOSTICS. @param item lower case: row_count, message_text … */
  record Diagnostic(Target target, String item) {}

  record GetDiagnostics(boolean stacked, List<Diagnostic> items, int line)
      implements ProcedureStatement {}

  /** OPEN. @param arguments of a bound cursor, or USING's of a dynamic one */
  record Open(
      String cursor, @Nullable Code query, @Nullable Code dynamic, List<Code> arguments, int line)
      implements ProcedureStatement {}

  /** FETCH and MOVE. @param direction upper case: NEXT, PRIOR, FIRST, LAST, ABSOLUTE, RELATIVE */
  record Fetch(
      boolean move,
      String cursor,
      String direction,
      @Nullable Code count,
      List<Target> into,
      int line)
      implements ProcedureStatement {}

  record Close(String cursor, int line) implements ProcedureStatement {}

  /** COMMIT and ROLLBACK. */
  record EndTransaction(boolean commit, int line) implements ProcedureStatement {}

  record Nothing(int line) implements ProcedureStatement {}
}
