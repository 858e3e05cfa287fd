package io.orbit.protocol.redis;

import io.orbit.api.keyspace.EncodingLimits;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Durability;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What CONFIG GET shows and CONFIG SET changes: settings that are real here, under Redis' names.
 * Thread-safe; changes are for all clients and last until the server stops.
 */
final class RedisSettings {
  private static final long MINIMUM_BULK = 1 << 20;

  /** A list is a quicklist, and a set with a member that is no number a hash table. */
  private static final String EARLIER_NAMES = "7.0";

  /** Small ones of them are listpacks. */
  private static final String LATER_NAMES = "7.2";

  /**
   * One setting.
   *
   * @param parser makes the change that a value stands for, null when it is no value; absent for a
   *     setting that cannot be changed
   */
  private record Setting(
      Supplier<String> value, @Nullable Function<String, @Nullable Runnable> parser) {}

  private final SortedMap<String, Setting> settings = new TreeMap<>();
  private volatile Durability durability = Durability.EVERYSEC;
  private volatile EncodingLimits encodings =
      new EncodingLimits(128, 64, 128, 64, 512, 128, 64, -2);
  private volatile OutputLimits outputLimits = OutputLimits.DEFAULT;
  private volatile boolean namesEncodingsAsLater;
  private volatile long maximumBulk = RedisCodec.MAXIMUM_BULK;
  private volatile NotificationClasses notifications = NotificationClasses.NONE;
  private volatile int trackedKeys = 1_000_000;
  private volatile String sourceUser = "";
  private volatile String sourcePassword = "";
  private volatile int slowerThan = 10_000;
  private volatile int slowLogEntries = 128;
  private volatile long writersLimit;
  private volatile EvictionPolicy evictionPolicy = EvictionPolicy.NOEVICTION;
  private volatile int evictionSamples = 5;
  private volatile @Nullable KeyUse keyUse;
  private volatile int aclLogEntries = 128;
  private volatile int latencyThreshold;
  private volatile int streamBlockEntries = 100;
  private volatile int streamBlockBytes = 4096;

  RedisSettings(ServerInfo info) {
    fixed("appendonly", "yes");
    fixed("daemonize", "no");
    fixed("enable-debug-command", info.devMode() ? "local" : "no");
    fixed("enable-module-command", "no");
    fixed("databases", String.valueOf(RedisServer.DATABASES));
    fixed("dir", info.dataDirectory().toAbsolutePath().toString());
    settings.put(
        "maxmemory",
        new Setting(
            () -> String.valueOf(writersLimit == 0 ? info.memoryLimit() : writersLimit),
            value -> parseWritersLimit(value, info.memoryLimit())));
    settings.put(
        "maxmemory-policy",
        new Setting(
            () -> evictionPolicy.wireName(),
            word ->
                EvictionPolicy.of(word)
                    .map(policy -> (Runnable) () -> setEvictionPolicy(policy))
                    .orElse(null)));
    settings.put(
        "maxmemory-samples",
        number(1, () -> evictionSamples, value -> evictionSamples = Math.min(value, 64)));
    fixed("save", "");
    encodingLimits();
    settings.put(
        "client-output-buffer-limit",
        new Setting(() -> outputLimits.text(), this::parseOutputLimits));
    settings.put(
        "encoding-names",
        new Setting(
            () -> namesEncodingsAsLater ? LATER_NAMES : EARLIER_NAMES, this::parseEncodingNames));
    settings.put(
        "slowlog-log-slower-than", number(-1, () -> slowerThan, value -> slowerThan = value));
    settings.put(
        "slowlog-max-len", number(0, () -> slowLogEntries, value -> slowLogEntries = value));
    settings.put(
        "stream-node-max-entries",
        number(0, () -> streamBlockEntries, value -> streamBlockEntries = value));
    settings.put(
        "stream-node-max-bytes",
        number(0, () -> streamBlockBytes, value -> streamBlockBytes = value));
    settings.put(
        "tracking-table-max-keys", number(0, () -> trackedKeys, value -> trackedKeys = value));
    settings.put("acllog-max-len", number(0, () -> aclLogEntries, value -> aclLogEntries = value));
    settings.put(
        "latency-monitor-threshold",
        number(0, () -> latencyThreshold, value -> latencyThreshold = value));
    settings.put("masteruser", text(() -> sourceUser, value -> sourceUser = value));
    settings.put("masterauth", text(() -> "", value -> sourcePassword = value));
    settings.put(
        "notify-keyspace-events",
        new Setting(() -> notifications.letters(), this::parseNotifications));
    settings.put("appendfsync", new Setting(this::appendfsync, this::parseAppendfsync));
    settings.put(
        "proto-max-bulk-len",
        new Setting(() -> String.valueOf(maximumBulk), this::parseMaximumBulk));
  }

