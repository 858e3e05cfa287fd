package io.orbit.karaf.compat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes {@code Throwable.printStackTrace()} out of Karaf's features service. It prints what it
 * throws as well, the resolver's chain of reasons, on the console of a server whose operator is
 * told the reason in one line by whoever asked. Pure and thread-safe.
 */
final class TraceRewriter {
  /** The one class that this is about. */
  static final String FEATURES_SERVICE =
      "org/apache/karaf/features/internal/service/FeaturesServiceImpl";

  private TraceRewriter() {}

  /** Rewrites a class file; one that prints nothing comes back as the same array. */
  static byte[] rewrite(byte[] bytes) {
    AtomicBoolean found = new AtomicBoolean();
    CodeTransform calls =
        (builder, element) -> {
          if (element instanceof InvokeInstruction call && printsStackTrace(call)) {
            found.set(true);
            builder.pop();
          } else {
            builder.with(element);
          }
        };
    ClassFile classFile = ClassFile.of();
    byte[] rewritten =
        classFile.transformClass(
            classFile.parse(bytes), ClassTransform.transformingMethodBodies(calls));
    return found.get() ? rewritten : bytes;
  }

  private static boolean printsStackTrace(InvokeInstruction call) {
    return call.name().equalsString("printStackTrace") && call.type().equalsString("()V");
  }
}
