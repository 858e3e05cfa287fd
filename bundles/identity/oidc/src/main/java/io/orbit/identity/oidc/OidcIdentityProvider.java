package io.orbit.identity.oidc;

import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.security.WebLogin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The provider among the bundles, there as soon as it is told which. */
@Component(
    service = IdentityProvider.class,
    configurationPid = "io.orbit.identity.oidc",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = OidcSettings.class)
public final class OidcIdentityProvider implements IdentityProvider {
  static final String NAME = "oidc";

  private final OpenIdProvider provider;
  private final @Nullable ServiceRegistration<WebLogin> webLogin;

  @Activate
  public OidcIdentityProvider(BundleContext context, OidcSettings settings) {
    Provider known = Provider.of(settings);
    provider = new OpenIdProvider(known);
    webLogin =
        known.clientId().isEmpty() ? null : context.registerService(WebLogin.class, provider, null);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean checksPasswords() {
    return false;
  }

  @Override
  public Optional<Identity> byPassword(String user, String password) {
    return Optional.empty();
  }

  @Override
  public Optional<Identity> byToken(String token) {
    return provider.byToken(token);
  }

  @Deactivate
  void deactivate() {
    if (webLogin != null) {
      webLogin.unregister();
    }
  }
}
