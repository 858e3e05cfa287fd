package io.orbit.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bug: a call that is left out of one method of the code under test. It is planted in the
 * bytecode of a class as a class loader of the test's own reads it, so the code that ships has
 * neither a switch nor a seam for it.
 *
 * @param owner the class with the bug
 * @param method its method
 * @param call the call that does not happen; what it would have answered is null, 0 or false
 */
record Plant(String owner, String method, String call) {
  /** Loads everything of ours anew, one class of it with the bug. */
  ClassLoader loader() {
    byte[] planted = plant(read(owner));
    return new ClassLoader(Plant.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.orbit.")) {
          return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
          Class<?> loaded = findLoadedClass(name);
          return loaded != null ? loaded : define(name);
        }
      }

      private Class<?> define(String name) {
        byte[] bytes = name.equals(owner) ? planted : read(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  private static byte[] read(String name) {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = Plant.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no class " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] plant(byte[] bytes) {
    AtomicInteger places = new AtomicInteger();
    CodeTransform leaveOut =
        (CodeBuilder code, CodeElement element) -> {
          if (element instanceof InvokeInstruction invoke && invoke.name().equalsString(call)) {
            places.incrementAndGet();
            drop(code, invoke);
          } else {
            code.with(element);
          }
        };
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(bytes);
    byte[] grown =
        format.transformClass(
            model,
            ClassTransform.transformingMethodBodies(
                candidate -> candidate.methodName().equalsString(method), leaveOut));
    if (places.get() == 0) {
      throw new IllegalStateException("there is no place for " + this);
    }
    return grown;
  }

  /** Takes the arguments off the stack and puts an answer there. */
  private static void drop(CodeBuilder code, InvokeInstruction invoke) {
    var type = invoke.typeSymbol();
    for (ClassDesc argument : type.parameterList().reversed()) {
      pop(code, TypeKind.from(argument));
    }
    if (invoke.opcode() != java.lang.classfile.Opcode.INVOKESTATIC) {
      code.pop();
    }
    switch (TypeKind.from(type.returnType()).asLoadable()) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case REFERENCE -> code.aconst_null();
      case VOID, BOOLEAN, BYTE, CHAR, SHORT -> {}
    }
  }

  private static void pop(CodeBuilder code, TypeKind kind) {
    if (kind.slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }
}
