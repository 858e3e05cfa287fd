package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.record.CommitStatus;
import io.orbit.kernel.record.Version;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What there are millions of is small: versions as most of them are take no field for what they
 * have not. Object headers are of 8 or of 12 bytes, as the JVM that runs the test likes it.
 */
class VersionSizeTest {
  private static final int COUNT = 10_000;
  private static final byte[] VALUE = new byte[100];

  private static long bytes(Supplier<Version> made) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Version[] kept = new Version[COUNT];
    kept[0] = made.get();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < COUNT; i++) {
      kept[i] = made.get();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / COUNT;
  }

  @Test
  void aStringOrRowTakesNoFieldsForExpiryAndTransaction() {
    assertThat(bytes(() -> Version.plain(VALUE, ValueType.STRING, 0, null)))
        .isLessThanOrEqualTo(32);
    assertThat(bytes(() -> Version.plain(VALUE, ValueType.ROW, 0, null))).isLessThanOrEqualTo(32);
    assertThat(bytes(() -> Version.plain(VALUE, ValueType.STRING, 1, null))).isGreaterThan(32);
  }

  @Test
  void whateverItsClassItSaysWhatItIs() {
    CommitStatus pending = new CommitStatus();
    for (byte type : new byte[] {ValueType.ROW, ValueType.STRING, ValueType.JSON}) {
      for (long expiresAt : new long[] {0, 5}) {
        for (CommitStatus writer : new CommitStatus[] {null, pending}) {
          Version version = Version.plain(VALUE, type, expiresAt, writer);
          assertThat(version.type()).isEqualTo(type);
          assertThat(version.expiresAt()).isEqualTo(expiresAt);
          assertThat(version.isExpired(6)).isEqualTo(expiresAt != 0);
          assertThat(version.bytes()).isSameAs(VALUE);
          assertThat(version.timestamp()).isZero();
          Version persisted = version.withExpiry(0, null);
          assertThat(persisted.type()).isEqualTo(type);
          assertThat(persisted.expiresAt()).isZero();
        }
      }
    }
    Version written = Version.plain(VALUE, ValueType.STRING, 0, pending);
    pending.commit(7);
    assertThat(written.timestamp()).isEqualTo(7);
    pending.rollback();
    assertThat(written.timestamp()).as("it has forgotten its writer").isEqualTo(7);
  }
}
