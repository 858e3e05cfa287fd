package io.orbit.protocol.postgres;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a start-up message asks for.
 *
 * @param user who wants in
 * @param database where; empty for the user's default one
 * @param settings by name, in order, those of {@code options} first
 * @param unknownOptions protocol options ({@code _pq_.…}) that are not spoken here
 */
record StartupOptions(
    String user, String database, Map<String, String> settings, List<String> unknownOptions) {

  /**
   * @throws OrbitException INVALID_AUTHORIZATION_SPECIFICATION without a user,
   *     FEATURE_NOT_SUPPORTED for replication, SYNTAX_ERROR for malformed {@code options}
   */
  static StartupOptions of(Map<String, String> parameters) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    String user = parameters.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw new OrbitException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
          "no PostgreSQL user name specified in startup packet");
    }
    addOptions(parameters.getOrDefault("options", ""), settings);
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith("_pq_.")) {
            unknown.add(name);
          } else if (name.equals("replication")) {
            refuseReplication(value);
          } else if (!name.equals("user") && !name.equals("database") && !name.equals("options")) {
            settings.put(name, value);
          }
        });
    return new StartupOptions(
        user, parameters.getOrDefault("database", user), settings, List.copyOf(unknown));
  }

  private static void refuseReplication(String value) {
    switch (value) {
      case "false", "off", "no", "0" -> {}
      default ->
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "replication connections are not supported");
    }
  }

  /** {@code -c name=value}, {@code --name=value}; a backslash takes the next character as it is. */
  private static void addOptions(String options, Map<String, String> settings) {
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String assignment;
      if (word.equals("-c") && i + 1 < words.size()) {
        i++;
        assignment = words.get(i);
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        assignment = word.substring(2);
      } else {
        throw invalid(word);
      }
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw invalid(word);
      }
      settings.put(
          assignment.substring(0, equals).replace('-', '_'), assignment.substring(equals + 1));
    }
  }

  private static OrbitException invalid(String word) {
    return new OrbitException(
            ErrorCode.SYNTAX_ERROR, "invalid command-line argument for server process: " + word)
        .withHint("Options are -c name=value or --name=value.");
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        word.append(text.charAt(i));
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
