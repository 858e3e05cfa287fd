package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.protocol.rest.openapi.OpenApi;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description against what Jersey really serves. */
class OpenApiTest {
  private static TestServer server;
  private static JsonNode description;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
    description =
        new ObjectMapper().readTree(server.asAdministrator("GET", "/openapi.json", "").body());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyRouteIsDescribedAndNothingElseIs() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    Set<String> served = new TreeSet<>();
    for (Class<?> type : server.application.configure(List.of()).getClasses()) {
      Resource resource = Resource.from(type);
      if (resource != null) {
        collect(resource, "", served);
      }
    }
    assertThat(described).isEqualTo(served);
    assertThat(described).hasSizeGreaterThanOrEqualTo(30);
  }

  private static void collect(Resource resource, String base, Set<String> served) {
    String path = base + "/" + (resource.getPath() == null ? "" : resource.getPath());
    for (ResourceMethod method : resource.getAllMethods()) {
      served.add(method.getHttpMethod() + " " + OpenApi.join(path, ""));
    }
    resource.getChildResources().forEach(child -> collect(child, path, served));
  }

  @Test
  void everyReferenceLeadsSomewhereAndNamesAreUnique() {
    Set<String> ids = new HashSet<>();
    description
        .findValuesAsText("operationId")
        .forEach(id -> assertThat(ids.add(id)).as(id).isTrue());
    for (String reference : description.findValuesAsText("$ref")) {
      assertThat(description.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void everyParameterOfAPathIsDescribed() {
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      long wanted = path.getKey().chars().filter(c -> c == '{').count();
      for (JsonNode operation : path.getValue()) {
        long named = 0;
        for (JsonNode parameter : operation.path("parameters")) {
          named += parameter.path("in").asText().equals("path") ? 1 : 0;
        }
        assertThat(named).as(path.getKey()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void aRecordsOptionalMembersAreNotRequired() {
    JsonNode request = description.at("/components/schemas/StatementRequest");
    assertThat(request.path("required").toString()).isEqualTo("[\"text\"]");
  }
}
