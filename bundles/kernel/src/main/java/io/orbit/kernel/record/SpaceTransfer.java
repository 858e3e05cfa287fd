package io.orbit.kernel.record;

/** A space whose content stands in another engine too, and is kept the same there. */
public interface SpaceTransfer {
  /** Makes such copies. */
  interface Maker {
    /**
     * Copies a space into an engine that is open.
     *
     * @param step called between the pieces, so that the caller's snapshot need not grow old
     */
    SpaceTransfer copy(Space space, String engine, Runnable step);
  }

  Space space();

  /** The engine that holds it so far. */
  String from();

  /** The engine that is to hold it. */
  String to();

  /**
   * The other engine is the space's from now on; under the log's lock, with a commit that says so.
   */
  void switchOver();

  /** The transaction has ended: where it did not switch over, the copy is void. */
  void end();
}
