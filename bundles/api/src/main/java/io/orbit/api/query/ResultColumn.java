package io.orbit.api.query;

import io.orbit.api.value.DataType;

/**
 * A column of a result.
 *
 * @param collection id of the collection it comes from unchanged, or 0
 * @param columnId {@code Column.id()} there, or 0
 */
public record ResultColumn(String name, DataType type, long collection, int columnId) {}
