package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.truth;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.session.Settings;
import io.orbit.query.type.SearchPath;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeOids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Who and where the session is, its settings, other sessions. */
final class SessionFunctions implements FunctionRegistry.Library {
  private static final long SLEEP_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    names(definitions);
    connection(definitions);
    settings(definitions);
    transactions(definitions);
    definitions
        .define("pg_typeof(any) regtype")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> TypeOids.of(types.getFirst()));
    definitions
        .define("pg_notify(text, text) void")
        .unstable()
        .calledOnNull()
        .is((e, a) -> notify(e.session(), a[0], a[1]));
    definitions.define("pg_sleep(float8) void").unstable().is((e, a) -> sleep(e, real(a, 0)));
    for (String parameters : List.of("()", "(oid)", "(oid, oid)", "(oid, oid, int8)")) {
      definitions
          .define("pg_stat_statements_reset" + parameters + " void")
          .unstable()
          .is((e, a) -> forget(e, a));
    }
    definitions
        .define("pg_cancel_backend(int4) bool")
        .unstable()
        .is((e, a) -> cancel(e, integer(a, 0), Session.CancelReason.USER_REQUEST));
    for (String parameters : List.of("(int4)", "(int4, int8)")) {
      definitions
          .define("pg_terminate_backend" + parameters + " bool")
          .unstable()
          .is((e, a) -> cancel(e, integer(a, 0), Session.CancelReason.SHUTDOWN));
    }
  }

  private static void names(Definitions definitions) {
    for (String name : List.of("current_user", "current_role", "user")) {
      definitions.define(name + "() name").stable().is((e, a) -> e.session().principal().name());
    }
    definitions
        .define("session_user() name")
        .stable()
        .is((e, a) -> e.session().sessionUser().name());
    for (String name : List.of("current_database", "current_catalog")) {
      definitions.define(name + "() name").stable().is((e, a) -> e.session().database().name());
    }
    definitions
        .define("current_schema() name")
        .stable()
        .is((e, a) -> existing(e, false).stream().findFirst().orElse(null));
    definitions
        .define("current_schemas(bool) name[]")
        .stable()
        .is((e, a) -> Array.of(existing(e, truth(a, 0))));
    definitions
        .define("version() text")
        .stable()
        .is((e, a) -> "PostgreSQL " + Settings.show(e.session(), "server_version") + " (Orbit)");
  }

  /** The search path's schemas that there are. */
  private static List<String> existing(Evaluation evaluation, boolean implicit) {
    Session session = evaluation.session();
    List<String> path = implicit ? SearchPath.of(session) : SearchPath.explicit(session);
    List<String> existing = new ArrayList<>();
    for (String name : path) {
      boolean there =
          SystemRelations.schemaOid(name) != 0
              || evaluation.catalog().schema(session.database().id(), name).isPresent();
      if (there) {
        existing.add(name);
      }
    }
    return existing;
  }

  private static Object notify(
      Session session, @Nullable Object channel, @Nullable Object payload) {
    String name = channel == null ? "" : channel.toString();
    session.notifications().send(name, payload == null ? "" : payload.toString());
    return "";
  }

  private static void connection(Definitions definitions) {
    definitions.define("pg_backend_pid() int4").stable().is((e, a) -> (int) e.session().id());
    definitions
        .define("pg_trigger_depth() int4")
        .stable()
        .is((e, a) -> e.services().routines().triggers().depth(e.session()));
    definitions.define("inet_client_addr() inet").stable().is((e, a) -> clientAddress(e.session()));
    definitions.define("inet_client_port() int4").stable().is((e, a) -> clientPort(e.session()));
    definitions
        .define("pg_client_encoding() name")
        .stable()
        .is((e, a) -> Settings.show(e.session(), "client_encoding"));
    definitions.define("getdatabaseencoding() name").stable().is((e, a) -> "UTF8");
    definitions.add(
        "pg_encoding_to_char(int4) name",
        (e, a) -> integer(a, 0) == 6 ? "UTF8" : integer(a, 0) == 0 ? "SQL_ASCII" : "");
    definitions.add(
        "pg_char_to_encoding(name) int4",
        (e, a) ->
            switch (text(a, 0).toUpperCase(Locale.ROOT).replace("-", "")) {
              case "UTF8", "UNICODE" -> 6;
              case "SQL_ASCII" -> 0;
              default -> -1;
            });
  }

  private static @Nullable Object clientAddress(Session session) {
    String address = session.request().remoteAddress();
    int colon = address.lastIndexOf(':');
    String host = colon > 0 ? address.substring(0, colon) : address;
    host = host.replace("[", "").replace("]", "").replaceFirst("^/", "");
    try {
      return ValueText.parse(host, DataType.of(TypeKind.INET), TextContext.UTC);
    } catch (OrbitException notAnAddress) {
      return null;
    }
  }

  private static @Nullable Object clientPort(Session session) {
    String address = session.request().remoteAddress();
    String port = address.substring(address.lastIndexOf(':') + 1);
    return port.matches("\\d{1,5}") && port.length() < address.length()
        ? Integer.valueOf(port)
        : null;
  }

  // ---- settings

  private static void settings(Definitions definitions) {
    definitions
        .define("current_setting(text) text")
        .stable()
        .is(
            (e, a) -> {
              String value = Settings.show(e.session(), text(a, 0));
              if (value == null) {
                throw new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "unrecognized configuration parameter \"" + text(a, 0) + "\"");
              }
              return value;
            });
    definitions
        .define("current_setting(text, bool) text")
        .stable()
        .is(
            (e, a) -> {
              String value = Settings.show(e.session(), text(a, 0));
              if (value == null && !truth(a, 1)) {
                throw new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "unrecognized configuration parameter \"" + text(a, 0) + "\"");
              }
              return value;
            });
    definitions
        .define("set_config(text, text, bool) text")
        .unstable()
        .calledOnNull()
        .is(
            (e, a) -> {
              if (a[0] == null) {
                throw new OrbitException(
                    ErrorCode.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
              }
              return set(e, text(a, 0), (String) a[1], a[2] != null && truth(a, 2));
            });
  }

  private static @Nullable String set(
      Evaluation evaluation, String name, @Nullable String value, boolean local) {
    Session session = evaluation.session();
    String key = name.toLowerCase(Locale.ROOT);
    String checked = value == null ? null : Settings.check(name, value);
    String old = session.settings().get(key);
    put(session, key, checked);
    Transaction transaction = evaluation.transaction();
    transaction.onEnd(
        committed -> {
          if (local || !committed) {
            put(session, key, old);
          }
        });
    return Settings.show(session, name);
  }

  private static void put(Session session, String key, @Nullable String value) {
    Settings.put(session, key, value);
  }

  // ---- transactions

  private static void transactions(Definitions definitions) {
    definitions.define("txid_current() int8").stable().is((e, a) -> e.transaction().id());
    definitions
        .define("txid_current_if_assigned() int8")
        .stable()
        .is((e, a) -> e.transaction().id());
    definitions
        .define("pg_postmaster_start_time() timestamptz")
        .stable()
        .is((e, a) -> processStart());
    definitions.define("pg_is_in_recovery() bool").unstable().is((e, a) -> false);
  }

  /** Java null where the operating system does not tell. */
  private static @Nullable Long processStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> start.getEpochSecond() * Times.SECOND + start.getNano() / 1000)
        .orElse(null);
  }

  private static Object sleep(Evaluation evaluation, double seconds) {
    long until = System.nanoTime() + (long) (Math.clamp(seconds, 0, 1e9) * 1e9);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      evaluation.checkCanceled();
      LockSupport.parkNanos(Math.min(left, SLEEP_SLICE_NANOS));
    }
    return "";
  }

  /** Forgets statements by user, database and number; 0 and what is not given are all. */
  private static String forget(Evaluation evaluation, @Nullable Object[] arguments) {
    if (!evaluation.session().principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "permission denied for function pg_stat_statements_reset");
    }
    long[] which = new long[3];
    for (int i = 0; i < arguments.length; i++) {
      which[i] = Arguments.bigint(arguments, i);
    }
    evaluation.services().statements().reset(which[0], which[1], which[2]);
    return "";
  }

  /**
   * Stops a session's statement, or the session: that ends with its statement, or with the next one
   * when it is idle.
   */
  private static boolean cancel(Evaluation evaluation, int pid, Session.CancelReason reason) {
    Session own = evaluation.session();
    for (Session other : evaluation.services().sessions().list()) {
      if ((int) other.id() == pid) {
        boolean allowed =
            own.principal().superuser()
                || own.principal().memberships().contains(other.sessionUser().roleId());
        if (!allowed) {
          throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE,
              reason == Session.CancelReason.SHUTDOWN
                  ? "must be a member of the role whose process is being terminated or member of"
                      + " pg_signal_backend"
                  : "must be a member of the role whose query is being canceled or member of"
                      + " pg_signal_backend");
        }
        other.cancel(reason);
        return true;
      }
    }
    evaluation
        .services()
        .notices()
        .notice(own, "WARNING", "01000", "PID " + pid + " is not a PostgreSQL server process");
    return false;
  }
}
