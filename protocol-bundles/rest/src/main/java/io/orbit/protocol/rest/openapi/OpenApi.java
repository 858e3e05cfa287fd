package io.orbit.protocol.rest.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.protocol.rest.Problem;
import io.orbit.protocol.rest.security.Authentication;
import io.orbit.protocol.rest.security.Open;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Describes resources by OpenAPI 3.1, from their annotations and nothing else. */
public final class OpenApi {
  private static final String JSON_TYPE = "application/json";
  private static final int FIRST_FAILURE = 400;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Schemas schemas = new Schemas();
  private final TreeMap<String, ObjectNode> paths = new TreeMap<>();

  private OpenApi() {}

  /**
   * The description.
   *
   * @param resources classes of all resources, with their Path annotations
   * @param version of the server
   */
  public static ObjectNode describe(Collection<Class<?>> resources, String version) {
    OpenApi description = new OpenApi();
    resources.stream()
        .sorted(Comparator.comparing(Class::getName))
        .forEach(description::addResource);
    return description.document(version);
  }

  private ObjectNode document(String version) {
    ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Orbit")
        .put("version", version)
        .put("description", "One database that speaks every protocol: this is its REST interface.");
    ObjectNode all = document.putObject("paths");
    paths.forEach(all::set);
    ObjectNode components = document.putObject("components");
    schemas.of(Problem.class);
    components.set("schemas", schemas.components());
    ObjectNode security = components.putObject("securitySchemes");
    security.putObject("basic").put("type", "http").put("scheme", "basic");
    security.putObject("bearer").put("type", "http").put("scheme", "bearer");
    security
        .putObject("key")
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", Authentication.KEY_HEADER);
    security
        .putObject("cookie")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "orbit_session_8080")
        .put(
            "description",
            "The port is in the name; unsafe methods need the header "
                + Authentication.CSRF_HEADER
                + " too.");
    ArrayNode any = document.putArray("security");
    for (String scheme : List.of("basic", "bearer", "key", "cookie")) {
      any.add(JSON.objectNode().set(scheme, JSON.arrayNode()));
    }
    return document;
  }

  private void addResource(Class<?> resource) {
    Path base = resource.getAnnotation(Path.class);
    Method[] methods = resource.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      Operation operation = method.getAnnotation(Operation.class);
      if (operation != null) {
        Path path = method.getAnnotation(Path.class);
        String whole = join(base.value(), path == null ? "" : path.value());
        ObjectNode item = paths.computeIfAbsent(whole, key -> JSON.objectNode());
        item.set(
            verb(method).toLowerCase(Locale.ROOT), describe(resource, method, operation, whole));
      }
    }
  }

  /** A path as the description has it: without the patterns of its parameters. */
  public static String join(String base, String path) {
    String joined = ("/" + base + "/" + path).replaceAll("/+", "/");
    String whole =
        joined.length() > 1 && joined.endsWith("/")
            ? joined.substring(0, joined.length() - 1)
            : joined;
    return whole.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
  }

  private static String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value();
      }
    }
    throw new IllegalStateException(method + " is described and has no method of HTTP");
  }

  private ObjectNode describe(Class<?> resource, Method method, Operation operation, String path) {
    ObjectNode node = JSON.objectNode();
    String tag = resource.getSimpleName().replace("Resource", "");
    node.putArray("tags").add(tag);
    node.put("operationId", operationId(tag, method)).put("summary", operation.summary());
    boolean open = has(resource, method, Open.class);
    boolean superuser = has(resource, method, SuperuserOnly.class);
    if (open) {
      node.putArray("security");
    }
    if (superuser) {
      node.put("description", "For superusers only.");
    }
    addParameters(node, method);
    if (operation.body() != void.class) {
      ObjectNode content = node.putObject("requestBody").put("required", true).putObject("content");
      for (String type : mediaTypes(resource, method, Consumes.class)) {
        content.putObject(type).set("schema", schemas.of(operation.body()));
      }
    }
    addResponses(node, resource, method, operation, open, superuser, path);
    return node;
  }

  private static String operationId(String tag, Method method) {
    return tag.substring(0, 1).toLowerCase(Locale.ROOT) + tag.substring(1) + "." + method.getName();
  }

  private void addParameters(ObjectNode operation, Method method) {
    for (Parameter parameter : method.getParameters()) {
      Optional<ObjectNode> described =
          named(parameter, PathParam.class, "path")
              .or(() -> named(parameter, QueryParam.class, "query"))
              .or(() -> named(parameter, HeaderParam.class, "header"));
      described.ifPresent(operation.withArray("parameters")::add);
    }
    if (operation.withArray("parameters").isEmpty()) {
      operation.remove("parameters");
    }
  }

  private <A extends Annotation> Optional<ObjectNode> named(
      Parameter parameter, Class<A> kind, String in) {
    A annotation = parameter.getAnnotation(kind);
    if (annotation == null) {
      return Optional.empty();
    }
    String name =
        switch (annotation) {
          case PathParam path -> path.value();
          case QueryParam query -> query.value();
          case HeaderParam header -> header.value();
          default -> throw new IllegalArgumentException(kind.getName());
        };
    ObjectNode node = JSON.objectNode().put("name", name).put("in", in);
    node.put("required", in.equals("path"));
    ObjectNode schema = schemas.of(parameter.getType());
    DefaultValue otherwise = parameter.getAnnotation(DefaultValue.class);
    if (otherwise != null && !otherwise.value().isEmpty()) {
      schema.put("default", otherwise.value());
    }
    node.set("schema", schema);
    return Optional.of(node);
  }

  private void addResponses(
      ObjectNode node,
      Class<?> resource,
      Method method,
      Operation operation,
      boolean open,
      boolean superuser,
      String path) {
    ObjectNode responses = node.putObject("responses");
    if (operation.status() >= FIRST_FAILURE) {
      problem(responses, String.valueOf(operation.status()), "Not there yet.");
    } else {
      success(responses, resource, method, operation);
    }
    if (!open) {
      problem(responses, "401", "No credentials, or wrong ones.");
    }
    if (superuser) {
      problem(responses, "403", "Not a superuser.");
    }
    if (path.contains("{") && !operation.anyName()) {
      problem(responses, "404", "There is none of that name.");
    }
    if (operation.mayLack()) {
      problem(responses, "501", "Not supported, or not installed.");
    }
    problem(responses, "default", "Any other failure.");
  }

  private void success(
      ObjectNode responses, Class<?> resource, Method method, Operation operation) {
    ObjectNode success =
        responses
            .putObject(String.valueOf(operation.status()))
            .put("description", operation.status() == 204 ? "Done." : "The answer.");
    if (operation.answer() != void.class) {
      ObjectNode schema = schemas.of(operation.answer());
      ObjectNode content = success.putObject("content");
      for (String type : mediaTypes(resource, method, Produces.class)) {
        content.putObject(type).set("schema", operation.list() ? Schemas.list(schema) : schema);
      }
    }
  }

  private void problem(ObjectNode responses, String status, String description) {
    responses
        .putObject(status)
        .put("description", description)
        .putObject("content")
        .putObject(Problem.MEDIA_TYPE)
        .set("schema", schemas.of(Problem.class));
  }

  private static boolean has(
      Class<?> resource, Method method, Class<? extends Annotation> annotation) {
    return resource.isAnnotationPresent(annotation) || method.isAnnotationPresent(annotation);
  }

  private static List<String> mediaTypes(
      Class<?> resource, Method method, Class<? extends Annotation> kind) {
    for (AnnotatedElement element : List.<AnnotatedElement>of(method, resource)) {
      switch (element.getAnnotation(kind)) {
        case Produces produces -> {
          return List.of(produces.value());
        }
        case Consumes consumes -> {
          return List.of(consumes.value());
        }
        case null, default -> {}
      }
    }
    return List.of(JSON_TYPE);
  }
}
