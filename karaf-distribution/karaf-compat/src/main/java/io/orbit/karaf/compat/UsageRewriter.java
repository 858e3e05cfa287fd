package io.orbit.karaf.compat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Lets Felix' service registry forget a bundle that has stopped. {@code
 * ServiceRegistry.ungetServices(Bundle)} gives every service back but leaves the bundle's entry,
 * all counts zero, in {@code m_inUseMap} for as long as one of those services is there: of each
 * bundle that is taken out some kilobytes would stay until the server stops. Pure and thread-safe.
 */
final class UsageRewriter {
  /** The one class that this is about. */
  static final String SERVICE_REGISTRY = "org/apache/felix/framework/ServiceRegistry";

  private static final String METHOD = "ungetServices";
  private static final String DESCRIPTOR = "(Lorg/osgi/framework/Bundle;)V";
  private static final String FORGET = "remove";
  private static final ClassDesc MAP = ClassDesc.of("java.util.concurrent.ConcurrentMap");
  private static final MethodTypeDesc REMOVE =
      MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object);

  private UsageRewriter() {}

  /** Rewrites a class file; one that was rewritten before comes back as the same array. */
  static byte[] rewrite(byte[] bytes) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(bytes);
    if (model.methods().stream().anyMatch(UsageRewriter::forgets)) {
      return bytes;
    }
    ClassDesc registry = model.thisClass().asSymbol();
    CodeTransform forget =
        (builder, element) -> {
          if (element instanceof ReturnInstruction end && end.opcode() == Opcode.RETURN) {
            builder
                .aload(0)
                .getfield(registry, "m_inUseMap", MAP)
                .aload(1)
                .invokeinterface(MAP, FORGET, REMOVE)
                .pop();
          }
          builder.with(element);
        };
    return classFile.transformClass(
        model, ClassTransform.transformingMethodBodies(UsageRewriter::isMethod, forget));
  }

  private static boolean isMethod(MethodModel method) {
    return method.methodName().equalsString(METHOD) && method.methodType().equalsString(DESCRIPTOR);
  }

  private static boolean forgets(MethodModel method) {
    return isMethod(method)
        && method.code().stream()
            .flatMap(CodeModel::elementStream)
            .anyMatch(
                element ->
                    element instanceof InvokeInstruction call && call.name().equalsString(FORGET));
  }
}
