package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a series is made: the arguments of TS.CREATE and of the commands that make one besides. */
record CreateArguments(Header header, List<Label> labels) {
  private static final long LEAST_CHUNK = 48;
  private static final long MOST_CHUNK = 1 << 20;

  static CreateArguments read(CommandCall call) {
    List<Label> labels = labels(call);
    Header header = Header.DEFAULT;
    int retention = Words.find(call, "RETENTION");
    if (retention != Words.NONE) {
      header = header.withRetention(Words.time(call, retention + 1, "Couldn't parse RETENTION"));
    }
    int chunk = Words.find(call, "CHUNK_SIZE");
    if (chunk != Words.NONE) {
      header = header.withChunkSize(chunkSize(call, chunk + 1));
    }
    header = header.withCompressed(compressed(call));
    header = header.withPolicy(policy(call, "DUPLICATE_POLICY"));
    int ignore = Words.find(call, "IGNORE");
    if (ignore != Words.NONE) {
      long time = Words.whole(call, ignore + 1, "Couldn't parse IGNORE");
      double difference = Words.number(call, ignore + 2, "Couldn't parse IGNORE");
      if (time < 0 || difference < 0) {
        throw Words.error("IGNORE arguments cannot be negative");
      }
      header = header.ignoring(time, difference);
    }
    return new CreateArguments(header, labels);
  }

  private static List<Label> labels(CommandCall call) {
    List<Label> labels = new ArrayList<>();
    int at = Words.find(call, "LABELS");
    if (at != Words.NONE) {
      for (int i = at + 1; i + 1 < call.size(); i += 2) {
        Label label = new Label(call.word(i), call.word(i + 1));
        if (label.name().isEmpty()
            || label.value().isEmpty()
            || label.value().chars().anyMatch(letter -> "(),".indexOf(letter) >= 0)) {
          throw Words.error("Couldn't parse LABELS");
        }
        labels.add(label);
      }
    }
    return labels;
  }

  private static int chunkSize(CommandCall call, int index) {
    long size = Words.whole(call, index, "Couldn't parse CHUNK_SIZE");
    if (size < LEAST_CHUNK || size > MOST_CHUNK || size % 8 != 0) {
      throw Words.error("CHUNK_SIZE value must be a multiple of 8 in the range [48 .. 1048576]");
    }
    return (int) size;
  }

  private static boolean compressed(CommandCall call) {
    int encoding = Words.find(call, "ENCODING");
    if (encoding == Words.NONE) {
      return Words.find(call, "UNCOMPRESSED") == Words.NONE;
    }
    if (encoding + 1 >= call.size()) {
      throw Words.wrongArguments(call);
    }
    return switch (call.word(encoding + 1).toUpperCase(Locale.ROOT)) {
      case "COMPRESSED" -> true;
      case "UNCOMPRESSED" -> false;
      default -> throw Words.error("unknown ENCODING parameter");
    };
  }

  /** The policy that stands behind a word; null where the word does not stand. */
  static @Nullable DuplicatePolicy policy(CommandCall call, String word) {
    int at = Words.find(call, word);
    if (at == Words.NONE) {
      return null;
    }
    if (at + 1 >= call.size()) {
      throw Words.error("Couldn't parse DUPLICATE_POLICY");
    }
    DuplicatePolicy policy = DuplicatePolicy.named(call.word(at + 1));
    if (policy == null) {
      throw Words.error("Unknown DUPLICATE_POLICY");
    }
    return policy;
  }
}
