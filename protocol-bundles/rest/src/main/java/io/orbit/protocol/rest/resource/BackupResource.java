package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups;
import io.orbit.api.ops.Backups.Backup;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Backups of the whole store, made while it is in use. */
@Path("api/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class BackupResource {
  private static final String ZIP = "application/zip";

  private final Backups backups;

  /**
   * A backup to be made.
   *
   * @param kind {@code full} or {@code incremental}; full when not said
   */
  public record WantedBackup(@OptionalMember @Nullable String kind) {}

  /**
   * A backup.
   *
   * @param kind {@code full} or {@code incremental}
   * @param continues the backup without which this one is nothing
   * @param state {@code running}, {@code done} or {@code failed}
   * @param phase what is done now
   * @param bytes written so far
   * @param position of the log up to which it goes
   * @param takenAt the moment it stands for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record KnownBackup(
      String id,
      String kind,
      @OptionalMember @Nullable String continues,
      String state,
      @OptionalMember @Nullable String phase,
      long bytes,
      long position,
      String takenAt,
      @OptionalMember @Nullable String problem) {
    static KnownBackup of(Backup backup) {
      return new KnownBackup(
          backup.id(),
          backup.parent().isEmpty() ? "full" : "incremental",
          orNull(backup.parent()),
          backup.state().name().toLowerCase(Locale.ROOT),
          orNull(backup.phase()),
          backup.bytes(),
          backup.position(),
          Instant.ofEpochMilli(backup.takenAt()).toString(),
          orNull(backup.problem()));
    }

    private static @Nullable String orNull(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  /** What the files of a backup, and of those it continues, are like. */
  public record Verdict(boolean sound, List<String> problems) {}

  public BackupResource(Backups backups) {
    this.backups = backups;
  }

  @GET
  @Operation(summary = "Lists the backups", answer = KnownBackup.class, list = true)
  public List<KnownBackup> list() {
    return backups.list().stream().map(KnownBackup::of).toList();
  }

  @GET
  @Path("{id}")
  @Operation(
      summary = "Shows a backup, with its progress while it is made",
      answer = KnownBackup.class)
  public KnownBackup show(@PathParam("id") String id) {
    return backups.find(id).map(KnownBackup::of).orElseThrow(() -> Inputs.unknown("backup", id));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begins a backup, full or of what was committed since the one before",
      status = 202,
      body = WantedBackup.class,
      answer = KnownBackup.class)
  public Response start(@Nullable WantedBackup wanted) {
    WantedBackup given = Inputs.require(wanted, "the body");
    boolean incremental =
        switch (Objects.requireNonNullElse(given.kind(), "full")) {
          case "full" -> false;
          case "incremental" -> true;
          default ->
              throw new OrbitException(
                  ErrorCode.INVALID_PARAMETER_VALUE, "kind is full or incremental");
        };
    KnownBackup begun = KnownBackup.of(backups.start(incremental));
    return Response.accepted(begun).location(URI.create("/api/v1/backups/" + begun.id())).build();
  }

  @POST
  @Path("{id}/verify")
  @Operation(
      summary = "Reads all files of a backup and of those it continues",
      answer = Verdict.class)
  public Verdict verify(@PathParam("id") String id) {
    List<String> problems = backups.verify(id);
    return new Verdict(problems.isEmpty(), problems);
  }

  @GET
  @Path("{id}/archive")
  @Produces(ZIP)
  @Operation(
      summary = "Answers a backup and those it continues as a zip file of their folders",
      answer = byte[].class)
  public Response archive(@PathParam("id") String id) {
    List<java.nio.file.Path> folders = backups.folders(id);
    StreamingOutput written =
        body -> {
          try (ZipOutputStream zip = new ZipOutputStream(body, StandardCharsets.UTF_8)) {
            // The files are compressed already.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (java.nio.file.Path folder : folders) {
              add(zip, folder);
            }
          }
        };
    return Response.ok(written, ZIP)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".zip\"")
        .build();
  }

  private static void add(ZipOutputStream zip, java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
      for (java.nio.file.Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.getFileName() + "/" + folder.relativize(file)));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Removes a backup that no other continues", status = 204)
  public Response delete(@PathParam("id") String id) {
    backups.delete(id);
    return Response.noContent().build();
  }
}
