/**
 * The audit log: files of their own beside the store, in the folder {@code audit} of the data
 * directory, which nothing but this writes and no statement reaches.
 *
 * <p>A file is named {@code audit-N.jsonl}, with the number of its first entry in ten digits. Each
 * line is an entry, one JSON object in the normal form of jsonb:
 *
 * <pre>
 * {"number": 7, "time": "2026-11-23T10:15:30.123Z", "user": "orbit", "protocol": "postgres",
 *  "from": "127.0.0.1:50412", "action": "create table", "object": "orbit.public.items",
 *  "allowed": true, "detail": "", "hash": "…64 hexadecimal digits…"}
 * </pre>
 *
 * {@code hash} is SHA-256 over the UTF-8 of the hash before, a line feed, and the line up to {@code
 * , "hash"}; before the first entry stand 64 zeros. So no line can be changed, left out or put in
 * between without all hashes behind it being wrong. What is cut off at the end is told by the
 * anchor: every few seconds the store keeps the number and hash of the newest entry, in the commit
 * log like everything else.
 */
@NullMarked
package io.orbit.kernel.audit;

import org.jspecify.annotations.NullMarked;
