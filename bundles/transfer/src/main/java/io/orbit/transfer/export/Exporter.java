package io.orbit.transfer.export;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Part;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.TextContext.ByteaOutput;
import io.orbit.transfer.Names;
import io.orbit.transfer.Progress;
import io.orbit.transfer.RedisForm;
import io.orbit.transfer.Services;
import io.orbit.transfer.SqlSession;
import io.orbit.transfer.archive.CsvFile;
import io.orbit.transfer.archive.Manifest;
import io.orbit.transfer.archive.Manifest.Entry;
import io.orbit.transfer.archive.Manifest.What;
import io.orbit.transfer.archive.RowFile;
import io.orbit.transfer.parquet.ParquetFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one database into an archive, as of one snapshot. Rows pass through; in memory is at most
 * a row group of one table. One thread, which may block.
 */
public final class Exporter {
  private static final TransactionOptions SNAPSHOT =
      new TransactionOptions(Isolation.REPEATABLE_READ, true, Durability.ALWAYS, true);
  private static final int ATTEMPTS = 10;

  /** Bytes of Redis as PostgreSQL's escape form: what is ASCII can be read. */
  private static final TextContext ESCAPED =
      new TextContext(
          TextContext.UTC.zone(),
          TextContext.UTC.dateOrder(),
          TextContext.UTC.intervalStyle(),
          ByteaOutput.ESCAPE,
          TextContext.UTC.extraFloatDigits(),
          0);

  private final Services services;
  private final SqlSession sql;
  private final Format format;
  private final Progress progress;
  private final ZipOutputStream zip;
  private final List<Entry> entries = new ArrayList<>();

  private Exporter(
      Services services, SqlSession sql, Format format, Progress progress, ZipOutputStream zip) {
    this.services = services;
    this.sql = sql;
    this.format = format;
    this.progress = progress;
    this.zip = zip;
  }

  /** Writes the database of the session; {@code out} is not closed. */
  public static void run(
      Services services, SqlSession sql, Format format, Progress progress, OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(new Counted(out, progress), StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    Exporter exporter = new Exporter(services, sql, format, progress, zip);
    try {
      exporter.write();
    } finally {
      sql.rollback();
    }
    zip.finish();
  }

  private static final class Counted extends FilterOutputStream {
    private final Progress progress;

    Counted(OutputStream out, Progress progress) {
      super(out);
      this.progress = progress;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      progress.bytes(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      progress.bytes(length);
    }
  }

  private void write() throws IOException {
    progress.phase("taking a snapshot");
    Contents contents = settle();
    Transaction transaction = sql.session().transaction();
    if (transaction == null) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "the snapshot is gone");
    }
    // What is not of the system is then always shown with its schema.
    sql.run("SET search_path = pg_catalog");
    // All rows, or an error: an export of what one may see would pass for the whole.
    sql.run("SET row_security = off");
    RightsScript rights = new RightsScript(contents);
    List<Collection> tables = contents.tables();
    progress.total(tables.size() + 1);
    script("roles.sql", What.ROLES, "roles", rights.roles());
    script("schema.sql", What.SCRIPT, "schema", schema(contents));
    for (Collection table : tables) {
      table(contents, table);
    }
    redis(transaction);
    progress.phase("writing constraints and rights");
    StringBuilder constraints = head(contents);
    new ConstraintScript(contents, services, constraints).write();
    RoutineScript last = new RoutineScript(contents, sql, constraints);
    last.triggers();
    last.policies();
    script("constraints.sql", What.SCRIPT, "constraints", constraints.toString());
    script("rights.sql", What.SCRIPT, "rights", rights.rights());
    plain("load.sql", load());
    entry(Manifest.FILE);
    new Manifest(format, entries).write(zip);
    zip.closeEntry();
  }

  /** Begins the snapshot, and holds what it shows as it is: nobody alters a table meanwhile. */
  private Contents settle() {
    Catalog catalog = services.catalog();
    for (int i = 0; i < ATTEMPTS; i++) {
      long version = catalog.current().version();
      Transaction transaction = sql.begin(SNAPSHOT);
      Contents contents =
          Contents.of(catalog.view(transaction), sql.session().database(), this::shown);
      for (Collection one : contents.collections()) {
        catalog.lock(transaction, one.id(), false);
      }
      if (catalog.view(transaction).version() == version) {
        return contents;
      }
      sql.rollback();
    }
    throw new OrbitException(
            ErrorCode.OBJECT_IN_USE, "tables are being made and altered without a pause")
        .withHint("Try again when no schema changes.");
  }

