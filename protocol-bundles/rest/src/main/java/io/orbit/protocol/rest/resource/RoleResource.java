package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups, and what they were granted. Changes are the statements that SQL has for them.
 */
@Path("api/v1/roles")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class RoleResource {
  private static final String SQL = "sql";

  private final RestServices services;

  /**
   * A role.
   *
   * @param login whether it is a user
   * @param hasPassword whether it has one; never which
   * @param connectionLimit -1 for none
   * @param validUntil from when on it may not log in; absent for ever
   * @param memberOf roles whose rights it has
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record KnownRole(
      String name,
      boolean login,
      boolean superuser,
      boolean createDatabase,
      boolean createRole,
      boolean hasPassword,
      int connectionLimit,
      @OptionalMember @Nullable String validUntil,
      List<String> memberOf,
      String comment) {}

  /**
   * A role to be made, or what is to change of one; what is not said stays, or is PostgreSQL's
   * default.
   *
   * @param name only where it is made
   * @param memberOf all that it is to be a member of
   */
  public record WantedRole(
      @OptionalMember @Nullable String name,
      @OptionalMember @Nullable Boolean login,
      @OptionalMember @Nullable Boolean superuser,
      @OptionalMember @Nullable Boolean createDatabase,
      @OptionalMember @Nullable Boolean createRole,
      @OptionalMember @Nullable String password,
      @OptionalMember @Nullable Integer connectionLimit,
      @OptionalMember @Nullable String validUntil,
      @OptionalMember @Nullable List<String> memberOf) {}

  /**
   * What a role was granted on one object.
   *
   * @param kind database, schema, table, view or sequence
   * @param object with its schema and database
   * @param grantable those of them that it may grant to others
   */
  public record KnownGrant(
      String kind, String object, List<String> privileges, List<String> grantable, String by) {}

  public RoleResource(RestServices services) {
    this.services = services;
  }

  private Role require(String name) {
    return services.catalog().current().role(name).orElseThrow(() -> Inputs.unknown("role", name));
  }

  private KnownRole describe(Role role) {
    CatalogView catalog = services.catalog().current();
    return new KnownRole(
        role.name(),
        role.login(),
        role.superuser(),
        role.createDatabase(),
        role.createRole(),
        role.scram() != null,
        role.connectionLimit(),
        role.validUntil() == Long.MAX_VALUE
            ? null
            : Instant.ofEpochMilli(role.validUntil()).toString(),
        role.memberOf().stream().map(id -> name(catalog, id)).sorted().toList(),
        role.comment());
  }

  private static String name(CatalogView catalog, long id) {
    return catalog.object(id).map(CatalogObject::name).orElse("");
  }

  @GET
  @Operation(summary = "Lists users and groups", answer = KnownRole.class, list = true)
  public List<KnownRole> list() {
    return services.catalog().current().roles().stream()
        .sorted(Comparator.comparing(Role::name))
        .map(this::describe)
        .toList();
  }

  @GET
  @Path("{name}")
  @Operation(summary = "Shows a role", answer = KnownRole.class)
  public KnownRole show(@PathParam("name") String name) {
    return describe(require(name));
  }

  @GET
  @Path("{name}/grants")
  @Operation(
      summary = "Lists what a role itself was granted, in all databases",
      answer = KnownGrant.class,
      list = true)
  public List<KnownGrant> grants(@PathParam("name") String name) {
    long role = require(name).id();
    CatalogView catalog = services.catalog().current();
    List<KnownGrant> all = new ArrayList<>();
    for (Database database : catalog.databases()) {
      add(all, catalog, role, database, "database", database.name());
      for (Schema schema : catalog.schemas(database.id())) {
        String path = database.name() + "." + schema.name();
        add(all, catalog, role, schema, "schema", path);
        for (Collection one : catalog.collections(schema.id())) {
          String kind =
              switch (one.kind()) {
                case TABLE -> "table";
                case VIEW -> "view";
                case SEQUENCE -> "sequence";
              };
          add(all, catalog, role, one, kind, path + "." + one.name());
        }
      }
    }
    return all;
  }

  private static void add(
      List<KnownGrant> to,
      CatalogView catalog,
      long role,
      CatalogObject object,
      String kind,
      String path) {
    for (Grant grant : object.grants()) {
      if (grant.grantee() == role) {
        to.add(
            new KnownGrant(
                kind,
                path,
                names(grant.privileges()),
                names(grant.grantable()),
                name(catalog, grant.grantor())));
      }
    }
  }

  private static List<String> names(java.util.Set<Privilege> privileges) {
    return privileges.stream().map(Enum::name).sorted().toList();
  }

  // ---- changes

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a user or group",
      status = 201,
      body = WantedRole.class,
      answer = KnownRole.class)
  public Response create(@Nullable WantedRole wanted, @Context HttpServletRequest request)
      throws IOException {
    WantedRole given = Inputs.require(wanted, "the body");
    String name = Inputs.require(given.name(), "name");
    List<String> statements = new ArrayList<>();
    statements.add("CREATE ROLE " + RecordText.quote(name) + options(given));
    memberships(statements, name, List.of(), given);
    run(request, statements);
    return Response.status(Response.Status.CREATED)
        .location(URI.create("/api/v1/roles/" + PathText.encode(name)))
        .entity(show(name))
        .build();
  }

  @PATCH
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Changes a role", body = WantedRole.class, answer = KnownRole.class)
  public KnownRole change(
      @PathParam("name") String name,
      @Nullable WantedRole wanted,
      @Context HttpServletRequest request)
      throws IOException {
    WantedRole given = Inputs.require(wanted, "the body");
    KnownRole before = show(name);
    List<String> statements = new ArrayList<>();
    String options = options(given);
    if (!options.isEmpty()) {
      statements.add("ALTER ROLE " + RecordText.quote(name) + options);
    }
    memberships(statements, name, before.memberOf(), given);
    run(request, statements);
    return show(name);
  }

  @DELETE
  @Path("{name}")
  @Operation(summary = "Removes a role that owns and may nothing any more", status = 204)
  public Response remove(@PathParam("name") String name, @Context HttpServletRequest request)
      throws IOException {
    require(name);
    run(request, List.of("DROP ROLE " + RecordText.quote(name)));
    return Response.noContent().build();
  }

  private static String options(WantedRole wanted) {
    StringBuilder out = new StringBuilder();
    option(out, wanted.login(), "LOGIN");
    option(out, wanted.superuser(), "SUPERUSER");
    option(out, wanted.createDatabase(), "CREATEDB");
    option(out, wanted.createRole(), "CREATEROLE");
    if (wanted.connectionLimit() != null) {
      out.append(" CONNECTION LIMIT ").append(wanted.connectionLimit());
    }
    if (wanted.password() != null) {
      out.append(" PASSWORD ").append(literal(wanted.password()));
    }
    if (wanted.validUntil() != null) {
      out.append(" VALID UNTIL ").append(literal(wanted.validUntil()));
    }
    return out.toString();
  }

  private static void option(StringBuilder out, @Nullable Boolean value, String word) {
    if (value != null) {
      out.append(value ? " " : " NO").append(word);
    }
  }

  private static String literal(String text) {
    String quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }

  private static void memberships(
      List<String> statements, String name, List<String> before, WantedRole wanted) {
    List<String> after = wanted.memberOf();
    if (after == null) {
      return;
    }
    for (String group : before) {
      if (!after.contains(group)) {
        statements.add("REVOKE " + RecordText.quote(group) + " FROM " + RecordText.quote(name));
      }
    }
    for (String group : after) {
      if (!before.contains(group)) {
        statements.add("GRANT " + RecordText.quote(group) + " TO " + RecordText.quote(name));
      }
    }
  }

  /** Runs all or nothing; what a session's activity shows of it has no password. */
  private void run(HttpServletRequest request, List<String> statements) throws IOException {
    StatementRunner runner = new StatementRunner(services, request);
    runner.inTransaction(
        request.getMethod() + " " + request.getRequestURI(),
        0,
        () -> {
          for (String statement : statements) {
            var prepared = runner.prepare(SQL, statement, List.of());
            try (Execution execution = runner.execute(prepared, List.of())) {
              Batch batch;
              do {
                batch = execution.next(1);
              } while (batch != null);
            }
          }
          return statements;
        });
  }
}
