package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
  /** A key of which many share a hash. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number % 3 == 0 ? number & 0xFF : number * 0x9E3779B9;
    }
  }

  @Test
  void agreesWithAHashMapAndNeverChanges() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<Key, Integer> model = new HashMap<>();
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    PersistentMap<Key, Integer> earlier = map;
    Map<Key, Integer> earlierModel = Map.of();
    for (int step = 0; step < 20_000; step++) {
      Key key = new Key(random.nextInt(2_000));
      if (random.nextInt(3) == 0) {
        map = map.without(key);
        model.remove(key);
      } else {
        map = map.with(key, step);
        model.put(key, step);
      }
      assertThat(map.get(key)).isEqualTo(model.get(key));
      assertThat(map.size()).isEqualTo(model.size());
      if (step == 10_000) {
        earlier = map;
        earlierModel = Map.copyOf(model);
      }
    }
    same(map, model);
    same(earlier, earlierModel);
  }

  @Test
  void becomesEmptyAgain() {
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    for (int i = 0; i < 500; i++) {
      map = map.with(new Key(i), i);
    }
    for (int i = 0; i < 500; i++) {
      map = map.without(new Key(i));
    }
    assertThat(map.size()).isZero();
    assertThat(map.values()).isEmpty();
    assertThat(map.get(new Key(1))).isNull();
  }

  private static void same(PersistentMap<Key, Integer> map, Map<Key, Integer> model) {
    assertThat(map.size()).isEqualTo(model.size());
    assertThat(map.values()).containsExactlyInAnyOrderElementsOf(model.values());
    model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
  }
}
