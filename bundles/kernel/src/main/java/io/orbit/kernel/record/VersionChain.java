package io.orbit.kernel.record;

import org.jspecify.annotations.Nullable;

/**
 * Takes out of a record's versions those that no snapshot sees, also between two that are seen: so
 * a long reader keeps one version of each record beside the newest, however often it is written.
 *
 * <p>Called by who holds the record, or has it to itself. Readers go on meanwhile: a version that
 * is taken out still leads to the older ones, so who stands on it finds what it looks for.
 */
final class VersionChain {
  private VersionChain() {}

  /** What became free. */
  record Freed(int versions, long bytes) {
    static final Freed NOTHING = new Freed(0, 0);
  }

  /**
   * @param newest of the record, committed or about to be
   */
  static Freed trim(Version newest, LivingSnapshots living) {
    Version kept = newest.visibleAt(living.watermark());
    if (kept == null || kept.previous() == null) {
      return Freed.NOTHING;
    }
    int versions = 0;
    long bytes = 0;
    Version version = kept.previous();
    while (version != null) {
      Version older = version.previous();
      if (living.isWanted(commitOf(older), version.timestamp(), kept.timestamp())) {
        kept = version;
      } else {
        kept.skipTo(older);
        versions++;
        bytes += version.bytesHeld();
      }
      version = older;
    }
    return new Freed(versions, bytes);
  }

  private static long commitOf(@Nullable Version version) {
    return version == null ? 0 : version.timestamp();
  }
}
