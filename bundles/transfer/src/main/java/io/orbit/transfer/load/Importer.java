package io.orbit.transfer.load;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Part;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.transfer.Names;
import io.orbit.transfer.Progress;
import io.orbit.transfer.RedisForm;
import io.orbit.transfer.Services;
import io.orbit.transfer.SqlSession;
import io.orbit.transfer.archive.CsvReader;
import io.orbit.transfer.archive.Manifest;
import io.orbit.transfer.archive.Manifest.Entry;
import io.orbit.transfer.parquet.ParquetRows;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Brings an archive into the session's database, file by file in the manifest's order. A script is
 * one transaction, and so is a data file, unless it has more rows than {@link #BATCH}: then every
 * so many are committed, and {@link Progress#part} tells how many came. One thread, which may
 * block.
 */
public final class Importer {
  /** Rows of one transaction. */
  public static final int BATCH = 100_000;

  private static final int PIECE = 64 << 10;

  private final Services services;
  private final SqlSession sql;
  private final Progress progress;
  private final ZipFile zip;
  private final Manifest manifest;
  private final Path temporary;
  private final int batch;

  /**
   * @param temporary a file of the caller's, for what must be read at random
   * @param batch rows of one transaction
   */
  public Importer(
      Services services, SqlSession sql, Progress progress, ZipFile zip, Path temporary, int batch)
      throws IOException {
    this.services = services;
    this.sql = sql;
    this.progress = progress;
    this.zip = zip;
    this.manifest = Manifest.read(zip);
    this.temporary = temporary;
    this.batch = batch;
  }

  /** Brings everything, or fails; what was committed by then stays. */
  public void run() throws IOException {
    progress.total(manifest.entries().size());
    try {
      for (Entry entry : manifest.entries()) {
        progress.phase("reading " + entry.name());
        switch (entry.what()) {
          case ROLES -> roles(entry);
          case SCRIPT -> script(entry);
          case TABLE -> table(entry);
          case REDIS -> redis(entry);
        }
      }
    } finally {
      sql.rollback();
    }
  }

  private InputStream open(Entry entry) throws IOException {
    InputStream in = zip.getInputStream(zip.getEntry(entry.file()));
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        progress.bytes(Math.max(0, count));
        return count;
      }
    };
  }

  private String text(Entry entry) throws IOException {
    try (InputStream in = open(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  // ---- scripts

  private void script(Entry entry) throws IOException {
    sql.begin(TransactionOptions.DEFAULT);
    sql.script(text(entry));
    sql.commit();
    progress.part(new Part(entry.name(), 0, true));
  }

  /** A statement a line; a role that is there stays as it is. */
  private void roles(Entry entry) throws IOException {
    for (String line : text(entry).lines().toList()) {
      try {
        sql.run(line);
        if (line.startsWith("CREATE ROLE")) {
          progress.note("made without a password: " + line.replace(";", ""));
        }
      } catch (OrbitException failure) {
        if (failure.code() != ErrorCode.DUPLICATE_OBJECT) {
          throw failure;
        }
      }
    }
    progress.part(new Part(entry.name(), 0, true));
  }

  // ---- tables

  private void table(Entry entry) throws IOException {
    switch (manifest.format()) {
      case CSV -> csv(entry);
      case PARQUET -> parquet(entry);
      case RDB -> throw new IllegalStateException("an archive holds no dump");
    }
  }

  private static String copy(Entry entry, List<String> columns) {
    return columns.stream()
            .map(Names::identifier)
            .collect(Collectors.joining(", ", "COPY " + entry.name() + " (", ")"))
        + " FROM STDIN (FORMAT csv)";
  }

  /** One transaction's worth of rows; answers how many there were. */
  private interface Batch {
    long next() throws IOException;
  }

  private void batches(Entry entry, Batch next) throws IOException {
    long done = 0;
    progress.part(new Part(entry.name(), 0, false));
    long came;
    do {
      sql.begin(TransactionOptions.DEFAULT);
      try {
        came = next.next();
      } catch (OrbitException failure) {
        String where =
            entry.name()
                + ": "
                + done
                + " of "
                + entry.rows()
                + " rows came, those before are kept";
        throw new OrbitException(failure.code(), where + ": " + failure.getMessage(), failure);
      }
      sql.commit();
      done += came;
      progress.part(new Part(entry.name(), done, done >= entry.rows()));
    } while (came == batch);
    if (done != entry.rows()) {
      throw new OrbitException(
          ErrorCode.BAD_COPY_FILE_FORMAT,
          entry.file() + " has " + done + " rows, its manifest says " + entry.rows());
    }
  }

  private void csv(Entry entry) throws IOException {
    try (InputStream in = open(entry)) {
      CsvSplitter splitter = new CsvSplitter(in);
      java.io.ByteArrayOutputStream header = new java.io.ByteArrayOutputStream();
      splitter.next(1, header::write);
      List<String> columns = header(header.toString(StandardCharsets.UTF_8));
      String copy = copy(entry, columns);
      batches(
          entry,
          () ->
              sql.copy(
                  copy,
                  to -> {
                    long rows = splitter.next(batch, to::write);
                    for (long i = 0; i < rows; i++) {
                      progress.row();
                    }
                  }));
    }
  }

  private static List<String> header(String line) throws IOException {
    List<@Nullable String> names = new CsvReader(new java.io.StringReader(line)).next();
    if (names == null) {
      throw new OrbitException(ErrorCode.BAD_COPY_FILE_FORMAT, "a data file has no header");
    }
    return names.stream().map(name -> Objects.requireNonNullElse(name, "")).toList();
  }

  private ParquetRows rows(Entry entry) throws IOException {
    try (InputStream in = open(entry)) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    return new ParquetRows(temporary);
  }

  private void parquet(Entry entry) throws IOException {
    try (ParquetRows rows = rows(entry)) {
      Collection table = find(entry);
      List<DataType> types =
          rows.names().stream()
              .map(
                  name ->
                      table
                          .column(name)
                          .orElseThrow(
                              () ->
                                  new OrbitException(
                                      ErrorCode.UNDEFINED_COLUMN,
                                      entry.name() + " has no column \"" + name + "\""))
                          .type())
              .toList();
      RowLines lines = new RowLines(rows, types);
      String copy = copy(entry, rows.names());
      batches(entry, () -> sql.copy(copy, to -> send(lines, to)));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void send(RowLines lines, SqlSession.CopyData to) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < batch && lines.next(text); row++) {
      progress.row();
      if (text.length() >= PIECE) {
        write(text, to);
      }
    }
    write(text, to);
  }

  private static void write(StringBuilder text, SqlSession.CopyData to) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
    text.setLength(0);
  }

  /** The table that the manifest names. */
  private Collection find(Entry entry) {
    CatalogView catalog = services.catalog().current();
    long database = sql.session().database().id();
    for (Schema schema : catalog.schemas(database)) {
      for (Collection one : catalog.collections(schema.id())) {
        if (Names.qualified(schema.name(), one.name()).equals(entry.name())) {
          return one;
        }
      }
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_TABLE, "relation " + entry.name() + " does not exist");
  }

  // ---- Redis

  /** Gives the lines of {@link RedisForm}; null at the end. */
  private interface Lines {
    @Nullable Object @Nullable [] next() throws IOException;
  }

  private void redis(Entry entry) throws IOException {
    if (manifest.format() == Format.PARQUET) {
      try (ParquetRows rows = rows(entry)) {
        redis(entry, () -> rows.next(RedisForm.TYPES));
      } finally {
        Files.deleteIfExists(temporary);
      }
      return;
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(entry), StandardCharsets.UTF_8))) {
      CsvReader csv = new CsvReader(reader);
      csv.next();
      redis(entry, () -> parse(csv.next()));
    }
  }

  private static @Nullable Object @Nullable [] parse(@Nullable List<@Nullable String> fields) {
    if (fields == null) {
      return null;
    }
    if (fields.size() != RedisForm.TYPES.size()) {
      throw new OrbitException(
          ErrorCode.BAD_COPY_FILE_FORMAT, "a line of Redis' keys has " + fields.size() + " values");
    }
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      String field = fields.get(i);
      values[i] =
          field == null ? null : ValueText.parse(field, RedisForm.TYPES.get(i), TextContext.UTC);
    }
    return values;
  }

  private void redis(Entry entry, Lines lines) throws IOException {
    Keyspace keyspace = services.keyspaces().open(sql.session());
    keyspace.setMayWait(true);
    RedisLoader loader = new RedisLoader(keyspace);
    batches(
        entry,
        () -> {
          keyspace.enter(sql.session().transaction());
          long came = 0;
          for (; came < batch; came++) {
            @Nullable Object[] line = lines.next();
            if (line == null) {
              break;
            }
            sql.session().checkCanceled();
            loader.add(line);
            progress.row();
          }
          loader.flush();
          return came;
        });
  }
}