  private void fixed(String name, String value) {
    settings.put(name, new Setting(() -> value, null));
  }

  /** How commits of Redis' clients are acknowledged. */
  Durability durability() {
    return durability;
  }

  /**
   * How a session's commits are acknowledged: as its database or role says by {@code
   * synchronous_commit}, else as {@code appendfsync}.
   */
  Durability durabilityOf(Session session) {
    String own = session.settings().get("synchronous_commit");
    if (own == null) {
      return durability;
    }
    return switch (own) {
      case "off" -> Durability.OFF;
      case "everysec" -> Durability.EVERYSEC;
      default -> Durability.ALWAYS;
    };
  }

  /** What is published of what happens to keys. */
  NotificationClasses notifications() {
    return notifications;
  }

  /** How many keys are remembered for clients that track what they read; 0 for any number. */
  int trackedKeys() {
    return trackedKeys;
  }

  /** How much of what is refused ACL LOG keeps. */
  int aclLogEntries() {
    return aclLogEntries;
  }

  /** From how many milliseconds on LATENCY notes a command; 0: none. */
  int latencyThreshold() {
    return latencyThreshold;
  }

  /** From how many bytes of records on Redis' writers are refused; 0: as the server is. */
  long writersLimit() {
    return writersLimit;
  }

  /** What goes where {@link #writersLimit} is reached. */
  EvictionPolicy evictionPolicy() {
    return evictionPolicy;
  }

  private synchronized void setEvictionPolicy(EvictionPolicy policy) {
    evictionPolicy = policy;
    if (!policy.needsUse()) {
      keyUse = null;
    } else if (keyUse == null) {
      keyUse = new KeyUse();
    }
  }

  int evictionSamples() {
    return evictionSamples;
  }

  /** Which keys are used; null where no policy wants to know. */
  @Nullable KeyUse keyUse() {
    return keyUse;
  }

