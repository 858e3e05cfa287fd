package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** LCS: what two strings have in common, in order; its length; or where it is in both. */
final class LongestCommonSubsequence {
  private static final long MOST_CELLS = 1L << 30;
  private static final int CELLS_ON_LOOP = 1 << 18;

  /** A run of equal bytes, both ends included. */
  private record Match(int firstStart, int firstEnd, int secondStart, int secondEnd) {
    int length() {
      return firstEnd - firstStart + 1;
    }
  }

  private final boolean length;
  private final boolean places;
  private final boolean withLength;
  private final long shortest;

  private LongestCommonSubsequence(
      boolean length, boolean places, boolean withLength, long shortest) {
    this.length = length;
    this.places = places;
    this.withLength = withLength;
    this.shortest = shortest;
  }

  static RedisCommand command() {
    return new RedisCommand(CommandGroup.STRING, "LCS", -3, "readonly")
        .keys("RO access", 1, 2, 1)
        .about("7.0.0", "O(N*M) in the strings' lengths", "The longest common subsequence")
        .runs(
            (client, request, reply) -> {
              ByteRange[] texts = new ByteRange[2];
              client.keyspace().consistently(() -> read(client, request, texts));
              parse(request).write(client, texts[0], texts[1], reply);
            });
  }

  private static void read(RedisClient client, RedisRequest request, ByteRange[] texts) {
    for (int i = 0; i < 2; i++) {
      texts[i] = new ByteRange();
      try {
        boolean found = client.strings().get(request.argument(i + 1), texts[i]);
        client.countLookup(found);
      } catch (io.orbit.api.error.OrbitException e) {
        if (e.code() == io.orbit.api.error.ErrorCode.WRONG_VALUE_TYPE) {
          throw new RedisError("ERR The specified keys must contain string values");
        }
        throw e;
      }
    }
  }

  private static LongestCommonSubsequence parse(RedisRequest request) {
    boolean length = false;
    boolean places = false;
    boolean withLength = false;
    long shortest = 0;
    for (int i = 3; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      if (word.isWord("IDX")) {
        places = true;
      } else if (word.isWord("LEN")) {
        length = true;
      } else if (word.isWord("WITHMATCHLEN")) {
        withLength = true;
      } else if (word.isWord("MINMATCHLEN") && i + 1 < request.size()) {
        shortest = Math.max(0, Words.integer(request.argument(++i)));
      } else {
        throw RedisError.syntax();
      }
    }
    if (length && places) {
      throw new RedisError("ERR If you want both the length and indexes, please just use IDX.");
    }
    return new LongestCommonSubsequence(length, places, withLength, shortest);
  }

  private void write(RedisClient client, ByteRange first, ByteRange second, RedisReply reply) {
    long cells = (first.length() + 1L) * (second.length() + 1L);
    if (cells > MOST_CELLS) {
      throw new RedisError(
          "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
    if (cells > CELLS_ON_LOOP) {
      client.requireWaiting();
    }
    int[][] lengths = lengths(first, second);
    byte[] common = new byte[lengths[first.length()][second.length()]];
    List<Match> matches = walkBack(first, second, lengths, common);
    if (length) {
      reply.integer(common.length);
    } else if (places) {
      writePlaces(matches, common.length, reply);
    } else {
      reply.bulk(common);
    }
  }

  private static int[][] lengths(ByteRange first, ByteRange second) {
    int[][] lengths = new int[first.length() + 1][second.length() + 1];
    for (int i = 1; i <= first.length(); i++) {
      for (int j = 1; j <= second.length(); j++) {
        lengths[i][j] =
            first.byteAt(i - 1) == second.byteAt(j - 1)
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths;
  }

  /** Fills in the subsequence from its end; answers the runs, the last one first. */
  private static List<Match> walkBack(
      ByteRange first, ByteRange second, int[][] lengths, byte[] common) {
    List<Match> matches = new ArrayList<>();
    int i = first.length();
    int j = second.length();
    int left = common.length;
    int[] run = null;
    while (left > 0) {
      if (first.byteAt(i - 1) == second.byteAt(j - 1)) {
        common[--left] = first.byteAt(i - 1);
        boolean goesOn = run != null && run[0] == i && run[2] == j;
        if (!goesOn) {
          add(matches, run);
          run = new int[] {i - 1, i - 1, j - 1, j - 1};
        } else {
          run[0]--;
          run[2]--;
        }
        i--;
        j--;
      } else if (lengths[i - 1][j] > lengths[i][j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    add(matches, run);
    return matches;
  }

  private static void add(List<Match> matches, int @org.jspecify.annotations.Nullable [] run) {
    if (run != null) {
      matches.add(new Match(run[0], run[1], run[2], run[3]));
    }
  }

  private void writePlaces(List<Match> matches, int total, RedisReply reply) {
    List<Match> shown = matches.stream().filter(each -> each.length() >= shortest).toList();
    reply.map(2);
    reply.bulk("matches");
    reply.array(shown.size());
    for (Match match : shown) {
      reply.array(withLength ? 3 : 2);
      for (int[] range :
          Arrays.asList(
              new int[] {match.firstStart(), match.firstEnd()},
              new int[] {match.secondStart(), match.secondEnd()})) {
        reply.array(2);
        reply.integer(range[0]);
        reply.integer(range[1]);
      }
      if (withLength) {
        reply.integer(match.length());
      }
    }
    reply.bulk("len");
    reply.integer(total);
  }
}
