/**
 * Redis-style data types over the store. A key is a record in the unordered space of its key space
 * (space id and raw bytes); a hash is a composite, field to value. In the first key space of a
 * database a key {@code [schema.]table:pk} whose prefix names a collection is that collection's row
 * and goes through {@code io.orbit.api.records}.
 */
@NullMarked
package io.orbit.keyspace;

import org.jspecify.annotations.NullMarked;
