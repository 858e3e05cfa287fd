package io.orbit.kernel.record;

import java.util.function.Consumer;

/**
 * A walk in pieces whose only state is a number: the hash from which to go on. Homes lie in the
 * order of the hash whatever the size of a stripe, so a record that is there all the while is met
 * whatever grows or shrinks in between.
 */
final class TableWalk {
  private static final long END = 1L << 32;

  private TableWalk() {}

  /**
   * Shows the records of some homes.
   *
   * @param from the hash to begin at
   * @return the hash to go on at, or 0 at the end
   */
  static long walk(RecordTable table, long from, int count, Consumer<StoreRecord> visitor) {
    long hash = from;
    int seen = 0;
    while (seen < count && hash < END) {
      int stripe = (int) (hash >>> 32 - Stripe.STRIPE_BITS);
      StoreRecord[] slots = table.stripeContent(stripe);
      int home = Stripe.home((int) hash, slots.length);
      while (seen < count && home < slots.length) {
        seen += 1 + visitHome(slots, home, visitor);
        home++;
      }
      long stripeStart = (long) stripe << 32 - Stripe.STRIPE_BITS;
      long homeWidth = (1L << 32 - Stripe.STRIPE_BITS) / slots.length;
      hash = stripeStart + home * homeWidth;
    }
    return hash >= END ? 0 : hash;
  }

  private static int visitHome(StoreRecord[] slots, int home, Consumer<StoreRecord> visitor) {
    int mask = slots.length - 1;
    int visited = 0;
    int at = home;
    while (!Stripe.isFree(slots, at)) {
      StoreRecord record = Stripe.at(slots, at);
      if (record != null && Stripe.home(record.hash(), slots.length) == home) {
        visitor.accept(record);
        visited++;
      }
      at = at + 1 & mask;
    }
    return visited;
  }
}
