package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedEvent.Change;
import io.orbit.api.feed.FeedEvent.Operation;
import io.orbit.api.feed.FeedGroup;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRetention;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a feed shows, when it waits, and when it says that it cannot go on. */
class FeedTest {
  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private SimulatedDisk disk;
  private StoreConfiguration configuration;
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    disk = new SimulatedDisk(1);
    configuration =
        Stores.simulated(directory, disk, new SortedMapEngine.Factory("map"), 1)
            .withClock(clock::get);
    store = OrbitStore.open(configuration);
    space = Stores.createSpace(store, false, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen(StoreConfiguration next) {
    store.close();
    store = OrbitStore.open(next);
  }

  private static void requireCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(OrbitException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private FeedRequest fromNow() {
    return FeedRequest.from(store.feeds().now()).undurable();
  }

  private static List<String> read(ChangeFeed feed) {
    List<String> read = new ArrayList<>();
    for (FeedEvent event = feed.next(0); event != null; event = feed.next(0)) {
      switch (event) {
        case FeedEvent.Begin ignored -> read.add("begin");
        case Change change ->
            read.add(change.operation() + " " + new String(change.key(), StandardCharsets.UTF_8));
        case FeedEvent.Commit ignored -> read.add("commit");
      }
    }
    return read;
  }

  private void transaction(String value, String... keys) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (String key : keys) {
        transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
        transaction.put(space, bytes(key), ValueType.ROW, bytes(value), 0);
      }
      transaction.commit();
    }
  }

  @Test
  void aTransactionIsWholeAndInOrderAlsoInChunks() {
    try (ChangeFeed feed = store.feeds().open(fromNow())) {
      transaction("x".repeat(20_000), "a", "b", "c");
      put(store, space, "a", "1");
      assertThat(read(feed))
          .containsExactly(
              "begin", "INSERT a", "INSERT b", "INSERT c", "commit", "begin", "UPDATE a", "commit");
    }
  }

