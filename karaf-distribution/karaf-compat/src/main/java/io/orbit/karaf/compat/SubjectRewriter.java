package io.orbit.karaf.compat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rewrites one class file: every call of {@code Subject.getSubject(AccessControlContext)}, which
 * throws since JDK 24, becomes a call of {@code Subjects.current}, and the body of {@code
 * JaasHelper.doAs} one of {@code Subjects.doAs}. Pure and thread-safe.
 */
final class SubjectRewriter {
  /** The name of the method that JDK 24 made throw; a class that calls it holds this name. */
  static final String REMOVED_METHOD = "getSubject";

  /** The name of the class that is called instead; a rewritten class holds this name. */
  static final String REPLACEMENT = "org/apache/karaf/jaas/boot/Subjects";

  private static final String SUBJECT = "javax/security/auth/Subject";
  private static final String JAAS_HELPER = "org/apache/karaf/util/jaas/JaasHelper";
  private static final ClassDesc SUBJECTS = ClassDesc.ofInternalName(REPLACEMENT);
  private static final MethodTypeDesc CURRENT =
      MethodTypeDesc.of(ClassDesc.ofInternalName(SUBJECT), ConstantDescs.CD_Object);

  private SubjectRewriter() {}

  /** A class file after rewriting, and how many calls and method bodies were replaced in it. */
  record Rewritten(byte[] bytes, int replacements) {}

  /** Rewrites a class file; one without such calls comes back with no replacement counted. */
  static Rewritten rewrite(byte[] bytes) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(bytes);
    boolean helper = model.thisClass().asInternalName().equals(JAAS_HELPER);
    AtomicInteger replacements = new AtomicInteger();
    CodeTransform calls =
        (builder, element) -> {
          if (element instanceof InvokeInstruction call && isGetSubject(call)) {
            replacements.incrementAndGet();
            builder.invokestatic(SUBJECTS, "current", CURRENT);
          } else {
            builder.with(element);
          }
        };
    MethodTransform inMethods = MethodTransform.transformingCode(calls);
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel method) {
            boolean replaced = helper && method.methodName().equalsString("doAs");
            if (replaced) {
              replacements.incrementAndGet();
            }
            builder.transformMethod(method, replaced ? delegatingDoAs(method) : inMethods);
          } else {
            builder.with(element);
          }
        };
    byte[] rewritten = classFile.transformClass(model, transform);
    return new Rewritten(rewritten, replacements.get());
  }

  private static boolean isGetSubject(InvokeInstruction call) {
    return call.owner().asInternalName().equals(SUBJECT)
        && call.name().equalsString(REMOVED_METHOD);
  }

  private static MethodTransform delegatingDoAs(MethodModel method) {
    return (builder, element) -> {
      if (element instanceof CodeModel) {
        builder.withCode(
            code ->
                code.aload(0)
                    .aload(1)
                    .invokestatic(SUBJECTS, "doAs", method.methodTypeSymbol())
                    .areturn());
      } else {
        builder.with(element);
      }
    };
  }
}
