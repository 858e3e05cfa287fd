package io.orbit.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Serves the console's files. The page itself is asked for anew each time and carries a number used
 * once, by which the editor may add styles; what it refers to has its hash in its name and is kept
 * by browsers for good. Thread-safe.
 */
public final class ConsoleServlet extends HttpServlet {
  /** The console, and the root, which leads to it. */
  public static final String[] PATTERNS = {"", "/console/*"};

  private static final long serialVersionUID = 1L;
  private static final String HOME = "/console/";
  private static final String PAGE = "index.html";
  private static final String PAGES = "pages.json";
  private static final String SCRIPTS = "pages/";
  private static final String SCRIPT = ".js";
  private static final String NONCE = "__STYLE_NONCE__";
  private static final int NONCE_BYTES = 16;
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final transient SecureRandom random = new SecureRandom();
  private final transient ConsoleFiles files = new ConsoleFiles();
  private final transient Supplier<List<ConsolePage>> pages;

  /**
   * @param pages those of other bundles, now
   */
  ConsoleServlet(Supplier<List<ConsolePage>> pages) {
    this.pages = pages;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String uri = request.getRequestURI();
    if (!uri.startsWith(HOME)) {
      response.sendRedirect(HOME);
      return;
    }
    String path = uri.substring(HOME.length());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    if (path.isEmpty() || path.equals(PAGE)) {
      sendPage(response);
    } else if (path.equals(PAGES)) {
      String list =
          pages.get().stream().map(ConsolePage::json).collect(Collectors.joining(",", "[", "]"));
      sendFresh(response, "application/json", list.getBytes(StandardCharsets.UTF_8));
    } else if (path.startsWith(SCRIPTS) && path.endsWith(SCRIPT)) {
      sendScript(response, path.substring(SCRIPTS.length(), path.length() - SCRIPT.length()));
    } else {
      Optional<ConsoleFiles.Content> found = files.find(path);
      if (found.isEmpty()) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
      } else {
        sendFile(request, response, found.get());
      }
    }
  }

  private void sendPage(HttpServletResponse response) throws IOException {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    String page =
        files
            .find(PAGE)
            .map(content -> new String(content.plain(), StandardCharsets.UTF_8))
            .orElseThrow(() -> new IllegalStateException("the bundle was built without its pages"));
    byte[] body = page.replace(NONCE, nonce).getBytes(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Security-Policy", policy(nonce));
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** What a bundle brings is asked for anew each time: the next version may be another's. */
  private static void sendFresh(HttpServletResponse response, String type, byte[] body)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private void sendScript(HttpServletResponse response, String path) throws IOException {
    Optional<ConsolePage> page =
        pages.get().stream().filter(one -> one.path().equals(path)).findAny();
    if (page.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      sendFresh(response, "text/javascript; charset=utf-8", page.get().script().get());
    }
  }

  private static String policy(String nonce) {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";
  }

  private static void sendFile(
      HttpServletRequest request, HttpServletResponse response, ConsoleFiles.Content content)
      throws IOException {
    String accepted = request.getHeader("Accept-Encoding");
    boolean compressed = accepted != null && accepted.contains("gzip");
    byte[] body = compressed ? content.compressed() : content.plain();
    if (compressed) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("Cache-Control", FOR_GOOD);
    response.setContentType(content.type());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
