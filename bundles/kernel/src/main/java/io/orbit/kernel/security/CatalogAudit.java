package io.orbit.kernel.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.AuditLog.Event;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.kernel.catalog.CatalogObserver;
import io.orbit.kernel.catalog.KernelCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the audit log what was committed in the catalog: objects made, changed and dropped, roles,
 * grants, by whichever protocol and language. Temporary tables are nobody's business. Thread-safe.
 */
@Component(service = CatalogAudit.class, immediate = true)
public final class CatalogAudit implements CatalogObserver {
  private static final String TEMPORARY = "pg_temp";

  private final KernelCatalog catalog;
  private final KernelSessions sessions;
  private final AuditLog log;

  /** Begins to look. */
  @Activate
  public CatalogAudit(
      @Reference KernelCatalog catalog,
      @Reference KernelSessions sessions,
      @Reference AuditLog log) {
    this.catalog = catalog;
    this.sessions = sessions;
    this.log = log;
    catalog.observeChanges(this);
  }

  @Deactivate
  void stop() {
    catalog.observeChanges(NONE);
  }

  @Override
  public Consumer<List<Change>> begins(long transaction) {
    Optional<Session> session =
        sessions.list().stream().filter(one -> has(one, transaction)).findAny();
    CatalogView before = catalog.current();
    return changes -> changes.forEach(change -> record(session, before, change));
  }

  private static boolean has(Session session, long id) {
    Transaction transaction = session.transaction();
    return transaction != null && transaction.id() == id;
  }

  private void record(Optional<Session> session, CatalogView before, Change change) {
    CatalogObject object = change.after().or(change::before).orElseThrow();
    String name = name(object, before);
    if (name.contains(TEMPORARY)) {
      return;
    }
    boolean isNew = change.before().isEmpty();
    String verb = isNew ? "create " : change.after().isPresent() ? "alter " : "drop ";
    String detail =
        isNew || change.after().isEmpty()
            ? ""
            : difference(change.before().get(), change.after().get());
    log.record(
        new Event(
            session.map(one -> one.sessionUser().name()).orElse(""),
            session.map(one -> one.request().protocol()).orElse("server"),
            session.map(one -> one.request().remoteAddress()).orElse(""),
            verb + kind(object),
            name,
            true,
            detail));
  }

  private static String kind(CatalogObject object) {
    return switch (object) {
      case Database _ -> "database";
      case Schema _ -> "schema";
      case Collection collection -> collection.kind().name().toLowerCase(Locale.ROOT);
      case Role _ -> "role";
      case UserType _ -> "type";
      case Routine routine -> routine.procedure() ? "procedure" : "function";
    };
  }

  /** With database and schema; what is gone meanwhile by what it was called. */
  private String name(CatalogObject object, CatalogView before) {
    return switch (object) {
      case Database database -> database.name();
      case Role role -> role.name();
      case Schema schema -> name(schema.database(), before) + "." + schema.name();
      case Collection one ->
          name(one.database(), before) + "." + name(one.schema(), before) + "." + one.name();
      case UserType one ->
          name(one.database(), before) + "." + name(one.schema(), before) + "." + one.name();
      case Routine one ->
          name(one.database(), before) + "." + name(one.schema(), before) + "." + one.name();
    };
  }

  private String name(long id, CatalogView before) {
    return catalog
        .current()
        .object(id)
        .or(() -> before.object(id))
        .map(CatalogObject::name)
        .orElse(Long.toString(id));
  }

  private String difference(CatalogObject was, CatalogObject is) {
    List<String> words = new ArrayList<>();
    if (!was.name().equals(is.name())) {
      words.add("was " + was.name());
    }
    if (was.owner() != is.owner()) {
      words.add("owner " + roleName(is.owner()));
    }
    if (!was.grants().equals(is.grants())) {
      words.add("grants: " + grants(is.grants()));
    }
    if (was instanceof Role before && is instanceof Role after) {
      words.addAll(difference(before, after));
    }
    return String.join("; ", words);
  }

  private List<String> difference(Role was, Role is) {
    List<String> words = new ArrayList<>();
    if (!Objects.equals(was.scram(), is.scram())) {
      words.add(is.scram() == null ? "no password" : "another password");
    }
    tell(words, was.superuser(), is.superuser(), "superuser");
    tell(words, was.login(), is.login(), "login");
    tell(words, was.createDatabase(), is.createDatabase(), "createdb");
    tell(words, was.createRole(), is.createRole(), "createrole");
    if (was.connectionLimit() != is.connectionLimit()) {
      words.add("connection limit " + is.connectionLimit());
    }
    if (was.validUntil() != is.validUntil()) {
      words.add("another time until which it is valid");
    }
    if (!was.memberOf().equals(is.memberOf())) {
      words.add(
          "member of: "
              + is.memberOf().stream().map(this::roleName).collect(Collectors.joining(", ")));
    }
    if (!was.settings().equals(is.settings())) {
      words.add("settings of its sessions");
    }
    return words;
  }

  private static void tell(List<String> words, boolean was, boolean is, String name) {
    if (was != is) {
      words.add(is ? name : "no" + name);
    }
  }

  private String grants(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                roleName(grant.grantee())
                    + " "
                    + grant.privileges().stream()
                        .map(Enum::name)
                        .sorted()
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private String roleName(long id) {
    return id == Grant.PUBLIC
        ? "PUBLIC"
        : catalog.current().object(id).map(CatalogObject::name).orElse(Long.toString(id));
  }
}
