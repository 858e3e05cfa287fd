package io.orbit.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every storage engine has to do, whatever it is made of. An engine's test is a subclass that
 * answers its factory.
 *
 * <p>Everything random comes from a seed that is printed; set the system property {@value #SEED} to
 * run one again.
 */
public abstract class StorageEngineContract {
  static final String SEED = "orbit.test.seed";
  static final long CACHE_BYTES = 8L << 20;

  private static final int LARGEST_KEY = 1 << 20;
  private static final int LARGEST_VALUE = 16 << 20;
  private static final byte[] FIRST = {};

  @TempDir protected Path directory;

  protected long seed;
  protected StorageEngine engine;

  /** The factory under test; its class has a public constructor without parameters. */
  protected abstract StorageEngineFactory factory();

  @BeforeEach
  void openEngine(TestInfo test) {
    seed = Long.getLong(SEED, System.nanoTime());
    System.out.printf(
        "%s.%s: -D%s=%d%n", getClass().getSimpleName(), test.getDisplayName(), SEED, seed);
    engine = open();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  final StorageEngine open() {
    return factory().open(directory, CACHE_BYTES);
  }

  @Test
  void aNewEngineIsEmptyAtPositionZero() {
    assertThat(engine.position()).isZero();
    assertThat(engine.verify()).isEmpty();
    try (EngineSnapshot snapshot = engine.snapshot()) {
      assertThat(snapshot.position()).isZero();
      new Contents().assertEqualTo(snapshot);
      assertThat(snapshot.get(FIRST)).isNull();
    }
  }

  @Test
  void equalsASortedMapAndSnapshotsStayAsTheyWere() {
    Workload workload = new Workload(seed);
    Random random = new Random(seed);
    Contents model = new Contents();
    record Frozen(EngineSnapshot snapshot, Contents contents, long position) {}
    List<Frozen> frozen = new ArrayList<>();
    for (int number = 1; number <= 120; number++) {
      Changes changes = workload.batch(number);
      engine.apply(ListBatch.of(changes), Workload.position(number));
      model.apply(changes);
      assertThat(engine.position()).isEqualTo(Workload.position(number));
      if (random.nextInt(5) == 0) {
        frozen.add(new Frozen(engine.snapshot(), new Contents(model), engine.position()));
      }
      if (random.nextInt(40) == 0) {
        engine.compact();
      }
      if (random.nextInt(4) == 0 && !frozen.isEmpty()) {
        Frozen some = frozen.get(random.nextInt(frozen.size()));
        assertThat(some.snapshot.position()).isEqualTo(some.position);
        some.contents.assertRange(
            some.snapshot, workload.bound(random), boundOrNone(workload, random));
        some.contents.assertGets(some.snapshot, workload.keys().subList(0, 100));
        if (random.nextInt(3) == 0) {
          frozen.remove(some);
          some.snapshot.close();
        }
      }
    }
    for (Frozen some : frozen) {
      some.contents.assertEqualTo(some.snapshot);
      some.contents.assertGets(some.snapshot, workload.keys());
      some.snapshot.close();
    }
    assertThat(engine.verify()).isEmpty();
  }

  private static byte[] boundOrNone(Workload workload, Random random) {
    return random.nextInt(4) == 0 ? new byte[] {-1, -1, -1, -1, -1} : workload.bound(random);
  }

  @Test
  void boundsAreExactEvenWhenEmptyOrReversed() {
    Contents model = fill("", "a", "a\0", "b", "ba", "c");
    try (EngineSnapshot snapshot = engine.snapshot()) {
      List<byte[]> bounds = new ArrayList<>(model.keySet());
      bounds.add(key("\0"));
      bounds.add(key("bz"));
      bounds.add(key("z"));
      for (byte[] from : bounds) {
        model.assertRange(snapshot, from, null);
        for (byte[] to : bounds) {
          model.assertRange(snapshot, from, to);
        }
      }
    }
  }

  @Test
  void keysCompareAsUnsignedBytes() {
    Contents model = new Contents();
    ListBatch batch = new ListBatch();
    for (int i = 0; i < 256; i++) {
      byte[] key = {(byte) i};
      model.put(key, key);
      batch.put(key, key);
    }
    engine.apply(batch, 1);
    try (EngineSnapshot snapshot = engine.snapshot()) {
      model.assertEqualTo(snapshot);
      model.assertRange(snapshot, new byte[] {127}, new byte[] {-126});
    }
  }

  @Test
  void aRunDoesNotSeeWhatIsAppliedWhileItRuns() {
    Contents model = fill("a", "b", "c", "d", "e");
    try (EngineSnapshot snapshot = engine.snapshot();
        EngineCursor cursor = snapshot.cursor(FIRST, null, false)) {
      assertThat(cursor.next()).isTrue();
      engine.apply(
          new ListBatch().put(key("aa"), key("new")).remove(key("b")).put(key("c"), key("new")),
          engine.position() + 1);
      engine.compact();
      List<String> seen = new ArrayList<>(List.of(text(cursor.key())));
      while (cursor.next()) {
        seen.add(text(cursor.key()) + "=" + text(cursor.value()));
      }
      assertThat(seen).containsExactly("a", "b=value b", "c=value c", "d=value d", "e=value e");
      model.assertEqualTo(snapshot);
    }
  }

  @Test
  void aPositionMayComeWithoutChangesAndStayButNotGoBack() {
    engine.apply(new ListBatch(), 5);
    engine.apply(new ListBatch().put(key("a"), key("1")), 5);
    assertThat(engine.position()).isEqualTo(5);
    assertRefused(() -> engine.apply(new ListBatch().put(key("a"), key("2")), 4));
    try (EngineSnapshot snapshot = engine.snapshot()) {
      assertThat(snapshot.position()).isEqualTo(5);
      assertThat(snapshot.get(key("a"))).isEqualTo(key("1"));
    }
  }

  @Test
  void aBatchOutOfOrderChangesNothing() {
    Contents model = fill("a", "b");
    long position = engine.position();
    assertRefused(
        () ->
            engine.apply(new ListBatch().put(key("x"), FIRST).put(key("c"), FIRST), position + 1));
    assertRefused(
        () -> engine.apply(new ListBatch().put(key("x"), FIRST).remove(key("x")), position + 1));
    assertUnchanged(model, position);
  }

  @Test
  void aBatchThatFailsHalfWayChangesNothing() {
    Contents model = fill("a", "b");
    long position = engine.position();
    SortedBatch broken =
        new SortedBatch() {
          private int row = -1;

          @Override
          public boolean next() {
            if (++row == 500) {
              throw new IllegalStateException("the source of the batch broke");
            }
            return true;
          }

          @Override
          public byte[] key() {
            return StorageEngineContract.key("a%05d".formatted(row));
          }

          @Override
          public byte[] value() {
            return new byte[1000];
          }
        };
    assertThatThrownBy(() -> engine.apply(broken, position + 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broke");
    assertUnchanged(model, position);
    engine.apply(new ListBatch().remove(key("a")), position + 1);
    model.remove(key("a"));
    assertUnchanged(model, position + 1);
  }

  @Test
  void holdsTheLargestKeysAndValues() {
    Random random = new Random(seed);
    byte[] key = new byte[LARGEST_KEY];
    byte[] value = new byte[LARGEST_VALUE];
    Contents model = new Contents();
    for (int round = 0; round < 2; round++) {
      Changes changes = new Changes();
      random.nextBytes(value);
      changes.put(key("large"), Optional.of(value.clone()));
      changes.put(key("large neighbour"), Optional.of(key("small")));
      changes.put(key.clone(), Optional.of(Arrays.copyOf(value, 3 << 20)));
      engine.apply(ListBatch.of(changes), round + 1);
      model.apply(changes);
      assertUnchanged(model, round + 1);
    }
    try (EngineSnapshot before = engine.snapshot()) {
      engine.apply(new ListBatch().put(key("large"), key("now small")), 3);
      model.assertEqualTo(before);
    }
    engine.apply(new ListBatch().remove(key), 4);
    model.put(key("large"), key("now small"));
    model.remove(key);
    assertUnchanged(model, 4);
  }

  @Test
  void takesABatchOfAHundredThousandRows() {
    Contents model = new Contents();
    ListBatch batch = new ListBatch();
    for (int i = 0; i < 100_000; i++) {
      byte[] key = key("row%08d".formatted(i));
      model.put(key, key("value of row " + i));
      batch.put(key, key("value of row " + i));
    }
    engine.apply(batch, 1);
    assertUnchanged(model, 1);
    ListBatch removal = new ListBatch();
    model.keySet().forEach(removal::remove);
    engine.apply(removal, 2);
    assertUnchanged(new Contents(), 2);
  }

  @Test
  void readersSeeWholeBatchesWhileOthersAreApplied() throws Exception {
    int rows = 500;
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
      List<Future<Long>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean descending = i % 2 == 0;
        runs.add(readers.submit(reader(done, rows, descending)));
      }
      try (EngineSnapshot shared = engine.snapshot()) {
        runs.add(readers.submit(emptyReader(done, shared)));
        runs.add(readers.submit(emptyReader(done, shared)));
        for (int number = 1; number <= 150; number++) {
          ListBatch batch = new ListBatch();
          for (int row = 0; row < rows; row++) {
            batch.put(key("row%05d".formatted(row)), key(Integer.toString(number)));
          }
          engine.apply(batch, number);
        }
        done.set(true);
        for (Future<Long> run : runs) {
          assertThat(run.get()).as("rounds of a reader").isPositive();
        }
      } finally {
        done.set(true);
      }
    }
  }

  private Callable<Long> reader(AtomicBoolean done, int rows, boolean descending) {
    return () -> {
      long rounds = 0;
      long last = 0;
      do {
        try (EngineSnapshot snapshot = engine.snapshot()) {
          long position = snapshot.position();
          assertThat(position).isGreaterThanOrEqualTo(last);
          last = position;
          int seen = 0;
          try (EngineCursor cursor = snapshot.cursor(FIRST, null, descending)) {
            while (cursor.next()) {
              assertThat(text(cursor.value())).isEqualTo(Long.toString(position));
              seen++;
            }
          }
          assertThat(seen).isEqualTo(position == 0 ? 0 : rows);
          byte[] value = snapshot.get(key("row00007"));
          assertThat(value == null ? "0" : text(value)).isEqualTo(Long.toString(position));
        }
        rounds++;
      } while (!done.get());
      return rounds;
    };
  }

  private static Callable<Long> emptyReader(AtomicBoolean done, EngineSnapshot shared) {
    return () -> {
      long rounds = 0;
      do {
        assertThat(shared.get(key("row%05d".formatted(rounds % 500)))).isNull();
        rounds++;
      } while (!done.get());
      return rounds;
    };
  }

  @Test
  void tellsWhatItHolds() {
    ListBatch batch = new ListBatch();
    for (int i = 0; i < 10_000; i++) {
      batch.put(key("row%08d".formatted(i)), new byte[100]);
    }
    engine.apply(batch, 1);
    assertThat(engine.statistics().entries()).isBetween(9_000L, 11_000L);
    assertThat(engine.statistics().memoryBytes()).isNotNegative();
    assertThat(engine.statistics().diskBytes()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsClosedSaysSo(boolean whole) {
    fill("a", "b");
    EngineSnapshot snapshot = engine.snapshot();
    EngineCursor cursor = snapshot.cursor(FIRST, null, false);
    assertThat(cursor.next()).isTrue();
    if (whole) {
      engine.close();
      assertClosed(() -> engine.apply(new ListBatch(), 9));
      assertClosed(engine::snapshot);
      assertClosed(engine::position);
      assertClosed(engine::statistics);
      assertClosed(engine::verify);
      assertClosed(engine::compact);
    } else {
      snapshot.close();
    }
    assertClosed(() -> snapshot.get(key("a")));
    assertClosed(() -> snapshot.cursor(FIRST, null, true));
    assertClosed(cursor::next);
    cursor.close();
    snapshot.close();
    engine.close();
  }

  @Test
  void closingUnderReadersEndsThemOrderly() throws Exception {
    fill("a", "b", "c", "d");
    EngineSnapshot shared = engine.snapshot();
    List<Callable<ErrorCode>> loops = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loops.add(() -> readUntilClosed(shared));
    }
    AtomicBoolean started = new AtomicBoolean();
    loops.add(
        () -> {
          started.set(true);
          return readUntilClosed(engine);
        });
    try (ExecutorService readers = Executors.newFixedThreadPool(loops.size())) {
      List<Future<ErrorCode>> runs = loops.stream().map(readers::submit).toList();
      while (!started.get()) {
        Thread.onSpinWait();
      }
      engine.close();
      for (Future<ErrorCode> run : runs) {
        assertThat(run.get()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW);
      }
    }
  }

  private static ErrorCode readUntilClosed(EngineSnapshot snapshot) {
    while (true) {
      try (EngineCursor cursor = snapshot.cursor(FIRST, null, false)) {
        while (cursor.next()) {
          assertThat(snapshot.get(cursor.key())).isEqualTo(cursor.value());
        }
      } catch (OrbitException e) {
        return e.code();
      }
    }
  }

  private static ErrorCode readUntilClosed(StorageEngine engine) {
    while (true) {
      try (EngineSnapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.get(key("a"))).isNotNull();
      } catch (OrbitException e) {
        return e.code();
      }
    }
  }

  final Contents fill(String... keys) {
    Contents model = new Contents();
    ListBatch batch = new ListBatch();
    for (String key : keys) {
      model.put(key(key), key("value " + key));
      batch.put(key(key), key("value " + key));
    }
    engine.apply(batch, engine.position() + 1);
    return model;
  }

  final void assertUnchanged(Contents model, long position) {
    assertThat(engine.position()).isEqualTo(position);
    try (EngineSnapshot snapshot = engine.snapshot()) {
      assertThat(snapshot.position()).isEqualTo(position);
      model.assertEqualTo(snapshot);
      model.assertGets(snapshot, model.keySet());
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertClosed(ThrowingCallable call) {
    assertCode(ErrorCode.CANNOT_CONNECT_NOW, call);
  }

  static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OrbitException.class, e -> assertThat(e.code()).as(e.toString()).isEqualTo(code));
  }

  static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
