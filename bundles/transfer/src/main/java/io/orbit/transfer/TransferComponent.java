package io.orbit.transfer;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.Transfers;
import io.orbit.api.query.Statements;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Exports and imports as a service. */
@Component(service = Transfers.class)
public final class TransferComponent implements Transfers {
  private final DatabaseTransfers transfers;

  @Activate
  public TransferComponent(
      @Reference Sessions sessions,
      @Reference Statements statements,
      @Reference Catalog catalog,
      @Reference Store store,
      @Reference Sequences sequences,
      @Reference Keyspaces keyspaces,
      @Reference ServerInfo server) {
    transfers =
        new DatabaseTransfers(
            new Services(sessions, statements, catalog, store, sequences, keyspaces, server));
  }

  @Deactivate
  void deactivate() {
    transfers.close();
  }

  @Override
  public Transfer export(String user, String database, Format format) {
    return transfers.export(user, database, format);
  }

  @Override
  public Transfer load(String user, String database, boolean create, InputStream archive) {
    return transfers.load(user, database, create, archive);
  }

  @Override
  public List<Transfer> list(Kind kind) {
    return transfers.list(kind);
  }

  @Override
  public Optional<Transfer> find(Kind kind, String id) {
    return transfers.find(kind, id);
  }

  @Override
  public Path archive(String id) {
    return transfers.archive(id);
  }

  @Override
  public void cancel(Kind kind, String id) {
    transfers.cancel(kind, id);
  }

  @Override
  public void delete(Kind kind, String id) {
    transfers.delete(kind, id);
  }
}
