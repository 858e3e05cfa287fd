package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Schema;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Where the data is: engines, the log, memory, the disk. */
@Path("api/v1/storage")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class StorageResource {
  private final RestServices services;

  /**
   * The store as it is now.
   *
   * @param problems what keeps it from part of its work
   * @param dataDirectory where it is
   * @param format in which it is written
   */
  public record Storage(
      String dataDirectory,
      List<String> problems,
      FormatFigures format,
      LogFigures log,
      MemoryFigures memory,
      DiskFigures disk,
      List<EngineFigures> engines,
      List<DatabaseEngine> databases,
      List<SpaceFigures> collections) {}

  /**
   * The data folder's format.
   *
   * @param written its version now; while it is not the newest, the Orbit before can open it too
   * @param newest what it becomes when the upgrade is confirmed
   */
  public record FormatFigures(int written, int newest) {}

  /**
   * The commit log.
   *
   * @param bytes of its segments, those kept for readers of changes included
   * @param position where it ends
   * @param durable up to where it is on disk
   * @param checkpoint up to where the engines have it: from there it is read at a start
   * @param oldestSnapshotMillis age of the oldest snapshot
   */
  public record LogFigures(
      long bytes, long position, long durable, long checkpoint, long oldestSnapshotMillis) {}

  /**
   * Records in memory.
   *
   * @param records that there are, in memory or not
   * @param limit that memory has, in bytes
   * @param hits look-ups since the start that found their record in memory, where records leave it
   * @param coldReads those that had to ask an engine
   */
  public record MemoryFigures(
      long records, long bytes, long limit, long hits, long coldReads, long evictions) {}

  /** The disk that the data directory is on, in bytes. */
  public record DiskFigures(long free, long size) {}

  /**
   * An engine.
   *
   * @param available false while its feature is not installed
   * @param forgets whether what it holds is gone after a restart
   * @param position of the log up to which it has everything
   * @param entries about so many
   */
  public record EngineFigures(
      String name,
      boolean available,
      boolean forgets,
      long position,
      long entries,
      long diskBytes,
      long memoryBytes) {}

  /**
   * Into which engine a database's new tables go.
   *
   * @param engine the one they go to
   */
  public record DatabaseEngine(String name, String engine) {}

  /**
   * Where a collection is.
   *
   * @param schema {@code redis} and {@code redis_1} … for Redis' own keys
   * @param records about so many
   */
  public record SpaceFigures(
      String database, String schema, String name, String engine, long records) {}

  public StorageResource(RestServices services) {
    this.services = services;
  }

  @GET
  @Operation(
      summary = "Shows engines, log, memory and disk, and where each collection is",
      answer = Storage.class)
  public Storage show() throws IOException {
    StoreStatistics now = services.store().statistics();
    java.nio.file.Path directory = services.server().dataDirectory();
    FileStore disk = Files.getFileStore(directory);
    return new Storage(
        directory.toString(),
        services.store().problems(),
        new FormatFigures(services.store().format().written(), services.store().format().newest()),
        new LogFigures(
            now.logBytes(),
            now.logPosition(),
            now.durablePosition(),
            now.checkpointPosition(),
            now.oldestSnapshotMillis()),
        new MemoryFigures(
            now.records(),
            now.memoryBytes(),
            services.server().memoryLimit(),
            now.memoryHits(),
            now.coldReads(),
            now.evictions()),
        new DiskFigures(disk.getUsableSpace(), disk.getTotalSpace()),
        services.store().engines().stream()
            .map(
                one ->
                    new EngineFigures(
                        one.name(),
                        one.available(),
                        one.isVolatile(),
                        one.position(),
                        one.statistics().entries(),
                        one.statistics().diskBytes(),
                        one.statistics().memoryBytes()))
            .toList(),
        defaults(),
        spaces());
  }

  private List<DatabaseEngine> defaults() {
    return services.catalog().current().databases().stream()
        .map(
            one ->
                new DatabaseEngine(
                    one.name(),
                    one.settings().getOrDefault("default_table_access_method", one.engine())))
        .toList();
  }

  private List<SpaceFigures> spaces() {
    CatalogView catalog = services.catalog().current();
    List<SpaceFigures> all = new ArrayList<>();
    for (Database database : catalog.databases()) {
      for (Schema schema : catalog.schemas(database.id())) {
        for (Collection one : catalog.collections(schema.id())) {
          if (one.space() != 0) {
            all.add(figures(database, schema.name(), one.name(), one.engine(), one.space()));
          }
        }
      }
      for (int number = 0;
          number < Math.min(database.keySpaces().size(), Keyspaces.COUNT);
          number++) {
        SpaceFigures keys =
            figures(
                database,
                number == 0 ? "redis" : "redis_" + number,
                "keys",
                database.engine(),
                database.keySpaces().get(number));
        if (number == 0 || keys.records() > 0) {
          all.add(keys);
        }
      }
    }
    return all;
  }

  private SpaceFigures figures(
      Database database, String schema, String name, String engine, int space) {
    return new SpaceFigures(database.name(), schema, name, engine, services.store().count(space));
  }

  @POST
  @Path("checkpoint")
  @Operation(
      summary = "Writes everything committed so far into the engines, and answers when it is there",
      answer = Storage.class)
  public Storage checkpoint() throws IOException {
    services.store().checkpoint();
    return show();
  }

  @POST
  @Path("format")
  @Operation(
      summary =
          "Confirms an upgrade: the newest format is written from now on, and there is no way back",
      answer = Storage.class)
  public Storage confirmFormat() throws IOException {
    services.store().confirmFormat();
    return show();
  }
}
