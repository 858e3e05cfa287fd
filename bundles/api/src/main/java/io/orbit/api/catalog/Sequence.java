package io.orbit.api.catalog;

import io.orbit.api.value.DataType;

/** Parameters of a sequence. @param ownedBy id of the collection that owns it, or 0 */
public record Sequence(
    DataType type,
    long start,
    long increment,
    long minimum,
    long maximum,
    long cache,
    boolean cycle,
    long ownedBy) {}
