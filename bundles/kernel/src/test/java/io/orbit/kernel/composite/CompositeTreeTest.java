package io.orbit.kernel.composite;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Composite.Cursor;
import io.orbit.api.storage.Composite.ElementView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against a sorted map, with versions kept to see that they never change. */
class CompositeTreeTest {
  private record Kept(CompositeTree tree, TreeMap<byte[], byte[]> model) {}

  private static TreeMap<byte[], byte[]> model() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsASortedMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int range = 1 << random.nextInt(4, 15);
    CompositeTree tree = CompositeTree.EMPTY;
    TreeMap<byte[], byte[]> model = model();
    List<Kept> kept = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      Edit edit = tree.edit();
      boolean shrinking = round % 60 > 40;
      for (int i = random.nextInt(60); i >= 0; i--) {
        byte[] key = key(random.nextInt(range));
        if (random.nextInt(10) < (shrinking ? 8 : 3)) {
          assertThat(edit.remove(key)).isEqualTo(model.remove(key) != null);
        } else {
          // Some are too large to be packed with others.
          int length = random.nextInt(40) == 0 ? random.nextInt(100, 200) : random.nextInt(20);
          byte[] value = Arrays.copyOf(key(random.nextInt()), length);
          edit.put(key, value);
          model.put(key, value);
        }
      }
      CompositeTree before = tree;
      tree = edit.finish();
      requireDifference(before, tree);
      if (round % 25 == 0) {
        TreeMap<byte[], byte[]> copy = model();
        copy.putAll(model);
        kept.add(new Kept(tree, copy));
        requireSame(tree, model, random);
      }
    }
    requireSame(tree, model, random);
    for (Kept old : kept) {
      requireSame(old.tree(), old.model(), random);
    }
  }

  private static void requireSame(
      CompositeTree tree, TreeMap<byte[], byte[]> model, SplittableRandom random) {
    assertThat(tree.size()).isEqualTo(model.size());
    ElementView view = new ElementView();
    Cursor cursor = tree.cursor(null);
    long rank = 0;
    long bytes = 0;
    for (var entry : model.entrySet()) {
      assertThat(cursor.next(view)).isTrue();
      assertThat(view.key).isEqualTo(entry.getKey());
      assertThat(view.value).isEqualTo(entry.getValue());
      assertThat(tree.rank(entry.getKey())).isEqualTo(rank++);
      bytes += CompositeTree.bytesOf(entry.getKey(), entry.getValue());
    }
    assertThat(cursor.next(view)).isFalse();
    assertThat(tree.bytes()).isEqualTo(bytes);
    for (int i = 0; i < 20; i++) {
      byte[] from = key(random.nextInt(1 << 15));
      Cursor at = tree.cursor(from);
      byte[] ceiling = model.ceilingKey(from);
      byte[] lower = model.lowerKey(from);
      assertThat(at.next(view)).isEqualTo(ceiling != null);
      if (ceiling != null) {
        assertThat(view.key).isEqualTo(ceiling);
        assertThat(at.previous(view)).isTrue();
      }
      assertThat(at.previous(view)).isEqualTo(lower != null);
      if (lower != null) {
        assertThat(view.key).isEqualTo(lower);
      }
    }
  }

  /** Applying the difference to the old version gives the new one. */
  private static void requireDifference(CompositeTree before, CompositeTree after) {
    Edit edit = before.edit();
    List<byte[]> keys = new ArrayList<>();
    Difference.between(
        before,
        after,
        (key, value) -> {
          keys.add(key);
          if (value == null) {
            assertThat(edit.remove(key)).isTrue();
          } else {
            edit.put(key, value);
          }
        });
    assertThat(keys).isSortedAccordingTo(Arrays::compareUnsigned);
    CompositeTree rebuilt = edit.finish();
    List<byte[]> none = new ArrayList<>();
    Difference.between(rebuilt, after, (key, value) -> none.add(key));
    assertThat(none).isEmpty();
    assertThat(rebuilt.size()).isEqualTo(after.size());
  }

  @Test
  void aDifferenceCostsWhatChanged() {
    Edit edit = CompositeTree.EMPTY.edit();
    for (int i = 0; i < 100_000; i++) {
      edit.put(key(i), key(i));
    }
    CompositeTree large = edit.finish();
    Edit change = large.edit();
    change.put(key(50_000), key(-1));
    CompositeTree changed = change.finish();
    List<byte[]> differing = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      differing.clear();
      Difference.between(large, changed, (key, value) -> differing.add(key));
    }
    long micros = (System.nanoTime() - begin) / 1000 / 1000;
    assertThat(differing).hasSize(1);
    assertThat(micros).as("µs a difference").isLessThan(2000);
  }

  @Test
  void aNodeKeepsNothingOfTheEditThatMadeIt() {
    CompositeTree tree = CompositeTree.EMPTY;
    List<java.lang.ref.WeakReference<CompositeTree>> old = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Edit edit = tree.edit();
      edit.put(key(i), key(i));
      tree = edit.finish();
      if (i < 999) {
        old.add(new java.lang.ref.WeakReference<>(tree));
      }
    }
    for (int attempt = 0;
        attempt < 20 && old.stream().anyMatch(each -> each.get() != null);
        attempt++) {
      System.gc();
    }
    assertThat(old).allMatch(each -> each.get() == null);
    assertThat(tree.size()).isEqualTo(1_000);
  }
}
