package io.orbit.protocol.rest;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.orbit.protocol.rest.changes.ChangeStreams;
import io.orbit.protocol.rest.idempotency.IdempotencyFilter;
import io.orbit.protocol.rest.idempotency.KnownAnswers;
import io.orbit.protocol.rest.json.Json;
import io.orbit.protocol.rest.openapi.OpenApi;
import io.orbit.protocol.rest.resource.ActorResource;
import io.orbit.protocol.rest.resource.ApiKeyResource;
import io.orbit.protocol.rest.resource.AuditResource;
import io.orbit.protocol.rest.resource.BackupResource;
import io.orbit.protocol.rest.resource.BundleResource;
import io.orbit.protocol.rest.resource.CatalogResource;
import io.orbit.protocol.rest.resource.ChangeGroupResource;
import io.orbit.protocol.rest.resource.ChangeResource;
import io.orbit.protocol.rest.resource.ConfigurationResource;
import io.orbit.protocol.rest.resource.ConnectionResource;
import io.orbit.protocol.rest.resource.EngineMoveResource;
import io.orbit.protocol.rest.resource.ExportResource;
import io.orbit.protocol.rest.resource.FeatureResource;
import io.orbit.protocol.rest.resource.HealthChecks;
import io.orbit.protocol.rest.resource.HealthResource;
import io.orbit.protocol.rest.resource.ImportResource;
import io.orbit.protocol.rest.resource.LanguageModelResource;
import io.orbit.protocol.rest.resource.LockResource;
import io.orbit.protocol.rest.resource.LogResource;
import io.orbit.protocol.rest.resource.LogStreams;
import io.orbit.protocol.rest.resource.MetricResource;
import io.orbit.protocol.rest.resource.OpenApiResource;
import io.orbit.protocol.rest.resource.OverviewResource;
import io.orbit.protocol.rest.resource.OverviewSource;
import io.orbit.protocol.rest.resource.OverviewStream;
import io.orbit.protocol.rest.resource.ProtocolResource;
import io.orbit.protocol.rest.resource.RecordResource;
import io.orbit.protocol.rest.resource.RedisResource;
import io.orbit.protocol.rest.resource.RoleResource;
import io.orbit.protocol.rest.resource.ScrapeResource;
import io.orbit.protocol.rest.resource.SessionResource;
import io.orbit.protocol.rest.resource.SlowStatementResource;
import io.orbit.protocol.rest.resource.StatementResource;
import io.orbit.protocol.rest.resource.StorageResource;
import io.orbit.protocol.rest.resource.TransactionResource;
import io.orbit.protocol.rest.resource.WebLoginResource;
import io.orbit.protocol.rest.security.Authentication;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.CrossOrigin;
import io.orbit.protocol.rest.security.OperationAudit;
import io.orbit.protocol.rest.security.RateLimit;
import io.orbit.protocol.rest.security.RequestBuckets;
import io.orbit.protocol.rest.security.ScopeFilter;
import io.orbit.protocol.rest.security.SuperuserFilter;
import io.orbit.protocol.rest.security.WebLogins;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** What is served: our resources and those of other bundles. Thread-safe. */
public final class RestApplication implements AutoCloseable {
  private final RestServices services;
  private final BrowserSessions browsers;
  private final Authentication authentication;
  private final OverviewStream overviews;
  private final ChangeStreams changes;
  private final LogStreams logs;
  private final KnownAnswers answers;
  private final RequestBuckets buckets = new RequestBuckets(System::nanoTime);
  private final List<Object> own;

  /**
   * @param carriesRest tells whether a feature of that name brings what serves all this
   */
  public RestApplication(
      RestServices services, Predicate<String> carriesRest, InstantSource clock) {
    this.services = services;
    browsers = new BrowserSessions(clock);
    authentication = new Authentication(services, browsers, services.rules());
    answers = new KnownAnswers(clock);
    WebLogins webLogins = new WebLogins(services.webLogins(), clock);
    HealthChecks checks = new HealthChecks(services);
    OverviewSource source = new OverviewSource(services, checks);
    overviews = new OverviewStream(source, browsers, services.apiKeys());
    changes =
        new ChangeStreams(
            services.store().feeds(),
            services.catalog(),
            services.records(),
            services.sessions(),
            browsers,
            services.apiKeys());
    RestServices.Operations operations = services.operations();
    logs = new LogStreams(operations.logs(), browsers, services.apiKeys());
    own =
        List.of(
            new SessionResource(authentication, browsers),
            new WebLoginResource(webLogins, authentication, browsers),
            new ApiKeyResource(services.apiKeys()),
            new FeatureResource(operations.features(), carriesRest),
            new BundleResource(operations.bundles()),
            new ConnectionResource(operations.listeners(), services.sessions(), services.store()),
            new ProtocolResource(operations.listeners()),
            new ActorResource(),
            new LanguageModelResource(),
            new LockResource(services),
            new AuditResource(operations.audit()),
            new LogResource(operations.logs(), logs),
            new ConfigurationResource(operations.settings()),
            new BackupResource(operations.backups()),
            new ExportResource(operations.transfers()),
            new ImportResource(operations.transfers()),
            new StorageResource(services),
            new EngineMoveResource(services),
            new RoleResource(services),
            new SlowStatementResource(operations.slowStatements()),
            new MetricResource(services.metrics()),
            new ScrapeResource(services.metrics()),
            new HealthResource(checks),
            new OverviewResource(source, overviews),
            new ChangeResource(changes),
            new ChangeGroupResource(services.store().feeds(), changes, services.catalog()),
            new StatementResource(services),
            new TransactionResource(services),
            new RedisResource(services),
            new CatalogResource(services),
            new RecordResource(services));
  }

  /** Everything together with the resources of other bundles. */
  public ResourceConfig configure(List<Object> others) {
    findJersey();
    List<Object> all = new ArrayList<>(own);
    all.addAll(others);
    List<Class<?>> classes = new ArrayList<>(List.of(OpenApiResource.class));
    all.forEach(resource -> classes.add(resource.getClass()));
    all.add(new OpenApiResource(OpenApi.describe(classes, services.server().version())));
    ResourceConfig config =
        new ResourceConfig()
            .property(ServerProperties.WADL_FEATURE_DISABLE, true)
            .property(ServerProperties.BV_FEATURE_DISABLE, true)
            .register(SseFeature.class)
            .register(new JacksonJsonProvider(Json.mapper()))
            .register(new ProblemMapper())
            .register(new BodyLimit())
            .register(new CrossOrigin(services.rules()))
            .register(authentication)
            .register(new RateLimit(buckets, services.rules()))
            .register(new ScopeFilter())
            .register(new SuperuserFilter())
            .register(new IdempotencyFilter(answers))
            .register(new OperationAudit(services.operations().audit()))
            .register(new Instances(all));
    classes.forEach(config::register);
    return config;
  }

  /**
   * Jakarta REST looks for its implementation through the thread's class loader, once; in the
   * container only Jersey's own bundle leads there.
   */
  private static void findJersey() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ResourceConfig.class.getClassLoader());
    try {
      RuntimeDelegate.getInstance();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Makes the one instance of each resource what Jersey gets when it asks for its class. */
  private static final class Instances extends AbstractBinder {
    private final List<Object> instances;

    Instances(List<Object> instances) {
      this.instances = instances;
    }

    @Override
    protected void configure() {
      instances.forEach(instance -> bind(instance).to((Type) instance.getClass()));
    }
  }

  @Override
  public void close() {
    overviews.close();
    changes.close();
    logs.close();
  }
}
