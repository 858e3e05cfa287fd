package io.orbit.protocol.redis.timeseries;

/**
 * A value and when it was.
 *
 * @param time milliseconds since 1970
 */
record Sample(long time, double value) {}
