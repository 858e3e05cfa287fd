package io.orbit.transfer.client;

import io.orbit.api.error.OrbitException;
import io.orbit.transfer.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Exports and imports by a running server.
 *
 * <pre>
 * TransferCommand export URL USER DATABASE csv|parquet TARGET
 * TransferCommand import URL USER DATABASE create|keep SOURCE
 * </pre>
 *
 * TARGET is a zip file, or a folder that is made; SOURCE likewise. The password is the environment
 * variable {@code ORBIT_PASSWORD}. Exit status 0 when done, 1 when it could not, 2 for wrong
 * arguments.
 */
public final class TransferCommand {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int ARGUMENTS = 6;
  private static final long LOOK_MILLIS = 200;
  private static final String ZIP = ".zip";

  private final RestClient server;
  private final PrintStream out;

  private TransferCommand(RestClient server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv(), System.out));
  }

  static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
    if (arguments.size() != ARGUMENTS) {
      out.println("usage: ./orbit export|import …; ./orbit help");
      return WRONG_ARGUMENTS;
    }
    String password = environment.getOrDefault("ORBIT_PASSWORD", "");
    try (RestClient server = new RestClient(arguments.get(1), arguments.get(2), password)) {
      TransferCommand command = new TransferCommand(server, out);
      String database = arguments.get(3);
      Path file = Path.of(arguments.get(5));
      if (arguments.getFirst().equals("export")) {
        command.export(database, arguments.get(4), file);
      } else {
        command.load(database, arguments.get(4).equals("create"), file);
      }
      return 0;
    } catch (OrbitException failure) {
      out.println(failure.getMessage());
      return FAILED;
    } catch (IOException failure) {
      out.println("the server at " + arguments.get(1) + " cannot be asked: " + failure);
      return FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  // ---- export

  private void export(String database, String format, Path target)
      throws IOException, InterruptedException {
    if (Files.exists(target)) {
      throw new IOException(target + " is there already");
    }
    String body = "{\"database\": " + quoted(database) + ", \"format\": " + quoted(format) + "}";
    Map<?, ?> begun =
        server.send("POST", "/api/v1/exports", "application/json", BodyPublishers.ofString(body));
    String path = "/api/v1/exports/" + RestClient.text(begun, "id");
    Map<?, ?> ended = await(path);
    boolean whole = target.toString().endsWith(ZIP);
    Path zip = whole ? target : Files.createTempFile("orbit-export", ZIP);
    server.download(path + "/archive", zip);
    if (!whole) {
      unpack(zip, target);
      Files.delete(zip);
    }
    server.send("DELETE", path, "application/json", BodyPublishers.noBody());
    out.println("Exported " + RestClient.text(ended, "rows") + " rows to " + target);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : archive.stream().toList()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder.normalize())) {
          throw new IOException("the archive has a file outside of it: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        Files.copy(archive.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  // ---- import

  private void load(String database, boolean create, Path source)
      throws IOException, InterruptedException {
    boolean folder = Files.isDirectory(source);
    Path zip = folder ? pack(source) : source;
    try {
      String query =
          "?into=" + URLEncoder.encode(database, StandardCharsets.UTF_8) + "&create=" + create;
      Map<?, ?> begun =
          server.send(
              "POST", "/api/v1/imports" + query, "application/zip", BodyPublishers.ofFile(zip));
      Map<?, ?> ended = await("/api/v1/imports/" + RestClient.text(begun, "id"));
      String note = RestClient.text(ended, "problem");
      if (!note.isEmpty()) {
        out.println(note);
      }
      out.println(
          "Imported "
              + RestClient.text(ended, "rows")
              + " rows into database "
              + Names.identifier(database));
    } finally {
      if (folder) {
        Files.delete(zip);
      }
    }
  }

  private static Path pack(Path folder) throws IOException {
    Path zip = Files.createTempFile("orbit-import", ZIP);
    try (Stream<Path> files = Files.walk(folder);
        OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream archive = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        archive.putNextEntry(new ZipEntry(folder.relativize(one).toString()));
        Files.copy(one, archive);
        archive.closeEntry();
      }
    }
    return zip;
  }

  // ---- progress

  /** Waits until it has ended, telling each phase. */
  private Map<?, ?> await(String path) throws IOException, InterruptedException {
    String phase = "";
    while (true) {
      Map<?, ?> now = server.get(path);
      String state = RestClient.text(now, "state");
      if (state.equals("done")) {
        return now;
      }
      if (!state.equals("running")) {
        throw new IOException(state + ": " + RestClient.text(now, "problem"));
      }
      String next = RestClient.text(now, "phase");
      if (!next.equals(phase) && !next.isEmpty()) {
        phase = next;
        out.println(phase + " …");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
