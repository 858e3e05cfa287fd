package io.orbit.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Part;
import io.orbit.api.ops.Transfers.State;
import io.orbit.api.ops.Transfers.Transfer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dump file of a Redis server becomes keys; its encodings are {@code DumpTest}'s. */
class DumpImportTest {
  private static final long NEXT_CENTURY = 4_102_444_800_000L;

  @TempDir private Path directory = Path.of("");
  private TestStack stack;
  private DatabaseTransfers transfers;

  @BeforeEach
  void open() {
    stack = new TestStack(directory);
    transfers = new DatabaseTransfers(stack.services, 2);
  }

  @AfterEach
  void close() {
    transfers.close();
    stack.close();
  }

  /** A dump, entry by entry; without a checksum. */
  private static final class Dump {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Dump() {
      bytes.writeBytes("REDIS0011".getBytes(StandardCharsets.US_ASCII));
      bytes.write(0xFA);
      string("redis-ver").string("7.2.4");
    }

    Dump string(String text) {
      bytes.write(text.length());
      bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Dump database(int number) {
      bytes.write(0xFE);
      bytes.write(number);
      return this;
    }

    Dump expires(long millis) {
      bytes.write(0xFC);
      for (int i = 0; i < 8; i++) {
        bytes.write((int) (millis >>> 8 * i));
      }
      return this;
    }

    Dump text(String key, String value) {
      bytes.write(0);
      return string(key).string(value);
    }

    Dump list(String key, String... elements) {
      bytes.write(1);
      string(key);
      bytes.write(elements.length);
      List.of(elements).forEach(this::string);
      return this;
    }

    byte[] end() {
      bytes.write(0xFF);
      bytes.writeBytes(new byte[8]);
      return bytes.toByteArray();
    }
  }

  private Transfer load(byte[] dump) throws InterruptedException {
    Transfer now = transfers.load("orbit", "orbit", false, new ByteArrayInputStream(dump));
    while (now.state() == State.RUNNING) {
      Thread.onSpinWait();
      now = transfers.find(now.kind(), now.id()).orElseThrow();
    }
    return now;
  }

  @Test
  void keysComeIntoTheirKeySpacesWithTheirExpiry() throws InterruptedException {
    byte[] dump =
        new Dump()
            .database(0)
            .text("a", "1")
            .expires(NEXT_CENTURY)
            .text("b", "2")
            .expires(1)
            .text("gone", "x")
            .list("l", "x", "y", "z")
            .database(3)
            .text("c", "3")
            .end();
    Transfer done = load(dump);
    assertThat(done.problem()).isEqualTo("passed over: 1 keys that had expired");
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.format()).isEqualTo(Format.RDB);
    assertThat(done.rows()).isEqualTo(4);
    assertThat(done.bytes()).isEqualTo(dump.length);
    assertThat(done.parts())
        .containsExactlyInAnyOrder(new Part("redis", 3, true), new Part("redis_3", 1, true));
    Keyspace keyspace = stack.services.keyspaces().open(stack.services.open("orbit", "orbit"));
    assertThat(keyspace.keys().expiresAt(ByteRange.of("b"))).isEqualTo(NEXT_CENTURY);
    assertThat(keyspace.keys().type(ByteRange.of("l"))).isEqualTo(KeyType.LIST);
    assertThat(keyspace.keys().exists(ByteRange.of("gone"))).isFalse();
    keyspace.select(3);
    assertThat(keyspace.strings().get(ByteRange.of("c"), new ByteRange())).isTrue();
  }

  @Test
  void aKeyThatExistsEndsTheImport() throws InterruptedException {
    Transfer first = load(new Dump().database(0).text("a", "1").end());
    assertThat(first.state()).isEqualTo(State.DONE);
    byte[] dump =
        new Dump().database(0).text("k", "1").text("l", "1").text("m", "1").text("a", "2").end();
    Transfer second = load(dump);
    assertThat(second.state()).isEqualTo(State.FAILED);
    assertThat(second.problem()).contains("key \"a\" exists in key space 0");
    Keyspace keyspace = stack.services.keyspaces().open(stack.services.open("orbit", "orbit"));
    assertThat(keyspace.keys().exists(ByteRange.of("l"))).isTrue();
    assertThat(keyspace.keys().exists(ByteRange.of("m"))).isFalse();
  }

  @Test
  void whatIsNoDumpIsRefused() throws InterruptedException {
    byte[] dump = new Dump().database(0).text("a", "1").end();
    assertThat(load(java.util.Arrays.copyOf(dump, dump.length - 12)).problem())
        .contains("the dump ends too early");
    dump[8] = '9';
    dump[7] = '9';
    assertThat(load(dump).problem()).contains("version 99");
    assertThatThrownBy(() -> load("nothing of the kind".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("neither the archive of an export nor the dump");
  }
}
