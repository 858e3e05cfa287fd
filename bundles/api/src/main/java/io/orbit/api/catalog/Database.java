package io.orbit.api.catalog;

import java.util.List;
import java.util.Map;

/**
 * A database.
 *
 * @param engine name of the engine of its new collections
 * @param keySpaces space ids of Redis' own keys by SELECT number (0 to 15); a further one, made
 *     when it is needed, holds what protocols keep beside keys
 * @param settings session settings that its sessions start with
 */
public record Database(
    long id,
    String name,
    long version,
    long owner,
    List<Grant> grants,
    String engine,
    List<Integer> keySpaces,
    Map<String, String> settings,
    String comment)
    implements CatalogObject {}
