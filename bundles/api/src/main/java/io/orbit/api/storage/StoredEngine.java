package io.orbit.api.storage;

/**
 * An engine that a store keeps records in.
 *
 * @param available false while its bundle is not there: what is due in it waits in the log
 * @param isVolatile whether what it holds is gone after a restart
 * @param position of the log up to which it has everything
 * @param statistics its figures; zeros while it is not available
 */
public record StoredEngine(
    String name,
    boolean available,
    boolean isVolatile,
    long position,
    EngineStatistics statistics) {}
