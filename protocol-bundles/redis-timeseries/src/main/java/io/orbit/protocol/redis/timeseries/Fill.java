package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;

/** What a change of a series means for one that is filled from it. */
sealed interface Fill {
  ByteRange target();

  /** A bucket has this value. */
  record Put(ByteRange target, long time, double value) implements Fill {}

  /** The buckets from one time to another have none. */
  record Remove(ByteRange target, long from, long to) implements Fill {}
}
