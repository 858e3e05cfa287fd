package io.orbit.kernel.audit;

import io.orbit.api.ops.AuditLog.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all files and compares every entry with its hash and its number. One thread. */
public final class AuditChain {
  private static final int MOST_PROBLEMS = 20;

  private final List<String> problems = new ArrayList<>();
  private final @Nullable AuditAnchor anchor;
  private long first;
  private long number;
  private String hash = AuditLine.NO_HASH;

  private AuditChain(@Nullable AuditAnchor anchor) {
    this.anchor = anchor;
  }

  /**
   * Verifies the files in a folder while no server writes there.
   *
   * @throws IOException when they cannot be read
   */
  public static Verdict verify(Path folder) throws IOException {
    return verify(AuditFiles.list(folder), Optional.empty(), Long.MAX_VALUE);
  }

  /**
   * @param anchor what the store knows of the end
   * @param last the newest entry to look at
   */
  static Verdict verify(List<Path> files, Optional<AuditAnchor> anchor, long last)
      throws IOException {
    AuditChain chain = new AuditChain(anchor.orElse(null));
    for (Path file : files) {
      chain.read(file, last);
    }
    chain.compareEnd();
    return new Verdict(Math.max(1, chain.first), chain.number, chain.hash, chain.problems);
  }

  private void read(Path file, long last) throws IOException {
    int place = 0;
    for (String text : AuditFiles.lines(file)) {
      place++;
      AuditLine line;
      try {
        line = AuditLine.parse(text);
      } catch (IllegalArgumentException malformed) {
        add(file.getFileName() + ", line " + place + " is no entry: somebody wrote in the file");
        continue;
      }
      if (line.entry().number() > last) {
        return;
      }
      take(line, file.getFileName() + ", line " + place);
    }
  }

  private void take(AuditLine line, String place) {
    long next = line.entry().number();
    // What is before the first file was taken elsewhere, and its last hash with it.
    boolean begins = first == 0;
    if (begins) {
      first = next;
    } else if (next != number + 1) {
      add(place + ": entry " + next + " stands behind entry " + number);
    } else if (!line.follows(hash)) {
      add(place + ": entry " + next + " was changed, or the one before it");
    }
    if (begins && next == 1 && !line.follows(AuditLine.NO_HASH)) {
      add(place + ": entry 1 was changed");
    }
    number = next;
    hash = line.entry().hash();
    if (anchor != null && anchor.number() == next && !anchor.hash().equals(hash)) {
      add(place + ": entry " + next + " is not the one that the store knows");
    }
  }

  private void compareEnd() {
    if (anchor != null && anchor.number() > number) {
      add(
          "the entries from "
              + (number + 1)
              + " to "
              + anchor.number()
              + " are missing: the files were cut off or taken away, or the store is a restored"
              + " copy");
    }
  }

  private void add(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }
}
