package io.orbit.query.session;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.SessionText;
import io.orbit.query.optimize.KnownValues;
import io.orbit.query.type.RegisteredNames;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine behind {@link Statements}: parse, cache, prepare, hand over. Thread-safe. */
public final class StatementEngine implements Statements {
  /** Longer texts are not worth a look on an event loop. */
  private static final int LONGEST_AT_HAND = 2048;

  private final Languages languages;
  private final Planner planner;
  private final SessionStates states;
  private final Runner runner;
  private final PlanCache cache = new PlanCache();

  /** The languages installed now. */
  public interface Languages {
    Optional<Language> find(String name);

    List<String> names();
  }

  public StatementEngine(
      Languages languages, Planner planner, Commands commands, SessionStates states) {
    this.languages = languages;
    this.planner = planner;
    this.states = states;
    this.runner = new Runner(planner, commands, states);
    planner
        .services()
        .routines()
        .runBy(new RoutineStatements(planner, runner, states, () -> languages.find("sql")));
  }

  @Override
  public List<String> languages() {
    return languages.names();
  }

  private Language language(String name) {
    return languages
        .find(name)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "language \"" + name + "\" is not installed"));
  }

  @Override
  public List<ParsedStatement> parse(String language, String text) {
    return language(language).parse(text);
  }

  // ---- preparing

  @Override
  public PreparedStatement prepare(
      Session session, String language, String text, List<DataType> parameterTypes) {
    Language found = language(language);
    Prepared cached = fromCache(session, found, text, parameterTypes);
    if (cached != null) {
      return cached;
    }
    List<ParsedStatement> statements = found.parse(text);
    if (statements.size() > 1) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    }
    return prepare(session, found, text, statements.getFirst(), parameterTypes);
  }

  @Override
  public PreparedStatement prepare(
      Session session,
      String language,
      String text,
      ParsedStatement statement,
      List<DataType> parameterTypes) {
    return prepare(session, language(language), text, statement, parameterTypes);
  }

  private Prepared prepare(
      Session session,
      Language language,
      String text,
      ParsedStatement parsed,
      List<DataType> parameterTypes) {
    requireUsable(session, parsed.statement());
    return runner.prepare(
        session,
        new Prepared(
            language,
            parsed.statement(),
            text,
            parameterTypes,
            parsed.parameterCount(),
            List.of(),
            new PlanCell(null),
            CommandShape.COMMAND));
  }

  private static void requireUsable(Session session, Statement statement) {
    if (session.isFailed()
        && !Runner.endsTransaction(statement)
        && !(statement instanceof Utility.Empty)) {
      throw Runner.inFailedTransaction();
    }
  }

  @Override
  public Iterator<PreparedStatement> script(Session session, String language, String text) {
    Language found = language(language);
    Prepared cached = fromCache(session, found, text, List.of());
    if (cached != null) {
      return List.<PreparedStatement>of(cached).iterator();
    }
    Iterator<ParsedStatement> statements = found.parse(text).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return statements.hasNext();
      }

      @Override
      public PreparedStatement next() {
        if (!statements.hasNext()) {
          throw new NoSuchElementException();
        }
        return prepare(session, found, text, statements.next(), List.of());
      }
    };
  }

  // ---- the plan cache

  @Override
  public @Nullable PreparedStatement preparedAtHand(
      Session session, String language, String text, List<DataType> parameterTypes) {
    Language found = languages.find(language).orElse(null);
    if (found == null || text.length() > LONGEST_AT_HAND) {
      return null;
    }
    try {
      if (session.isFailed() || planner.hasOwnDefinitions(session)) {
        return null;
      }
      NormalizedText normalized = found.normalize(text);
      if (!normalized.single()) {
        return null;
      }
      PlanCache.Key key = key(session, found, normalized, types(normalized, parameterTypes));
      PlanCache.Entry entry = cache.get(key).orElse(null);
      return entry == null || !(isUsable(entry, session) || entry.isCommand())
          ? null
          : prepared(found, normalized, parameterTypes, entry);
    } catch (OrbitException toldByThoseWhoPrepare) {
      return null;
    }
  }

  private PlanCache.Key key(
      Session session, Language language, NormalizedText normalized, List<DataType> types) {
    return new PlanCache.Key(
        language.name(),
        normalized.key(),
        session.database().id(),
        planner.planSettings(session),
        session.principal().roleId(),
        types);
  }

  /** Whether its plan is right, as good as one made now, and good for other literals too. */
  private boolean isUsable(PlanCache.Entry entry, Session session) {
    if (entry.planned().isEmpty()) {
      return false;
    }
    Planned planned = entry.planned().get();
    return !planned.sensitive() && planner.isCurrent(planned, session) && planner.isFresh(planned);
  }

  /** The statement by its normalised text, planned now if it was not; null where that cannot be. */
  private @Nullable Prepared fromCache(
      Session session, Language language, String text, List<DataType> parameterTypes) {
    if (session.isFailed() || planner.hasOwnDefinitions(session)) {
      return null;
    }
    NormalizedText normalized = language.normalize(text);
    if (!normalized.single()) {
      return null;
    }
    List<DataType> types = types(normalized, parameterTypes);
    PlanCache.Key key = key(session, language, normalized, types);
    PlanCache.Entry entry = cache.get(key).orElse(null);
    if (entry != null && (isUsable(entry, session) || entry.isCommand())) {
      return prepared(language, normalized, parameterTypes, entry);
    }
    if (entry != null && entry.statement().isEmpty()) {
      return null;
    }
    PlanCache.Entry planned = plan(session, language, normalized, types);
    cache.put(key, planned);
    return planned.statement().isEmpty()
        ? null
        : prepared(language, normalized, parameterTypes, planned);
  }

  private static List<DataType> types(NormalizedText normalized, List<DataType> given) {
    if (normalized.literals().isEmpty()) {
      return given;
    }
    List<DataType> types = new ArrayList<>(given);
    while (types.size() < normalized.ownParameters()) {
      types.add(DataType.UNKNOWN);
    }
    for (Expression.Literal literal : normalized.literals()) {
      types.add(literal.value() == null ? DataType.UNKNOWN : literal.type());
    }
    return types;
  }

  /**
   * Plans the normalised text; whatever fails there is tried on the text itself, for its errors.
   */
  private PlanCache.Entry plan(
      Session session, Language language, NormalizedText normalized, List<DataType> types) {
    PlanCache.Entry never = new PlanCache.Entry(Optional.empty(), Optional.empty(), 0);
    try {
      List<ParsedStatement> parsed = language.parse(normalized.key());
      if (parsed.size() != 1) {
        return never;
      }
      ParsedStatement only = parsed.getFirst();
      if (!Planner.isPlanned(only.statement())) {
        return Prepared.isTransactionEdge(only.statement())
            ? new PlanCache.Entry(Optional.empty(), Optional.of(only.statement()), 0)
            : never;
      }
      Planned planned =
          planner.plan(
              session,
              language,
              only.statement(),
              types,
              only.parameterCount(),
              bound -> known(session, normalized, bound));
      int own = planned.parameterTypes().size() - normalized.literals().size();
      if (planned.parameterTypes().stream().skip(own).anyMatch(StatementEngine::isLookedUp)) {
        return never;
      }
      return new PlanCache.Entry(
          Optional.of(planned), Optional.of(only.statement()), only.parameterCount());
    } catch (OrbitException atOriginalText) {
      return never;
    }
  }

  /** The values of the literals, for estimates; what is malformed fails when it is run. */
  private static List<@Nullable Object> known(
      Session session, NormalizedText normalized, List<DataType> types) {
    List<@Nullable Object> values = new ArrayList<>();
    int own = types.size() - normalized.literals().size();
    for (int i = 0; i < own; i++) {
      values.add(KnownValues.UNKNOWN);
    }
    for (Expression.Literal literal : normalized.literals()) {
      try {
        values.add(value(session, literal, types.get(values.size())));
      } catch (OrbitException malformed) {
        values.add(KnownValues.UNKNOWN);
      }
    }
    return values;
  }

  /** Names of objects are looked up when a statement is bound, and so stay in its text. */
  private static boolean isLookedUp(DataType type) {
    return switch (type.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
      default -> false;
    };
  }

  private static Prepared prepared(
      Language language, NormalizedText normalized, List<DataType> given, PlanCache.Entry entry) {
    return new Prepared(
        language,
        entry.statement().orElseThrow(),
        normalized.key(),
        given,
        entry.parameterCount(),
        normalized.literals(),
        new PlanCell(entry.planned().orElse(null)),
        CommandShape.COMMAND);
  }

  /**
   * The text of a planned statement, its literals replaced where it was planned without them; null
   * for a command.
   */
  public static @Nullable String plannedText(PreparedStatement statement) {
    return statement instanceof Prepared prepared && prepared.planned() != null
        ? prepared.shownText()
        : null;
  }

  // ---- executing

  @Override
  public @Nullable Execution executeInline(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    if (!(statement instanceof Prepared prepared) || !prepared.runsInline()) {
      return null;
    }
    List<? extends @Nullable Object> all;
    try {
      all = withLiterals(session, prepared, parameters);
    } catch (OrbitException malformedLiteral) {
      return null;
    }
    return runner.executeInline(session, prepared, all);
  }

  @Override
  public Execution execute(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    if (!(statement instanceof Prepared prepared)) {
      throw new IllegalArgumentException("a statement of another engine");
    }
    return runner.execute(session, prepared, withLiterals(session, prepared, parameters));
  }

  /** The client's parameters, then the literals as values of the types they were bound as. */
  private static List<? extends @Nullable Object> withLiterals(
      Session session, Prepared prepared, List<? extends @Nullable Object> parameters) {
    Planned planned = prepared.planned();
    if (prepared.literals().isEmpty() || planned == null) {
      return parameters;
    }
    List<@Nullable Object> all = new ArrayList<>(parameters);
    for (Expression.Literal literal : prepared.literals()) {
      all.add(value(session, literal, planned.parameterTypes().get(all.size())));
    }
    return all;
  }

  private static @Nullable Object value(
      Session session, Expression.Literal literal, DataType wanted) {
    Object value = literal.value();
    boolean untyped = literal.type().kind() == TypeKind.UNKNOWN;
    return value == null || !untyped || wanted.kind() == TypeKind.TEXT
        ? value
        : typed(session, value.toString(), wanted, literal.position());
  }

  private static Object typed(Session session, String text, DataType type, int position) {
    try {
      long now = System.currentTimeMillis() * 1000;
      return ValueText.parse(text, type, SessionText.of(session, now));
    } catch (OrbitException malformed) {
      throw malformed.at(position);
    }
  }

  @Override
  public Optional<List<ResultColumn>> cursorColumns(Session session, String name) {
    return states.find(session).map(state -> state.cursors().get(name)).map(Cursor::columns);
  }

  @Override
  public long endImplicit(Session session, boolean commit) {
    return runner.endImplicit(session, commit);
  }

  @Override
  public List<Notice> takeNotices(Session session) {
    return states.find(session).map(SessionState::takeNotices).orElse(List.of());
  }

  @Override
  public List<String> takeChangedSettings(Session session) {
    return states.find(session).map(SessionState::takeChangedSettings).orElse(List.of());
  }

  @Override
  public void set(Session session, String name, String value) {
    String checked = Settings.check(name, value);
    states.of(session).settings().set(name.toLowerCase(Locale.ROOT), checked, false);
  }

  @Override
  public @Nullable String setting(Session session, String name) {
    return Settings.show(session, name);
  }

  @Override
  public String registeredName(Session session, TypeKind type, long oid) {
    return RegisteredNames.name(lookup(session), type, oid);
  }

  @Override
  public long registeredOid(Session session, TypeKind type, String text) {
    return RegisteredNames.oid(lookup(session), type, text);
  }

  @Override
  public Optional<DataType> userType(Session session, long oid) {
    return UserTypes.of(planner.catalog(session), oid);
  }

  private Evaluation lookup(Session session) {
    return new Evaluation(
        session, session.transaction(), planner.services(), List.of(), 0, Settings.nowMicros());
  }
}
