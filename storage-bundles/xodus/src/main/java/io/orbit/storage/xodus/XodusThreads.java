package io.orbit.storage.xodus;

import java.lang.reflect.Field;
import jetbrains.exodus.core.execution.JobProcessor;
import jetbrains.exodus.core.execution.ThreadJobProcessorPool;

/**
 * The threads that all Xodus environments of a class loader share. Xodus starts them and has no way
 * to end them all, so a bundle that goes away has to.
 */
final class XodusThreads {
  private XodusThreads() {}

  /** Starts those again that {@link #stop} ended; the very first start is Xodus' own. */
  static synchronized void start() {
    if (!ThreadJobProcessorPool.getProcessors().isEmpty()) {
      spawner().start();
      ThreadJobProcessorPool.getProcessors().forEach(JobProcessor::start);
    }
  }

  /** Ends them and waits until they have ended. */
  static synchronized void stop() {
    ThreadJobProcessorPool.getProcessors().forEach(JobProcessor::finish);
    spawner().finish();
  }

  /** The thread that makes the others; only reflection reaches it, in our own class loader. */
  private static JobProcessor spawner() {
    try {
      Field spawner = ThreadJobProcessorPool.class.getDeclaredField("SPAWNER");
      spawner.setAccessible(true);
      return (JobProcessor) spawner.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of Xodus makes its threads in another way", e);
    }
  }
}
