package io.orbit.transfer.load;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Dumps;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.ops.Transfers.Part;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.transfer.Progress;
import io.orbit.transfer.Services;
import io.orbit.transfer.SqlSession;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the dump file of a Redis server into the session's database: its databases 0 to 15 are the
 * key spaces of those numbers. So many keys are committed together. One thread, which may block.
 */
public final class DumpImporter {
  private static final String MAGIC = "REDIS";
  private static final int BUFFER = 64 << 10;

  private final Services services;
  private final SqlSession sql;
  private final Progress progress;
  private final Path file;
  private final int batch;
  private final Map<Integer, Long> keys = new TreeMap<>();

  /**
   * @param batch keys of one transaction
   */
  public DumpImporter(Services services, SqlSession sql, Progress progress, Path file, int batch) {
    this.services = services;
    this.sql = sql;
    this.progress = progress;
    this.file = file;
    this.batch = batch;
  }

  /** Whether a file begins as a dump does. */
  public static boolean isDump(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAGIC.length()), StandardCharsets.ISO_8859_1).equals(MAGIC);
    } catch (IOException failure) {
      throw DiskErrors.of(failure, "reading " + file);
    }
  }

  /** Brings everything, or fails; what was committed by then stays. */
  public void run() throws IOException {
    progress.phase("reading the dump");
    Keyspace keyspace = services.keyspaces().open(sql.session());
    keyspace.setMayWait(true);
    try (InputStream in = open()) {
      Dumps.DumpFile dump = keyspace.dumps().open(in);
      boolean more = true;
      while (more) {
        keyspace.enter(sql.begin(TransactionOptions.DEFAULT));
        more = restore(keyspace, dump);
        sql.commit();
        tell(!more);
      }
      dump.skipped().forEach(each -> progress.note("passed over: " + each));
    } finally {
      sql.rollback();
    }
  }

  private InputStream open() throws IOException {
    InputStream counted =
        new FilterInputStream(Files.newInputStream(file)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            progress.bytes(Math.max(0, count));
            return count;
          }
        };
    return new BufferedInputStream(counted, BUFFER);
  }

  /** False when that was all. */
  private boolean restore(Keyspace keyspace, Dumps.DumpFile dump) {
    for (int i = 0; i < batch; i++) {
      if (!dump.next()) {
        return false;
      }
      sql.session().checkCanceled();
      int number = dump.keySpace();
      if (number < 0 || number >= Keyspaces.COUNT) {
        throw new OrbitException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "the dump has keys in database " + number + "; there are 0 to 15 here");
      }
      keyspace.select(number);
      if (!dump.restore()) {
        throw new OrbitException(
                ErrorCode.DUPLICATE_OBJECT,
                "key \"" + dump.key().utf8() + "\" exists in key space " + number)
            .withHint("Import into a database that does not have it.");
      }
      keys.merge(number, 1L, Long::sum);
      progress.row();
    }
    return true;
  }

  private void tell(boolean done) {
    progress.total(keys.size());
    keys.forEach(
        (number, count) ->
            progress.part(new Part(number == 0 ? "redis" : "redis_" + number, count, done)));
  }
}
