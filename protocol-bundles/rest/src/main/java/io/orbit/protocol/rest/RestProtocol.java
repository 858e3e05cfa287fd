package io.orbit.protocol.rest;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.Commands;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.Backups;
import io.orbit.api.ops.Bundles;
import io.orbit.api.ops.FeatureGuard;
import io.orbit.api.ops.Features;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Logs;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.ServerSettings;
import io.orbit.api.ops.SlowStatements;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.ops.Transfers;
import io.orbit.api.query.Statements;
import io.orbit.api.records.Records;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Sessions;
import io.orbit.api.security.WebLogin;
import io.orbit.api.storage.Store;
import io.orbit.protocol.rest.security.AccessRules;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.time.InstantSource;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REST among the bundles: publishes the servlet on the HTTP whiteboard, and serves the resources of
 * other bundles beside its own. A bundle offers one as a service with the property {@link
 * #RESOURCE}; it is a class with Jakarta REST annotations.
 */
@Component(
    service = FeatureGuard.class,
    immediate = true,
    configurationPid = "io.orbit.protocol.rest")
@Designate(ocd = RestSettings.class)
public final class RestProtocol implements FeatureGuard {
  /** Service property by which a resource of another bundle is found. */
  public static final String RESOURCE = "io.orbit.rest.resource";

  private static final Logger LOG = LoggerFactory.getLogger(RestProtocol.class);
  private static final String FEATURE = "orbit-rest";

  private final RestApplication application;
  private final RestServlet servlet;
  private final ServiceRegistration<Servlet> registration;
  private final AtomicReference<@Nullable ServiceRegistration<Health>> serving =
      new AtomicReference<>();
  private final List<Object> others = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<Health> health = List.of();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<WebLogin> webLogins = List.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable SpanExporter spans;

  private volatile AccessRules rules = AccessRules.OPEN;

  /** Goes and comes with the Redis protocol, which must not take REST along. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Commands commands;

  /** Begins to serve. */
  @Activate
  public RestProtocol(
      BundleContext context,
      @Reference Sessions sessions,
      @Reference ApiKeys apiKeys,
      @Reference Statements statements,
      @Reference Catalog catalog,
      @Reference Store store,
      @Reference Records records,
      @Reference Features features,
      @Reference Bundles bundles,
      @Reference Listeners listeners,
      @Reference Logs logs,
      @Reference ServerSettings settings,
      @Reference Backups backups,
      @Reference Transfers transfers,
      @Reference SlowStatements slowStatements,
      @Reference AuditLog audit,
      @Reference ServerInfo server,
      @Reference Metrics metrics,
      RestSettings configured) {
    change(configured);
    RestServices services =
        new RestServices(
            sessions,
            apiKeys,
            statements,
            catalog,
            store,
            records,
            new RestServices.Operations(
                features,
                bundles,
                listeners,
                logs,
                settings,
                backups,
                transfers,
                slowStatements,
                audit),
            server,
            metrics,
            () -> Optional.ofNullable(commands),
            () -> health,
            () -> webLogins,
            () -> rules,
            () -> Optional.ofNullable(spans));
    application = new RestApplication(services, FEATURE::equals, InstantSource.system());
    servlet =
        new RestServlet(
            application.configure(List.of()),
            metrics,
            new RequestSpans(services.spans()),
            () -> publish(context));
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, RestServlet.PATTERNS);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED, true);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, "orbit-rest");
    registration = context.registerService(Servlet.class, servlet, properties);
  }

  /** Follows its settings while it serves; what cannot be understood leaves them as they were. */
  @Modified
  void change(RestSettings settings) {
    try {
      rules =
          AccessRules.parse(
              settings.allowed__origins(),
              settings.requests__per__minute(),
              settings.requests__per__minute__of());
    } catch (IllegalArgumentException malformed) {
      LOG.error("the settings of io.orbit.protocol.rest are not heeded", malformed);
    }
  }

  /** Says that REST serves: being registered does not mean that the HTTP server has taken it. */
  private void publish(BundleContext context) {
    serving.set(context.registerService(Health.class, new RestHealth(), null));
  }

  /** REST answers, or nobody could ask. */
  private static final class RestHealth implements Health {
    @Override
    public String name() {
      return "rest";
    }

    @Override
    public Status check() {
      return Status.UP;
    }
  }

  @Reference(
      service = AnyService.class,
      target = "(" + RESOURCE + "=true)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addResource(Object resource) {
    others.add(resource);
    replace();
  }

  void removeResource(Object resource) {
    others.remove(resource);
    replace();
  }

  private synchronized void replace() {
    try {
      servlet.replace(application.configure(List.copyOf(others)));
    } catch (ServletException failure) {
      LOG.error("The resources of other bundles cannot be served", failure);
    }
  }

  /** Whoever removes REST by REST, or by the console on it, must mean it. */
  @Override
  public List<String> uses(String feature) {
    return feature.equals(FEATURE) ? List.of("whoever asks by REST or the console") : List.of();
  }

  @Deactivate
  void deactivate() {
    // The streams first: to end, they need what is behind the servlet.
    application.close();
    ServiceRegistration<Health> published = serving.getAndSet(null);
    if (published != null) {
      published.unregister();
    }
    registration.unregister();
  }
}
