package io.orbit.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.history.RecordCall.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private final List<RecordCall> history = new ArrayList<>();

  private LinearizabilityTest call(
      Kind kind, @Nullable String argument, @Nullable String result, long from, long to) {
    history.add(new RecordCall("k", kind, argument, result, from, to));
    return this;
  }

  private boolean holds() {
    return Linearizability.violation(history).isEmpty();
  }

  @Test
  void aReadMayGoEitherWayWhileItsValueIsBeingWritten() {
    call(Kind.SET, "a", null, 0, 10).call(Kind.GET, null, null, 1, 2);
    call(Kind.GET, null, "a", 3, 4);
    assertThat(holds()).isTrue();
  }

  @Test
  void aReadCannotGoBack() {
    call(Kind.SET, "a", null, 0, 10).call(Kind.GET, null, "a", 1, 2);
    call(Kind.GET, null, null, 3, 4);
    assertThat(holds()).isFalse();
  }

  @Test
  void anOldValueIsFoundWhereAllHadAnswers() {
    call(Kind.SET, "a", null, 0, 1).call(Kind.SET, "b", null, 2, 3).call(Kind.GET, null, "a", 4, 5);
    assertThat(holds()).isFalse();
  }

  @Test
  void aLostUpdateIsFound() {
    call(Kind.SET, "a", null, 0, 1);
    call(Kind.APPEND, "x", "2", 2, 5).call(Kind.APPEND, "y", "2", 3, 6);
    assertThat(holds()).isFalse();
  }

  @Test
  void twoCannotBothBeTheFirst() {
    call(Kind.SET_IF_ABSENT, "a", "1", 0, 5).call(Kind.SET_IF_ABSENT, "b", "1", 1, 6);
    assertThat(holds()).isFalse();
  }

  @Test
  void whatHadNoAnswerMayHaveHappenedOrNot() {
    call(Kind.SET, "a", null, 0, RecordCall.UNKNOWN).call(Kind.GET, null, null, 5, 6);
    assertThat(holds()).isTrue();
    call(Kind.GET, null, "a", 7, 8);
    assertThat(holds()).isTrue();
    call(Kind.GET, null, null, 9, 10);
    assertThat(holds()).isFalse();
  }

  @Test
  void anAcknowledgedWriteThatACrashTookIsFound() {
    call(Kind.SET, "a", null, 0, 1).call(Kind.SET, "b", null, 2, RecordCall.UNKNOWN);
    call(Kind.GET, null, null, 5, 6);
    assertThat(holds()).isFalse();
  }

  /** Random histories of a real register, and the same with one answer changed. */
  @Test
  void randomHistoriesHoldAndOneWrongAnswerDoesNot() {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("LinearizabilityTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      List<RecordCall> calls = run(random);
      assertThat(Linearizability.violation(calls)).as("seed %d, round %d", seed, round).isEmpty();
      int victim = random.nextInt(calls.size());
      RecordCall call = calls.get(victim);
      calls.set(
          victim,
          new RecordCall(
              call.key(), Kind.GET, null, "never written", call.invoked(), call.returned()));
      assertThat(Linearizability.violation(calls))
          .as("seed %d, round %d, planted", seed, round)
          .isNotEmpty();
    }
  }

  /** Calls of several clients that happen at a moment between their beginning and their end. */
  private static List<RecordCall> run(SplittableRandom random) {
    record Planned(long from, long at, long to) {}
    List<Planned> planned = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      long now = random.nextInt(5);
      for (int i = 0; i < 15; i++) {
        long from = now + random.nextInt(1, 5);
        long at = from + random.nextInt(1, 8);
        now = at + random.nextInt(1, 8);
        planned.add(new Planned(from * 100 + client, at * 100 + client, now * 100 + client));
      }
    }
    planned.sort(Comparator.comparingLong(Planned::at));
    List<RecordCall> calls = new ArrayList<>();
    String value = null;
    for (Planned plan : planned) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      String argument = "" + random.nextInt(3);
      RecordCall call = new RecordCall("k", kind, argument, null, plan.from(), plan.to());
      String after = call.after(value);
      String result =
          switch (kind) {
            case GET, EXCHANGE -> value;
            case SET -> "OK";
            case APPEND -> "" + String.valueOf(after).length();
            case SET_IF_ABSENT -> value == null ? "1" : "0";
            case DELETE -> value == null ? "0" : "1";
          };
      calls.add(new RecordCall("k", kind, argument, result, plan.from(), plan.to()));
      value = after;
    }
    return calls;
  }
}
