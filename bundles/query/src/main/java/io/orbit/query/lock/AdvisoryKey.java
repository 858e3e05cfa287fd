package io.orbit.query.lock;

/**
 * What an application locks: a number, or a pair of small ones, in a database.
 *
 * @param database id of the database
 * @param pair whether two numbers of 32 bits were given; they are another lock than one of 64
 */
public record AdvisoryKey(long database, long number, boolean pair) {
  public static AdvisoryKey of(long database, long number) {
    return new AdvisoryKey(database, number, false);
  }

  public static AdvisoryKey of(long database, int first, int second) {
    return new AdvisoryKey(database, ((long) first << 32) | (second & 0xffff_ffffL), true);
  }

  /** The key's name, in PostgreSQL's words: database, upper and lower half, 1 number or 2. */
  @Override
  public String toString() {
    return "advisory lock [%d,%d,%d,%d]"
        .formatted(database, number >>> 32, number & 0xffff_ffffL, pair ? 2 : 1);
  }
}
