package io.orbit.kernel.catalog;

import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.RowSecurity;

/** The fields of a table's row-level security; {@link CatalogFormat} describes the encoding. */
final class PolicyFormat {
  private PolicyFormat() {}

  static FieldWriter encode(RowSecurity security) {
    FieldWriter out = new FieldWriter().flag(1, security.enabled()).flag(2, security.forced());
    security.policies().forEach(policy -> out.message(3, encode(policy)));
    return out;
  }

  static RowSecurity decode(FieldReader in) {
    return new RowSecurity(in.flag(1), in.flag(2), in.messages(3, PolicyFormat::policy));
  }

  private static FieldWriter encode(Policy policy) {
    return new FieldWriter()
        .number(1, policy.id())
        .text(2, policy.name())
        .flag(3, policy.permissive())
        .constant(4, policy.command())
        .numbers(5, policy.roles())
        .text(6, policy.usingText())
        .text(7, policy.checkText())
        .text(8, policy.comment());
  }

  private static Policy policy(FieldReader in) {
    return new Policy(
        in.number(1),
        in.text(2),
        in.flag(3),
        in.constant(4, Policy.Command.class),
        in.numbers(5),
        in.text(6),
        in.text(7),
        in.text(8));
  }
}
