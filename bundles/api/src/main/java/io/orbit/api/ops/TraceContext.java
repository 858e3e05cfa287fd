package io.orbit.api.ops;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trace, as it travels (W3C Trace Context, level 1).
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 * @param sampled whether whoever began it records it
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  /** The setting of a session that says what its statements are done for, if it is there. */
  public static final String SETTING = "orbit.traceparent";

  private static final Pattern TRACE_PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String FIRST_VERSION = "00";

  /** What a header {@code traceparent} says; empty when it says nothing that holds. */
  public static Optional<TraceContext> parse(String traceParent) {
    Matcher matcher = TRACE_PARENT.matcher(traceParent.strip());
    if (!matcher.matches()
        || matcher.group(1).equals("ff")
        || matcher.group(1).equals(FIRST_VERSION) && matcher.group(5) != null
        || isZero(matcher.group(2))
        || isZero(matcher.group(3))) {
      return Optional.empty();
    }
    boolean sampled = (HexFormat.fromHexDigits(matcher.group(4)) & 1) == 1;
    return Optional.of(new TraceContext(matcher.group(2), matcher.group(3), sampled));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  /** A trace that begins here. */
  public static TraceContext root() {
    return new TraceContext(digits() + digits(), digits(), true);
  }

  /** A place below this one. */
  public TraceContext child() {
    return new TraceContext(traceId, digits(), sampled);
  }

  /** As the header has it. */
  public String traceParent() {
    return FIRST_VERSION + "-" + traceId + "-" + spanId + "-" + (sampled ? "01" : "00");
  }

  private static String digits() {
    long random = 0;
    while (random == 0) {
      random = ThreadLocalRandom.current().nextLong();
    }
    return HexFormat.of().toHexDigits(random);
  }
}
