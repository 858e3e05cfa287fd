package io.orbit.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbit.protocol.rest.TestServer;
import io.orbit.protocol.rest.TestStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final long LIMIT_SECONDS = 300;
  private static final String SAMPLE =
      """
      export default function (element, orbit) {
        const text = document.createElement('p');
        element.append(text);
        orbit.get('/languages').then((all) => (text.textContent = `A bundle says: ${all.join()}`));
        return () => document.body.setAttribute('data-sample', 'left');
      }
      """;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    ConsolePage page =
        ConsolePage.parse(
            "Sample;path=sample;script=sample.js",
            1,
            file -> () -> SAMPLE.getBytes(StandardCharsets.UTF_8));
    ConsoleServlet console = new ConsoleServlet(() -> List.of(page));
    server = new TestServer(false, Map.of("", console, "/console/*", console));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String address() {
    return "http://127.0.0.1:" + server.port();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void theRootLeadsToTheConsole() throws Exception {
    for (String path : List.of("/", "/console")) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(302);
      assertThat(response.headers().firstValue("Location").orElse("")).endsWith("/console/");
    }
  }

  @Test
  void thePageAllowsNothingFromElsewhereAndIsNeverKept() throws Exception {
    HttpResponse<String> one = get("/console/");
    HttpResponse<String> other = get("/console/index.html");

    String policy = one.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).startsWith("default-src 'none'; script-src 'self';");
    assertThat(policy).doesNotContain("unsafe");
    assertThat(one.headers().firstValue("Cache-Control")).hasValue("no-store");
    String nonce = policy.replaceAll(".*'nonce-([0-9a-f]+)'.*", "$1");
    assertThat(one.body()).contains("content=\"" + nonce + "\"").doesNotContain("://");
    assertThat(other.body()).doesNotContain(nonce);
  }

  @Test
  void whatThePageRefersToIsKeptForGood() throws Exception {
    String script = get("/console/").body().replaceAll("(?s).*src=\"(/console/[^\"]+)\".*", "$1");
    HttpResponse<String> response = get(script);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(get(script, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
        .hasValue("gzip");
  }

  @Test
  void pagesOfBundlesAreListedAndServedAsTheyAreNow() throws Exception {
    assertThat(get("/console/pages.json").body())
        .isEqualTo("[{\"name\":\"Sample\",\"path\":\"sample\",\"superuser\":false,\"version\":1}]");
    HttpResponse<String> script = get("/console/pages/sample.js");
    assertThat(script.body()).isEqualTo(SAMPLE);
    assertThat(script.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(script.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("/console/pages/other.js").statusCode()).isEqualTo(404);
  }

  @Test
  void aPagesHeaderIsCheckedBeforeAnythingOfItIsShown() {
    for (String wrong :
        List.of(
            "A",
            "A;path=a",
            "A;path=A;script=a.js",
            "A;path=../a;script=a.js",
            "<b>;path=a;script=a.js",
            "A;path=a;script")) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> ConsolePage.parse(wrong, 1, file -> () -> new byte[0]));
    }
    ConsolePage page =
        ConsolePage.parse(
            "My Page; path=my-page; script=x.js; superuser=true", 2, file -> () -> new byte[0]);
    assertThat(page.superuser()).isTrue();
    assertThat(page.path()).isEqualTo("my-page");
  }

  @Test
  void nothingElseOfTheBundleIsServed() throws Exception {
    for (String path :
        List.of(
            "/console/manifest.json",
            "/console/assets/none.js",
            "/console/ConsoleServlet.class",
            "/console/assets/..%2fio/orbit/console/ConsoleServlet.class")) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  /**
   * The scenarios stand in src/test/browser; each prints its name, and the first failure ends it.
   */
  @Test
  void theRoomsWorkInChromium() throws Exception {
    Process browser =
        new ProcessBuilder(
                "node",
                "src/test/browser/console.mjs",
                address(),
                chromium().toString(),
                TestStack.PASSWORD,
                TestStack.READER,
                TestStack.READER_PASSWORD)
            .redirectErrorStream(true)
            .start();
    Path output = Path.of("target", "browser.txt");
    Thread copier =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Files.copy(
                        browser.getInputStream(),
                        output,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                  } catch (java.io.IOException failure) {
                    throw new java.io.UncheckedIOException(failure);
                  }
                });
    boolean ended = browser.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      browser.destroyForcibly();
    }
    copier.join();
    assertThat(ended).as(Files.readString(output)).isTrue();
    assertThat(browser.exitValue()).as(Files.readString(output)).isZero();
  }

  private static Path chromium() {
    return Stream.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("Chromium is missing: apt-get install chromium"));
  }
}
