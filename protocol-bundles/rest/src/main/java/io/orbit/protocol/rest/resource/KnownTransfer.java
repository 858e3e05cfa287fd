package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.ops.Transfers.Transfer;
import io.orbit.protocol.rest.openapi.OptionalMember;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An export or import.
 *
 * @param format {@code csv} or {@code parquet}
 * @param state {@code running}, {@code done}, {@code failed} or {@code canceled}
 * @param phase what is done now
 * @param rows read or written so far
 * @param bytes of the archive, written or read so far
 * @param total how many parts there are, 0 before it is known
 * @param parts what is done of it: collections and scripts
 * @param problem why it ended early, or what is not as it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownTransfer(
    String id,
    String database,
    String format,
    String state,
    @OptionalMember @Nullable String phase,
    long rows,
    long bytes,
    int total,
    List<KnownPart> parts,
    String startedAt,
    @OptionalMember @Nullable String problem) {

  /**
   * @param name of a collection or script
   * @param done false while it is worked on, and where only these rows came
   */
  public record KnownPart(String name, long rows, boolean done) {}

  static KnownTransfer of(Transfer transfer) {
    return new KnownTransfer(
        transfer.id(),
        transfer.database(),
        transfer.format().name().toLowerCase(Locale.ROOT),
        transfer.state().name().toLowerCase(Locale.ROOT),
        transfer.phase().isEmpty() ? null : transfer.phase(),
        transfer.rows(),
        transfer.bytes(),
        transfer.total(),
        transfer.parts().stream()
            .map(part -> new KnownPart(part.name(), part.rows(), part.done()))
            .toList(),
        Instant.ofEpochMilli(transfer.startedAt()).toString(),
        transfer.problem().isEmpty() ? null : transfer.problem());
  }
}
