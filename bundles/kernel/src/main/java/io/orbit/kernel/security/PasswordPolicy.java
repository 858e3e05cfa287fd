package io.orbit.kernel.security;

import io.orbit.kernel.catalog.StoredPasswords;
import java.util.concurrent.TimeUnit;

/**
 * What passwords must be.
 *
 * @param minimumLength characters, 0 for any
 * @param history how many of the last ones may not come again, 0 for none
 * @param maximumAgeDays after which one no longer opens, 0 for never
 */
public record PasswordPolicy(int minimumLength, int history, int maximumAgeDays) {
  /** Anything, as in PostgreSQL. */
  public static final PasswordPolicy NONE = new PasswordPolicy(0, 0, 0);

  public PasswordPolicy {
    if (minimumLength < 0 || maximumAgeDays < 0) {
      throw new IllegalArgumentException("a password's length and age are not below 0");
    }
    if (history < 0 || history > StoredPasswords.KEPT) {
      throw new IllegalArgumentException(
          "security.password_history is " + history + ", may be 0 to " + StoredPasswords.KEPT);
    }
  }

  /** Whether a password that was set then opens no longer. */
  boolean isOver(long since, long now) {
    return maximumAgeDays > 0 && now - since >= TimeUnit.DAYS.toMillis(maximumAgeDays);
  }
}
