/**
 * Redis' own serialization of values, RDB: of single values (DUMP, RESTORE) and of whole files.
 * Versions 1 to 12 are read, of values version 10 is written (Redis 7.0 and later read it), 12
 * where fields of a hash expire. Numbers are little-endian where nothing else is said.
 *
 * <pre>
 * file    "REDIS" version(4 digits) entry* 0xFF crc64(8; 0: none)
 * entry   0xFA name value | 0xFE database | 0xFB keys expiring | 0xFD seconds(4) | 0xFC millis(8)
 *         | 0xF8 idle | 0xF9 frequency(1) | 0xF5 library | 0xF7 module data | 0xF4 slot keys expiring
 *         | type key value
 * payload type value version(2) crc64(8)
 * length  00xxxxxx | 01xxxxxx x(8) | 0x80 x(32, big-endian) | 0x81 x(64, big-endian)
 *         | 11000000 int8 | 11000001 int16 | 11000010 int32 | 11000011 compressed, plain, LZF
 * string  length bytes, or one of the last four
 * </pre>
 *
 * Source: rdb.c, listpack.c, ziplist.c, intset.c, zipmap.c, t_stream.c of Redis 7.2 and the list of
 * types in rdb.h of 7.4.
 */
@NullMarked
package io.orbit.keyspace.rdb;

import org.jspecify.annotations.NullMarked;
