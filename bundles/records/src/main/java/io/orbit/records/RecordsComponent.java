package io.orbit.records;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowObserver;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The bundle as a service: {@link Records} and {@link Sequences} over the kernel's store. */
@Component(service = {Records.class, Sequences.class})
public final class RecordsComponent implements Records, Sequences {
  private final StoreRecords records;
  private final Sequences sequences;

  private volatile @Nullable RowExpressions expressions;

  @Activate
  public RecordsComponent(@Reference Store store, @Reference Catalog catalog) {
    records = new StoreRecords(store, catalog, () -> expressions);
    sequences = records.sequences();
  }

  /** Query comes and goes; while it is away, expressions cannot be compiled. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindExpressions(RowExpressions compiler) {
    expressions = compiler;
  }

  /** Nothing of the compiler's bundle is kept. */
  void unbindExpressions(RowExpressions compiler) {
    if (expressions == compiler) {
      expressions = null;
    }
    records.forgetExpressions();
  }

  @Override
  public RowReader reader(ReadView view, Collection collection) {
    return records.reader(view, collection);
  }

  @Override
  public RowView row(Collection collection, byte[] key, byte @Nullable [] value) {
    return records.row(collection, key, value);
  }

  @Override
  public boolean permits(
      Session session, Collection collection, Policy.Command command, RowView row) {
    return records.permits(session, collection, command, row);
  }

  @Override
  public RecordStatement statement(Session session, Transaction transaction) {
    return records.statement(session, transaction);
  }

  @Override
  public RecordStatement statementWithoutWaiting(Session session, Transaction transaction) {
    return records.statementWithoutWaiting(session, transaction);
  }

  @Override
  public RecordStatement deferringStatement(Session session, Transaction transaction) {
    return records.deferringStatement(session, transaction);
  }

  @Override
  public void defer(
      Session session, Transaction transaction, Set<Long> foreignKeys, boolean deferred) {
    records.defer(session, transaction, foreignKeys, deferred);
  }

  @Override
  public void observe(@Nullable RowObserver observer) {
    records.observe(observer);
  }

  @Override
  public void buildIndex(
      Session session, Transaction transaction, Collection collection, Index index) {
    records.buildIndex(session, transaction, collection, index);
  }

  @Override
  public void validate(Session session, Transaction transaction, Collection collection) {
    records.validate(session, transaction, collection);
  }

  @Override
  public void rewrite(
      Session session,
      Transaction transaction,
      Collection from,
      Collection to,
      UnaryOperator<@Nullable Object[]> conversion) {
    records.rewrite(session, transaction, from, to, conversion);
  }

  @Override
  public long next(Session session, Transaction transaction, Collection sequence) {
    return sequences.next(session, transaction, sequence);
  }

  @Override
  public long current(Session session, Collection sequence) {
    return sequences.current(session, sequence);
  }

  @Override
  public OptionalLong last(Session session) {
    return sequences.last(session);
  }

  @Override
  public void set(
      Session session, Transaction transaction, Collection sequence, long value, boolean called) {
    sequences.set(session, transaction, sequence, value, called);
  }

  @Override
  public void restart(Transaction transaction, Collection sequence, long value) {
    sequences.restart(transaction, sequence, value);
  }

  @Override
  public State state(ReadView view, Collection sequence) {
    return sequences.state(view, sequence);
  }
}
