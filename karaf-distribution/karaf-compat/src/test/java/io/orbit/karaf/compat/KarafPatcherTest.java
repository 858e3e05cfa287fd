package io.orbit.karaf.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.Subjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class KarafPatcherTest {
  private static final ClassDesc SUBJECT = ClassDesc.of("javax.security.auth.Subject");
  private static final ClassDesc CONTEXT = ClassDesc.of("java.security.AccessControlContext");

  @TempDir Path folder;

  @Test
  void aRewrittenClassFindsTheSubjectOfItsCaller() throws Exception {
    jar("caller.jar", "example/Caller", callerOfGetSubject());
    Subject subject = new Subject();

    assertThatThrownBy(() -> callCaller())
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
    Map<String, Integer> patched = KarafPatcher.patch(folder);

    assertThat(patched).isEqualTo(Map.of("example/Caller.class", 1));
    assertThat(Subjects.doAs(subject, (PrivilegedAction<Object>) this::callCaller))
        .isSameAs(subject);
    assertThat(callCaller()).isNull();
  }

  @Test
  void patchingTwiceChangesNothingAndCountsTheSame() throws Exception {
    jar("one.jar", "example/Caller", callerOfGetSubject());
    jar("two.jar", "example/Caller", callerOfGetSubject());
    Map<String, Integer> first = KarafPatcher.patch(folder);
    byte[] before = Files.readAllBytes(folder.resolve("one.jar"));

    assertThat(KarafPatcher.patch(folder))
        .isEqualTo(first)
        .containsEntry("example/Caller.class", 2);
    assertThat(Files.readAllBytes(folder.resolve("one.jar"))).isEqualTo(before);
  }

  @Test
  void aKarafWithOtherClassesStopsTheBuild() throws Exception {
    jar("one.jar", "example/Caller", callerOfGetSubject());

    assertThatThrownBy(
            () -> KarafPatcher.main(new String[] {folder.toString(), "example/Other.class=1"}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("example/Caller.class=1")
        .hasMessageContaining("example/Other.class=1");
    KarafPatcher.main(new String[] {folder.toString(), "example/Caller.class=1"});
  }

  @Test
  void theFeaturesServiceThrowsWhatItThrewAndPrintsNothing() throws Exception {
    jar("features.jar", TraceRewriter.FEATURES_SERVICE, printerOfStackTraces());
    assertThat(printed(this::callPrinter)).contains("the reason");

    Map<String, Integer> patched = KarafPatcher.patch(folder);

    assertThat(patched).isEqualTo(Map.of(TraceRewriter.FEATURES_SERVICE + ".class", 1));
    assertThat(printed(this::callPrinter)).isEmpty();
    assertThat(KarafPatcher.patch(folder)).isEqualTo(patched);
  }

  @Test
  void theServiceRegistryForgetsABundleThatGaveItsServicesBack() throws Exception {
    jar("framework.jar", UsageRewriter.SERVICE_REGISTRY, registryThatForgetsNothing());
    assertThat(inUseOnceGivenBack()).hasSize(1);

    Map<String, Integer> patched = KarafPatcher.patch(folder);

    assertThat(patched).isEqualTo(Map.of(UsageRewriter.SERVICE_REGISTRY + ".class", 1));
    assertThat(inUseOnceGivenBack()).isEmpty();
    byte[] before = Files.readAllBytes(folder.resolve("framework.jar"));
    assertThat(KarafPatcher.patch(folder)).isEqualTo(patched);
    assertThat(Files.readAllBytes(folder.resolve("framework.jar"))).isEqualTo(before);
  }

  private Map<?, ?> inUseOnceGivenBack() throws Exception {
    URL jar = folder.resolve("framework.jar").toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar})) {
      Class<?> type = loader.loadClass(UsageRewriter.SERVICE_REGISTRY.replace('/', '.'));
      ConcurrentMap<Object, Object> inUse = new ConcurrentHashMap<>();
      Bundle bundle =
          (Bundle)
              Proxy.newProxyInstance(
                  Bundle.class.getClassLoader(),
                  new Class<?>[] {Bundle.class},
                  (proxy, method, arguments) -> method.getName().equals("hashCode") ? 1 : true);
      inUse.put(bundle, "counts");
      Object registry = type.getConstructor().newInstance();
      type.getField("m_inUseMap").set(registry, inUse);
      type.getMethod("ungetServices", Bundle.class).invoke(registry, bundle);
      return inUse;
    }
  }

  private static String printed(Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private void callPrinter() {
    Exception reason = new Exception("the reason");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.resolve("features.jar").toUri().toURL()})) {
      loader
          .loadClass(TraceRewriter.FEATURES_SERVICE.replace('/', '.'))
          .getMethod("fail", Throwable.class)
          .invoke(null, reason);
      throw new AssertionError("nothing was thrown");
    } catch (InvocationTargetException thrown) {
      assertThat(thrown.getCause()).isSameAs(reason);
    } catch (ReflectiveOperationException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void threadsStartedByTheActionCarryTheSubjectToo() throws Exception {
    Subject subject = new Subject();
    AtomicReference<Subject> seen = new AtomicReference<>();
    Subjects.doAs(
        subject,
        (PrivilegedExceptionAction<Boolean>)
            () -> {
              Thread thread = new Thread(() -> seen.set(Subjects.current(null)));
              thread.start();
              thread.join();
              return true;
            });

    assertThat(seen.get()).isSameAs(subject);
    assertThat(Subjects.current(null)).isNull();
  }

  private Object callCaller() {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.resolve("caller.jar").toUri().toURL()})) {
      Method method = loader.loadClass("example.Caller").getMethod("subject");
      return method.invoke(null);
    } catch (ReflectiveOperationException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void jar(String name, String className, byte[] classFile) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.putNextEntry(new ZipEntry(className + ".class"));
      out.write(classFile);
      out.closeEntry();
      out.putNextEntry(new ZipEntry("a/resource.txt"));
      out.write(new byte[] {1, 2, 3});
      out.closeEntry();
    }
  }

  /** With {@code public ConcurrentMap m_inUseMap; public void ungetServices(Bundle bundle) {}}. */
  private static byte[] registryThatForgetsNothing() {
    ClassDesc map = ClassDesc.of("java.util.concurrent.ConcurrentMap");
    return ClassFile.of()
        .build(
            ClassDesc.ofInternalName(UsageRewriter.SERVICE_REGISTRY),
            type ->
                type.withFlags(ClassFile.ACC_PUBLIC)
                    .withField("m_inUseMap", map, ClassFile.ACC_PUBLIC)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        "ungetServices",
                        MethodTypeDesc.of(
                            ConstantDescs.CD_void, ClassDesc.of("org.osgi.framework.Bundle")),
                        ClassFile.ACC_PUBLIC,
                        code -> code.return_()));
  }

  /** {@code static void fail(Throwable t) { t.printStackTrace(); throw t; }}. */
  private static byte[] printerOfStackTraces() {
    MethodTypeDesc fail = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Throwable);
    return ClassFile.of()
        .build(
            ClassDesc.ofInternalName(TraceRewriter.FEATURES_SERVICE),
            type ->
                type.withFlags(ClassFile.ACC_PUBLIC)
                    .withMethodBody(
                        "fail",
                        fail,
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code ->
                            code.aload(0)
                                .invokevirtual(
                                    ConstantDescs.CD_Throwable,
                                    "printStackTrace",
                                    ConstantDescs.MTD_void)
                                .aload(0)
                                .athrow()));
  }

  /**
   * {@code static Subject subject() { return Subject.getSubject(null); }}, which javac would refuse
   * to compile.
   */
  private static byte[] callerOfGetSubject() {
    return ClassFile.of()
        .build(
            ClassDesc.of("example.Caller"),
            type ->
                type.withFlags(ClassFile.ACC_PUBLIC)
                    .withMethodBody(
                        "subject",
                        MethodTypeDesc.of(SUBJECT),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code ->
                            code.aconst_null()
                                .checkcast(CONTEXT)
                                .invokestatic(
                                    SUBJECT, "getSubject", MethodTypeDesc.of(SUBJECT, CONTEXT))
                                .areturn()));
  }
}
