package io.orbit.testkit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk in memory that can lose power before any of its operations: of what was not forced, each
 * sector is then kept or lost as the seed says. It can be full, fail, and flip bytes. For one
 * thread.
 */
public final class SimulatedDisk implements Disk {
  private static final int SECTOR = 512;

  private final Map<String, Content> files = new TreeMap<>();
  private final SplittableRandom random;
  private long operations;
  private long crashAt = Long.MAX_VALUE;
  private boolean crashed;
  private boolean full;
  private boolean failing;
  private boolean unwritable;
  private Observer observer = (name, done) -> {};

  /** Is told of every sync, which may take its time: what happens meanwhile happens there. */
  public interface Observer {
    /**
     * @param done false before the disk has what was written, true after
     */
    void syncing(String name, boolean done);
  }

  /** Thrown by the operation before which the power went, and by all after it. */
  public static final class PowerLoss extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerLoss() {
      super("power lost", null, false, false);
    }
  }

  private static final class Content {
    private byte[] written;
    private byte[] durable;

    Content(byte[] durable) {
      this.durable = durable;
      this.written = durable.clone();
    }
  }

  public SimulatedDisk(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Another disk that holds the same. */
  public SimulatedDisk copy(long seed) {
    SimulatedDisk copy = new SimulatedDisk(seed);
    files.forEach((name, content) -> copy.files.put(name, new Content(content.written.clone())));
    return copy;
  }

  public void observe(Observer newObserver) {
    observer = newObserver;
  }

  /** How many operations there have been. */
  public long operations() {
    return operations;
  }

  /** Lets the power go before that operation, counted from now. */
  public void crashBefore(long operation) {
    crashAt = operations + operation;
  }

  /** Lets every allocation fail until told otherwise. */
  public void setFull(boolean isFull) {
    full = isFull;
  }

  /** Lets every sync fail until told otherwise. */
  public void setFailing(boolean isFailing) {
    failing = isFailing;
  }

  /** Lets every write inside a file fail halfway until told otherwise, as a bad sector does. */
  public void setUnwritable(boolean isUnwritable) {
    unwritable = isUnwritable;
  }

  /** Power is back: each unforced sector is there or not. */
  public void restart() {
    for (Content content : files.values()) {
      byte[] survived = content.durable.clone();
      for (int from = 0; from < survived.length; from += SECTOR) {
        int length = Math.min(SECTOR, survived.length - from);
        if (random.nextBoolean()) {
          System.arraycopy(content.written, from, survived, from, length);
        }
      }
      content.durable = survived;
      content.written = survived.clone();
    }
    crashed = false;
    crashAt = Long.MAX_VALUE;
  }

  /** Everything written survives, as after the death of a process. */
  public void restartProcess() {
    crashed = false;
    crashAt = Long.MAX_VALUE;
  }

  /** Turns over the bits of a byte. */
  public void flip(String name, long offset) {
    flip(name, offset, 0xFF);
  }

  /** Turns over some bits of a byte. */
  public void flip(String name, long offset, int bits) {
    Content content = require(name);
    content.written[(int) offset] ^= (byte) bits;
    content.durable[(int) offset] = content.written[(int) offset];
  }

  /** What a file holds. */
  public byte[] content(String name) {
    return require(name).written.clone();
  }

  private void operate() {
    if (crashed || ++operations >= crashAt) {
      crashed = true;
      throw new PowerLoss();
    }
  }

  private Content require(String name) {
    Content content = files.get(name);
    if (content == null) {
      throw new OrbitException(ErrorCode.IO_ERROR, "There is no file " + name);
    }
    return content;
  }

  @Override
  public DiskFile create(String name, long size) {
    operate();
    if (full) {
      throw new OrbitException(ErrorCode.DISK_FULL, "No space left for " + name);
    }
    files.put(name, new Content(new byte[(int) size]));
    return new SimulatedFile(name, require(name));
  }

  @Override
  public DiskFile open(String name) {
    return new SimulatedFile(name, require(name));
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name);
  }

  @Override
  public List<String> list(String folder) {
    List<String> names = new ArrayList<>();
    String prefix = folder.isEmpty() ? "" : folder + "/";
    for (String name : files.keySet()) {
      if (name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  @Override
  public void rename(String from, String to) {
    operate();
    Content content = require(from);
    files.remove(from);
    files.put(to, content);
  }

  @Override
  public void delete(String name) {
    operate();
    files.remove(name);
  }

  private final class SimulatedFile implements DiskFile {
    private final String name;
    private final Content content;

    SimulatedFile(String name, Content content) {
      this.name = name;
      this.content = content;
    }

    @Override
    public long size() {
      return content.written.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      System.arraycopy(content.written, (int) position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      operate();
      if (unwritable) {
        System.arraycopy(source, offset, content.written, (int) position, length / 2);
        throw new OrbitException(ErrorCode.IO_ERROR, "Cannot write " + name);
      }
      System.arraycopy(source, offset, content.written, (int) position, length);
    }

    @Override
    public void force() {
      operate();
      if (failing) {
        throw new OrbitException(ErrorCode.IO_ERROR, "Cannot sync " + name);
      }
      observer.syncing(name, false);
      content.durable = content.written.clone();
      observer.syncing(name, true);
    }

    @Override
    public void truncate(long size) {
      operate();
      content.written = java.util.Arrays.copyOf(content.written, (int) size);
      content.durable = content.written.clone();
    }

    @Override
    public void close() {
      // Nothing to give back.
    }
  }
}
