/**
 * Parquet, written by ourselves and read by Hardwood. What we write is the format's simplest form:
 *
 * <pre>
 * "PAR1"
 * row groups, each: for every column one chunk of one data page (version 1)
 *     page header (Thrift, compact)
 *     gzip of: length (4 bytes, little endian) and definition levels (RLE/bit-packed hybrid, width 1),
 *              then the values that are not NULL, PLAIN
 * footer: FileMetaData (Thrift, compact), its length (4 bytes, little endian), "PAR1"
 * </pre>
 *
 * Every column is optional; there is no nesting, no dictionary, no statistics. Source: the format's
 * specification, {@code parquet.thrift}, {@code Encodings.md} and {@code LogicalTypes.md} of Apache
 * Parquet 2.11.
 */
@NullMarked
package io.orbit.transfer.parquet;

import org.jspecify.annotations.NullMarked;
