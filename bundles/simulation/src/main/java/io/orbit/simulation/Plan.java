package io.orbit.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a run consists of. A seed's own plan has everything; shrinking takes away what a failure
 * does not need.
 *
 * @param seed of all that is random
 * @param steps how many steps are taken
 * @param clients how many clients there are of each kind
 * @param parts what happens at all
 */
public record Plan(long seed, int steps, int clients, Set<Part> parts) {
  /** What can be left out of a run. */
  public enum Part {
    /** Single-record operations. */
    OPERATIONS,
    /** Transactions over plain records. */
    TRANSACTIONS,
    /** Redis' types, each call for itself or several at once. */
    KEYS,
    /** Tables and keys in one transaction. */
    ROWS,
    /** Connections of the Redis protocol that delay, break up and lose what is sent. */
    NETWORK,
    /** Records that expire. */
    EXPIRY,
    /** Spaces that are emptied at once. */
    CLEARS,
    /** Snapshots that stay open. */
    SNAPSHOTS,
    /** Checkpoints, and what happens inside them. */
    CHECKPOINTS,
    /** Records that leave memory. */
    EVICTION,
    /** Readers of the log. */
    FEED,
    /** Clean stops. */
    STOPS,
    /** kill -9. */
    KILLS,
    /** Power cuts, which tear writes. */
    POWER_CUTS,
    /** A crash while a crash is recovered from. */
    CRASHING_RECOVERY,
    /** Single bits that change in the log while no process runs. */
    BIT_FLIPS,
    /** A disk without room. */
    FULL_DISK,
    /** Writes and engines that fail. */
    WRITE_ERRORS,
    /** Syncs that fail. */
    SYNC_ERRORS
  }

  private static final int STEPS = 400;
  private static final int CLIENTS = 3;

  /** One seed in so many is for connections alone, which then have all steps. */
  private static final int NETWORK_ALONE = 4;

  private static final Set<Part> NETWORK =
      EnumSet.of(
          Part.NETWORK,
          Part.CHECKPOINTS,
          Part.EVICTION,
          Part.KILLS,
          Part.POWER_CUTS,
          Part.CRASHING_RECOVERY);

  /** What a seed does: everything, or all that happens to connections. */
  public static Plan of(long seed) {
    boolean alone = seed % NETWORK_ALONE == 0;
    return new Plan(seed, STEPS, CLIENTS, alone ? NETWORK : EnumSet.allOf(Part.class));
  }

  /** The parts in their order. */
  Part[] choices() {
    return parts.stream().sorted().toArray(Part[]::new);
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  Plan withSteps(int fewer) {
    return new Plan(seed, fewer, clients, parts);
  }

  Plan withClients(int fewer) {
    return new Plan(seed, steps, fewer, parts);
  }

  Plan without(Part part) {
    EnumSet<Part> rest = EnumSet.copyOf(parts);
    rest.remove(part);
    return new Plan(seed, steps, clients, rest);
  }
}
