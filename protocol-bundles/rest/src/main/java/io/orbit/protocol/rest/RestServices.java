package io.orbit.protocol.rest;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.Commands;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.Backups;
import io.orbit.api.ops.Bundles;
import io.orbit.api.ops.Features;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Logs;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.ServerSettings;
import io.orbit.api.ops.SlowStatements;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.ops.Transfers;
import io.orbit.api.query.Statements;
import io.orbit.api.records.Records;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Sessions;
import io.orbit.api.security.WebLogin;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Wait;
import io.orbit.protocol.rest.security.AccessRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the resources stand on.
 *
 * @param commands the Redis commands, while the bundle that has them is installed
 * @param health all aspects of health known now
 * @param webLogins where browsers can log in beside here
 * @param rules who may ask from where, and how often
 * @param spans where traces go, if anywhere
 */
public record RestServices(
    Sessions sessions,
    ApiKeys apiKeys,
    Statements statements,
    Catalog catalog,
    Store store,
    Records records,
    Operations operations,
    ServerInfo server,
    Metrics metrics,
    Supplier<Optional<Commands>> commands,
    Supplier<List<Health>> health,
    Supplier<List<WebLogin>> webLogins,
    Supplier<AccessRules> rules,
    Supplier<Optional<SpanExporter>> spans) {

  /** What an operator sees and does. */
  public record Operations(
      Features features,
      Bundles bundles,
      Listeners listeners,
      Logs logs,
      ServerSettings settings,
      Backups backups,
      Transfers transfers,
      SlowStatements slowStatements,
      AuditLog audit) {}

  /** Waits until a commit is as durable as its writer asked. Blocks. */
  public void awaitDurable(long commitTimestamp) {
    if (commitTimestamp != 0 && store.durable(commitTimestamp) instanceof Wait wait) {
      wait.await(0);
    }
  }
}
