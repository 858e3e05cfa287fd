package io.orbit.kernel.security;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who prove users elsewhere, asked in the order in which they came; and the role here of whom
 * they prove. Thread-safe.
 */
final class IdentityProviders {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityProviders.class);

  private final List<IdentityProvider> providers = new CopyOnWriteArrayList<>();
  private final Store store;
  private final Catalog catalog;
  private final ExternalUsers policy;

  IdentityProviders(Store store, Catalog catalog, ExternalUsers policy) {
    this.store = store;
    this.catalog = catalog;
    this.policy = policy;
  }

  void add(IdentityProvider provider) {
    providers.add(provider);
  }

  void remove(IdentityProvider provider) {
    providers.remove(provider);
  }

  /** Whether that user's password is nothing of ours and may be known elsewhere. */
  boolean knowPassword(Optional<Role> role) {
    return !providers.isEmpty()
        && role.map(Role::scram).isEmpty()
        && providers.stream().anyMatch(IdentityProvider::checksPasswords);
  }

  /**
   * Who has that password elsewhere. An empty one is nobody's: to a directory it means no proof.
   */
  Optional<Identity> byPassword(Optional<Role> role, String user, String password) {
    return user.isEmpty() || password.isEmpty() || !knowPassword(role)
        ? Optional.empty()
        : first(
            provider ->
                provider.checksPasswords()
                    ? provider.byPassword(user, password)
                    : Optional.empty());
  }

  Optional<Identity> byToken(String token) {
    return first(provider -> provider.byToken(token));
  }

  private Optional<Identity> first(Function<IdentityProvider, Optional<Identity>> question) {
    OrbitException unreachable = null;
    for (IdentityProvider provider : providers) {
      try {
        Optional<Identity> known = question.apply(provider);
        if (known.isPresent()) {
          return known;
        }
      } catch (OrbitException failure) {
        LOG.warn("the identity provider {} could not be asked", provider.name(), failure);
        unreachable = failure;
      }
    }
    if (unreachable != null) {
      throw unreachable;
    }
    return Optional.empty();
  }

  /** The role of whom a provider has proven. */
  Role role(Identity identity) {
    Role role =
        catalog
            .current()
            .role(identity.user())
            .or(() -> policy.created() ? Optional.of(create(identity)) : Optional.empty())
            .orElseThrow(
                () ->
                    new OrbitException(
                            ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                            "role \"" + identity.user() + "\" does not exist")
                        .withHint("Ask an administrator for CREATE ROLE … LOGIN."));
    if (role.superuser() && !policy.superusers()) {
      throw new OrbitException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
              "the superuser \"" + role.name() + "\" may not log in by " + identity.provider())
          .withHint("The setting security.external_superusers of io.orbit.kernel allows it.");
    }
    return role;
  }

  private synchronized Role create(Identity identity) {
    Optional<Role> meanwhile = catalog.current().role(identity.user());
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      CatalogEditor editor = catalog.edit(transaction);
      editor.put(
          new Role(
              editor.newId(),
              identity.user(),
              0,
              false,
              true,
              false,
              false,
              true,
              false,
              false,
              -1,
              null,
              Long.MAX_VALUE,
              List.of(),
              List.of(),
              Map.of(),
              "made at the first log-in by " + identity.provider()));
      Wait wait = store.durable(transaction.commit());
      if (wait != null) {
        wait.await(0);
      }
    }
    LOG.info("role \"{}\" was made for who logs in by {}", identity.user(), identity.provider());
    return catalog.current().role(identity.user()).orElseThrow();
  }
}
