package io.orbit.kernel.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something that has a lock: a record, or a name. Its {@code toString} tells people which. What the
 * lock word may be, and who may exchange it, is the lock manager's.
 */
public abstract class Lockable {
  /** Lock word of what is no longer in its table. */
  public static final Object DEAD = new Object();

  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(Lockable.class, "lock", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Object lock;

  public final @Nullable Object lockWord() {
    return LOCK.getAcquire(this);
  }

  public final boolean exchangeLock(@Nullable Object expected, @Nullable Object wanted) {
    return LOCK.compareAndSet(this, expected, wanted);
  }
}