  private @Nullable Runnable parseWritersLimit(String value, long serversLimit) {
    try {
      long bytes = MemorySize.parse(value);
      return bytes < 0 ? null : () -> writersLimit = bytes == serversLimit ? 0 : bytes;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** As another start has left them. */
  void setSource(ReplicaLink.Source source) {
    sourceUser = source.user();
    sourcePassword = source.password();
  }

  /** Who REPLICAOF logs in as; empty for the default user. */
  String sourceUser() {
    return sourceUser;
  }

  /** Never shown. */
  String sourcePassword() {
    return sourcePassword;
  }

  /** Up to what sizes OBJECT ENCODING names Redis' small encodings. */
  EncodingLimits encodings() {
    EncodingLimits all = encodings;
    return namesEncodingsAsLater
        ? all
        : new EncodingLimits(
            all.hashEntries(),
            all.hashValue(),
            0,
            all.setValue(),
            all.numericSetEntries(),
            all.sortedSetEntries(),
            all.sortedSetValue(),
            0);
  }

  /** How much is kept for clients that do not read. */
  OutputLimits outputLimits() {
    return outputLimits;
  }

  private Runnable parseOutputLimits(String value) {
    OutputLimits wanted;
    try {
      wanted = outputLimits.with(value);
    } catch (IllegalArgumentException mistake) {
      throw failure("client-output-buffer-limit", String.valueOf(mistake.getMessage()));
    }
    return () -> outputLimits = wanted;
  }

  private @Nullable Runnable parseEncodingNames(String value) {
    return switch (value) {
      case EARLIER_NAMES -> () -> namesEncodingsAsLater = false;
      case LATER_NAMES -> () -> namesEncodingsAsLater = true;
      default -> null;
    };
  }

  /** From how many microseconds on a command is slow; negative: none is. */
  int slowerThan() {
    return slowerThan;
  }

  int slowLogEntries() {
    return slowLogEntries;
  }

  /** How many entries a block of a stream takes; 0 for any number. */
  int streamBlockEntries() {
    return streamBlockEntries;
  }

  /** How many bytes a block of a stream takes; 0 for any number. */
  int streamBlockBytes() {
    return streamBlockBytes;
  }

  private void encodingLimits() {
    for (String word : List.of("listpack", "ziplist")) {
      encoding("hash-max-" + word + "-entries", 0);
      encoding("hash-max-" + word + "-value", 1);
      encoding("zset-max-" + word + "-entries", 5);
      encoding("zset-max-" + word + "-value", 6);
      settings.put(
          "list-max-" + word + "-size",
          number(Integer.MIN_VALUE, () -> encodings.listBytes(), value -> setEncoding(7, value)));
    }
    encoding("set-max-listpack-entries", 2);
    encoding("set-max-listpack-value", 3);
    encoding("set-max-intset-entries", 4);
  }

  private void encoding(String name, int place) {
    settings.put(
        name, number(0, () -> numbers(encodings)[place], value -> setEncoding(place, value)));
  }

  private static int[] numbers(EncodingLimits limits) {
    return new int[] {
      limits.hashEntries(),
      limits.hashValue(),
      limits.setEntries(),
      limits.setValue(),
      limits.numericSetEntries(),
      limits.sortedSetEntries(),
      limits.sortedSetValue(),
      limits.listBytes()
    };
  }

  private synchronized void setEncoding(int place, int value) {
    int[] all = numbers(encodings);
    all[place] = value;
    encodings = new EncodingLimits(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
  }

  private static Setting text(Supplier<String> value, Consumer<String> change) {
    return new Setting(value, text -> () -> change.accept(text));
  }

  private static Setting number(int minimum, IntSupplier value, IntConsumer change) {
    return new Setting(
        () -> String.valueOf(value.getAsInt()),
        text -> {
          try {
            int number = Integer.parseInt(text);
            return number < minimum ? null : () -> change.accept(number);
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  /** Longest argument in bytes. */
  long maximumBulk() {
    return maximumBulk;
  }

  /** Names and values of the settings whose names match. */
  SortedMap<String, String> matching(Glob pattern) {
    SortedMap<String, String> found = new TreeMap<>();
    settings.forEach(
        (name, setting) -> {
          byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          if (pattern.matches(bytes, 0, bytes.length)) {
            found.put(name, setting.value().get());
          }
        });
    return found;
  }

  /** Checks a change; it happens when the answer runs. */
  Runnable change(String givenName, String value) {
    String name = givenName.toLowerCase(Locale.ROOT);
    Setting setting = settings.get(name);
    if (setting == null) {
      throw new RedisError(
          "ERR Unknown option or number of arguments for CONFIG SET - '" + givenName + "'");
    }
    var parser = setting.parser();
    if (parser == null) {
      if (setting.value().get().equals(value)) {
        return () -> {};
      }
      throw failure(name, "can't set immutable config");
    }
    Runnable change = parser.apply(value);
    if (change == null) {
      throw failure(name, "argument couldn't be parsed");
    }
    return change;
  }

  static RedisError failure(String name, String reason) {
    return new RedisError(
        "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
  }

  private String appendfsync() {
    return switch (durability) {
      case ALWAYS -> "always";
      case EVERYSEC -> "everysec";
      case OFF -> "no";
    };
  }

  private @Nullable Runnable parseAppendfsync(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "always" -> () -> durability = Durability.ALWAYS;
      case "everysec" -> () -> durability = Durability.EVERYSEC;
      case "no" -> () -> durability = Durability.OFF;
      default -> null;
    };
  }

  private Runnable parseNotifications(String letters) {
    NotificationClasses wanted = NotificationClasses.parse(letters);
    if (wanted == null) {
      throw failure(
          "notify-keyspace-events",
          "Invalid event class character. Use '" + NotificationClasses.LETTERS + "'.");
    }
    return () -> notifications = wanted;
  }

  private @Nullable Runnable parseMaximumBulk(String value) {
    try {
      long bytes = MemorySize.parse(value);
      return bytes < MINIMUM_BULK || bytes > RedisCodec.MAXIMUM_REQUEST
          ? null
          : () -> maximumBulk = bytes;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
