package io.orbit.query.session;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.SessionText;
import io.orbit.query.optimize.Optimizer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Session settings under PostgreSQL's names: what there is, what it may be, and its default.
 * Settings with a dot are free for applications.
 */
public final class Settings {
  /** Rules of one setting's values. */
  private enum Form {
    TEXT,
    BOOLEAN,
    INTEGER,
    DURATION,
    TIME_ZONE,
    ISOLATION,
    ENCODING,
    RULES,
    SYNCHRONOUS_COMMIT,
    TEXT_SEARCH,
    /** Cannot be changed. */
    FIXED
  }

  private record Setting(String shownName, String defaultValue, Form form, String description) {}

  private static final long ENTRY_BYTES = 150;

  private static final Map<String, Setting> KNOWN = new TreeMap<>();

  static {
    add("application_name", "", Form.TEXT, "Name the client gives itself");
    add("bytea_output", "hex", Form.TEXT, "Text form of bytea");
    add("client_encoding", "UTF8", Form.ENCODING, "Encoding of the client");
    add("client_min_messages", "notice", Form.TEXT, "Least severe message sent to the client");
    add("DateStyle", "ISO, MDY", Form.TEXT, "Order of date fields");
    add("default_transaction_isolation", "read committed", Form.ISOLATION, "Isolation level");
    add("default_transaction_read_only", "off", Form.BOOLEAN, "Read-only transactions");
    add("default_transaction_deferrable", "off", Form.BOOLEAN, "Deferrable transactions");
    add("extra_float_digits", "1", Form.INTEGER, "Digits of floating-point text");
    add("idle_in_transaction_session_timeout", "0", Form.DURATION, "Idle time-out in transactions");
    add("idle_session_timeout", "0", Form.DURATION, "Idle time-out outside transactions");
    add("in_hot_standby", "off", Form.FIXED, "Whether the server is a standby");
    add("integer_datetimes", "on", Form.FIXED, "Timestamps are integers");
    add("IntervalStyle", "postgres", Form.TEXT, "Text form of intervals");
    add("is_superuser", "off", Form.FIXED, "Whether the user is a superuser");
    add("lc_collate", "C", Form.FIXED, "Collation");
    add("lc_ctype", "C", Form.FIXED, "Character classes");
    add("lc_messages", "C", Form.TEXT, "Language of messages");
    add("lc_monetary", "C", Form.TEXT, "Form of money");
    add("lc_numeric", "C", Form.TEXT, "Form of numbers");
    add("lc_time", "C", Form.TEXT, "Form of dates");
    add("lock_timeout", "0", Form.DURATION, "Longest wait for a lock");
    add("max_identifier_length", "63", Form.FIXED, "Longest identifier");
    add("max_index_keys", "32", Form.FIXED, "Most index columns");
    add("orbit.disabled_rules", "", Form.RULES, "Optimizer rules left out, to see what they do");
    add("row_security", "on", Form.BOOLEAN, "Row security");
    add("search_path", "\"$user\", public", Form.TEXT, "Schemas for unqualified names");
    add("server_encoding", "UTF8", Form.FIXED, "Encoding of the server");
    add("server_version", "15.8", Form.FIXED, "Version of PostgreSQL it behaves as");
    add("server_version_num", "150008", Form.FIXED, "The same as a number");
    add("session_authorization", "", Form.FIXED, "Who logged in");
    add("standard_conforming_strings", "on", Form.BOOLEAN, "Backslashes are plain");
    add("synchronize_seqscans", "on", Form.BOOLEAN, "Whole scans join those that run");
    add("statement_timeout", "0", Form.DURATION, "Longest time of a statement");
    add("synchronous_commit", "on", Form.SYNCHRONOUS_COMMIT, "When a commit is acknowledged");
    add("TimeZone", "UTC", Form.TIME_ZONE, "Time zone of timestamps");
    add("transaction_isolation", "read committed", Form.ISOLATION, "This transaction's level");
    add("transaction_read_only", "off", Form.BOOLEAN, "Whether this transaction is read-only");
    add("transaction_timeout", "0", Form.DURATION, "Longest time of a transaction");
    add("check_function_bodies", "on", Form.BOOLEAN, "Whether function bodies are checked");
    add("default_table_access_method", "lsm", Form.TEXT, "Engine of new tables");
    add(
        "default_text_search_config",
        "pg_catalog.english",
        Form.TEXT_SEARCH,
        "Default configuration");
    add("default_tablespace", "", Form.TEXT, "Accepted for dumps");
    add("xmloption", "content", Form.TEXT, "Accepted for dumps");
    add("enable_seqscan", "on", Form.BOOLEAN, "Accepted for drivers and tests");
    add("jit", "off", Form.BOOLEAN, "Accepted for drivers");
    add("work_mem", "4MB", Form.TEXT, "Accepted for applications");
    add("maintenance_work_mem", "64MB", Form.TEXT, "Accepted for applications");
  }

