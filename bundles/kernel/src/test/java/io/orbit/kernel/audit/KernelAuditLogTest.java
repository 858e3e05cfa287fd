package io.orbit.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.ops.AuditLog.Entry;
import io.orbit.api.ops.AuditLog.Event;
import io.orbit.api.ops.AuditLog.Filter;
import io.orbit.api.ops.AuditLog.Verdict;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelAuditLogTest {
  private static final long FILE_BYTES = 1000;

  @TempDir private Path directory;
  private Path folder;
  private OrbitStore store;
  private KernelAuditLog log;

  @BeforeEach
  void open() throws IOException {
    folder = directory.resolve("audit");
    store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1));
    log = start();
    for (int i = 1; i <= 9; i++) {
      log.record(event("user" + i % 3, "create table", "t" + i, i != 5));
    }
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private KernelAuditLog start() throws IOException {
    return new KernelAuditLog(store, folder, FILE_BYTES, () -> 1_800_000_000_123L);
  }

  private static Event event(String user, String action, String object, boolean allowed) {
    return new Event(user, "postgres", "127.0.0.1:1", action, object, allowed, "a \"b\"\n\u00fc");
  }

  private static Filter newest(int count) {
    return new Filter(0, count, "", "", false);
  }

  @Test
  void entriesAreListedTheNewestFirstByPageAndFilter() {
    List<Entry> all = log.list(newest(100));
    assertThat(all).extracting(Entry::number).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(all.getFirst().event()).isEqualTo(event("user0", "create table", "t9", true));
    assertThat(all.getFirst().time()).isEqualTo(1_800_000_000_123L);
    assertThat(log.list(new Filter(7, 2, "", "", false)))
        .extracting(Entry::number)
        .containsExactly(6L, 5L);
    assertThat(log.list(new Filter(0, 9, "user1", "table", false)))
        .extracting(Entry::number)
        .containsExactly(7L, 4L, 1L);
    assertThat(log.list(new Filter(0, 9, "", "", true)))
        .extracting(Entry::number)
        .containsExactly(5L);
  }

  @Test
  void itGoesOnWhereItEnded() throws IOException {
    String head = log.verify().head();
    log.close();
    log = start();
    log.record(event("a", "b", "c", true));
    Verdict verdict = log.verify();
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.last()).isEqualTo(10);
    assertThat(verdict.head()).isNotEqualTo(head);
    assertThat(AuditFiles.list(folder)).hasSizeGreaterThan(2);
  }

  @Test
  void anUnfinishedLineIsCutOffAndThatIsRecorded() throws IOException {
    log.close();
    Files.writeString(newestFile(), "{\"number\": 10, \"ti", StandardOpenOption.APPEND);
    log = start();
    assertThat(log.list(newest(1)).getFirst().event().object()).contains("unfinished");
    assertThat(log.verify().problems()).isEmpty();
  }

  @Test
  void whateverIsChangedIsTold() throws IOException {
    assertThat(tampered(lines -> change(lines, line -> line.replace("\"t2\"", "\"t7\""))))
        .singleElement()
        .asString()
        .contains("entry 2 was changed");
    assertThat(tampered(lines -> without(lines, 1)))
        .singleElement()
        .asString()
        .contains("entry 3 stands behind entry 1");
    assertThat(tampered(lines -> change(lines, line -> line.replace("\"number\": 2", "number 2"))))
        .hasSize(2)
        .first()
        .asString()
        .contains("line 2 is no entry");
  }

  @Test
  void whatIsCutOffAtTheEndIsTold() throws IOException {
    log.close();
    log = start();
    Path newest = newestFile();
    List<String> lines = AuditFiles.lines(newest);
    Files.write(newest, lines.subList(0, lines.size() - 1));
    assertThat(log.verify().problems()).singleElement().asString().contains("from 9 to 9");
    log.close();
    log = start();
    assertThat(log.list(newest(1)).getFirst().event().object()).contains("entries 9 to 9");
    assertThat(log.verify().problems()).isNotEmpty();
  }

  @Test
  void filesThatWereTakenElsewhereAreNoDamage() throws IOException {
    log.close();
    Files.delete(AuditFiles.list(folder).getFirst());
    log = start();
    Verdict verdict = log.verify();
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.first()).isGreaterThan(1);
  }

  private Path newestFile() throws IOException {
    return AuditFiles.list(folder).getLast();
  }

  private static List<String> without(List<String> lines, int at) {
    List<String> left = new ArrayList<>(lines);
    left.remove(at);
    return left;
  }

  private static List<String> change(List<String> lines, UnaryOperator<String> how) {
    return lines.stream().map(how).toList();
  }

  /** What is told of the first file when it is not as it was; puts it back. */
  private List<String> tampered(UnaryOperator<List<String>> how) throws IOException {
    Path first = AuditFiles.list(folder).getFirst();
    List<String> lines = AuditFiles.lines(first);
    Files.write(first, how.apply(lines));
    List<String> problems = log.verify().problems();
    Files.write(first, lines);
    assertThat(log.verify().problems()).isEmpty();
    return problems;
  }
}