  @Test
  void whatWasRolledBackIsNeverSeen() {
    try (ChangeFeed feed = store.feeds().open(fromNow())) {
      try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.lock(space, bytes("a"), LockMode.EXCLUSIVE);
        transaction.put(space, bytes("a"), ValueType.ROW, bytes("1"), 0);
        transaction.rollback();
      }
      assertThat(read(feed)).isEmpty();
    }
  }

  @Test
  void filtersLeaveOutTransactionsOfWhichNothingIsLeft() {
    int other = Stores.createSpace(store, true, "map");
    FeedRequest request =
        fromNow().ofSpaces(id -> id == space).of(EnumSet.of(Operation.INSERT, Operation.DELETE));
    try (ChangeFeed feed = store.feeds().open(request)) {
      put(store, other, "o", "1");
      put(store, space, "a", "1");
      put(store, space, "a", "2");
      Stores.delete(store, space, "a");
      assertThat(read(feed))
          .containsExactly("begin", "INSERT a", "commit", "begin", "DELETE a", "commit");
      put(store, other, "o", "2");
      FeedPosition before = feed.position();
      assertThat(read(feed)).isEmpty();
      assertThat(feed.position()).as("it has read on").isGreaterThan(before);
    }
  }

  @Test
  void onlyWhatIsDurableIsSeenUnlessAskedFor() {
    FeedPosition now = store.feeds().now();
    try (ChangeFeed durable = store.feeds().open(FeedRequest.from(now));
        ChangeFeed visible = store.feeds().open(FeedRequest.from(now).undurable())) {
      long timestamp = put(store, space, "a", "1");
      assertThat(read(visible)).hasSize(3);
      assertThat(read(durable)).isEmpty();
      assertThat(store.durable(timestamp)).isNull();
      assertThat(read(durable)).hasSize(3);
    }
  }

  @Test
  void whoIsBehindWhatTheLogStillHasIsTold() {
    FeedPosition early = store.feeds().now();
    ChangeFeed slow = store.feeds().open(FeedRequest.from(early));
    for (int i = 0; i < 100; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    requireCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> store.feeds().open(FeedRequest.from(early)));
    requireCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> read(slow));
    slow.close();
    try (ChangeFeed feed = store.feeds().open(FeedRequest.from(store.feeds().oldest()))) {
      put(store, space, "k", "1");
      store.durable(put(store, space, "k", "2"));
      assertThat(read(feed)).endsWith("UPDATE k", "commit");
    }
  }

  @Test
  void theLogIsKeptBySizeAndByAge() {
    reopen(configuration.withRetention(new LogRetention.Limits(1 << 20, 60_000, 0)));
    FeedPosition early = store.feeds().now();
    for (int i = 0; i < 100; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    store.feeds().open(FeedRequest.from(early)).close();
    clock.addAndGet(61_000);
    for (int i = 0; i < 40; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    requireCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> store.feeds().open(FeedRequest.from(early)));
    FeedPosition younger = store.feeds().now();
    for (int i = 0; i < 2000; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    requireCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> store.feeds().open(FeedRequest.from(younger)));
    assertThat(store.statistics().logBytes()).isBetween(1L << 20, 1_200_000L);
  }

  @Test
  void theSlowestGroupKeepsTheLogUpToALimit() {
    reopen(configuration.withRetention(new LogRetention.Limits(0, 0, 1 << 20)));
    store.feeds().createGroup("g", store.feeds().now(), Set.of());
    for (int i = 0; i < 500; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    try (ChangeFeed feed = store.feeds().openGroup("g", fromNow().ofSpaces(id -> id == space))) {
      assertThat(read(feed)).hasSize(1500);
    }
    for (int i = 0; i < 1000; i++) {
      put(store, space, "k", "x".repeat(1000));
    }
    store.checkpoint();
    assertThat(store.feeds().groups()).extracting(FeedGroup::lost).containsExactly(true);
    requireCode(ErrorCode.SNAPSHOT_TOO_OLD, () -> store.feeds().openGroup("g", fromNow()));
    store.feeds().acknowledge("g", store.feeds().now());
    store.checkpoint();
    assertThat(disk.list(LogFormat.FOLDER)).hasSizeLessThan(3);
    store.feeds().openGroup("g", fromNow()).close();
  }

  @Test
  void aGroupIsReadByOneAndItsPlaceOutlivesTheStore() {
    store.feeds().createGroup("g", store.feeds().now(), Set.of());
    requireCode(
        ErrorCode.DUPLICATE_OBJECT,
        () -> store.feeds().createGroup("g", store.feeds().now(), Set.of()));
    put(store, space, "a", "1");
    FeedPosition half;
    try (ChangeFeed feed = store.feeds().openGroup("g", fromNow().ofSpaces(id -> id == space))) {
      requireCode(ErrorCode.OBJECT_IN_USE, () -> store.feeds().openGroup("g", fromNow()));
      requireCode(ErrorCode.OBJECT_IN_USE, () -> store.feeds().dropGroup("g"));
      assertThat(read(feed)).hasSize(3);
      half = feed.position();
    }
    store.feeds().acknowledge("g", half);
    put(store, space, "b", "1");
    reopen(configuration);
    assertThat(store.feeds().groups().getFirst().acknowledged()).isEqualTo(half);
    try (ChangeFeed feed = store.feeds().openGroup("g", fromNow().ofSpaces(id -> id == space))) {
      assertThat(read(feed)).containsExactly("begin", "INSERT b", "commit");
    }
    store.feeds().dropGroup("g");
    requireCode(ErrorCode.UNDEFINED_OBJECT, () -> store.feeds().openGroup("g", fromNow()));
    reopen(configuration);
    assertThat(store.feeds().groups()).isEmpty();
  }

  @Test
  void anAcknowledgementNeverGoesBack() {
    FeedPosition early = store.feeds().now();
    store.feeds().createGroup("g", early, Set.of());
    put(store, space, "a", "1");
    FeedPosition late = store.feeds().now();
    store.feeds().acknowledge("g", late);
    store.feeds().acknowledge("g", early);
    assertThat(store.feeds().groups().getFirst().acknowledged()).isEqualTo(late);
  }

  @Test
  void placesThatAreNoneAreRefused() {
    String own = store.feeds().now().text();
    String other = (own.charAt(0) == '0' ? '1' : '0') + own.substring(1);
    String beyond = own.substring(0, 17) + "0000ffff" + own.substring(25);
    for (String text : List.of("", "x", own + "0-", other, beyond)) {
      FeedPosition none = new FeedPosition(text);
      requireCode(
          ErrorCode.INVALID_PARAMETER_VALUE, () -> store.feeds().open(FeedRequest.from(none)));
    }
    put(store, space, "a", "x".repeat(100));
    FeedPosition inside = new LogPlaceText(store.feeds().now().text()).shifted(-20);
    requireCode(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> {
          try (ChangeFeed feed = store.feeds().open(FeedRequest.from(inside).undurable())) {
            read(feed);
          }
        });
  }

  /** Takes a place's text apart to make one that is none. */
  private record LogPlaceText(String text) {
    FeedPosition shifted(long by) {
      String[] parts = text.split("-");
      long commit = Long.parseLong(parts[1], 16) + by;
      return new FeedPosition("%s-%016x-%s-%s".formatted(parts[0], commit, parts[2], parts[3]));
    }
  }

  @Test
  void chunksThatACrashLeftBehindHoldNothingUp() {
    disk.crashBefore(6);
    assertThatThrownBy(() -> transaction("x".repeat(20_000), "a", "b"))
        .isInstanceOf(SimulatedDisk.PowerLoss.class);
    disk.restartProcess();
    store = OrbitStore.open(configuration);
    FeedPosition now = store.feeds().now();
    try (ChangeFeed feed = store.feeds().open(FeedRequest.from(store.feeds().oldest()))) {
      transaction("y".repeat(20_000), "c");
      store.durable(put(store, space, "d", "1"));
      assertThat(read(feed)).doesNotContain("INSERT a").contains("INSERT c", "INSERT d");
      assertThat(feed.position()).isGreaterThan(now);
      assertThat(feed.position().text()).as("nothing is open").endsWith("-0");
    }
  }

  /** The log could not tell of the end of the first one, and its number is used again. */
  @Test
  void chunksThatAFullDiskCutOffAreNoPartOfTheNext() {
    store.checkpoint();
    reopen(configuration); // the log's segment is new then, and has room for the first chunk
    FeedRequest request = fromNow();
    disk.setFull(true);
    requireCode(ErrorCode.DISK_FULL, () -> transaction("x".repeat(20_000), "a", "b"));
    store.checkpoint();
    disk.setFull(false);
    disk.restartProcess();
    store = OrbitStore.open(configuration);
    transaction("y".repeat(20_000), "c", "d");
    try (ChangeFeed feed = store.feeds().open(request)) {
      assertThat(read(feed)).containsExactly("begin", "INSERT c", "INSERT d", "commit");
    }
  }

  @Test
  void aReaderThatWaitsIsWokenByACommitAndByTheEndOfTheStore() throws Exception {
    Path folder = java.nio.file.Files.createDirectories(directory.resolve("real"));
    StoreConfiguration real = StoreConfiguration.in(folder, new SortedMapEngine.Factory("map"));
    OrbitStore running = OrbitStore.open(real);
    try (Closing _ = running::close) {
      int wanted = Stores.createSpace(running, false, "map");
      FeedRequest request = FeedRequest.from(running.feeds().now()).ofSpaces(id -> id == wanted);
      CountDownLatch told = new CountDownLatch(3);
      ChangeFeeds.Following observer =
          running.feeds().follow(request.undurable(), event -> told.countDown());
      ChangeFeed feed = running.feeds().open(request);
      CompletableFuture<FeedEvent> first = CompletableFuture.supplyAsync(() -> feed.next(30_000));
      put(running, wanted, "a", "1");
      assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(FeedEvent.Begin.class);
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(read(feed)).containsExactly("INSERT a", "commit");
      CompletableFuture<Void> last =
          CompletableFuture.runAsync(
              () -> requireCode(ErrorCode.CANNOT_CONNECT_NOW, () -> feed.next(30_000)));
      running.close();
      last.get(30, TimeUnit.SECONDS);
      observer.close();
    }
  }

  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  @Test
  void readersWhileWritersGoOnSeeEveryCommitOnceAndInOrder() throws Exception {
    Path folder = java.nio.file.Files.createDirectories(directory.resolve("busy"));
    StoreConfiguration real =
        StoreConfiguration.in(folder, new SortedMapEngine.Factory("map"))
            .withSegmentBytes(64 << 10)
            .withRetention(new LogRetention.Limits(64 << 20, 0, 64 << 20));
    int writers = 4;
    int writes = 300;
    try (OrbitStore running = OrbitStore.open(real)) {
      int wanted = Stores.createSpace(running, false, "map");
      FeedRequest request = FeedRequest.from(running.feeds().now()).ofSpaces(id -> id == wanted);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        FeedRequest own = reader == 0 ? request : request.undurable();
        all.add(
            CompletableFuture.runAsync(
                () -> follow(running, own, writers * writes),
                task -> Thread.ofVirtual().start(task)));
      }
      for (int writer = 0; writer < writers; writer++) {
        String key = "w" + writer;
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    put(running, wanted, key, i + "x".repeat(i % 50 == 0 ? 40_000 : 10));
                  }
                },
                task -> Thread.ofPlatform().start(task)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }
  }

  private static void follow(OrbitStore store, FeedRequest request, int expected) {
    java.util.Map<String, Integer> next = new java.util.HashMap<>();
    long timestamp = 0;
    int seen = 0;
    try (ChangeFeed feed = store.feeds().open(request)) {
      while (seen < expected) {
        FeedEvent event = feed.next(20_000);
        assertThat(event).as("after %d", seen).isNotNull();
        assertThat(event.timestamp()).isGreaterThanOrEqualTo(timestamp);
        timestamp = event.timestamp();
        if (event instanceof Change change && change.after() != null) {
          seen++;
          String key = new String(change.key(), StandardCharsets.UTF_8);
          byte[] value = java.util.Objects.requireNonNull(change.after().value());
          int number = Integer.parseInt(new String(value, StandardCharsets.UTF_8).replace("x", ""));
          assertThat(number).as(key).isEqualTo(next.getOrDefault(key, 0));
          next.put(key, number + 1);
        }
      }
    }
  }
}
