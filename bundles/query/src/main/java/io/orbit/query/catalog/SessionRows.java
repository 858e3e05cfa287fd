package io.orbit.query.catalog;

import io.orbit.api.catalog.Database;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.session.SessionState;
import io.orbit.query.session.Settings;
import io.orbit.query.type.TypeOids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** pg_settings, pg_stat_activity, pg_prepared_statements, pg_cursors. */
final class SessionRows {
  private SessionRows() {}

  static void settings(SystemView view, SystemRows rows) {
    for (String[] setting : Settings.all(view.session())) {
      boolean changed =
          view.session().settings().containsKey(setting[0].toLowerCase(java.util.Locale.ROOT));
      rows.row()
          .put("name", setting[0])
          .put("setting", setting[1])
          .put("category", "Orbit")
          .put("short_desc", setting[2])
          .put("context", Settings.isFixed(setting[0]) ? "internal" : "user")
          .put("vartype", "string")
          .put("source", changed ? "session" : "default")
          .put("boot_val", Settings.defaultValue(setting[0]))
          .put("reset_val", Settings.defaultValue(setting[0]))
          .put("pending_restart", false);
    }
  }

  /** Others' statements are shown only to superusers and to the role itself. */
  static void activity(SystemView view, SystemRows rows) {
    for (Session session : view.sources().sessions().list()) {
      Database database = database(session);
      if (database == null) {
        continue;
      }
      Session.Activity activity = session.activity();
      boolean visible =
          view.session().principal().superuser()
              || view.session().principal().roleId() == session.principal().roleId();
      rows.row()
          .put("datid", database.id())
          .put("datname", database.name())
          .put("pid", session.id())
          .put("usesysid", session.sessionUser().roleId())
          .put("usename", session.sessionUser().name())
          .put("backend_type", "client backend")
          .put("query", visible ? activity.statement() : "<insufficient privilege>");
      if (visible) {
        rows.put("application_name", application(session))
            .put("client_addr", address(session.request().remoteAddress()))
            .put("client_port", port(session.request().remoteAddress()))
            .put("state", activity.state())
            .put("state_change", activity.since() * 1000)
            .put("query_start", activity.statement().isEmpty() ? null : activity.since() * 1000);
      }
    }
  }

  /** The session's database; null once either of them is gone. */
  private static @Nullable Database database(Session session) {
    try {
      return session.isClosed() ? null : session.database();
    } catch (OrbitException gone) {
      return null;
    }
  }

  private static String application(Session session) {
    return session.settings().getOrDefault("application_name", session.request().applicationName());
  }

  private static @Nullable Object address(String remote) {
    int colon = remote.lastIndexOf(':');
    String host = (colon < 0 ? remote : remote.substring(0, colon)).replaceAll("[\\[\\]]", "");
    try {
      return ValueText.parse(host, DataType.of(TypeKind.INET), TextContext.UTC);
    } catch (OrbitException noAddress) {
      return null;
    }
  }

  private static int port(String remote) {
    String digits = remote.substring(remote.lastIndexOf(':') + 1);
    return digits.chars().allMatch(Character::isDigit) && !digits.isEmpty() && digits.length() < 6
        ? Integer.parseInt(digits)
        : -1;
  }

  static void preparedStatements(SystemView view, SystemRows rows) {
    for (SessionState.Named statement : state(view).preparedStatements()) {
      List<Long> types = statement.types().stream().map(TypeOids::of).toList();
      rows.row()
          .put("name", statement.name())
          .put("statement", statement.text())
          .put("parameter_types", types.isEmpty() ? Array.EMPTY : types)
          .put("from_sql", true);
    }
  }

  static void cursors(SystemView view, SystemRows rows) {
    for (SessionState.OpenCursor cursor : state(view).openCursors()) {
      rows.row()
          .put("name", cursor.name())
          .put("statement", cursor.text())
          .put("is_holdable", cursor.hold())
          .put("is_binary", false)
          .put("is_scrollable", true);
    }
  }

  private static SessionState state(SystemView view) {
    return view.sources().states().of(view.session());
  }
}
