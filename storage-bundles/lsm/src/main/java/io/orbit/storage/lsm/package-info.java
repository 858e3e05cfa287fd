/**
 * The engine on RocksDB, a log-structured merge tree; the default. Each batch becomes sorted tables
 * that RocksDB takes in by one atomic edit of its manifest; its write-ahead log and memory tables
 * are not used. {@link io.orbit.storage.lsm.LsmFormat} tells the layout.
 */
@NullMarked
package io.orbit.storage.lsm;

import org.jspecify.annotations.NullMarked;
