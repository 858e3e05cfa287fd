package io.orbit.console;

import jakarta.servlet.Servlet;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** Puts the console on the HTTP whiteboard. */
@Component(service = ConsoleComponent.class, immediate = true)
public final class ConsoleComponent {
  private final ServiceRegistration<Servlet> registration;
  private final BundlePages pages;

  @Activate
  public ConsoleComponent(BundleContext context) {
    pages = new BundlePages(context);
    pages.open();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, ConsoleServlet.PATTERNS);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, "orbit-console");
    registration =
        context.registerService(Servlet.class, new ConsoleServlet(pages::list), properties);
  }

  @Deactivate
  void deactivate() {
    registration.unregister();
    pages.close();
  }
}
