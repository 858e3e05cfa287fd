package io.orbit.query.catalog;

import io.orbit.query.lock.AdvisoryKey;
import io.orbit.query.lock.AdvisoryLocks;
import io.orbit.query.lock.AdvisoryLocks.Mode;

/** pg_locks: the advisory locks. Locks of records are not listed there in PostgreSQL either. */
final class LockRows {
  private LockRows() {}

  static void advisory(SystemView view, SystemRows rows) {
    for (AdvisoryLocks.Shown lock : view.sources().advisoryLocks().all()) {
      AdvisoryKey key = lock.key();
      rows.row()
          .put("locktype", "advisory")
          .put("database", key.database())
          .put("classid", key.number() >>> 32)
          .put("objid", key.number() & 0xffff_ffffL)
          .put("objsubid", key.pair() ? 2 : 1)
          .put("virtualtransaction", lock.session() + "/0")
          .put("pid", lock.session())
          .put("mode", lock.mode() == Mode.SHARED ? "ShareLock" : "ExclusiveLock")
          .put("granted", lock.granted())
          .put("fastpath", false);
    }
  }
}
