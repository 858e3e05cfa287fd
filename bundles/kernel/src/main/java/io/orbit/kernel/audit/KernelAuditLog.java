package io.orbit.kernel.audit;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log in its folder. A thread of its own hands what was written to the disk and to the
 * store's anchor, a second later at most.
 */
@Component(service = {AuditLog.class, Health.class})
public final class KernelAuditLog implements AuditLog, Health, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelAuditLog.class);
  private static final long FILE_BYTES = 16L << 20;
  private static final long ROUND_MILLIS = 1000;

  private final Store store;
  private final AuditFiles files;
  private final LongSupplier clock;
  private final Thread keeper;
  private long number;
  private long anchored;
  private String head;
  private String problem = "";
  private boolean closed;

  @Activate
  public KernelAuditLog(@Reference Store store, @Reference ServerInfo server) throws IOException {
    this(store, server.dataDirectory().resolve("audit"), FILE_BYTES, System::currentTimeMillis);
  }

  /**
   * Goes on where the files in the folder, or the store's anchor, end.
   *
   * @param fileBytes after which another file begins
   */
  KernelAuditLog(Store store, Path folder, long fileBytes, LongSupplier clock) throws IOException {
    this.store = store;
    this.clock = clock;
    this.files = new AuditFiles(folder, fileBytes);
    this.head = AuditLine.NO_HASH;
    resume();
    keeper = Thread.ofVirtual().name("orbit-audit").start(this::keep);
  }

  private void resume() throws IOException {
    List<Path> known = files.list();
    boolean unfinished = !known.isEmpty() && files.resume(known.getLast());
    findEnd(known);
    long found = number;
    Optional<AuditAnchor> anchor = AuditAnchor.read(store);
    anchored = anchor.map(AuditAnchor::number).orElse(0L);
    if (anchored > found) {
      number = anchored;
      head = anchor.get().hash();
      record(own("audit", "entries " + (found + 1) + " to " + anchored + " are not here", false));
    }
    if (unfinished) {
      record(own("audit", "a line that a crash left unfinished was cut off", true));
    }
  }

  private static Event own(String action, String object, boolean allowed) {
    return new Event("", "server", "", action, object, allowed, "");
  }

  /** The newest entry that can be read. */
  private void findEnd(List<Path> known) throws IOException {
    for (Path file : known.reversed()) {
      for (String line : AuditFiles.lines(file).reversed()) {
        try {
          Entry last = AuditLine.parse(line).entry();
          number = last.number();
          head = last.hash();
          return;
        } catch (IllegalArgumentException malformed) {
          LOG.error("The audit log {} holds a line that is no entry", file);
        }
      }
    }
  }

  @Override
  public synchronized void record(Event event) {
    AuditLine line = AuditLine.of(number + 1, clock.getAsLong(), event, head);
    try {
      files.append(line);
      problem = "";
    } catch (IOException failure) {
      problem = "the audit log cannot be written: " + failure.getMessage();
      LOG.error("Not recorded: {}", line.body(), failure);
      return;
    }
    number = line.entry().number();
    head = line.entry().hash();
    notifyAll();
  }

  /** Until the end: what is new goes to the disk, and its newest entry into the store. */
  private void keep() {
    try {
      while (awaitNews()) {
        settle();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    while (!closed && number == anchored) {
      wait();
    }
    if (!closed) {
      wait(ROUND_MILLIS);
    }
    return !closed;
  }

  private void settle() {
    AuditAnchor newest;
    synchronized (this) {
      newest = new AuditAnchor(number, head);
      try {
        files.force();
      } catch (IOException failure) {
        problem = "the audit log cannot be written: " + failure.getMessage();
      }
    }
    try {
      newest.write(store);
      synchronized (this) {
        anchored = newest.number();
      }
    } catch (OrbitException failure) {
      LOG.warn("The audit log's end is not in the store yet: {}", failure.getMessage());
    }
  }

  @Override
  public List<Entry> list(Filter filter) {
    List<Entry> found = new ArrayList<>();
    try {
      for (Path file : files.list().reversed()) {
        for (String line : AuditFiles.lines(file).reversed()) {
          if (found.size() == filter.count()) {
            return found;
          }
          parse(line)
              .filter(entry -> filter.before() == 0 || entry.number() < filter.before())
              .filter(filter::admits)
              .ifPresent(found::add);
        }
      }
      return found;
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private static Optional<Entry> parse(String line) {
    try {
      return Optional.of(AuditLine.parse(line).entry());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static OrbitException unreadable(IOException failure) {
    return new OrbitException(
        ErrorCode.IO_ERROR, "the audit log cannot be read: " + failure.getMessage(), failure);
  }

  @Override
  public Verdict verify() {
    long last;
    synchronized (this) {
      last = number;
    }
    try {
      // The anchor first: what is written meanwhile is behind it.
      Optional<AuditAnchor> anchor =
          AuditAnchor.read(store).filter(known -> known.number() <= last);
      return AuditChain.verify(files.list(), anchor, last);
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public synchronized Status check() {
    return problem.isEmpty() ? Status.UP : new Status(State.DEGRADED, List.of(problem));
  }

  @Override
  @Deactivate
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    try {
      keeper.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (number != anchored) {
      settle();
    }
    try {
      files.close();
    } catch (IOException failure) {
      LOG.error("The audit log cannot be closed", failure);
    }
  }
}
