package io.orbit.api.storage;

/**
 * The store in figures.
 *
 * @param records living records
 * @param memoryBytes an estimate of what versions and indexes take
 * @param logBytes size of the log's segments
 * @param logPosition where the log ends
 * @param durablePosition up to where it is on disk
 * @param checkpointPosition up to where the engines have it
 * @param activeTransactions open transactions
 * @param oldestSnapshotMillis age of the oldest snapshot
 * @param oldVersions versions kept for snapshots, beside the newest of each record
 * @param commits since start
 * @param rollbacks since start
 * @param deadlocks since start
 * @param serializationFailures since start
 * @param memoryHits look-ups in spaces that evict which found their record in memory, since start
 * @param memoryMisses look-ups there which did not, whether there is such a record or not
 * @param coldReads of those, how many asked an engine
 * @param evictions records taken out of memory since start
 */
public record StoreStatistics(
    long records,
    long memoryBytes,
    long logBytes,
    long logPosition,
    long durablePosition,
    long checkpointPosition,
    int activeTransactions,
    long oldestSnapshotMillis,
    long oldVersions,
    long commits,
    long rollbacks,
    long deadlocks,
    long serializationFailures,
    long memoryHits,
    long memoryMisses,
    long coldReads,
    long evictions) {}
