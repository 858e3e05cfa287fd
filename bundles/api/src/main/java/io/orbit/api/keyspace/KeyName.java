package io.orbit.api.keyspace;

import io.orbit.api.catalog.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Which key.
 *
 * @param database id of the database
 * @param keySpace its number there
 * @param key the name, whose bytes do not change; of a row the shortest one, as SCAN shows it
 * @param collection whose row it is; null for a key of Redis' own
 */
public record KeyName(
    long database, int keySpace, ByteRange key, @Nullable Collection collection) {}
