package io.orbit.storage.lsm;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;

/** The native objects that a database and the writers of its tables share; closed after them. */
final class LsmOptions implements AutoCloseable {
  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final long BLOCK_BYTES = 8L << 10;
  private static final long UNUSED_WRITE_BUFFER_BYTES = 64L << 10;
  private static final long LOG_FILE_BYTES = 1L << 20;

  private final Cache cache;
  private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
  private final SstFileManager files;
  private final Options options = new Options();

  /**
   * Options for one database.
   *
   * @param cacheBytes for blocks, with the indexes and filters of the tables among them
   */
  LsmOptions(long cacheBytes, boolean create) throws RocksDBException {
    cache = new LRUCache(cacheBytes);
    files = new SstFileManager(Env.getDefault());
    options
        .setCreateIfMissing(create)
        .setParanoidChecks(true)
        .setSstFileManager(files)
        .setMaxOpenFiles(1_000)
        .setMaxBackgroundJobs(2)
        .setWriteBufferSize(UNUSED_WRITE_BUFFER_BYTES)
        .setTargetFileSizeBase(LsmFormat.TABLE_BYTES)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(LOG_FILE_BYTES)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setFormatVersion(LsmFormat.TABLE_FORMAT)
                .setChecksumType(ChecksumType.kXXH3)
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(filter)
                .setOptimizeFiltersForMemory(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    files.close();
    filter.close();
    cache.close();
  }
}
