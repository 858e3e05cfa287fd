package io.orbit.transfer.archive;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds, as its last file {@code manifest.csv} says it: columns {@code file, what,
 * name, rows}, a line a file; the first line is the archive's own, with {@code what} = {@code
 * orbit-export 1} and {@code name} = the format.
 *
 * @param entries the files, in the order in which they are imported
 */
public record Manifest(Format format, List<Entry> entries) {
  public static final String FILE = "manifest.csv";

  private static final String VERSION = "orbit-export 1";
  private static final List<String> COLUMNS = List.of("file", "what", "name", "rows");
  private static final List<DataType> TYPES =
      List.of(DataType.TEXT, DataType.TEXT, DataType.TEXT, DataType.INT64);

  /** What a file is. */
  public enum What {
    /** A script that makes roles, those that are there apart. */
    ROLES,
    /** A script. */
    SCRIPT,
    /** Rows of a table. */
    TABLE,
    /** Redis' keys, and when rows expire. */
    REDIS
  }

  /**
   * @param name of the table ({@code "schema"."table"} as SQL takes it) or script
   */
  public record Entry(String file, What what, String name, long rows) {}

  /** Writes it. */
  public void write(OutputStream out) throws IOException {
    CsvFile csv = new CsvFile(out, COLUMNS, TYPES, TextContext.UTC);
    csv.add(new Object[] {FILE, VERSION, format.name(), (long) entries.size()});
    for (Entry entry : entries) {
      csv.add(new Object[] {entry.file(), entry.what().name(), entry.name(), entry.rows()});
    }
  }

  /**
   * Reads an archive's.
   *
   * @throws OrbitException BAD_COPY_FILE_FORMAT where there is none that can be read
   */
  public static Manifest read(ZipFile zip) throws IOException {
    ZipEntry found = zip.getEntry(FILE);
    if (found == null) {
      throw bad("it has no " + FILE);
    }
    List<Entry> entries = new ArrayList<>();
    try (Reader reader =
        new java.io.BufferedReader(
            new InputStreamReader(zip.getInputStream(found), StandardCharsets.UTF_8))) {
      CsvReader csv = new CsvReader(reader);
      csv.next();
      List<@Nullable String> own = csv.next();
      if (own == null || own.size() != COLUMNS.size() || !VERSION.equals(own.get(1))) {
        throw bad("its " + FILE + " is not of version \"" + VERSION + "\"");
      }
      Format format = Format.valueOf(Objects.requireNonNull(own.get(2)));
      for (List<@Nullable String> line = csv.next(); line != null; line = csv.next()) {
        entries.add(entry(zip, line));
      }
      return new Manifest(format, List.copyOf(entries));
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
      throw bad("its " + FILE + " cannot be read: " + e.getMessage());
    }
  }

  private static Entry entry(ZipFile zip, List<@Nullable String> line) {
    String file = Objects.requireNonNull(line.get(0));
    if (zip.getEntry(file) == null) {
      throw bad("it has no " + file);
    }
    return new Entry(
        file,
        What.valueOf(Objects.requireNonNull(line.get(1))),
        Objects.requireNonNull(line.get(2)),
        Long.parseLong(Objects.requireNonNull(line.get(3))));
  }

  private static OrbitException bad(String why) {
    return new OrbitException(
            ErrorCode.BAD_COPY_FILE_FORMAT, "this is not the archive of an export: " + why)
        .withHint("Send the zip file that an export made.");
  }
}