  private Settings() {}

  private static void add(String name, String value, Form form, String description) {
    KNOWN.put(name.toLowerCase(Locale.ROOT), new Setting(name, value, form, description));
  }

  /** Microseconds since 1970 now. */
  static long nowMicros() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  /** The value as SHOW answers it, or null for a setting there is not. */
  public static @Nullable String show(Session session, String name) {
    String key = name.toLowerCase(Locale.ROOT);
    switch (key) {
      case "is_superuser" -> {
        return session.principal().superuser() ? "on" : "off";
      }
      case "session_authorization" -> {
        return session.sessionUser().name();
      }
      case "transaction_isolation" -> {
        return isolationText(session);
      }
      case "default_table_access_method" -> {
        return session.settings().getOrDefault(key, session.database().engine());
      }
      default -> {}
    }
    String set = session.settings().get(key);
    if (set != null) {
      return set;
    }
    Setting known = KNOWN.get(key);
    return known == null ? null : known.defaultValue();
  }

  private static String isolationText(Session session) {
    var transaction = session.transaction();
    if (transaction == null) {
      return session.settings().getOrDefault("default_transaction_isolation", "read committed");
    }
    return switch (transaction.options().isolation()) {
      case READ_COMMITTED -> "read committed";
      case REPEATABLE_READ -> "repeatable read";
      case SERIALIZABLE -> "serializable";
    };
  }

  /**
   * Changes a session's setting, null for its default. What it takes is counted, but for the few
   * short ones that every log-in sets.
   */
  public static void put(Session session, String name, @Nullable String value) {
    String old = session.settings().get(name);
    session.keep(weigh(name, value) - weigh(name, old));
    if (value == null) {
      session.settings().remove(name);
    } else {
      session.settings().put(name, value);
    }
  }

  private static long weigh(String name, @Nullable String value) {
    boolean counts = value != null && (name.contains(".") || value.length() > ENTRY_BYTES);
    return counts ? ENTRY_BYTES + name.length() + value.length() : 0;
  }

  /** Name, value and description of all, for SHOW ALL and pg_settings. */
  public static List<String[]> all(Session session) {
    return KNOWN.values().stream()
        .map(
            setting -> {
              String value = show(session, setting.shownName());
              return new String[] {
                setting.shownName(), value == null ? "" : value, setting.description()
              };
            })
        .toList();
  }

  /** True for a setting that no session can change. */
  public static boolean isFixed(String name) {
    Setting known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known != null && known.form() == Form.FIXED;
  }

  /** What a setting is where nobody set it; empty for one there is not. */
  public static String defaultValue(String name) {
    Setting known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known == null ? "" : known.defaultValue();
  }

  /** The name as PostgreSQL spells it (TimeZone). */
  public static String shownName(String name) {
    Setting known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known == null ? name : known.shownName();
  }

  /**
   * Checks a value and brings it to the form that is shown.
   *
   * @throws OrbitException UNDEFINED_OBJECT, INVALID_PARAMETER_VALUE,
   *     CANNOT_CHANGE_RUNTIME_PARAMETER
   */
  public static String check(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    Setting known = KNOWN.get(key);
    if (known == null) {
      if (key.contains(".")) {
        return value;
      }
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }
    return switch (known.form()) {
      case TEXT -> value;
      case FIXED ->
          throw new OrbitException(
              ErrorCode.CANNOT_CHANGE_RUNTIME_PARAMETER,
              "parameter \"" + known.shownName() + "\" cannot be changed");
      case BOOLEAN -> truth(known, value) ? "on" : "off";
      case INTEGER -> Integer.toString(integer(known, value));
      case DURATION -> duration(known, value);
      case TIME_ZONE -> zone(known, value);
      case ISOLATION -> isolation(value).name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case ENCODING -> encoding(known, value);
      case RULES -> rules(known, value);
      case SYNCHRONOUS_COMMIT -> synchronousCommit(known, value);
      case TEXT_SEARCH -> configuration(known, value);
    };
  }

