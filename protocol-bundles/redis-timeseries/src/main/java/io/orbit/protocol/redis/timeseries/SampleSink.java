package io.orbit.protocol.redis.timeseries;

/** Is shown samples one after the other. */
@FunctionalInterface
interface SampleSink {
  /** False to see no more. */
  boolean accept(long time, double value);
}
