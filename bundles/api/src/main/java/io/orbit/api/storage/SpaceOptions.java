package io.orbit.api.storage;

/**
 * What a space is.
 *
 * @param ordered true for tables and indexes (an ordered index; {@link ReadView#scan} works), false
 *     for Redis' own keys
 * @param engine the engine that holds its checkpoints, by name
 */
public record SpaceOptions(boolean ordered, String engine) {}
