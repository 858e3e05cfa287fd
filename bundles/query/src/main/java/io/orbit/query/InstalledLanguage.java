package io.orbit.query;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Dialect;
import io.orbit.api.query.Language;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.TypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A language by its name, whichever bundle speaks it at the moment. Prepared statements keep this
 * and not the service, so that a language which is taken out leaves nothing behind, and they go on
 * where it comes back. Thread-safe.
 */
final class InstalledLanguage implements Language {
  private final String name;
  private volatile @Nullable Language service;

  InstalledLanguage(String name) {
    this.name = name;
  }

  synchronized void install(Language language) {
    service = language;
  }

  /** The language goes, unless another one has taken its place. */
  synchronized void uninstall(Language language) {
    if (service == language) {
      service = null;
    }
  }

  boolean isInstalled() {
    return service != null;
  }

  private Language service() {
    Language present = service;
    if (present == null) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW, "language \"" + name + "\" is not installed at present")
          .withHint("It serves again once the feature orbit-lang-" + name + " is installed.");
    }
    return present;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dialect dialect() {
    return service().dialect();
  }

  @Override
  public List<ParsedStatement> parse(String text) {
    return service().parse(text);
  }

  @Override
  public NormalizedText normalize(String text) {
    return service().normalize(text);
  }

  @Override
  public Expression parseExpression(String text) {
    return service().parseExpression(text);
  }

  @Override
  public TypeName parseType(String text) {
    return service().parseType(text);
  }

  @Override
  public ProcedureStatement.Block parseProcedure(String body) {
    return service().parseProcedure(body);
  }
}
