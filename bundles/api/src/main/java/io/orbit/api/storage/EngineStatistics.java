package io.orbit.api.storage;

/**
 * What an engine tells of itself.
 *
 * @param entries number of entries, an estimate where counting costs
 * @param diskBytes size of its files
 * @param memoryBytes memory outside the Java heap and caches inside it
 */
public record EngineStatistics(long entries, long diskBytes, long memoryBytes) {}
