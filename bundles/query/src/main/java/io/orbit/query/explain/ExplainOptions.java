package io.orbit.query.explain;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Locale;
import java.util.Map;

/**
 * The options of EXPLAIN. BUFFERS, WAL, SETTINGS and VERBOSE are accepted: there are no buffers, no
 * settings that change plans, and names are always whole.
 *
 * @param timing whether each node's times are shown
 * @param summary whether planning and execution time are shown
 */
record ExplainOptions(
    boolean analyze, boolean costs, boolean timing, boolean summary, boolean json) {

  static ExplainOptions of(Map<String, String> options, int position) {
    boolean json = false;
    for (Map.Entry<String, String> option : options.entrySet()) {
      switch (option.getKey()) {
        case "analyze", "verbose", "costs", "settings", "buffers", "wal", "timing", "summary" ->
            flag(options, option.getKey(), true);
        case "format" -> json = isJson(option.getValue(), position);
        default ->
            throw new OrbitException(
                    ErrorCode.SYNTAX_ERROR,
                    "unrecognized EXPLAIN option \"" + option.getKey() + "\"")
                .at(position);
      }
    }
    boolean analyze = flag(options, "analyze", false);
    requireAnalyze(options, "wal", analyze);
    requireAnalyze(options, "timing", analyze);
    return new ExplainOptions(
        analyze,
        flag(options, "costs", true),
        flag(options, "timing", analyze),
        flag(options, "summary", analyze),
        json);
  }

  private static void requireAnalyze(Map<String, String> options, String name, boolean analyze) {
    if (!analyze && flag(options, name, false)) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "EXPLAIN option " + name.toUpperCase(Locale.ROOT) + " requires ANALYZE");
    }
  }

  private static boolean isJson(String format, int position) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "text" -> false;
      case "json" -> true;
      case "xml", "yaml" ->
          throw new OrbitException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "EXPLAIN format " + format.toLowerCase(Locale.ROOT) + " is not supported")
              .withHint("Use FORMAT TEXT or FORMAT JSON.");
      default ->
          throw new OrbitException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "unrecognized value for EXPLAIN option \"format\": \"" + format + "\"")
              .at(position);
    };
  }

  private static boolean flag(Map<String, String> options, String name, boolean otherwise) {
    String value = options.get(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> true;
      case "false", "off", "0" -> false;
      default ->
          throw new OrbitException(ErrorCode.SYNTAX_ERROR, name + " requires a Boolean value");
    };
  }
}
