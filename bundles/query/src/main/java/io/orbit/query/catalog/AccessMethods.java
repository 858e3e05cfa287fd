package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * pg_am: {@code btree} for indexes, {@code heap} as the name that dumps use for the database's own
 * engine, and every other engine that some table asks for.
 */
final class AccessMethods {
  private static final long FIRST = 15_800;

  private AccessMethods() {}

  private static List<String> others(SystemView view) {
    TreeSet<String> names = new TreeSet<>();
    for (Collection collection : view.collections(Collection.Kind.TABLE)) {
      names.add(collection.engine());
    }
    names.remove(own(view.database()));
    return new ArrayList<>(names);
  }

  private static String own(Database database) {
    return database.engine();
  }

  /** The OID of an engine's access method. */
  static long oid(SystemView view, String engine) {
    return engine.equals(own(view.database()))
        ? SystemIds.HEAP
        : FIRST + others(view).indexOf(engine);
  }

  static void rows(SystemView view, SystemRows rows) {
    rows.row().put("oid", SystemIds.HEAP).put("amname", "heap").put("amtype", 't');
    rows.row().put("oid", SystemIds.BTREE).put("amname", "btree").put("amtype", 'i');
    List<String> others = others(view);
    for (int i = 0; i < others.size(); i++) {
      rows.row().put("oid", FIRST + i).put("amname", others.get(i)).put("amtype", 't');
    }
  }
}
