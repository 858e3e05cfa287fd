package io.orbit.protocol.redis;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** ACL SETUSER and DELUSER: roles in the catalog, made, changed and removed. */
final class AclUsers {
  private AclUsers() {}

  static void set(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "acl|setuser");
    String name = AclUser.roleName(checkedName(request.argument(2)));
    List<String> words = request.from(3).stream().map(ByteRange::latin1).toList();
    long ignored =
        change(
            client,
            transaction -> {
              Catalog catalog = client.server().guard().catalog();
              Role old = locked(catalog, transaction, name);
              AclChange change = new AclChange(client.server(), name, old);
              change.apply(words);
              var editor = catalog.edit(transaction);
              editor.put(change.role(old == null ? editor.newId() : old.id()));
              return 1;
            });
    endForbiddenSubscriptions(client.server(), name);
    reply.ok();
  }

  private static String checkedName(ByteRange word) {
    String name = word.utf8();
    if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\0') >= 0) {
      throw new RedisError("ERR Usernames can't contain spaces or null characters");
    }
    if (name.equals("public") || name.startsWith("pg_")) {
      throw new RedisError("ERR role name \"" + name + "\" is reserved");
    }
    return name;
  }

  private static @Nullable Role locked(Catalog catalog, Transaction transaction, String name) {
    Role known = catalog.view(transaction).role(name).orElse(null);
    if (known == null) {
      return null;
    }
    catalog.lock(transaction, known.id(), true);
    return catalog.view(transaction).object(known.id()).orElse(null) instanceof Role role
        ? role
        : null;
  }

  /** In the transaction that is open, or in one of its own, which is on the disk afterwards. */
  private static long change(RedisClient client, ToLongFunction<Transaction> change) {
    Session session = client.session();
    if (session == null) {
      throw new RedisError(RedisDispatcher.NOT_AUTHENTICATED);
    }
    Transaction open = session.transaction();
    if (open != null) {
      return change.applyAsLong(open);
    }
    try {
      long result = change.applyAsLong(session.begin(TransactionOptions.DEFAULT, false));
      Wait wait = client.server().store().durable(session.commit());
      if (wait != null) {
        wait.await(0);
      }
      return result;
    } finally {
      session.rollback();
    }
  }

  private static void endForbiddenSubscriptions(RedisServer server, String name) {
    for (RedisClient each : server.clients()) {
      if (each.userName().equals(name) && !server.guard().mayHearAll(each)) {
        each.requireConnection().abort();
      }
    }
  }

  // ---- removing

  static void delete(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "acl|deluser");
    List<String> names = request.from(2).stream().map(ByteRange::utf8).toList();
    if (names.contains(AclUser.DEFAULT) || names.contains(AclUser.ADMINISTRATOR)) {
      throw new RedisError("ERR The 'default' user cannot be removed");
    }
    List<String> removed = new ArrayList<>();
    long count =
        change(
            client,
            transaction -> {
              removed.clear();
              for (String name : names) {
                if (remove(client.server().guard().catalog(), transaction, name)) {
                  removed.add(name);
                }
              }
              return removed.size();
            });
    for (RedisClient each : client.server().clients()) {
      if (removed.contains(each.userName())) {
        each.requireConnection().abort();
      }
    }
    reply.integer(count);
  }

  private static boolean remove(Catalog catalog, Transaction transaction, String name) {
    Role role = locked(catalog, transaction, name);
    if (role == null) {
      return false;
    }
    CatalogView view = catalog.view(transaction);
    boolean needed =
        view.databases().stream().anyMatch(database -> needs(view, database, role.id()))
            || view.roles().stream().anyMatch(each -> each.memberOf().contains(role.id()));
    if (needed) {
      throw new RedisError(
          "ERR user '"
              + name
              + "' owns objects, has rights on some or has members: take them away in SQL, then"
              + " DROP ROLE");
    }
    catalog.edit(transaction).remove(role.id());
    return true;
  }

  private static boolean needs(CatalogView view, Database database, long role) {
    List<CatalogObject> objects = new ArrayList<>(List.of(database));
    for (Schema schema : view.schemas(database.id())) {
      objects.add(schema);
      objects.addAll(view.collections(schema.id()));
      objects.addAll(view.types(schema.id()));
      objects.addAll(view.routines(schema.id()));
    }
    return objects.stream()
        .anyMatch(
            object ->
                object.owner() == role
                    || object.grants().stream()
                        .anyMatch(grant -> grant.grantee() == role || grant.grantor() == role));
  }
}
