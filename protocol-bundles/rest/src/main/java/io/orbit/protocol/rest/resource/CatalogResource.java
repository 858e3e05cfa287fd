package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.security.Session;
import io.orbit.api.value.text.TypeNames;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Databases, schemas and collections, as far as the caller may know them. */
@Path("api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class CatalogResource {
  private final RestServices services;

  /** A database. */
  public record DatabaseInfo(String name, String owner, String engine, String comment) {}

  /** A schema. */
  public record SchemaInfo(String name, String owner, String comment) {}

  /** A collection. */
  public record CollectionInfo(
      String schema,
      String name,
      String kind,
      String owner,
      boolean open,
      List<String> primaryKey,
      List<ColumnInfo> columns,
      List<IndexInfo> indexes,
      String comment) {}

  /** A column; its type and default as PostgreSQL writes them. */
  public record ColumnInfo(
      String name, String type, boolean nullable, String defaultValue, String comment) {}

  /** A secondary index. */
  public record IndexInfo(String name, boolean unique, List<String> columns) {}

  public CatalogResource(RestServices services) {
    this.services = services;
  }

  @GET
  @Path("databases")
  @Operation(
      summary = "Lists the databases one may connect to",
      answer = DatabaseInfo.class,
      list = true)
  public List<DatabaseInfo> databases(@Context HttpServletRequest request) {
    Session session = Caller.session(request);
    CatalogView catalog = services.catalog().current();
    return catalog.databases().stream()
        .filter(database -> session.may(database, Privilege.CONNECT))
        .map(database -> describe(catalog, database))
        .toList();
  }

  @GET
  @Path("schemas")
  @Operation(summary = "Lists the schemas of the database", answer = SchemaInfo.class, list = true)
  public List<SchemaInfo> schemas(@Context HttpServletRequest request) {
    Session session = Caller.session(request);
    CatalogView catalog = services.catalog().current();
    return usable(catalog, session).stream()
        .map(schema -> new SchemaInfo(schema.name(), owner(catalog, schema), schema.comment()))
        .toList();
  }

  @GET
  @Path("collections")
  @Operation(
      summary = "Lists the collections one may read, of all schemas or of one",
      answer = CollectionInfo.class,
      list = true)
  public List<CollectionInfo> collections(
      @QueryParam("schema") @DefaultValue("") String schemaName,
      @Context HttpServletRequest request) {
    Session session = Caller.session(request);
    CatalogView catalog = services.catalog().current();
    return usable(catalog, session).stream()
        .filter(schema -> schemaName.isEmpty() || schema.name().equals(schemaName))
        .flatMap(
            schema ->
                catalog.collections(schema.id()).stream()
                    .filter(collection -> readable(session, collection))
                    .map(collection -> describe(catalog, schema, collection)))
        .toList();
  }

  @GET
  @Path("collections/{schema}/{name}")
  @Operation(summary = "Shows a collection with its columns", answer = CollectionInfo.class)
  public CollectionInfo collection(
      @PathParam("schema") String schemaName,
      @PathParam("name") String name,
      @Context HttpServletRequest request) {
    Session session = Caller.session(request);
    CatalogView catalog = services.catalog().current();
    return usable(catalog, session).stream()
        .filter(schema -> schema.name().equals(schemaName))
        .flatMap(
            schema ->
                catalog.collection(schema.id(), name).stream()
                    .filter(collection -> readable(session, collection))
                    .map(collection -> describe(catalog, schema, collection)))
        .findAny()
        .orElseThrow(() -> Inputs.unknown("collection", schemaName + "." + name));
  }

  private static List<Schema> usable(CatalogView catalog, Session session) {
    return catalog.schemas(session.database().id()).stream()
        .filter(schema -> session.may(schema, Privilege.USAGE))
        .toList();
  }

  private static boolean readable(Session session, Collection collection) {
    return collection.kind() != Collection.Kind.SEQUENCE
        && session.may(collection, Privilege.SELECT);
  }

  private static DatabaseInfo describe(CatalogView catalog, Database database) {
    return new DatabaseInfo(
        database.name(), owner(catalog, database), database.engine(), database.comment());
  }

  private static String owner(CatalogView catalog, CatalogObject object) {
    return catalog.object(object.owner()).map(CatalogObject::name).orElse("");
  }

  private static CollectionInfo describe(
      CatalogView catalog, Schema schema, Collection collection) {
    return new CollectionInfo(
        schema.name(),
        collection.name(),
        collection.kind().name().toLowerCase(Locale.ROOT),
        owner(catalog, collection),
        collection.open(),
        collection.primaryKey().stream().map(at -> collection.columns().get(at).name()).toList(),
        IntStream.range(0, collection.columns().size())
            .mapToObj(at -> describe(collection.columns().get(at), collection.primaryKey(), at))
            .toList(),
        collection.indexes().stream().map(index -> describe(index, collection)).toList(),
        collection.comment());
  }

  private static ColumnInfo describe(Column column, List<Integer> primaryKey, int position) {
    return new ColumnInfo(
        column.name(),
        TypeNames.format(column.type()),
        !column.notNull() && !primaryKey.contains(position),
        column.defaultText(),
        column.comment());
  }

  private static IndexInfo describe(Index index, Collection collection) {
    List<String> elements =
        index.elements().stream()
            .map(
                element ->
                    collection.columns().stream()
                        .filter(column -> column.id() == element.column())
                        .map(Column::name)
                        .findAny()
                        .orElse(element.expressionText()))
            .toList();
    return new IndexInfo(index.name(), index.unique(), elements);
  }
}
