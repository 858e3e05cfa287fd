package io.orbit.shell;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes out of what is shown to others what is nobody's but the operator's. */
public final class Secrets {
  /** Stands where a secret stood. */
  public static final String TAKEN_OUT = "[taken out]";

  private static final Pattern NAME =
      Pattern.compile("password|secret|token|credential|passphrase|(^|[._-])key($|[._-])");
  private static final Pattern IN_STATEMENT =
      Pattern.compile("(?i)(password|identified by)(\\s+|\\s*=\\s*)(E?'(?:[^']|'')*'|\"[^\"]*\")");
  private static final Pattern VERIFIER = Pattern.compile("SCRAM-SHA-256\\$\\S+");
  private static final Pattern API_KEY = Pattern.compile("orbit_[0-9a-f]{8}[0-9a-f-]*_[0-9a-f]+");
  private static final Pattern REDIS_AUTH = Pattern.compile("(?i)\\b(AUTH)\\s+\\S+(\\s+\\S+)?");
  private static final Pattern ADDRESS = Pattern.compile("://[^/\\s:@]+:[^/\\s@]+@");

  private Secrets() {}

  /** The value of a setting, unless its name says that it is a secret. */
  public static String setting(String key, String value) {
    boolean secret = NAME.matcher(key.toLowerCase(Locale.ROOT)).find();
    return secret && !value.isEmpty() ? TAKEN_OUT : text(value);
  }

  /** A text, such as a line of the log or a statement, without what looks like a secret. */
  public static String text(String text) {
    String out = IN_STATEMENT.matcher(text).replaceAll("$1$2" + TAKEN_OUT);
    out = VERIFIER.matcher(out).replaceAll(TAKEN_OUT);
    out = API_KEY.matcher(out).replaceAll(TAKEN_OUT);
    out = REDIS_AUTH.matcher(out).replaceAll("$1 " + TAKEN_OUT);
    return ADDRESS.matcher(out).replaceAll("://" + TAKEN_OUT + "@");
  }
}
