package io.orbit.api.query.tree;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements for the operator, and those that a language accepts but Orbit does not carry out. */
public sealed interface Utility extends Statement {

  /** EXPLAIN; option names lower case, values as written, {@code true} where none. */
  record Explain(Map<String, String> options, Statement statement, int position)
      implements Utility {}

  enum CopyEndpoint {
    STDIN,
    STDOUT,
    FILE,
    PROGRAM
  }

  /**
   * COPY of a table or a query.
   *
   * @param table null when a query is copied
   * @param options names lower case (format, delimiter, null, header, quote, escape, force_quote,
   *     force_not_null, force_null, encoding, freeze, default, on_error); a list value is joined by
   *     commas
   */
  record Copy(
      @Nullable List<String> table,
      List<String> columns,
      @Nullable Statement query,
      boolean from,
      CopyEndpoint endpoint,
      @Nullable String fileName,
      Map<String, String> options,
      @Nullable Expression where,
      int position)
      implements Utility {}

  /** VACUUM, or ANALYZE when {@code analyzeOnly}; no tables means all. */
  record Vacuum(
      boolean analyzeOnly,
      Map<String, String> options,
      List<List<String>> tables,
      List<List<String>> columns,
      int position)
      implements Utility {}

  record Reindex(String kind, @Nullable List<String> name, boolean concurrently, int position)
      implements Utility {}

  /** REFRESH MATERIALIZED VIEW. */
  record RefreshView(List<String> name, boolean concurrently, boolean withNoData, int position)
      implements Utility {}

  record Checkpoint(int position) implements Utility {}

  /** CALL of a procedure. */
  record CallProcedure(Expression.Call call, int position) implements Utility {}

  /** DO; the language is {@code plpgsql} when not given. */
  record DoBlock(String language, String body, int position) implements Utility {}

  /**
   * Well-formed in the language, but not carried out: answered with FEATURE_NOT_SUPPORTED and the
   * command's name.
   */
  record Unsupported(String command, int position) implements Utility {}

  /** An empty statement (a lone semicolon or blank text). */
  record Empty(int position) implements Utility {}
}
