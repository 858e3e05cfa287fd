/**
 * Export and import of databases. An archive is a zip file with {@code roles.sql}, {@code
 * schema.sql}, a data file a table, {@code redis.csv} or {@code redis.parquet}, {@code
 * constraints.sql}, {@code rights.sql}, {@code load.sql} for psql, and at the end {@code
 * manifest.csv}, which names the others.
 */
@NullMarked
package io.orbit.transfer;

import org.jspecify.annotations.NullMarked;
