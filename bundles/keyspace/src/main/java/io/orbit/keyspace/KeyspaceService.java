package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.KeyListener;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.records.Records;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Store;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The keyspace as a service. */
@Component
public final class KeyspaceService implements Keyspaces {
  private final Store store;
  private final Catalog catalog;
  private final Records records;
  private final KeyQueues queues;
  private final ScanPositions positions = new ScanPositions();

  @Activate
  public KeyspaceService(
      @Reference Store store,
      @Reference Catalog catalog,
      @Reference Records records,
      @Reference KeyQueues queues) {
    this.store = store;
    this.catalog = catalog;
    this.records = records;
    this.queues = queues;
    queues.events().attach(store, catalog, records);
  }

  @Deactivate
  public void close() {
    queues.events().detach();
  }

  @Override
  public Listening listen(KeyListener listener) {
    queues.events().add(listener);
    return () -> queues.events().remove(listener);
  }

  @Override
  public Keyspace open(Session session) {
    return new StoreKeyspace(store, catalog, records, queues, session, positions);
  }
}
