package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.AuditLog.Entry;
import io.orbit.api.ops.AuditLog.Filter;
import io.orbit.api.ops.AuditLog.Verdict;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what. */
@Path("api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class AuditResource {
  private static final int MOST = 1000;

  private final AuditLog audit;

  /**
   * Something that was done or refused.
   *
   * @param number from 1, without gaps
   * @param time ISO 8601
   * @param hash SHA-256 over the hash of the entry before and all of this one
   */
  public record AuditEntry(
      long number,
      String time,
      String user,
      String protocol,
      String remoteAddress,
      String action,
      String object,
      boolean allowed,
      String detail,
      String hash) {}

  /**
   * Entries, the newest first.
   *
   * @param next what to pass as {@code before} for the next page; absent at the end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AuditPage(List<AuditEntry> entries, @OptionalMember @Nullable Long next) {}

  /**
   * What a verification found.
   *
   * @param first number of the oldest entry that is here
   * @param last number of the newest
   * @param head hash of the newest
   */
  public record AuditVerdict(
      boolean sound, long first, long last, String head, List<String> problems) {}

  public AuditResource(AuditLog audit) {
    this.audit = audit;
  }

  @GET
  @Operation(
      summary = "Lists who did what, from where, by which protocol, the newest first",
      answer = AuditPage.class)
  public AuditPage list(
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("before") @DefaultValue("0") long before,
      @QueryParam("user") @DefaultValue("") String user,
      @QueryParam("action") @DefaultValue("") String action,
      @QueryParam("refused") @DefaultValue("false") boolean refused) {
    int most = Inputs.within(limit, 1, MOST, "limit");
    List<Entry> found = audit.list(new Filter(Math.max(0, before), most, user, action, refused));
    Long next = found.size() == most ? found.getLast().number() : null;
    return new AuditPage(found.stream().map(AuditResource::describe).toList(), next);
  }

  @GET
  @Path("verification")
  @Operation(
      summary = "Reads the whole audit log and tells whether anything was changed or taken away",
      answer = AuditVerdict.class)
  public AuditVerdict verify() {
    Verdict verdict = audit.verify();
    return new AuditVerdict(
        verdict.sound(), verdict.first(), verdict.last(), verdict.head(), verdict.problems());
  }

  private static AuditEntry describe(Entry entry) {
    AuditLog.Event event = entry.event();
    return new AuditEntry(
        entry.number(),
        Instant.ofEpochMilli(entry.time()).toString(),
        event.user(),
        event.protocol(),
        event.remoteAddress(),
        event.action(),
        event.object(),
        event.allowed(),
        event.detail(),
        entry.hash());
  }
}
