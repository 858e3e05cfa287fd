package io.orbit.query.catalog;

import io.orbit.api.security.Principal;
import io.orbit.query.statistics.StatementStatistics;

/**
 * pg_stat_statements, as version 1.10 of PostgreSQL's extension has it. Whoever is no superuser
 * sees the texts of their own roles' statements alone.
 */
final class StatementRows {
  private StatementRows() {}

  static void rows(SystemView view, SystemRows rows) {
    Principal who = view.session().principal();
    for (StatementStatistics.Shown shown : view.sources().statements().list()) {
      StatementStatistics.Key key = shown.key();
      boolean visible =
          who.superuser() || who.roleId() == key.user() || who.memberships().contains(key.user());
      rows.row()
          .put("userid", key.user())
          .put("dbid", key.database())
          .put("toplevel", true)
          .put("queryid", visible ? key.queryId() : null)
          .put("query", visible ? key.text() : "<insufficient privilege>")
          .put("plans", 0L)
          .put("calls", shown.calls())
          .put("total_exec_time", shown.totalMillis())
          .put("min_exec_time", shown.leastMillis())
          .put("max_exec_time", shown.mostMillis())
          .put("mean_exec_time", shown.meanMillis())
          .put("stddev_exec_time", shown.deviation())
          .put("rows", shown.rows());
    }
  }
}
