package io.orbit.kernel.security;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.StoreSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrator {@code orbit}: gets a password at a store's first start, and a new one when
 * {@link ResetPassword} left its verifier in the data directory.
 */
final class Administrator {
  static final String NAME = "orbit";
  private static final int SECRET_BYTES = 32;
  private static final Logger LOG = LoggerFactory.getLogger(Administrator.class);

  private final Store store;
  private final Catalog catalog;
  private final SecuritySettings settings;

  Administrator(Store store, Catalog catalog, SecuritySettings settings) {
    this.store = store;
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * The store's secret. The first time it is made, together with the administrator's password: the
   * given one, or one that is generated, written to {@value InitialPassword#FILE} and announced.
   * The file comes first: after a crash in between, the next start does it all again.
   */
  byte[] initialize(Optional<String> givenPassword, Consumer<String> announce) {
    Optional<byte[]> known = StoreSecret.read(store.latest());
    if (known.isPresent()) {
      return known.get();
    }
    String password = givenPassword.filter(given -> !given.isEmpty()).orElse("");
    boolean generated = password.isEmpty();
    if (generated) {
      password = InitialPassword.generate();
      InitialPassword.writePrivate(file(InitialPassword.FILE), password);
    }
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    String verifier = Scram.format(Scram.create(password, settings.scramIterations()));
    change(
        transaction -> {
          StoreSecret.write(transaction, secret);
          putWithVerifier(transaction, verifier);
        });
    if (generated) {
      announce.accept(
          "Administrator \"%s\" has the password %s (kept in %s; delete it once it is noted)"
              .formatted(NAME, password, file(InitialPassword.FILE)));
    } else {
      LOG.info("administrator \"{}\" has the password given by ORBIT_PASSWORD", NAME);
    }
    return secret;
  }

  /**
   * Sets the password whose verifier {@link ResetPassword} left, and makes the role usable.
   *
   * @return whether there was one
   */
  synchronized boolean applyReset() {
    Path reset = file(ResetPassword.FILE);
    if (!Files.exists(reset)) {
      return false;
    }
    try {
      String verifier = Scram.format(Scram.parse(Files.readString(reset).strip()));
      change(transaction -> putWithVerifier(transaction, verifier));
      Files.delete(reset);
      Files.deleteIfExists(file(InitialPassword.FILE));
    } catch (IOException e) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, "cannot read or remove " + reset + ": " + e.getMessage(), e);
    }
    LOG.warn("the password of \"{}\" was reset by ./orbit passwd", NAME);
    return true;
  }

  private void putWithVerifier(Transaction transaction, String verifier) {
    CatalogEditor editor = catalog.edit(transaction);
    Optional<Role> known = catalog.view(transaction).role(NAME);
    editor.put(
        new Role(
            known.map(Role::id).orElseGet(editor::newId),
            NAME,
            0,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            -1,
            verifier,
            Long.MAX_VALUE,
            known.map(Role::memberOf).orElse(List.of()),
            known.map(Role::adminOf).orElse(List.of()),
            known.map(Role::settings).orElse(Map.of()),
            known.map(Role::comment).orElse("")));
  }

  private void change(Consumer<Transaction> work) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      work.accept(transaction);
      Wait wait = store.durable(transaction.commit());
      if (wait != null) {
        wait.await(0);
      }
    }
  }

  private Path file(String name) {
    return settings.dataDirectory().resolve(name);
  }
}
