package io.orbit.protocol.redis;

import java.util.List;

/** Samples as columns of letters, four rows high, with their ages beneath: LATENCY GRAPH. */
final class LatencyGraph {
  private static final int COLUMNS = 80;
  private static final int ROWS = 4;
  private static final String STEPS = "_o#";
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private final List<LatencyLog.Sample> samples;
  private final long now;

  /**
   * @param samples the oldest first, at least one
   * @param now seconds since 1970
   */
  LatencyGraph(List<LatencyLog.Sample> samples, long now) {
    this.samples = samples;
    this.now = now;
  }

  String draw(String event, long worst) {
    long high = samples.stream().mapToLong(LatencyLog.Sample::milliseconds).max().orElse(0);
    long low = samples.stream().mapToLong(LatencyLog.Sample::milliseconds).min().orElse(0);
    StringBuilder out = new StringBuilder();
    out.append(event).append(" - high ").append(high).append(" ms, low ").append(low);
    out.append(" ms (all time high ").append(worst).append(" ms)\n");
    out.repeat("-", COLUMNS).append('\n');
    for (int at = 0; at < samples.size(); at += COLUMNS) {
      if (at > 0) {
        out.append('\n');
      }
      draw(samples.subList(at, Math.min(samples.size(), at + COLUMNS)), low, high, out);
    }
    return out.toString();
  }

  private void draw(List<LatencyLog.Sample> part, long low, long high, StringBuilder out) {
    int steps = STEPS.length() * ROWS;
    for (int row = 0; row < ROWS; row++) {
      for (LatencyLog.Sample each : part) {
        long range = Math.max(1, high - low);
        int step = (int) Math.min(steps - 1L, (each.milliseconds() - low) * steps / range);
        int letter = step - (ROWS - row - 1) * STEPS.length();
        out.append(letter < 0 ? ' ' : letter < STEPS.length() ? STEPS.charAt(letter) : '|');
      }
      out.append('\n');
    }
    out.repeat(" ", part.size()).append('\n');
    List<String> ages = part.stream().map(each -> age(now - each.at())).toList();
    int longest = ages.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (String age : ages) {
        out.append(i < age.length() ? age.charAt(i) : ' ');
      }
      out.append('\n');
    }
  }

  private static String age(long seconds) {
    if (seconds < MINUTE) {
      return seconds + "s";
    }
    if (seconds < HOUR) {
      return seconds / MINUTE + "m";
    }
    return seconds < DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
  }
}