  private String shown(String expression) {
    StringBuilder text = new StringBuilder();
    try {
      sql.query(
          "SELECT pg_catalog.pg_get_expr(" + Names.literal(expression) + ", 0)",
          row -> text.append(row[0]));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  // ---- scripts

  private StringBuilder head(Contents contents) {
    return new StringBuilder("-- Database ")
        .append(Names.identifier(contents.database().name()))
        .append(" of Orbit ")
        .append(services.server().version())
        .append(", ")
        .append(Instant.ofEpochMilli(System.currentTimeMillis()))
        .append("\nSET standard_conforming_strings = on;\n");
  }

  private String schema(Contents contents) throws IOException {
    StringBuilder out = head(contents);
    TableScript script = new TableScript(contents, out);
    script.schemas();
    new TypeScript(contents, out).write();
    script.sequences();
    RoutineScript routines = new RoutineScript(contents, sql, out);
    routines.routines(false);
    String path = "";
    for (Collection table : contents.tables()) {
      String next = ConstraintScript.path(contents.schemaOf(table));
      out.append(next.equals(path) ? "" : next);
      path = next;
      script.table(table);
    }
    routines.routines(true);
    return out.toString();
  }

  /** What psql does with the archive's files, wherever they were unpacked. */
  private String load() {
    StringBuilder out = new StringBuilder("\\set ON_ERROR_STOP on\n\\ir schema.sql\n");
    for (Entry entry : entries) {
      if (entry.what() == What.TABLE && format == Format.CSV) {
        out.append("\\copy ").append(entry.name()).append(" FROM '").append(entry.file());
        out.append("' WITH (FORMAT csv, HEADER)\n");
      }
    }
    return out.append("\\ir constraints.sql\n-- roles.sql and rights.sql: as you need them\n")
        .toString();
  }

  private void script(String file, What what, String name, String text) throws IOException {
    plain(file, text);
    entries.add(new Entry(file, what, name, 0));
  }

  private void plain(String file, String text) throws IOException {
    entry(file);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private void entry(String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
  }

  // ---- rows

  private RowFile open(String file, List<String> names, List<DataType> types, TextContext text)
      throws IOException {
    // What Parquet has compressed is not compressed again.
    zip.setLevel(format == Format.PARQUET ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    entry(file);
    return switch (format) {
      case CSV -> new CsvFile(zip, names, types, text);
      case PARQUET -> parquet(names, types);
      case RDB -> throw new IllegalStateException("nothing is exported as a dump");
    };
  }

  private RowFile parquet(List<String> names, List<DataType> types) throws IOException {
    ParquetFile file = new ParquetFile(zip, names, types, "Orbit " + services.server().version());
    return new RowFile() {
      @Override
      public void add(@Nullable Object[] row) throws IOException {
        file.add(row);
      }

      @Override
      public void finish() throws IOException {
        file.finish();
      }
    };
  }

  private String extension() {
    return "." + format.name().toLowerCase(Locale.ROOT);
  }

  private void table(Contents contents, Collection table) throws IOException {
    String name = contents.schemaOf(table) + "." + table.name();
    List<Column> columns = Contents.stored(table);
    if (columns.isEmpty()) {
      progress.note("table " + name + " has no columns to export: its rows are left out");
      return;
    }
    progress.phase("writing " + name);
    progress.part(new Part(name, 0, false));
    String file =
        "data/"
            + Names.file(contents.schemaOf(table))
            + "."
            + Names.file(table.name())
            + extension();
    List<DataType> types = columns.stream().map(column -> shown(column.type())).toList();
    RowFile out = open(file, columns.stream().map(Column::name).toList(), types, TextContext.UTC);
    long[] rows = new long[1];
    sql.query(
        select(contents.name(table), columns),
        row -> {
          out.add(row);
          rows[0]++;
          progress.row();
        });
    out.finish();
    zip.closeEntry();
    entries.add(new Entry(file, What.TABLE, contents.name(table), rows[0]));
    progress.part(new Part(name, rows[0], true));
  }

  /** Numbers that stand for objects are other ones elsewhere: their names are exported. */
  private static DataType shown(DataType type) {
    return switch (type.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> DataType.TEXT;
      default -> type;
    };
  }

  private static String select(String table, List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                Names.identifier(column.name())
                    + (shown(column.type()).equals(column.type()) ? "" : "::text"))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + table));
  }

  private void redis(Transaction transaction) throws IOException {
    progress.phase("writing Redis' keys");
    progress.part(new Part("redis", 0, false));
    String file = "redis" + extension();
    RowFile out = open(file, RedisForm.NAMES, RedisForm.TYPES, ESCAPED);
    long[] lines = new long[1];
    RedisRows rows =
        new RedisRows(
            services.keyspaces(),
            sql.session(),
            transaction,
            out,
            () -> {
              lines[0]++;
              progress.row();
            });
    rows.write();
    out.finish();
    zip.closeEntry();
    zip.setLevel(Deflater.BEST_SPEED);
    if (rows.streams() > 0) {
      progress.note(rows.streams() + " streams of Redis are left out: they have no form yet");
    }
    entries.add(new Entry(file, What.REDIS, "redis", lines[0]));
    progress.part(new Part("redis", lines[0], true));
  }
}
