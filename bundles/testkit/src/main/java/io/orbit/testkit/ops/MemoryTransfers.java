package io.orbit.testkit.ops;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Exports and imports that are only told of: each is done at once and holds one row. */
public final class MemoryTransfers implements Transfers {
  private final List<Transfer> all = new CopyOnWriteArrayList<>();

  /** Makes one that is done; answers its id. */
  public String add(Kind kind) {
    return add(kind, "orbit", Format.CSV).id();
  }

  private synchronized Transfer add(Kind kind, String database, Format format) {
    String id = kind.name().toLowerCase(Locale.ROOT) + "-" + all.size();
    List<Part> parts = List.of(new Part("public.items", 1, true));
    Transfer made =
        new Transfer(id, kind, format, database, State.DONE, "", 1, 7, 1, parts, 1_000, "");
    all.add(made);
    return made;
  }

  @Override
  public Transfer export(String user, String database, Format format) {
    return add(Kind.EXPORT, database, format);
  }

  @Override
  public Transfer load(String user, String database, boolean create, InputStream archive) {
    return add(Kind.IMPORT, database, Format.CSV);
  }

  @Override
  public List<Transfer> list(Kind kind) {
    return all.stream().filter(one -> one.kind() == kind).toList();
  }

  @Override
  public Optional<Transfer> find(Kind kind, String id) {
    return list(kind).stream().filter(one -> one.id().equals(id)).findAny();
  }

  private Transfer require(Kind kind, String id) {
    return find(kind, id)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "transfer \"" + id + "\" does not exist"));
  }

  @Override
  public Path archive(String id) {
    try {
      Path file = Files.createTempFile(require(Kind.EXPORT, id).id(), ".zip");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "archive");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void cancel(Kind kind, String id) {
    require(kind, id);
  }

  @Override
  public void delete(Kind kind, String id) {
    all.remove(require(kind, id));
  }
}
