package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of rights of a user: commands, patterns of keys and of channels (acl.c of Redis 7.2).
 * Built by words, one after the other; then only read, by any thread.
 */
final class AclSelector {
  static final String UNKNOWN_COMMAND = "Unknown command or category name in ACL";
  static final String SYNTAX = "Syntax error";

  /** Why a command may not run. */
  enum Denial {
    NONE(""),
    COMMAND("command"),
    KEY("key"),
    CHANNEL("channel");

    private final String word;

    Denial(String word) {
      this.word = word;
    }

    /** As ACL LOG says it. */
    String word() {
      return word;
    }
  }

  /** What a command needs, and what of it is not there. */
  record Verdict(Denial denial, String object) {
    static final Verdict ALLOWED = new Verdict(Denial.NONE, "");
  }

  private record KeyPattern(String text, Glob glob, boolean read, boolean write) {
    String described() {
      String way = read && write ? "" : read ? "%R" : "%W";
      return way + "~" + text;
    }
  }

  private record ChannelPattern(String text, Glob glob) {}

  private final CommandTable table;
  private final Set<RedisCommand> commands = new HashSet<>();
  private final Map<RedisCommand, Set<String>> firstWords = new HashMap<>();

  /** The rules on commands as they were given, the last one of each; true allows. */
  private final Map<String, Boolean> rules = new LinkedHashMap<>();

  private final Map<String, KeyPattern> keys = new LinkedHashMap<>();
  private final Map<String, ChannelPattern> channels = new LinkedHashMap<>();

  /** Whether commands that no rule names are allowed, those of later versions among them. */
  private boolean allowsUnnamed;

  private boolean allCommands;
  private boolean allKeys;
  private boolean allChannels;

  /** Nothing is allowed. */
  AclSelector(CommandTable table) {
    this.table = table;
  }

  // ---- building

  /**
   * Applies one word.
   *
   * @return what is wrong with it, null for nothing
   */
  @Nullable String apply(String word) {
    switch (word.toLowerCase(Locale.ROOT)) {
      case "allkeys", "~*" -> {
        allKeys = true;
        keys.clear();
      }
      case "resetkeys" -> {
        allKeys = false;
        keys.clear();
      }
      case "allchannels", "&*" -> {
        allChannels = true;
        channels.clear();
      }
      case "resetchannels" -> {
        allChannels = false;
        channels.clear();
      }
      case "allcommands", "+@all" -> setAll(true);
      case "nocommands", "-@all" -> setAll(false);
      default -> {
        return applyPattern(word);
      }
    }
    return null;
  }

  private void setAll(boolean allowed) {
    allCommands = allowed;
    allowsUnnamed = allowed;
    commands.clear();
    firstWords.clear();
    rules.clear();
    if (allowed) {
      for (RedisCommand command : table.all()) {
        commands.add(command);
        commands.addAll(command.subcommands().values());
      }
    }
  }

  private @Nullable String applyPattern(String word) {
    if (word.startsWith("~") || word.startsWith("%")) {
      return addKeys(word);
    }
    if (word.startsWith("&")) {
      if (allChannels) {
        return beyondAll("allchannels", "resetchannels", "channels");
      }
      String pattern = word.substring(1);
      channels.put(pattern, new ChannelPattern(pattern, glob(pattern)));
      return null;
    }
    if (word.startsWith("+@") || word.startsWith("-@")) {
      return applyCategory(word.substring(2), word.startsWith("+"));
    }
    if (word.startsWith("+")) {
      return allow(word.substring(1));
    }
    return word.startsWith("-") ? forbid(word.substring(1)) : SYNTAX;
  }

