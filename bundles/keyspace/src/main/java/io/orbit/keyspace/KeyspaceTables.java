package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.Records;
import io.orbit.api.storage.Store;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Shows every key space to SQL: schemas {@code redis} and {@code redis_1} to {@code redis_15}. */
@Component(service = {})
public final class KeyspaceTables {
  private final List<ServiceRegistration<VirtualTable>> registrations = new ArrayList<>();

  @Activate
  public KeyspaceTables(
      BundleContext context,
      @Reference Store store,
      @Reference Catalog catalog,
      @Reference Records records,
      @Reference KeyQueues queues) {
    for (VirtualTable table : tables(store, catalog, records, queues)) {
      registrations.add(context.registerService(VirtualTable.class, table, null));
    }
  }

  /** All tables, without a container. */
  public static List<VirtualTable> tables(
      Store store, Catalog catalog, Records records, KeyQueues queues) {
    List<VirtualTable> tables = new ArrayList<>();
    for (int i = 0; i < Keyspaces.COUNT; i++) {
      KeyspaceTable.Source source = new KeyspaceTable.Source(store, catalog, records, queues, i);
      tables.add(new StringsTable(source));
      tables.add(new HashesTable(source));
      tables.add(new ListsTable(source));
      tables.add(new SetsTable(source));
      tables.add(new SortedSetsTable(source));
      tables.add(new StreamsTable(source));
      tables.add(new JsonTable(source));
      tables.add(new SketchesTable(source));
    }
    return tables;
  }

  @Deactivate
  public void close() {
    registrations.forEach(ServiceRegistration::unregister);
  }
}
