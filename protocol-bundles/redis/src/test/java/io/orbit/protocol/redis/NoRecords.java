package io.orbit.protocol.redis;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowReader;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Transaction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

final class NoRecords implements Records {
  @Override
  public RowReader reader(ReadView view, Collection collection) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RecordStatement statement(Session session, Transaction transaction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void buildIndex(
      Session session, Transaction transaction, Collection collection, Index index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void validate(Session session, Transaction transaction, Collection collection) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rewrite(
      Session session,
      Transaction transaction,
      Collection from,
      Collection to,
      UnaryOperator<@Nullable Object[]> conversion) {
    throw new UnsupportedOperationException();
  }
}
