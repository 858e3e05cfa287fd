package io.orbit.query.copy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a COPY, checked as PostgreSQL checks them.
 *
 * @param nullText what stands for NULL
 * @param quote only in CSV, as is {@code escape}
 * @param forceQuote columns that are always quoted; null for all of them
 */
record CopyOptions(
    Format format,
    byte delimiter,
    byte[] nullText,
    Header header,
    byte quote,
    byte escape,
    @Nullable List<String> forceQuote,
    List<String> forceNotNull,
    List<String> forceNull) {

  enum Format {
    TEXT,
    CSV,
    BINARY
  }

  enum Header {
    NONE,
    SKIP,
    MATCH
  }

  private static final Set<String> KNOWN =
      Set.of(
          "format",
          "freeze",
          "delimiter",
          "null",
          "header",
          "quote",
          "escape",
          "force_quote",
          "force_not_null",
          "force_null",
          "encoding");

  /** Reads the options of a COPY FROM or TO; the statement's position marks errors in them. */
  static CopyOptions of(Map<String, String> options, boolean from, int position) {
    try {
      return parse(options, from);
    } catch (OrbitException invalid) {
      throw invalid.position() < 0 && invalid.getMessage().startsWith("option")
          ? invalid.at(position)
          : invalid;
    }
  }

  private static CopyOptions parse(Map<String, String> options, boolean from) {
    for (String name : options.keySet()) {
      if (!KNOWN.contains(name)) {
        throw syntax("option \"" + name + "\" not recognized");
      }
    }
    Format format = format(options.getOrDefault("format", "text"));
    encoding(options.get("encoding"));
    if (format == Format.BINARY && options.containsKey("delimiter")) {
      throw syntax("cannot specify DELIMITER in BINARY mode");
    }
    if (format == Format.BINARY && options.containsKey("null")) {
      throw syntax("cannot specify NULL in BINARY mode");
    }
    boolean csv = format == Format.CSV;
    byte delimiter = one(options.getOrDefault("delimiter", csv ? "," : "\t"), "delimiter");
    String nullText = options.getOrDefault("null", csv ? "" : "\\N");
    checkDelimiter(delimiter, nullText, csv);
    Header header = header(options.get("header"), from);
    if (format == Format.BINARY && header != Header.NONE) {
      throw unsupported("cannot specify HEADER in BINARY mode");
    }
    requireCsv(csv, options, "quote", "quote");
    byte quote = one(options.getOrDefault("quote", "\""), "quote");
    if (csv && delimiter == quote) {
      throw invalid("COPY delimiter and quote must be different");
    }
    requireCsv(csv, options, "escape", "escape");
    byte escape = options.containsKey("escape") ? one(options.get("escape"), "escape") : quote;
    checkForced(options, csv, from);
    if (nullText.indexOf((char) delimiter) >= 0 && format != Format.BINARY) {
      throw unsupported("COPY delimiter must not appear in the NULL specification");
    }
    if (csv && nullText.indexOf((char) quote) >= 0) {
      throw unsupported("CSV quote character must not appear in the NULL specification");
    }
    String forceQuote = options.get("force_quote");
    return new CopyOptions(
        format,
        delimiter,
        nullText.getBytes(StandardCharsets.UTF_8),
        header,
        quote,
        escape,
        "*".equals(forceQuote) ? null : names(forceQuote),
        names(options.get("force_not_null")),
        names(options.get("force_null")));
  }

  private static Format format(String name) {
    return switch (name) {
      case "text" -> Format.TEXT;
      case "csv" -> Format.CSV;
      case "binary" -> Format.BINARY;
      default -> throw invalid("COPY format \"" + name + "\" not recognized");
    };
  }

  private static void encoding(@Nullable String name) {
    if (name == null) {
      return;
    }
    String plain = name.replaceAll("[-_ ]", "").toUpperCase(Locale.ROOT);
    if (!plain.equals("UTF8") && !plain.equals("UNICODE") && !plain.equals("SQLASCII")) {
      throw unsupported("COPY in encoding " + name + " is not supported")
          .withHint("Send and receive UTF8.");
    }
  }

  private static byte one(String text, String what) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != 1) {
      throw unsupported("COPY " + what + " must be a single one-byte character");
    }
    return bytes[0];
  }

  private static void checkDelimiter(byte delimiter, String nullText, boolean csv) {
    if (delimiter == '\n' || delimiter == '\r') {
      throw invalid("COPY delimiter cannot be newline or carriage return");
    }
    if (nullText.indexOf('\n') >= 0 || nullText.indexOf('\r') >= 0) {
      throw invalid("COPY null representation cannot use newline or carriage return");
    }
    if (!csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf(delimiter) >= 0) {
      throw invalid("COPY delimiter cannot be \"" + (char) delimiter + "\"");
    }
  }

  private static Header header(@Nullable String value, boolean from) {
    if (value == null) {
      return Header.NONE;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> Header.SKIP;
      case "false", "off", "0" -> Header.NONE;
      case "match" -> {
        if (!from) {
          throw invalid("cannot use \"match\" with HEADER in COPY TO");
        }
        yield Header.MATCH;
      }
      default -> throw syntax("header requires a Boolean value or \"match\"");
    };
  }

  private static void requireCsv(
      boolean csv, Map<String, String> options, String option, String shown) {
    if (!csv && options.containsKey(option)) {
      throw unsupported("COPY " + shown + " available only in CSV mode");
    }
  }

  private static void checkForced(Map<String, String> options, boolean csv, boolean from) {
    requireCsv(csv, options, "force_quote", "force quote");
    if (from && options.containsKey("force_quote")) {
      throw unsupported("COPY force quote only available using COPY TO");
    }
    requireCsv(csv, options, "force_not_null", "force not null");
    if (!from && options.containsKey("force_not_null")) {
      throw unsupported("COPY force not null only available using COPY FROM");
    }
    requireCsv(csv, options, "force_null", "force null");
    if (!from && options.containsKey("force_null")) {
      throw unsupported("COPY force null only available using COPY FROM");
    }
  }

  private static List<String> names(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split(","));
  }

  private static OrbitException syntax(String message) {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, message);
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  private static OrbitException unsupported(String message) {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
  }
}
