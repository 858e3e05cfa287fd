package io.orbit.protocol.redis;

import io.orbit.api.catalog.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role as Redis sees it: what it may do with commands, keys and channels. A role that was given
 * no rules may do everything there, and is limited by its rights to tables alone. Built once; then
 * read by any thread.
 */
final class AclUser {
  /** Where the rules stand among a role's settings. */
  static final String RULES = "redis.acl";

  /** The administrator, under the name that Redis has for it. */
  static final String ADMINISTRATOR = "orbit";

  static final String DEFAULT = "default";

  private final CommandTable table;
  private AclSelector root;
  private final List<AclSelector> selectors = new ArrayList<>();

  private AclUser(CommandTable table) {
    this.table = table;
    this.root = new AclSelector(table);
  }

  /** A user who may do nothing. */
  static AclUser without(CommandTable table) {
    return new AclUser(table);
  }

  static AclUser unlimited(CommandTable table) {
    AclUser user = new AclUser(table);
    user.applyKnown(List.of("~*", "&*", "+@all"));
    return user;
  }

  static AclUser of(CommandTable table, Role role) {
    String rules = role.settings().get(RULES);
    if (rules == null) {
      return unlimited(table);
    }
    AclUser user = new AclUser(table);
    user.applyKnown(AclWords.split(rules));
    return user;
  }

  /** Words that were understood once; of a command that is gone since, nothing remains. */
  private void applyKnown(List<String> words) {
    for (String word : words) {
      String ignored = apply(word);
    }
  }

  static String shownName(String role) {
    return role.equals(ADMINISTRATOR) ? DEFAULT : role;
  }

  static String roleName(String shown) {
    return shown.equals(DEFAULT) ? ADMINISTRATOR : shown;
  }

  // ---- building

  /**
   * Applies a word about rights, be it a selector in parentheses.
   *
   * @return what is wrong with it, null for nothing
   */
  @Nullable String apply(String word) {
    if (word.equalsIgnoreCase("clearselectors")) {
      selectors.clear();
      return null;
    }
    if (!word.startsWith("(")) {
      return root.apply(word);
    }
    AclSelector selector = new AclSelector(table);
    for (String each : AclWords.split(word.substring(1, word.length() - 1))) {
      String problem = selector.apply(each);
      if (problem != null) {
        return problem;
      }
    }
    selectors.add(selector);
    return null;
  }

  /** Takes all rights away. */
  void reset() {
    root = new AclSelector(table);
    selectors.clear();
  }

  // ---- checking

  boolean isUnlimited() {
    return root.isUnlimited();
  }

  AclSelector.Verdict check(RedisCommand command, RedisRequest request) {
    AclSelector.Verdict worst = root.check(command, request);
    for (AclSelector selector : selectors) {
      if (worst.denial() == AclSelector.Denial.NONE) {
        return worst;
      }
      AclSelector.Verdict next = selector.check(command, request);
      boolean allowed = next.denial() == AclSelector.Denial.NONE;
      if (allowed || next.denial().compareTo(worst.denial()) > 0) {
        worst = next;
      }
    }
    return worst;
  }

  boolean mayHear(AclChannels.Use channel) {
    return root.allows(channel) || selectors.stream().anyMatch(each -> each.allows(channel));
  }

  /** SORT by other keys than its own reads any key. */
  boolean mayReadAllKeys() {
    return root.allowsAllKeys() || selectors.stream().anyMatch(AclSelector::allowsAllKeys);
  }

  // ---- describing

  AclSelector root() {
    return root;
  }

  List<AclSelector> selectors() {
    return selectors;
  }

  String describe() {
    StringBuilder text = new StringBuilder(root.describe());
    selectors.forEach(each -> text.append(" (").append(each.describe()).append(')'));
    return text.toString();
  }
}
