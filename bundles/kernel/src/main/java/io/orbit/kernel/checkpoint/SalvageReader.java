package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a damaged engine in order and passes over what cannot be read: an engine
 * fails at a broken block from whatever side it comes to it, so the next key from which it can read
 * again is found by search.
 */
final class SalvageReader implements AutoCloseable {
  private static final int SEARCHED_BYTES = 16;

  /** Told of each run of keys that cannot be read. */
  @FunctionalInterface
  interface GapVisitor {
    /**
     * @param after the last key before it; empty where it begins with the first
     * @param next the first key behind it, or null where it reaches to the end
     */
    void gap(byte[] after, byte @Nullable [] next);
  }

  private final EngineSnapshot snapshot;
  private final GapVisitor gaps;
  private EngineCursor cursor;
  private byte[] last = new byte[0];

  SalvageReader(EngineSnapshot snapshot, GapVisitor gaps) {
    this.snapshot = snapshot;
    this.gaps = gaps;
    this.cursor = snapshot.cursor(last, null, false);
  }

  /** Moves to the next entry that can be read; false at the end. */
  boolean next() {
    byte[] before = last;
    boolean broken = false;
    while (true) {
      Step step = step();
      broken |= step == Step.BROKEN;
      byte[] resume =
          step == Step.BROKEN ? firstReadable(Arrays.copyOf(last, last.length + 1)) : last;
      if (step != Step.BROKEN || resume.length == 0) {
        boolean found = step == Step.FOUND;
        last = found ? cursor.key() : last;
        if (broken) {
          gaps.gap(before, found ? last : null);
        }
        return found;
      }
      cursor.close();
      last = resume;
      cursor = snapshot.cursor(resume, null, false);
    }
  }

  private enum Step {
    FOUND,
    END,
    BROKEN
  }

  private Step step() {
    try {
      return cursor.next() ? Step.FOUND : Step.END;
    } catch (OrbitException e) {
      requireDamage(e);
      return Step.BROKEN;
    }
  }

  byte[] key() {
    return cursor.key();
  }

  byte[] value() {
    return cursor.value();
  }

  private static void requireDamage(OrbitException failure) {
    if (failure.code() != ErrorCode.DATA_CORRUPTED) {
      throw failure;
    }
  }

  /**
   * The first key behind a broken one from which the engine reads again, found by steps that double
   * and then by halves; with several broken blocks close by, what lies between them may be passed
   * over too. Empty when there is none.
   */
  private byte[] firstReadable(byte[] broken) {
    int length = Math.max(SEARCHED_BYTES, broken.length + 1);
    BigInteger end = BigInteger.ONE.shiftLeft(8 * length);
    BigInteger bad = new BigInteger(1, Arrays.copyOf(broken, length));
    BigInteger start = bad;
    BigInteger good = end;
    for (BigInteger step = BigInteger.ONE; ; step = step.shiftLeft(1)) {
      BigInteger probe = start.add(step);
      if (probe.compareTo(end) >= 0) {
        break;
      }
      if (isReadable(bytes(probe, length))) {
        good = probe;
        break;
      }
      bad = probe;
    }
    while (good.subtract(bad).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = bad.add(good).shiftRight(1);
      if (isReadable(bytes(middle, length))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good.equals(end) ? new byte[0] : bytes(good, length);
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] digits = number.toByteArray();
    byte[] key = new byte[length];
    int copied = Math.min(length, digits.length);
    System.arraycopy(digits, digits.length - copied, key, length - copied, copied);
    return key;
  }

  private boolean isReadable(byte[] from) {
    try (EngineCursor probe = snapshot.cursor(from, null, false)) {
      boolean ignored = probe.next();
      return true;
    } catch (OrbitException e) {
      requireDamage(e);
      return false;
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
