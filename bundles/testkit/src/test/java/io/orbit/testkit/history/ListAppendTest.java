package io.orbit.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.history.AppendTransaction.Append;
import io.orbit.testkit.history.AppendTransaction.Outcome;
import io.orbit.testkit.history.AppendTransaction.Read;
import io.orbit.testkit.history.AppendTransaction.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each anomaly, planted by hand, is told apart from the others. */
class ListAppendTest {
  private final List<AppendTransaction> history = new ArrayList<>();

  private void committed(String name, Step... steps) {
    history.add(new AppendTransaction(name, Outcome.COMMITTED, List.of(steps)));
  }

  private static Append append(String list, long value) {
    return new Append(list, value);
  }

  private static Read read(String list, Long... values) {
    return new Read(list, List.of(values));
  }

  private Set<Anomaly> found() {
    return ListAppend.anomalies(history).keySet();
  }

  @Test
  void aSerialHistoryHasNone() {
    committed("a", read("x"), append("x", 1), read("x", 1L));
    committed("b", read("x", 1L), append("x", 2), append("y", 3));
    committed("c", read("y", 3L), read("x", 1L, 2L));
    assertThat(found()).isEmpty();
  }

  @Test
  void interleavedWrites() {
    committed("a", append("x", 1), append("y", 1001));
    committed("b", append("x", 2), append("y", 1002));
    committed("reader of x", read("x", 1L, 2L));
    committed("reader of y", read("y", 1002L, 1001L));
    assertThat(found()).contains(Anomaly.G0).doesNotContain(Anomaly.G1A, Anomaly.G1B);
  }

  @Test
  void anAbortedRead() {
    history.add(new AppendTransaction("a", Outcome.ABORTED, List.of(append("x", 1))));
    committed("b", read("x", 1L));
    assertThat(found()).containsExactly(Anomaly.G1A);
  }

  @Test
  void whatWasLostInACrashMayBeThereOrNot() {
    history.add(new AppendTransaction("a", Outcome.UNKNOWN, List.of(append("x", 1))));
    history.add(new AppendTransaction("b", Outcome.UNKNOWN, List.of(append("x", 2))));
    committed("c", read("x", 2L));
    assertThat(found()).isEmpty();
  }

  @Test
  void anIntermediateRead() {
    committed("a", append("x", 1), append("x", 2));
    committed("b", read("x", 1L));
    committed("c", read("x", 1L, 2L));
    assertThat(found()).contains(Anomaly.G1B).doesNotContain(Anomaly.G1A, Anomaly.G0);
  }

  @Test
  void circularInformationFlow() {
    committed("a", append("x", 1), read("y", 2L));
    committed("b", append("y", 2), read("x", 1L));
    assertThat(found()).containsExactly(Anomaly.G1C);
  }

  @Test
  void readSkew() {
    committed("a", append("x", 1), append("y", 2));
    committed("b", read("x"), read("y", 2L));
    committed("c", read("x", 1L));
    assertThat(found()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void aLostUpdate() {
    committed("a", read("x"), append("x", 1));
    committed("b", read("x"), append("x", 2));
    committed("c", read("x", 2L));
    assertThat(found()).contains(Anomaly.LOST_UPDATE).doesNotContain(Anomaly.G0, Anomaly.G1A);
  }

  @Test
  void writeSkew() {
    committed("a", read("x"), append("y", 1));
    committed("b", read("y"), append("x", 2));
    committed("c", read("x", 2L), read("y", 1L));
    assertThat(found()).containsExactly(Anomaly.G2);
  }

  @Test
  void ordersThatContradictEachOther() {
    committed("a", append("x", 1));
    committed("b", append("x", 2));
    committed("c", read("x", 1L, 2L));
    committed("d", read("x", 2L));
    assertThat(found()).contains(Anomaly.INCOMPATIBLE_ORDER);
  }

  @Test
  void whatATransactionKnowsItself() {
    committed("a", append("x", 1), read("x"));
    assertThat(found()).containsExactly(Anomaly.INTERNAL);
  }

  @Test
  void eachLevelForbidsWhatTheOneBeforeDoes() {
    assertThat(Anomaly.ofRepeatableRead()).containsAll(Anomaly.ofReadCommitted());
    assertThat(Anomaly.ofSerializable()).containsAll(Anomaly.ofRepeatableRead());
    assertThat(Anomaly.ofRepeatableRead()).doesNotContain(Anomaly.G2);
    assertThat(Anomaly.ofReadCommitted()).doesNotContain(Anomaly.LOST_UPDATE, Anomaly.G_SINGLE);
  }
}
