package io.orbit.query.session;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.QueryServices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command works with. */
public interface CommandContext {
  Session session();

  SessionState state();

  QueryServices services();

  Binder binder();

  Language language();

  /** The text that the statement's positions refer to. */
  String text();

  /** The open transaction. */
  Transaction transaction();

  /** The catalog as the transaction sees it. */
  CatalogView catalog();

  /** An evaluation in the open transaction, for single expressions. */
  Evaluation evaluation(int variables);

  /** Plans (or shapes) another statement of the same text. */
  PreparedStatement prepare(Statement statement, List<DataType> parameterTypes, int parameters);

  /** Runs a prepared statement in the same transaction. */
  Execution execute(PreparedStatement statement, List<? extends @Nullable Object> parameters);

  /** As {@link #execute}, measured. */
  Execution analyze(
      PreparedStatement statement,
      List<? extends @Nullable Object> parameters,
      io.orbit.query.execute.Profile profile);

  /** The plan of a prepared query or modification, for EXPLAIN; null for a command. */
  io.orbit.query.execute.@Nullable Explanation explain(PreparedStatement statement);
}
