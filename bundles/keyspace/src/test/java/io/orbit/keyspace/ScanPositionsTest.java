package io.orbit.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanPositionsTest {
  @Test
  void remembersTheLastKeyUntilTheRingComesRound() {
    ScanPositions positions = new ScanPositions();
    byte[] last = {1, 2};
    long cursor = positions.remember(last, 77);
    assertThat(cursor).isPositive();
    assertThat(positions.after(cursor)).isEqualTo(last);
    assertThat(positions.rank(cursor)).isEqualTo(77);
    for (int i = 0; i < 1 << 16; i++) {
      positions.remember(new byte[] {9}, 1);
    }
    assertThat(positions.after(cursor)).isNull();
    assertThat(positions.rank(cursor)).isEqualTo(77);
  }

  @Test
  void knowsNoCursorItNeverGave() {
    assertThat(new ScanPositions().after(123_456)).isNull();
  }
}