  private static Glob glob(String pattern) {
    return new Glob(pattern.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  private static String beyondAll(String flag, String reset, String what) {
    return "Adding a pattern after the * pattern (or the '"
        + flag
        + "' flag) is not valid and does not have any effect. Try '"
        + reset
        + "' to start with an empty list of "
        + what;
  }

  private @Nullable String addKeys(String word) {
    if (allKeys) {
      return beyondAll("allkeys", "resetkeys", "patterns");
    }
    int at = word.indexOf('~');
    String way = at < 0 ? "?" : word.substring(0, at).toUpperCase(Locale.ROOT);
    if (!way.isEmpty() && !way.matches("%(R|W|RW|WR)")) {
      return SYNTAX;
    }
    String text = word.substring(at + 1);
    boolean read = way.isEmpty() || way.contains("R");
    boolean write = way.isEmpty() || way.contains("W");
    KeyPattern known = keys.get(text);
    if (known != null) {
      read |= known.read();
      write |= known.write();
    }
    if (text.equals("*") && read && write) {
      return apply("allkeys");
    }
    keys.put(text, new KeyPattern(text, glob(text), read, write));
    return null;
  }

  private @Nullable String applyCategory(String name, boolean allowed) {
    String category = name.toLowerCase(Locale.ROOT);
    if (!AclCategories.NAMES.contains(category)) {
      return UNKNOWN_COMMAND;
    }
    for (RedisCommand command : table.all()) {
      if (AclCategories.of(command).contains(category)) {
        change(command, allowed);
      }
      for (RedisCommand each : command.subcommands().values()) {
        if (AclCategories.of(each).contains(category)) {
          change(each, allowed);
        }
      }
    }
    note("@" + category, allowed);
    return null;
  }

  private void change(RedisCommand command, boolean allowed) {
    firstWords.remove(command);
    if (allowed) {
      commands.add(command);
      commands.addAll(command.subcommands().values());
    } else {
      allCommands = false;
      commands.remove(command);
      commands.removeAll(command.subcommands().values());
    }
  }

  private void note(String rule, boolean allowed) {
    rules.keySet().removeIf(each -> each.equals(rule) || each.startsWith(rule + "|"));
    rules.put(rule, allowed);
  }

  private @Nullable String allow(String name) {
    int bar = name.lastIndexOf('|');
    RedisCommand whole = table.find(name);
    if (bar < 0 || whole != null && bar == name.indexOf('|')) {
      if (whole == null) {
        return UNKNOWN_COMMAND;
      }
      change(whole, true);
      note(whole.fullName(), true);
      return null;
    }
    RedisCommand command = table.find(name.substring(0, bar));
    String first = name.substring(bar + 1);
    if (command == null) {
      return UNKNOWN_COMMAND;
    }
    if (name.indexOf('|') != bar) {
      return "Allowing first-arg of a subcommand is not supported";
    }
    if (first.isEmpty()) {
      return SYNTAX;
    }
    if (command.isContainer()) {
      return UNKNOWN_COMMAND;
    }
    firstWords
        .computeIfAbsent(command, each -> new HashSet<>())
        .add(first.toLowerCase(Locale.ROOT));
    note(name.toLowerCase(Locale.ROOT), true);
    return null;
  }

  private @Nullable String forbid(String name) {
    RedisCommand command = table.find(name);
    if (command == null) {
      return UNKNOWN_COMMAND;
    }
    change(command, false);
    note(command.fullName(), false);
    return null;
  }

  // ---- checking

  boolean isUnlimited() {
    return allCommands && allKeys && allChannels;
  }

  boolean allowsAllKeys() {
    return allKeys;
  }

  Verdict check(RedisCommand command, RedisRequest request) {
    if (!allows(command, request)) {
      return new Verdict(Denial.COMMAND, command.fullName());
    }
    if (!allKeys) {
      for (AclKeys.Use use : AclKeys.of(command, request)) {
        if (!allows(use)) {
          return new Verdict(Denial.KEY, use.key().latin1());
        }
      }
    }
    if (!allChannels) {
      for (AclChannels.Use use : AclChannels.of(command, request)) {
        if (!allows(use)) {
          return new Verdict(Denial.CHANNEL, use.channel().latin1());
        }
      }
    }
    return Verdict.ALLOWED;
  }

  private boolean allows(RedisCommand command, RedisRequest request) {
    if (command.is(CommandFlag.NO_AUTH) || commands.contains(command)) {
      return true;
    }
    Set<String> words = firstWords.get(command);
    return words != null
        && request.size() > 1
        && words.contains(request.text(1).toLowerCase(Locale.ROOT));
  }

  private boolean allows(AclKeys.Use use) {
    ByteRange key = use.key();
    return keys.values().stream()
        .anyMatch(
            pattern ->
                (pattern.read() || !use.reads())
                    && (pattern.write() || !use.writes())
                    && pattern.glob().matches(key.array(), key.offset(), key.length()));
  }

  boolean allows(AclChannels.Use use) {
    ByteRange channel = use.channel();
    return allChannels
        || channels.values().stream()
            .anyMatch(
                pattern ->
                    use.pattern()
                        ? pattern.text().equals(channel.latin1())
                        : pattern
                            .glob()
                            .matches(channel.array(), channel.offset(), channel.length()));
  }

  // ---- describing

  String describeCommands() {
    StringBuilder text = new StringBuilder(allowsUnnamed ? "+@all" : "-@all");
    rules.forEach((rule, allowed) -> text.append(allowed ? " +" : " -").append(rule));
    return text.toString();
  }

  String describeKeys() {
    if (allKeys) {
      return "~*";
    }
    return String.join(" ", keys.values().stream().map(KeyPattern::described).toList());
  }

  String describeChannels() {
    if (allChannels) {
      return "&*";
    }
    return String.join(" ", channels.keySet().stream().map(each -> "&" + each).toList());
  }

  /** All of it, as ACL LIST shows it and {@link #apply} reads it word by word. */
  String describe() {
    List<String> parts = new ArrayList<>();
    if (!describeKeys().isEmpty()) {
      parts.add(describeKeys());
    }
    if (!allChannels) {
      parts.add("resetchannels");
    }
    if (!describeChannels().isEmpty()) {
      parts.add(describeChannels());
    }
    parts.add(describeCommands());
    return String.join(" ", parts);
  }
}
