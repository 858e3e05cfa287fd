package io.orbit.query.session;

import io.orbit.api.security.Session;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SET and SET LOCAL: what a rollback, and the transaction's end, take back. */
final class SettingScopes {
  private final Session session;
  private final List<String> changed;

  /** Values at the transaction's start of what SET changed in it. */
  private final Map<String, @Nullable String> beforeTransaction = new LinkedHashMap<>();

  /** Values that come back at the transaction's end whatever happens. */
  private final Map<String, @Nullable String> beforeLocal = new HashMap<>();

  SettingScopes(Session session, List<String> changed) {
    this.session = session;
    this.changed = changed;
  }

  /**
   * @param value null for the default
   */
  void set(String name, @Nullable String value, boolean local) {
    String old = session.settings().get(name);
    if (session.transaction() != null) {
      if (local) {
        beforeLocal.putIfAbsent(name, old);
      } else {
        beforeTransaction.putIfAbsent(name, old);
        beforeLocal.remove(name);
      }
    }
    put(name, value);
  }

  private void put(String name, @Nullable String value) {
    Settings.put(session, name, value);
    changed.add(name);
  }

  void transactionEnded(boolean committed) {
    if (beforeLocal.isEmpty() && beforeTransaction.isEmpty()) {
      return;
    }
    beforeLocal.forEach(this::put);
    if (!committed) {
      beforeTransaction.forEach(this::put);
    }
    beforeLocal.clear();
    beforeTransaction.clear();
  }
}
