package io.orbit.storage.cowbtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.SortedBatch;
import io.orbit.testkit.storage.Contents;
import io.orbit.testkit.storage.ListBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tree does with its pages, which no contract sees. */
class TreeTest {
  private static final int ROWS = 20_000;

  @TempDir Path folder;
  private CowbtreeEngine engine;
  private long position;

  @BeforeEach
  void open() {
    engine = CowbtreeEngine.open(folder, 1 << 20);
  }

  @AfterEach
  void everyPageIsUsedOnceOrFree() {
    assertThat(engine.verify()).isEmpty();
    engine.close();
  }

  private static byte[] key(int row) {
    return "table:%08d".formatted(row).getBytes(StandardCharsets.UTF_8);
  }

  private ListBatch rows(Iterable<Integer> numbers) {
    ListBatch batch = new ListBatch();
    numbers.forEach(row -> batch.put(key(row), new byte[100]));
    return batch;
  }

  private long pages() {
    return engine.statistics().diskBytes() / CowbtreeFormat.PAGE;
  }

  private long neededPages() {
    return ROWS * 110L / CowbtreeFormat.PAGE;
  }

  @Test
  void rowsThatComeInOrderFillTheirPages() {
    for (int row = 0; row < ROWS; row += 100) {
      List<Integer> next = new ArrayList<>();
      for (int i = row; i < row + 100; i++) {
        next.add(i);
      }
      engine.apply(rows(next), ++position);
    }
    assertThat(pages()).isLessThan(neededPages() * 5 / 4);
  }

  @Test
  void whatIsWrittenOverIsUsedAgain() {
    Random random = new Random(7);
    for (int batch = 0; batch < 200; batch++) {
      TreeSet<Integer> some = new TreeSet<>();
      while (some.size() < 1000) {
        some.add(random.nextInt(ROWS));
      }
      engine.apply(rows(some), ++position);
    }
    assertThat(pages()).isLessThan(neededPages() * 5);
    engine.compact();
    assertThat(pages()).isLessThan(neededPages() * 5 / 4);
  }

  @Test
  void aSnapshotKeepsItsPagesThroughCompaction() {
    TreeSet<Integer> all = new TreeSet<>();
    for (int row = 0; row < ROWS; row++) {
      all.add(row);
    }
    engine.apply(rows(all), ++position);
    Contents before = new Contents();
    all.forEach(row -> before.put(key(row), new byte[100]));
    try (EngineSnapshot snapshot = engine.snapshot()) {
      ListBatch removal = new ListBatch();
      all.headSet(ROWS - 10).forEach(row -> removal.remove(key(row)));
      engine.apply(removal, ++position);
      engine.compact();
      engine.apply(rows(List.of(1, 2, 3)), ++position);
      before.assertEqualTo(snapshot);
    }
    assertThat(pages()).isLessThan(30);
    engine.close();
    engine = CowbtreeEngine.open(folder, 0);
    assertThat(engine.statistics().entries()).isEqualTo(13);
  }

  @Test
  void aBatchThatFailsGivesItsPagesBack() {
    engine.apply(rows(List.of(1, 2, 3)), ++position);
    long before = pages();
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThatThrownBy(() -> engine.apply(new Breaking(), position + 1))
          .isInstanceOf(IllegalStateException.class);
    }
    engine.apply(rows(List.of(4)), ++position);
    assertThat(pages()).isLessThan(before + 2 * Breaking.ROWS);
  }

  @Test
  void anInterruptedWriterDoesNotCloseTheFileForOthers() {
    engine.apply(rows(List.of(1)), ++position);
    Thread.currentThread().interrupt();
    try {
      engine.apply(rows(List.of(2)), position + 1);
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("tree");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    engine.apply(rows(List.of(2)), position + 1);
    try (EngineSnapshot snapshot = engine.snapshot()) {
      assertThat(snapshot.get(key(1))).isNotNull();
      assertThat(snapshot.get(key(2))).isNotNull();
    }
  }

  /** Large values, of which the last does not come. */
  private static final class Breaking implements SortedBatch {
    static final int ROWS = 50;
    private int row;

    @Override
    public boolean next() {
      if (row == ROWS) {
        throw new IllegalStateException("the source broke");
      }
      row++;
      return true;
    }

    @Override
    public byte[] key() {
      return TreeTest.key(row);
    }

    @Override
    public byte[] value() {
      return new byte[4_000];
    }
  }
}
