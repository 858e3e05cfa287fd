package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know of a command: COMMAND, the check of rights, INFO and the support matrix read
 * it here. Immutable once its {@link CommandTable} is built, but for its statistics.
 */
final class RedisCommand {
  /** Runs a command whose number of arguments has been checked. */
  @FunctionalInterface
  interface Handler {
    void run(RedisClient client, RedisRequest request, RedisReply reply);
  }

  private final String name;
  private final String wireName;
  private final int arity;
  private final CommandGroup group;
  private final Set<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
  private final Map<String, RedisCommand> subcommands = new LinkedHashMap<>();
  private KeyPositions keys = KeyPositions.NONE;
  private @Nullable NumberedKeys numberedKeys;
  private @Nullable KeywordKeys keywordKeys;
  private List<String> keyOptions = List.of();
  private String afterWord = "";
  private String afterAccess = "";
  private String since = "1.0.0";
  private String complexity = "O(1)";
  private String summary = "";
  private @Nullable Handler handler;
  private @Nullable RedisCommand container;
  private @Nullable KeyEvent event;

  private volatile @Nullable LatencyBuckets latency;

  final LongAdder calls = new LongAdder();
  final LongAdder nanoseconds = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder failed = new LongAdder();

  /**
   * @param flags names of {@link CommandFlag}s, separated by blanks
   */
  RedisCommand(CommandGroup group, String name, int arity, String flags) {
    this.group = group;
    this.name = name;
    this.wireName = name.toLowerCase(Locale.ROOT);
    this.arity = arity;
    for (String flag : flags.split(" ")) {
      if (!flag.isEmpty()) {
        this.flags.add(CommandFlag.valueOf(flag.toUpperCase(Locale.ROOT)));
      }
    }
  }

  RedisCommand keys(String access, int first, int last, int step) {
    keys = new KeyPositions(access, first, last, step);
    return this;
  }

  /** Keys whose number stands in an argument, beside those of {@link #keys}. */
  RedisCommand numberedKeys(String access, int countAt) {
    numberedKeys = new NumberedKeys(access, countAt);
    flags.add(CommandFlag.MOVABLEKEYS);
    return this;
  }

  /** Keys behind a word, as many as words of another kind follow them. */
  RedisCommand keywordKeys(String access, String keyword, int startFrom) {
    keywordKeys = new KeywordKeys(access, keyword, startFrom);
    flags.add(CommandFlag.MOVABLEKEYS);
    return this;
  }

  /** A key behind an option, the last one of them, beside those of {@link #keys}. */
  RedisCommand keysBehind(String... options) {
    keyOptions = List.of(options);
    flags.add(CommandFlag.MOVABLEKEYS);
    return this;
  }

  /** Behind a word all arguments are keys, in the place of those of {@link #keys}. */
  RedisCommand keysAfter(String access, String word) {
    afterWord = word;
    afterAccess = access;
    flags.add(CommandFlag.MOVABLEKEYS);
    return this;
  }

  /** The word behind which all arguments are keys; empty where there is none. */
  String keyWord() {
    return afterWord;
  }

  String keyWordAccess() {
    return afterAccess;
  }

  RedisCommand about(String sinceVersion, String cost, String what) {
    since = sinceVersion;
    complexity = cost;
    summary = what;
    return this;
  }

  RedisCommand runs(Handler runner) {
    handler = runner;
    return this;
  }

  /** Makes this a container. The subcommand's name is without the container's. */
  RedisCommand with(RedisCommand subcommand) {
    subcommands.put(subcommand.name, subcommand);
    subcommand.container = this;
    return this;
  }

  /** Names its changes, and those of its subcommands. */
  void nameChanges() {
    event = KeyEventNames.of(this, container);
    subcommands.values().forEach(RedisCommand::nameChanges);
  }

  /** What its changes are called; null when each has its own name, or none. */
  @Nullable KeyEvent event() {
    return event;
  }

  /** Upper case, without its container's name. */
  String name() {
    return name;
  }

  /** Lower case, with its container's name. */
  String fullName() {
    return fullName(container);
  }

  /** Lower case, as replies show it: {@code client|id}. */
  String fullName(@Nullable RedisCommand within) {
    return within == null ? wireName : within.wireName + "|" + wireName;
  }

  /** Number of words, the name included; negative: at least so many. */
  int arity() {
    return arity;
  }

  boolean accepts(int words) {
    return arity >= 0 ? words == arity : words >= -arity;
  }

  CommandGroup group() {
    return group;
  }

  Set<CommandFlag> flags() {
    return flags;
  }

  boolean is(CommandFlag flag) {
    return flags.contains(flag);
  }

  KeyPositions keys() {
    return keys;
  }

  @Nullable NumberedKeys numberedKeys() {
    return numberedKeys;
  }

  @Nullable KeywordKeys keywordKeys() {
    return keywordKeys;
  }

  boolean hasKeys() {
    return !keys.isEmpty() || numberedKeys != null || keywordKeys != null;
  }

  /** The keys that a request names. */
  List<ByteRange> keysOf(RedisRequest request) {
    KeywordKeys behindWord = keywordKeys;
    if (behindWord != null) {
      return behindWord.of(request);
    }
    for (int i = keys.last() + 1; !afterWord.isEmpty() && i < request.size(); i++) {
      if (request.argument(i).isWord(afterWord)) {
        return request.from(i + 1);
      }
    }
    NumberedKeys numbered = numberedKeys;
    if (numbered == null && keyOptions.isEmpty()) {
      return keys.of(request);
    }
    List<ByteRange> all = new ArrayList<>(keys.of(request));
    if (numbered != null) {
      all.addAll(numbered.of(request));
    }
    for (int i = request.size() - 2; !keyOptions.isEmpty() && i > keys.last(); i--) {
      ByteRange word = request.argument(i);
      if (keyOptions.stream().anyMatch(word::isWord)) {
        all.add(request.argument(i + 1));
        break;
      }
    }
    return all;
  }

  String since() {
    return since;
  }

  String complexity() {
    return complexity;
  }

  String summary() {
    return summary;
  }

  Map<String, RedisCommand> subcommands() {
    return subcommands;
  }

  boolean isContainer() {
    return !subcommands.isEmpty();
  }

  /** ACL categories, as Redis derives them from group and flags. */
  Set<String> categories() {
    return AclCategories.of(this);
  }

  /** A run of so many calls took that long together. */
  void ran(long count, long took) {
    calls.add(count);
    nanoseconds.add(took);
    LatencyBuckets buckets = latency;
    if (buckets == null) {
      buckets = makeBuckets();
    }
    buckets.record(took / count, count);
  }

  private synchronized LatencyBuckets makeBuckets() {
    LatencyBuckets buckets = latency;
    if (buckets == null) {
      buckets = new LatencyBuckets();
      latency = buckets;
    }
    return buckets;
  }

  /** How long its calls took; null when there were none. */
  @Nullable LatencyBuckets latency() {
    return latency;
  }

  /** Begins counting anew, subcommands included. */
  void resetStatistics() {
    calls.reset();
    latency = null;
    nanoseconds.reset();
    rejected.reset();
    failed.reset();
    subcommands.values().forEach(RedisCommand::resetStatistics);
  }

  void run(RedisClient client, RedisRequest request, RedisReply reply) {
    Handler runner = handler;
    if (runner == null) {
      throw new IllegalStateException(name + " has no handler");
    }
    runner.run(client, request, reply);
  }
}
