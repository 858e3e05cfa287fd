package io.orbit.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ListPositionTest {
  @Test
  void endsGoOnAndOn() {
    byte[] first = ListPosition.first();
    assertThat(Arrays.compareUnsigned(ListPosition.before(first), first)).isNegative();
    assertThat(Arrays.compareUnsigned(ListPosition.after(first), first)).isPositive();
    assertThat(ListPosition.numbered(0)).isEqualTo(first);
    assertThat(ListPosition.numbered(1)).isEqualTo(ListPosition.after(first));
  }

  @Test
  void thereIsAlwaysAKeyBetweenTwo() {
    long seed = System.nanoTime();
    System.out.println("ListPositionTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 20; run++) {
      List<byte[]> keys = new ArrayList<>();
      keys.add(ListPosition.first());
      keys.add(ListPosition.after(ListPosition.first()));
      int pattern = random.nextInt(4);
      int place = 1;
      for (int i = 0; i < 300; i++) {
        place =
            switch (pattern) {
              case 0 -> 1 + random.nextInt(keys.size() - 1);
              case 1 -> 1;
              case 2 -> keys.size() - 1;
              default -> random.nextBoolean() ? place : Math.min(place + 1, keys.size() - 1);
            };
        byte[] low = keys.get(place - 1);
        byte[] high = keys.get(place);
        byte[] key = ListPosition.between(low, high);
        assertThat(Arrays.compareUnsigned(low, key)).as("after the lower").isNegative();
        assertThat(Arrays.compareUnsigned(key, high)).as("before the higher").isNegative();
        keys.add(place, key);
      }
    }
  }

  @Test
  void oneSideAfterTheOtherKeepsKeysShort() {
    byte[] low = ListPosition.first();
    byte[] high = ListPosition.after(low);
    byte[] moving = low;
    for (int i = 0; i < 10_000; i++) {
      moving = ListPosition.between(moving, high);
    }
    assertThat(moving).hasSize(16);
    moving = high;
    for (int i = 0; i < 10_000; i++) {
      moving = ListPosition.between(low, moving);
    }
    assertThat(moving).hasSize(16);
  }
}