  private static String configuration(Setting setting, String value) {
    try {
      ValueText.parse(value, DataType.of(TypeKind.REGCONFIG), TextContext.UTC);
    } catch (OrbitException unknown) {
      throw invalid(setting, value);
    }
    return value;
  }

  private static OrbitException invalid(Setting setting, String value) {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"" + setting.shownName() + "\": \"" + value + "\"");
  }

  private static boolean truth(Setting setting, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "t", "y" -> true;
      case "off", "false", "no", "0", "f", "n" -> false;
      default ->
          throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "parameter \"" + setting.shownName() + "\" requires a Boolean value");
    };
  }

  private static int integer(Setting setting, String value) {
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException malformed) {
      throw invalid(setting, value);
    }
  }

  /** Milliseconds, or a number with ms, s, min, h, d; shown as given where it has a unit. */
  private static String duration(Setting setting, String value) {
    millis(setting, value);
    return value.strip();
  }

  private static long millis(Setting setting, String value) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == 0) {
      throw invalid(setting, value);
    }
    long number = Long.parseLong(text.substring(0, Math.min(end, 15)));
    return switch (text.substring(end).strip()) {
      case "", "ms" -> number;
      case "s" -> number * 1000;
      case "min" -> number * 60_000;
      case "h" -> number * 3_600_000;
      case "d" -> number * 86_400_000;
      default -> throw invalid(setting, value);
    };
  }

  private static String zone(Setting setting, String value) {
    try {
      ZoneId.of(value, ZoneId.SHORT_IDS);
      return value;
    } catch (DateTimeException unknown) {
      for (String id : ZoneId.getAvailableZoneIds()) {
        if (id.equalsIgnoreCase(value)) {
          return id;
        }
      }
      throw invalid(setting, value);
    }
  }

  private static String encoding(Setting setting, String value) {
    // As PostgreSQL compares names of encodings: letters and digits count, even within quotes.
    String plain = value.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    if (plain.equals("UTF8") || plain.equals("UNICODE")) {
      return "UTF8";
    }
    if (plain.equals("SQLASCII")) {
      return "SQL_ASCII";
    }
    throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "conversion between " + value + " and UTF8 is not supported")
        .withHint("Use client_encoding UTF8. " + setting.description());
  }

  private static String rules(Setting setting, String value) {
    List<String> names = names(value);
    if (!Optimizer.ruleNames().containsAll(names)) {
      throw invalid(setting, value)
          .withHint("Available values: " + String.join(", ", Optimizer.ruleNames()) + ".");
    }
    return String.join(", ", names);
  }

  private static List<String> names(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /** Rules that the session's statements are planned without. */
  static List<String> disabledRules(Session session) {
    return names(session.settings().getOrDefault("orbit.disabled_rules", ""));
  }

  private static String synchronousCommit(Setting setting, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "local", "remote_write", "remote_apply" -> "on";
      case "off", "false", "no", "0" -> "off";
      case "everysec" -> "everysec";
      default -> throw invalid(setting, value);
    };
  }

  static Isolation isolation(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "read uncommitted", "read committed" -> Isolation.READ_COMMITTED;
      case "repeatable read" -> Isolation.REPEATABLE_READ;
      case "serializable" -> Isolation.SERIALIZABLE;
      default ->
          throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "invalid value for parameter \"transaction_isolation\": \"" + text + "\"");
    };
  }

  /** How a session's transactions run unless they say otherwise. */
  static TransactionOptions transactionOptions(Session session) {
    Map<String, String> settings = session.settings();
    return new TransactionOptions(
        isolation(settings.getOrDefault("default_transaction_isolation", "read committed")),
        settings.getOrDefault("default_transaction_read_only", "off").equals("on"),
        durability(session),
        true);
  }

  static Durability durability(Session session) {
    String setting = session.settings().get("synchronous_commit");
    if (setting == null) {
      return session.durability();
    }
    return switch (setting) {
      case "on" -> Durability.ALWAYS;
      case "everysec" -> Durability.EVERYSEC;
      default -> Durability.OFF;
    };
  }

  static long statementTimeout(Session session) {
    String setting = session.settings().get("statement_timeout");
    Setting known = KNOWN.get("statement_timeout");
    return setting == null || known == null ? 0 : millis(known, setting);
  }

  /** The session's zone. */
  static ZoneId zone(Session session) {
    return SessionText.zone(session.settings().getOrDefault("timezone", "UTC"));
  }
}
