package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a backup is, as the file {@value #NAME} in its folder tells: lines of text, words separated
 * by blanks.
 *
 * <pre>
 * orbit-backup 1                                 the format; a higher one is refused
 * id ID, parent ID                               names of folders; the parent of a full one is -
 * log LOG                                        identity of the log, 16 hexadecimal digits
 * backend NAME                                   the engine of the catalog
 * range FROM TO                                  log positions: what of the log is here
 * commit TIMESTAMP                               the newest commit in it
 * taken MILLISECONDS                             since 1970
 * engine NAME POSITION TIMESTAMP                 an engine's content, and which commits are in it
 * file PATH BYTES SHA256                         each file of the folder but this one
 * space NUMBER RECORDS CHECKSUM                  each space's content at the end ({@link Checksum})
 * end CRC32C                                     of all before this line, 8 hexadecimal digits
 * </pre>
 */
record Manifest(
    String id,
    String parent,
    long log,
    String backend,
    long from,
    long to,
    long commit,
    long taken,
    List<Engine> engines,
    List<StoredFile> files,
    List<Checksum> spaces) {
  static final String NAME = "MANIFEST";
  static final String NONE = "-";

  private static final String FIRST = "orbit-backup 1";

  /** An engine's content. */
  record Engine(String name, long position, long timestamp) {}

  /** A file of the backup's folder. */
  record StoredFile(String path, long bytes, String sha256) {}

  boolean isFull() {
    return parent.equals(NONE);
  }

  long bytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  String format() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    line(text, "id", id);
    line(text, "parent", parent);
    line(text, "log", "%016x".formatted(log));
    line(text, "backend", backend);
    line(text, "range", from, to);
    line(text, "commit", commit);
    line(text, "taken", taken);
    engines.forEach(each -> line(text, "engine", each.name(), each.position(), each.timestamp()));
    files.forEach(each -> line(text, "file", each.path(), each.bytes(), each.sha256()));
    spaces.forEach(each -> line(text, "space", each.space(), each.records(), each.digits()));
    return text + "end " + crc(text.toString()) + "\n";
  }

  private static void line(StringBuilder text, String name, Object... words) {
    text.append(name);
    for (Object word : words) {
      text.append(' ').append(word);
    }
    text.append('\n');
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  /**
   * Reads a manifest.
   *
   * @param where named in errors
   * @throws OrbitException CANNOT_CONNECT_NOW for a newer format, DATA_CORRUPTED
   */
  static Manifest parse(String text, String where) {
    if (text.startsWith("orbit-backup ") && !text.startsWith(FIRST + "\n")) {
      throw new OrbitException(
          ErrorCode.CANNOT_CONNECT_NOW,
          where + " was written by a newer Orbit; use that one to restore it");
    }
    int end = text.lastIndexOf("\nend ") + 1;
    if (end == 0 || !text.substring(end).equals("end " + crc(text.substring(0, end)) + "\n")) {
      throw new OrbitException(ErrorCode.DATA_CORRUPTED, where + " is damaged");
    }
    Parsed parsed = new Parsed();
    text.substring(0, end).lines().skip(1).forEach(parsed::line);
    return parsed.manifest();
  }

  /** Lines of a whole manifest, taken apart. */
  private static final class Parsed {
    private String id = "";
    private String parent = NONE;
    private String backend = "";
    private long log;
    private long from;
    private long to;
    private long commit;
    private long taken;
    private final List<Engine> engines = new ArrayList<>();
    private final List<StoredFile> files = new ArrayList<>();
    private final List<Checksum> spaces = new ArrayList<>();

    void line(String line) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "id" -> id = words[1];
        case "parent" -> parent = words[1];
        case "backend" -> backend = words[1];
        case "log" -> log = Long.parseUnsignedLong(words[1], 16);
        case "commit" -> commit = Long.parseLong(words[1]);
        case "taken" -> taken = Long.parseLong(words[1]);
        case "range" -> {
          from = Long.parseLong(words[1]);
          to = Long.parseLong(words[2]);
        }
        case "engine" ->
            engines.add(new Engine(words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
        case "file" -> files.add(new StoredFile(words[1], Long.parseLong(words[2]), words[3]));
        case "space" ->
            spaces.add(
                Checksum.parse(Integer.parseInt(words[1]), Long.parseLong(words[2]), words[3]));
        default -> {
          // A line that a later Orbit added without need for a new format.
        }
      }
    }

    Manifest manifest() {
      return new Manifest(
          id, parent, log, backend, from, to, commit, taken, engines, files, spaces);
    }
  }
}
