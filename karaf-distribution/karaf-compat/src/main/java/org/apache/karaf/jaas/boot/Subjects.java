package org.apache.karaf.jaas.boot;

import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Carries the logged-in {@link Subject} along a call, as Karaf 4.4 did with the access control
 * context that JDK 24 took away (JEP 486). {@link Subject#current()} is a scoped value, which a
 * plain thread does not inherit; the old context was inherited, so an inheritable carrier stands
 * beside it. The rewritten classes of Karaf call this one; it lives in a package that Karaf
 * delegates to the boot class path, so that every bundle finds it. Thread-safe.
 */
public final class Subjects {
  private static final InheritableThreadLocal<@Nullable Subject> INHERITED =
      new InheritableThreadLocal<>();

  private Subjects() {}

  /**
   * What {@code Subject.getSubject(AccessController.getContext())} used to answer.
   *
   * @param context the access control context, which says nothing any more
   */
  public static @Nullable Subject current(@Nullable Object context) {
    Subject subject = Subject.current();
    return subject != null ? subject : INHERITED.get();
  }

  /**
   * What {@code JaasHelper.doAs} used to do: runs the action as the subject, in the threads it
   * starts too.
   */
  public static <T> @Nullable T doAs(@Nullable Subject subject, PrivilegedAction<T> action) {
    try {
      return call(subject, action::run);
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw failure;
    }
  }

  /**
   * What {@code JaasHelper.doAs} used to do with an action that may fail.
   *
   * @throws PrivilegedActionException around a checked exception of the action
   */
  public static <T> @Nullable T doAs(@Nullable Subject subject, PrivilegedExceptionAction<T> action)
      throws PrivilegedActionException {
    try {
      return call(subject, action::run);
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure.getCause() instanceof Exception checked) {
        throw new PrivilegedActionException(checked);
      }
      throw failure;
    }
  }

  private static <T> @Nullable T call(@Nullable Subject subject, Callable<T> action) {
    Subject before = INHERITED.get();
    INHERITED.set(subject);
    try {
      return Subject.callAs(subject, action);
    } finally {
      if (before == null) {
        INHERITED.remove();
      } else {
        INHERITED.set(before);
      }
    }
  }
}
